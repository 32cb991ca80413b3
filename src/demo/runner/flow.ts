import {fillIn, holdsNow} from '../../workflow/run-expression.ts';
import type {Conclusion, Environment, Job} from '../github/actions-state.ts';
import {freshJobId} from '../github/new-run.ts';
import {timeText} from '../github/state.ts';
import type {ActiveJob, ActiveRun} from './active-run.ts';
import type {Engine} from './engine.ts';
import {beginJob, endJob} from './job-flow.ts';
import {isReady, jobStanding} from './standing.ts';

const environmentOf = (active: ActiveRun, job: ActiveJob): string | undefined => {
  const text = job.definition.job.environment;
  return text === undefined ? undefined : fillIn(text, jobStanding(active, job)) || undefined;
};

const recordOf = (engine: Engine, active: ActiveRun, job: ActiveJob): Job => {
  const now = timeText(engine.setting.now());
  const environment = environmentOf(active, job);
  return {
    id: freshJobId(engine.github),
    name: job.name,
    status: 'queued',
    conclusion: null,
    labels: [...(job.definition.job.runsOn ?? ['ubuntu-latest'])],
    createdAt: now,
    startedAt: now,
    completedAt: null,
    steps: [],
    annotations: [],
    log: null,
    attempt: active.attempt,
    ...(environment === undefined ? {} : {environment}),
  };
};

const addRecord = (engine: Engine, active: ActiveRun, job: ActiveJob): Job => {
  const record = recordOf(engine, active, job);
  job.record = record;
  active.run.jobs = [...active.run.jobs, record];
  return record;
};

/** The environment whose reviewers have not spoken yet; undefined: nobody has to. */
const awaited = ({repository, run}: ActiveRun, {environment}: Job): Environment | undefined => {
  const found = repository.environments.find(({name}) => name.toLowerCase() === environment?.toLowerCase());
  return found?.reviewers === undefined || run.reviews?.[found.id] === 'approved' ? undefined : found;
};

const queue = (engine: Engine, active: ActiveRun, job: ActiveJob, record: Job): void => {
  record.status = 'queued';
  job.state = 'queued';
  engine.timers.set(engine.setting.now() + engine.pace.queue, () => beginJob(engine, active, job));
};

const decide = (engine: Engine, active: ActiveRun, job: ActiveJob): void => {
  const standing = jobStanding(active, job);
  const conditions = [...job.definition.conditions.map(({text}) => text)];
  const holds = conditions.length === 0 ? standing.status === 'success' : conditions.every((text) => holdsNow(text, standing));
  const record = addRecord(engine, active, job);
  if (!holds) endJob(engine, active, job, 'skipped');
  else if (job.definition.callsElsewhere !== undefined) endJob(engine, active, job, 'success');
  else if (awaited(active, record) === undefined) queue(engine, active, job, record);
  else {
    job.state = 'asked';
    record.status = 'waiting';
  }
};

/** What a review of an environment lets through or ends. */
const review = (engine: Engine, active: ActiveRun, job: ActiveJob): void => {
  const {record} = job;
  const environment = record && awaited(active, record);
  if (record === undefined) return;
  if (environment === undefined) queue(engine, active, job, record);
  else if (active.run.reviews?.[environment.id] === 'rejected') endJob(engine, active, job, 'failure');
};

const statusOf = ({jobs}: ActiveRun) => {
  if (jobs.some(({state}) => state === 'running')) return 'in_progress' as const;
  if (jobs.some(({state}) => state === 'asked') && !jobs.some(({state}) => state === 'queued')) return 'waiting' as const;
  return jobs.some(({state}) => state === 'done') && jobs.some(({record}) => record?.startedAt !== record?.createdAt)
    ? ('in_progress' as const)
    : ('queued' as const);
};

const conclusionOf = ({jobs, run}: ActiveRun): Conclusion => {
  const results = jobs.filter(({definition}) => !definition.job.continuesOnError).map(({result}) => result);
  if (run.cancelledAt !== undefined && results.includes('cancelled')) return 'cancelled';
  for (const one of ['failure', 'timed_out', 'cancelled'] as const) if (results.includes(one)) return one === 'timed_out' ? 'failure' : one;
  return results.every((result) => result === 'skipped') && results.length > 0 ? 'skipped' : 'success';
};

const endRun = (engine: Engine, active: ActiveRun): void => {
  active.isOver = true;
  Object.assign(active.run, {status: 'completed', conclusion: conclusionOf(active), updatedAt: timeText(engine.setting.now())});
};

/** Starts the jobs whose turn has come, and ends a run that has none left. */
export const settleRun = (engine: Engine, active: ActiveRun): void => {
  for (let changed = true; changed; ) {
    changed = false;
    for (const job of active.jobs) {
      if (job.state === 'asked') review(engine, active, job);
      if (job.state !== 'waiting' || !isReady(active, job)) continue;
      decide(engine, active, job);
      changed = true;
    }
  }
  if (active.jobs.every(({state}) => state === 'done')) {
    endRun(engine, active);
    return;
  }
  const status = statusOf(active);
  if (active.run.status !== status) Object.assign(active.run, {status, updatedAt: timeText(engine.setting.now())});
};

/** Ends what runs and what was still to come. */
export const cancelRun = (engine: Engine, active: ActiveRun): void => {
  for (const job of active.jobs) {
    if (job.state === 'done') continue;
    if (job.record === undefined) addRecord(engine, active, job);
    endJob(engine, active, job, 'cancelled');
  }
  endRun(engine, active);
};

/** Ends the jobs that are to end at once, and lets go on what is no longer held. */
export const heedHold = (engine: Engine, active: ActiveRun): void => {
  const {hold} = active.run;
  for (const job of active.jobs) {
    const wanted = hold?.finish?.[job.name] ?? hold?.finish?.['*'];
    if (wanted !== undefined && job.record !== undefined && job.state !== 'done') endJob(engine, active, job, wanted);
    const isPaused = hold?.paused?.some((name) => name === job.name || name === '*') === true;
    if (isPaused || job.held === undefined) continue;
    engine.timers.set(engine.setting.now(), job.held);
    delete job.held;
  }
};
