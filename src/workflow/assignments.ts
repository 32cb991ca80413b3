import type {InputChoice} from './inputs.ts';

/** One value for each input, by its name. */
export type Given = Readonly<Record<string, string>>;

/** How many ways there are to fill all in. */
export const productOf = (choices: readonly InputChoice[]): number =>
  choices.reduce((all, {values}) => all * Math.max(1, values.length), 1);

/** Each way to fill all in. */
export const everyChoice = (choices: readonly InputChoice[]): readonly Given[] =>
  choices.reduce<readonly Given[]>(
    (all, {input, values}) =>
      values.length === 0 ? all : all.flatMap((given) => values.map((value) => ({...given, [input.name]: value}))),
    [{}],
  );

/** All as GitHub fills them in, or with the first value that is worth trying. */
export const firstChoice = (choices: readonly InputChoice[]): Given =>
  Object.fromEntries(choices.flatMap(({input, values: [value]}) => (value === undefined ? [] : [[input.name, value]])));

/** Each way that differs in one input. */
export const neighboursOf = (given: Given, choices: readonly InputChoice[]): readonly Given[] =>
  choices.flatMap(({input: {name}, values}) => values.filter((value) => value !== given[name]).map((value) => ({...given, [name]: value})));
