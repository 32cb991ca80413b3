import {findApprovals, findRun, findRunsOf} from '../../checks/repository/run.ts';
import {findJobs} from '../../checks/repository/workflows.ts';
import {runNamed} from '../flow/job-run.ts';
import type {FollowFacts} from '../flow/progress.ts';
import type {FollowedRun, Started} from '../model/follow.ts';
import type {Lookup} from '../model/lookup.ts';
import type {RepositoryName} from '../model/project.ts';
import type {RunJob} from '../model/repository.ts';

/** Clocks of two machines may differ by so many milliseconds. */
const clockDifference = 120_000;

export const repositoryOf = ({repository}: Started): RepositoryName => {
  const [owner = '', name = ''] = repository.split('/');
  return {owner, name};
};

/** The one run that can be what was asked for; undefined: none, or several that can't be told apart. */
const findUnnamed = async (lookup: Lookup, started: Started): Promise<FollowedRun | undefined> => {
  const {workflow, ref, askedAt, inputs} = started;
  const since = new Date(Date.parse(askedAt) - clockDifference).toISOString();
  const query = {event: 'workflow_dispatch', branch: ref, created: `>=${since.slice(0, 19)}Z`};
  const found = await findRunsOf(lookup, repositoryOf(started), workflow, query);
  const echoing = found.filter(
    ({title}) => Object.values(inputs).length > 0 && Object.values(inputs).every((value) => title.includes(value)),
  );
  const fitting = echoing.length > 0 ? echoing : found;
  return fitting.length === 1 ? fitting[0] : undefined;
};

export type RunSeen = Pick<FollowFacts, 'run' | 'jobs' | 'approvals'>;

const mayWait = ({status}: FollowedRun, jobs: readonly RunJob[]): boolean =>
  status === 'waiting' || jobs.some((job) => job.status === 'waiting');

/** Looks at the run once: it, its jobs, and whose approval it waits for. */
export const lookAtRun = async (lookup: Lookup, started: Started): Promise<RunSeen> => {
  const repository = repositoryOf(started);
  const run = started.run === undefined ? await findUnnamed(lookup, started) : ((await findRun(lookup, repository, started.run)) ?? 'gone');
  if (run === undefined) return {jobs: [], approvals: []};
  if (run === 'gone') return {run, jobs: [], approvals: []};
  const jobs = (await findJobs(lookup, repository, run.id)) ?? [];
  return {run, jobs, approvals: mayWait(run, jobs) ? await findApprovals(lookup, repository, run.id) : []};
};

/** The same job in the last green run before, for how long its steps take; undefined: there is none. */
export const findEarlierJob = async (lookup: Lookup, started: Started, run: number | undefined): Promise<RunJob | undefined> => {
  const repository = repositoryOf(started);
  const green = await findRunsOf(lookup, repository, started.workflow, {status: 'success', per_page: '5'});
  const [before] = green.filter(({id}) => id !== run);
  return before && runNamed([started.job], (await findJobs(lookup, repository, before.id)) ?? []);
};
