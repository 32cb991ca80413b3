import type {WorkflowJob, WorkflowStep} from '../../model/workflow.ts';
import {askingForVersion} from '../any-version.ts';
import type {Edit} from '../edits.ts';
import {withLines} from './failures.ts';
import {advice, type Mending} from './mend.ts';
import {type Entry, insertedAfter, insertedBehind, type MapNode, mapAt} from './places.ts';

const isVersionName = (name: string): boolean => /^(?:(?:PACKAGE|RELEASE|APP|NEW|PKG)_)?VERSION$/.test(name);

/** What holds the version for a step: a variable that it has, or one that it is given by an expression. */
type VersionSource = {readonly variable: string; readonly expression?: string};

const versionFor = ({steps}: WorkflowJob, index: number): VersionSource | undefined => {
  const own = Object.keys(steps[index]?.env ?? {}).find(isVersionName);
  if (own !== undefined) return {variable: own};
  const earlier = steps
    .slice(0, index)
    .find(({id, run}) => id !== undefined && /\bversion=/.test(run ?? '') && /GITHUB_OUTPUT|set-output/.test(run ?? ''));
  if (earlier?.id !== undefined) return {variable: 'VERSION', expression: `\${{ steps.${earlier.id}.outputs.version }}`};
  const given = steps
    .flatMap(({env}) => Object.entries(env))
    .find(([name, value]) => isVersionName(name) && /^\$\{\{\s*(?:needs|inputs)\./.test(value));
  return given === undefined ? undefined : {variable: 'VERSION', expression: given[1]};
};

const withVariable = (text: string, step: MapNode, expression: string): Edit | undefined => {
  const env = mapAt(step, 'env');
  const last = env && (env.items as Entry[]).at(-1);
  const [line, flow] = [`VERSION: ${expression}`, `VERSION: '${expression}'`];
  if (env !== undefined) return last && insertedAfter(text, env, last, [line], flow);
  return insertedBehind(text, step, ['if', 'id', 'name'], ['env:', `  ${line}`], `env: {${flow}}`);
};

const isBash = ({shell}: WorkflowStep, {runsOn}: WorkflowJob): boolean =>
  shell === undefined ? runsOn?.some((label) => /windows/i.test(label)) !== true : /^(?:ba|z)?sh\b/.test(shell);

/** A step that asks whether any version is there, and by which the publishing of every later one is left out. */
export const mendPresenceCheck: Mending = (found) => {
  const {finding, one, step: index} = found;
  const title = `Let “${finding.step}” ask for this version`;
  const why = 'It asks whether any version is there, so that only the first release is ever published.';
  const step = one.job.steps[index ?? -1];
  const version = index === undefined ? undefined : versionFor(one.job, index);
  if (step === undefined || version === undefined || !isBash(step, one.job))
    return advice(title, why, 'Let it ask for the very version that is to be published.');
  const {variable, expression} = version;
  return {
    kind: 'edit',
    title,
    why: `${why} With this change it asks for the version that is to be published.`,
    apply: (text) =>
      withLines(
        text,
        found,
        (line) => askingForVersion(line, variable),
        (node) => (expression === undefined ? [] : [withVariable(text, node, expression)]),
      ),
  };
};
