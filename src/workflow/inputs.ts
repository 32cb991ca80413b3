import type {WorkflowInput} from '../model/workflow.ts';

/** What an input may be given: the values worth trying; `fixed` where its meaning is known. */
export type InputChoice = {
  readonly input: WorkflowInput;
  readonly values: readonly string[];
  /** True: it names what is released, so there is one right value. */
  readonly isFixed: boolean;
};

const namesTag = /^(?:(?:git|release|target|from)[-_]?)?(?:tag(?:[-_]?name)?|ref)$|^release$/i;
const namesVersion = /^(?:(?:release|package|target|new|app)[-_]?)?(?:version|ver|semver)(?:[-_]?(?:number|name))?$/i;

/** What is to be published. */
export type Released = {readonly tag: string; readonly version: string};

/** Whether the workflow writes a `v` before the input by itself, as in `v${{ inputs.version }}`. */
const addsV = (name: string, text: string): boolean =>
  new RegExp(`\\bv\\$\\{\\{\\s*(?:github\\.event\\.)?inputs\\.${name}\\b`, 'i').test(text);

/** The value of an input that names the version: the tag itself, or the version inside it. */
const versionFor = (
  {name, default: usual = '', description: about = ''}: WorkflowInput,
  {tag, version}: Released,
  text: string,
): string => {
  if (addsV(name, text) || /without (?:the |a |its )?(?:leading )?["'“`]?v\b/i.test(about)) return version;
  if (/\bv\d/i.test(usual) || /\bv(?:\d|X)/.test(about)) return tag;
  return version;
};

/* Compared with the event and not with an input. */
const events = new Set(['workflow_dispatch', 'push', 'release', 'schedule', 'workflow_call', 'repository_dispatch', 'pull_request']);

/** Words in quotes in the conditions that read the input. */
const literalsFor = (name: string, conditions: readonly string[]): readonly string[] =>
  conditions
    .filter((condition) => new RegExp(`\\binputs(?:\\.|\\[')${name}\\b`, 'i').test(condition))
    .flatMap((condition) => [...condition.matchAll(/'((?:[^']|''){1,200})'/g)].map(([, found = '']) => found.replaceAll("''", "'")))
    .filter((literal) => !events.has(literal))
    .slice(0, 60);

/** A literal as it stands, without the separators around it, and as a list of one. */
const variantsOf = (literal: string): readonly string[] => {
  const bare = literal.replace(/^[\s,;|"[\]]+|[\s,;|"[\]]+$/g, '');
  return bare === '' ? [literal] : [literal, bare, JSON.stringify([bare])];
};

const readsAsList = (name: string, conditions: readonly string[]): boolean =>
  conditions.some((condition) => new RegExp(`fromjson\\(\\s*(?:github\\.event\\.)?inputs\\.${name}\\b`, 'i').test(condition));

const textChoices = (input: WorkflowInput, conditions: readonly string[]): readonly string[] => {
  const isList = readsAsList(input.name, conditions);
  const given = literalsFor(input.name, conditions).flatMap(variantsOf);
  /* A word that nothing asks for turns everything off that is chosen by word. */
  const nothing = isList ? '[]' : 'none';
  return [
    ...(input.default === undefined ? [] : [input.default]),
    ...(given.length === 0 ? [] : [nothing]),
    ...given.filter((value) => value.startsWith('[') === isList),
  ];
};

/** What each input may be given. `text` is the workflow's, `conditions` every `if` of it. */
export const inputChoices = (
  inputs: readonly WorkflowInput[],
  text: string,
  conditions: readonly string[],
  released: Released,
): readonly InputChoice[] =>
  inputs.map((input) => {
    const {name, type, options = [], default: usual} = input;
    if (type === 'boolean') return {input, values: [...new Set([usual ?? 'false', 'true', 'false'])], isFixed: false};
    if (type === 'choice') return {input, values: [...new Set([...(usual === undefined ? [] : [usual]), ...options])], isFixed: false};
    if (namesTag.test(name)) return {input, values: [released.tag], isFixed: true};
    if (namesVersion.test(name)) return {input, values: [versionFor(input, released, text)], isFixed: true};
    return {input, values: [...new Set(textChoices(input, conditions))], isFixed: false};
  });
