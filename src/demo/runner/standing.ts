import type {RunStanding, RunValue} from '../../workflow/run-expression.ts';
import type {ActiveJob, ActiveRun} from './active-run.ts';

const neededBy = ({jobs}: ActiveRun, job: ActiveJob): readonly ActiveJob[] =>
  job.definition.job.needs.flatMap((id) => jobs.filter((one) => one.id === id || one.id.startsWith(`${id}/`)));

const worst = (results: readonly (string | undefined)[]): string =>
  ['failure', 'cancelled', 'skipped'].find((one) => results.includes(one)) ?? 'success';

/** What became of the jobs that a job needs, as its `needs` context tells. */
const needsOf = (active: ActiveRun, job: ActiveJob): Record<string, RunValue> =>
  Object.fromEntries(
    job.definition.job.needs.map((id) => {
      const needed = active.jobs.filter((one) => one.id === id || one.id.startsWith(`${id}/`));
      const outputs = Object.assign({}, ...needed.map(({record}) => record?.outputs ?? {})) as Record<string, string>;
      return [id, {result: worst(needed.map(({result}) => result ?? undefined)), outputs}];
    }),
  );

/** Whether everything that a job needs is over. */
export const isReady = (active: ActiveRun, job: ActiveJob): boolean => neededBy(active, job).every(({state}) => state === 'done');

/** The machines that the demo's logs know. */
export const runnerNames = {Windows: 'windows-latest', macOS: 'macos-latest', Linux: 'ubuntu-latest'} as const;

/** The machine that a label asks for. */
export const systemFor = (label: string): keyof typeof runnerNames =>
  label.startsWith('windows') ? 'Windows' : label.startsWith('macos') ? 'macOS' : 'Linux';

export const systemOf = ({definition}: ActiveJob): keyof typeof runnerNames => systemFor(definition.job.runsOn?.[0] ?? '');

/** How things stand for a job's own `if` and outputs. */
export const jobStanding = (active: ActiveRun, job: ActiveJob): RunStanding => {
  const results = neededBy(active, job).map(({result}) => result ?? undefined);
  const isCancelled = active.run.cancelledAt !== undefined;
  const {secrets: _, ...contexts} = active.contexts;
  return {
    contexts: {
      ...contexts,
      needs: needsOf(active, job),
      matrix: job.matrix,
      strategy: {},
      env: {},
      secrets: active.secrets,
      job: {status: job.status},
      jobs: {},
      runner: {os: systemOf(job), arch: 'X64', temp: '/tmp'},
      steps: job.results as unknown as RunValue,
    },
    status: isCancelled ? 'cancelled' : (worst(results) as RunStanding['status']),
  };
};

/** The same for its steps, whose status is what the steps before them made it. */
export const stepStanding = (active: ActiveRun, job: ActiveJob, env: Readonly<Record<string, string>> = {}): RunStanding => {
  const {contexts} = jobStanding(active, job);
  const github = contexts['github'] as {readonly [name: string]: RunValue};
  const workspace = '/home/runner/work/repository';
  return {contexts: {...contexts, github: {...github, job: job.id, workspace}, env: {...job.memory.env, ...env}}, status: job.status};
};
