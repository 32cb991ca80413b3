import type {Approval, FollowedRun, Progress, Started} from '../model/follow.ts';
import {hasFailed} from '../model/job-outcome.ts';
import type {RunJob} from '../model/repository.ts';
import {runNamed} from './job-run.ts';
import {type ServedFacts, servedProgress} from './served-progress.ts';

/** Everything that the last look at a run brought. */
export type FollowFacts = ServedFacts & {
  readonly started: Started;
  /** Absent: its run was not found yet. */
  readonly run?: FollowedRun | 'gone';
  readonly jobs: readonly RunJob[];
  readonly approvals: readonly Approval[];
};

/** A run that was asked for is to be seen within this many milliseconds. */
const askedPatience = 600_000;

const notStarted = ({started: {askedAt}, now}: FollowFacts): Progress =>
  now - Date.parse(askedAt) <= askedPatience
    ? {stage: 'asked', since: askedAt}
    : {
        stage: 'vanished',
        why: 'GitHub was asked to start it and shows no run that can be told to be it; look at the runs on the page of the actions before it is started again.',
      };

const firstWords = (jobs: readonly RunJob[]): string => {
  const names = jobs.filter(({status}) => status === 'in_progress').map(({name}) => `“${name}”`);
  return names.length === 0 ? '' : `${names.join(', ')} first`;
};

const queued = (run: FollowedRun, why: string): Progress => ({
  stage: 'queued',
  url: run.url,
  since: run.startedAt,
  ...(why === '' ? {} : {why}),
});

const notYetRunning = ({approvals, jobs}: FollowFacts, run: FollowedRun, own: RunJob | undefined): Progress => {
  if (approvals.length > 0 || run.status === 'waiting' || own?.status === 'waiting')
    return {
      stage: 'needs-approval',
      url: run.url,
      environment: approvals.map(({environment}) => environment).join(', '),
      reviewers: [...new Set(approvals.flatMap(({reviewers}) => reviewers))],
    };
  if (run.status === 'pending' || own?.status === 'pending') return queued(run, 'another run of its concurrency group');
  return queued(run, firstWords(jobs));
};

/** The run has ended, and the job did not run in it. */
const endedWithout = ({jobs}: FollowFacts, run: FollowedRun): Progress => {
  const culprit = jobs.find(hasFailed);
  const conclusion = run.conclusion === 'success' || run.conclusion === null ? 'skipped' : run.conclusion;
  return {stage: 'failed', ...(culprit === undefined ? {} : {job: culprit}), conclusion, url: culprit?.url || run.url};
};

/** How far a publish has come, out of what was just seen. Pure. */
export const progressOf = (facts: FollowFacts): Progress => {
  const {started, run, jobs} = facts;
  if (run === 'gone')
    return {stage: 'vanished', why: `GitHub shows run ${started.run ?? ''} no more: it was deleted, or this token may not see it.`};
  if (run === undefined || run.attempt < (started.attempt ?? 1)) return notStarted(facts);
  const own = runNamed([started.job], jobs);
  if (own === undefined || own.status !== 'completed') {
    if (run.status === 'completed') return endedWithout(facts, run);
    return own?.status === 'in_progress' ? {stage: 'running', job: own} : notYetRunning(facts, run, own);
  }
  return own.conclusion === 'success'
    ? servedProgress(facts, own)
    : {stage: 'failed', job: own, conclusion: own.conclusion ?? 'unknown', url: own.url || run.url};
};

/** Whether nothing more is to come of it here. */
export const isOver = ({stage}: Progress): boolean =>
  ['failed', 'vanished', 'waiting', 'served', 'wrong', 'not-served', 'unknown'].includes(stage);

/** Whether the job has ended green, so that the marketplace is to be asked. */
export const isGreen = ({started, run, jobs}: Pick<FollowFacts, 'started' | 'run' | 'jobs'>): boolean =>
  run !== undefined && run !== 'gone' && run.attempt >= (started.attempt ?? 1) && runNamed([started.job], jobs)?.conclusion === 'success';
