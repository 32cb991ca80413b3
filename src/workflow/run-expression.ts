import {data, Evaluator, Lexer, Parser} from '@actions/expressions';

/** A value as JSON has it. */
export type RunValue = string | number | boolean | null | readonly RunValue[] | {readonly [key: string]: RunValue};

/** How things stand when an expression of a running job is evaluated. */
export type RunStanding = {
  /** By context; a name that one lacks is null, as in a run. */
  readonly contexts: {readonly [context: string]: RunValue};
  /** `skipped`: something before was skipped, so that it went neither well nor wrong. */
  readonly status: 'success' | 'failure' | 'cancelled' | 'skipped';
};

const toValue = (value: RunValue): data.ExpressionData => {
  if (value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toValue));
  return dictionaryOf(value as {readonly [key: string]: RunValue});
};

const dictionaryOf = (values: {readonly [key: string]: RunValue}): data.Dictionary =>
  new data.Dictionary(...Object.entries(values).map(([key, value]) => ({key, value: toValue(value)})));

const answering = (name: string, call: () => data.ExpressionData) => ({name, minArgs: 0, maxArgs: 255, call});

const functionsAt = (status: RunStanding['status']) => [
  answering('success', () => new data.BooleanData(status === 'success')),
  answering('failure', () => new data.BooleanData(status === 'failure')),
  answering('cancelled', () => new data.BooleanData(status === 'cancelled')),
  answering('always', () => new data.BooleanData(true)),
  // Of files nothing is known here, and an empty digest is what GitHub gives where none matches.
  answering('hashfiles', () => new data.StringData('')),
];

const evaluate = (expression: string, {contexts, status}: RunStanding): data.ExpressionData => {
  const functions = functionsAt(status);
  const parsed = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions).parse();
  return new Evaluator(parsed, dictionaryOf(contexts), new Map(functions.map((one) => [one.name, one]))).evaluate();
};

const isTruthy = (value: data.ExpressionData): boolean => {
  if (value.kind === data.Kind.Null) return false;
  if (value.kind === data.Kind.Boolean) return value.value;
  if (value.kind === data.Kind.Number) return value.value !== 0 && !Number.isNaN(value.value);
  return value.kind !== data.Kind.String || value.value !== '';
};

/** A text with every `${{ }}` in it filled in, as a runner does it. */
export const fillIn = (text: string, standing: RunStanding): string =>
  text.replace(/\$\{\{((?:'(?:[^']|'')*'|(?!\}\}).)*?)\}\}/gs, (_, inner: string) => {
    const value = evaluate(inner, standing);
    return value.kind === data.Kind.Dictionary || value.kind === data.Kind.Array ? 'Object' : value.coerceString();
  });

const asksForStatus = /\b(?:success|failure|cancelled|always)\s*\(/i;

/** Whether an `if` holds; one that doesn't ask how it went holds only where nothing failed. */
export const holdsNow = (condition: string | undefined, standing: RunStanding): boolean => {
  const text = (condition ?? '').trim();
  const isSound = asksForStatus.test(text) || standing.status === 'success';
  if (text === '' || !isSound) return isSound;
  const inner = text.startsWith('${{') && text.endsWith('}}') && !text.slice(3).includes('${{') ? text.slice(3, -2) : text;
  return isTruthy(inner.includes('${{') ? new data.StringData(fillIn(inner, standing)) : evaluate(inner, standing));
};
