import {data, Evaluator, type Expr, Lexer, Parser} from '@actions/expressions';
import {Grouping, Logical, Unary} from '@actions/expressions/ast';

/** A value of a context as JSON has it; undefined: not known. */
export type KnownValue = string | number | boolean | null | undefined | {readonly [key: string]: KnownValue};

/**
 * What is known when a condition is evaluated. A context that is missing here is not known at all. In one that is given, a name it lacks is
 * not known either, unless `closed` lists the context: there it is null, as an input that the workflow doesn't declare.
 */
export type Contexts = {
  readonly values: {readonly [context: string]: KnownValue};
  readonly closed?: readonly string[];
};

const contextNames = ['github', 'inputs', 'vars', 'needs', 'secrets', 'env', 'matrix', 'strategy', 'steps', 'job', 'jobs', 'runner'];

class NotKnown extends Error {}

/** A dictionary that refuses to answer what it doesn't know, which ends the evaluation. */
class PartlyKnown extends data.Dictionary {
  readonly #isClosed: boolean;
  readonly #unknown = new Set<string>();

  constructor(values: {readonly [key: string]: KnownValue}, isClosed: boolean, closed: readonly string[] = []) {
    super();
    this.#isClosed = isClosed;
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) this.#unknown.add(key.toLowerCase());
      else this.add(key, toValue(value, closed.includes(key), closed));
    }
  }

  override get(key: string): data.ExpressionData | undefined {
    const found = super.get(key);
    if (found === undefined && (!this.#isClosed || this.#unknown.has(key.toLowerCase()))) throw new NotKnown(key);
    return found;
  }

  override values(): data.ExpressionData[] {
    throw new NotKnown();
  }

  override pairs(): never {
    throw new NotKnown();
  }
}

const toValue = (value: Exclude<KnownValue, undefined>, isClosed: boolean, closed: readonly string[]): data.ExpressionData => {
  if (value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  return new PartlyKnown(value, isClosed, closed);
};

const answering = (name: string, call: () => data.ExpressionData) => ({name, minArgs: 0, maxArgs: 255, call});
const unanswered = (): never => {
  throw new NotKnown();
};

/* A condition is asked for a run in which all went well so far. */
const statusFunctions = [
  answering('success', () => new data.BooleanData(true)),
  answering('always', () => new data.BooleanData(true)),
  answering('failure', unanswered),
  answering('cancelled', unanswered),
  answering('hashfiles', unanswered),
];
const functions = new Map(statusFunctions.map((one) => [one.name, one]));

const isTruthy = (value: data.ExpressionData): boolean => {
  if (value.kind === data.Kind.Null) return false;
  if (value.kind === data.Kind.Boolean) return value.value;
  if (value.kind === data.Kind.Number) return value.value !== 0 && !Number.isNaN(value.value);
  return value.kind !== data.Kind.String || value.value !== '';
};

/** Where only truth counts, one known operand can decide although the other is not known. */
const truthOf = (expression: Expr, context: data.Dictionary): boolean | undefined => {
  if (expression instanceof Grouping) return truthOf(expression.group, context);
  if (expression instanceof Unary) {
    const truth = truthOf(expression.expr, context);
    return truth === undefined ? undefined : !truth;
  }
  if (expression instanceof Logical) {
    const decisive = expression.operator.lexeme === '||';
    const truths = expression.args.map((operand) => truthOf(operand, context));
    if (truths.includes(decisive)) return decisive;
    return truths.includes(undefined) ? undefined : !decisive;
  }
  try {
    return isTruthy(new Evaluator(expression, context, functions).evaluate());
  } catch {
    return undefined;
  }
};

/** What GitHub evaluates of an `if`: `${{ }}` around all of it may be left out; undefined: it is a text, which is always true. */
const expressionOf = (condition: string): string | undefined => {
  const text = condition.trim();
  if (!text.includes('${{')) return text;
  const inner = text.slice(3, -2);
  return text.startsWith('${{') && text.endsWith('}}') && !inner.includes('${{') ? inner : undefined;
};

/** Whether an `if` holds; undefined: it depends on what is not known here. */
export const evaluateCondition = (condition: string | undefined, contexts: Contexts): boolean | undefined => {
  const expression = expressionOf(condition ?? '');
  if (expression === undefined || expression.trim() === '') return true;
  try {
    const parsed = new Parser(new Lexer(expression).lex().tokens, contextNames, statusFunctions).parse();
    return truthOf(parsed, new PartlyKnown(contexts.values, false, contexts.closed));
  } catch {
    return undefined;
  }
};

/** Whether an `if` is false whatever happens. */
export const isNeverTrue = (condition: string | undefined): boolean => evaluateCondition(condition, {values: {}}) === false;

/** Whether a condition holds although a job that it needs was skipped. */
export const outlivesSkipping = (condition: string | undefined): boolean => /\b(always|failure|cancelled)\s*\(/i.test(condition ?? '');
