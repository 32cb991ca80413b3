import {hasFailed, isUnderWay} from '../model/job-outcome.ts';
import type {RunJob, WorkflowRuns} from '../model/repository.ts';
import type {PublishingJob} from '../model/workflow.ts';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** GitHub shows a job by its name with expressions filled in, a matrix in brackets behind it, and a caller's name before it. */
const shownAs = (given: readonly string[]): RegExp => {
  const names = given.map((name) =>
    name
      .split(/\$\{\{.*?\}\}/)
      .map(escaped)
      .join('.*'),
  );
  return new RegExp(`^(?:.+ / )?(?:${names.join('|')})(?: \\(.*\\))?(?: / .+)?$`);
};

const wasSkipped = (run: RunJob): boolean => run.conclusion === 'skipped';

/** The execution of the job of one of these names; of a matrix the part that failed, else the part still under way, else any. */
export const runNamed = (names: readonly string[], runs: readonly RunJob[]): RunJob | undefined => {
  const name = shownAs(names);
  const own = runs.filter((run) => name.test(run.name) && !wasSkipped(run));
  return own.find(hasFailed) ?? own.find(isUnderWay) ?? own[0];
};

/** The job's execution among these. */
export const runOfJob = ({job: {name, id}}: PublishingJob, runs: readonly RunJob[]): RunJob | undefined => runNamed([name, id], runs);

/** The newest execution of the job; undefined: it did not execute in the runs that were read. */
export const lastRunOf = (job: PublishingJob, workflows: readonly WorkflowRuns[]): RunJob | undefined => {
  const own = workflows.find(({path}) => path === job.workflow.path);
  for (const run of own?.runs ?? []) {
    const found = run.jobs === undefined ? undefined : runOfJob(job, run.jobs);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The other tag that an execution was for, by the look of its name; undefined: it was for this one, or for a branch, which tells nothing. */
export const otherTagOf = ({runId}: RunJob, tag: string, workflows: readonly WorkflowRuns[]): string | undefined => {
  const branch = workflows.flatMap(({runs}) => runs).find(({id}) => id === runId)?.branch;
  return branch !== undefined && branch !== tag && /\d\.\d/.test(branch) ? branch : undefined;
};

/** The job a row stands for: an enabled one if there is any, and of several the one that executed last. */
export const mainJobOf = (jobs: readonly PublishingJob[], workflows: readonly WorkflowRuns[]): PublishingJob | undefined => {
  const enabled = jobs.filter(({isEnabled}) => isEnabled);
  const times = new Map(enabled.map((job) => [job, lastRunOf(job, workflows)?.startedAt ?? '']));
  return [...enabled].sort((one, other) => (times.get(other) ?? '').localeCompare(times.get(one) ?? ''))[0] ?? jobs[0];
};
