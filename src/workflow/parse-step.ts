import type {WorkflowStep} from '../model/workflow.ts';
import {entriesOf, isTrue, itemsOf, type Token, textMapOf, textOf} from './tokens.ts';

type Environment = Readonly<Record<string, string>>;

const firstLine = (script: string): string => script.trimStart().split(/[\r\n]/, 1)[0] ?? '';

/** What GitHub shows for a step without a name. */
const shownName = (uses: string | undefined, run: string | undefined): string => `Run ${uses ?? firstLine(run ?? '')}`;

const actionOf = (uses: string): Pick<WorkflowStep, 'uses' | 'ref'> => {
  const at = uses.startsWith('./') || uses.startsWith('docker://') ? -1 : uses.lastIndexOf('@');
  return at < 0 ? {uses: uses.toLowerCase()} : {uses: uses.slice(0, at).toLowerCase(), ref: uses.slice(at + 1)};
};

const optional = <K extends string>(key: K, value: string | undefined): {readonly [P in K]?: string} =>
  (value === undefined ? {} : {[key]: value}) as {readonly [P in K]?: string};

const toStep = (token: Token, environment: Environment): WorkflowStep => {
  const entries = entriesOf(token);
  const text = (key: string) => textOf(entries.get(key));
  const [uses, run] = [text('uses')?.trim(), text('run')];
  return {
    name: text('name') || shownName(uses, run),
    ...optional('id', text('id')),
    ...(uses === undefined ? {} : actionOf(uses)),
    ...optional('run', run),
    ...optional('shell', text('shell')),
    ...optional('if', text('if')),
    with: textMapOf(entries.get('with')),
    env: {...environment, ...textMapOf(entries.get('env'))},
    continuesOnError: isTrue(entries.get('continue-on-error')),
    line: token.line ?? 1,
  };
};

/** The steps in the order they run; those of a parallel block one after the other. */
export const toSteps = (token: Token | undefined, environment: Environment): readonly WorkflowStep[] =>
  itemsOf(token).flatMap((item) => {
    const entries = entriesOf(item);
    if (entries.has('parallel')) return toSteps(entries.get('parallel'), environment);
    return entries.has('run') || entries.has('uses') ? [toStep(item, environment)] : [];
  });
