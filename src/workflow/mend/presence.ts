import type {WorkflowJob, WorkflowStep} from '../../model/workflow.ts';
import type {Edit} from '../edits.ts';
import {withLines} from './failures.ts';
import {advice, type Found, type Mend} from './mend.ts';
import {type Entry, insertedAfter, insertedBehind, type MapNode, mapAt} from './places.ts';

/** Looks that ask whether anything is there at all, each with the same look for one version; `$VERSION` stands for it. */
const looks: readonly (readonly [pattern: RegExp, forVersion: (...found: readonly string[]) => string])[] = [
  [/\bnpm (view|info|show|v) (["']?)((?:@[\w.-]+\/)?[\w.-]+)\2(?![@\w/$"'])/g, (_, verb, __, name) => `npm ${verb} "${name}@$VERSION"`],
  [/(["']?)(https:\/\/(?:test\.)?pypi\.org\/pypi\/[\w.-]+)\/json\1/g, (_, __, address) => `"${address}/$VERSION/json"`],
  [/(["']?)(https:\/\/crates\.io\/api\/v1\/crates\/[\w-]+)\1(?![\w/$-])/g, (_, __, address) => `"${address}/$VERSION"`],
  [
    /\bdocker (manifest|buildx imagetools) inspect (["']?)([\w./-]+):latest\2(?![\w$-])/g,
    (_, verb, __, name) => `docker ${verb} inspect "${name}:$VERSION"`,
  ],
  [
    /\bchoco (search|find|list) (?!.*--version)(["']?)([\w.-]+)\2(?= .*--exact)/g,
    (_, verb, __, name) => `choco ${verb} ${name} --version "$VERSION"`,
  ],
];

const forVersion = (line: string, variable: string): string =>
  /^\s*#/.test(line)
    ? line
    : looks.reduce(
        (text, [pattern, change]) =>
          text.replace(pattern, (...found) => change(...(found as string[])).replace('$VERSION', `$${variable}`)),
        line,
      );

const asksForAny = (step: WorkflowStep): boolean => (step.run ?? '').split('\n').some((line) => forVersion(line, 'V') !== line);

/** Whether a later step is left out by what this one says. */
const decides = ({id}: WorkflowStep, later: readonly WorkflowStep[]): boolean =>
  id !== undefined && later.some((step) => new RegExp(`\\bsteps\\s*\\.\\s*${id}\\s*\\.\\s*outputs\\b`).test(step.if ?? ''));

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
export const mendPresenceCheck = (found: Pick<Found, 'job' | 'step'>, job: WorkflowJob, file: string): Mend | undefined => {
  const index = found.step ?? -1;
  const step = job.steps[index];
  if (step === undefined || !decides(step, job.steps.slice(index + 1)) || !asksForAny(step)) return undefined;
  const shared = {id: `any-version ${found.job} ${index + 1}`, file};
  const title = `Let “${step.name}” ask for this version`;
  const why = 'It asks whether any version is there, so that only the first release is ever published.';
  const version = versionFor(job, index);
  if (version === undefined || !isBash(step, job))
    return {...shared, ...advice(title, why, 'Let it ask for the very version that is to be published.')};
  const {variable, expression} = version;
  return {
    ...shared,
    kind: 'edit',
    title,
    why: `${why} With this change it asks for the version that is to be published.`,
    apply: (text) =>
      withLines(
        text,
        found,
        (line) => forVersion(line, variable),
        (node) => (expression === undefined ? [] : [withVariable(text, node, expression)]),
      ),
  };
};
