import type {FollowedRun, Progress} from '../model/follow.ts';
import type {RunJob, RunStep} from '../model/repository.ts';
import {ageOf} from './age.ts';
import {durationText} from './propagation.ts';
import type {RateLimit} from './survey.ts';

const secondsOf = ({startedAt, completedAt}: Pick<RunStep, 'startedAt' | 'completedAt'>): number | undefined => {
  const seconds = (Date.parse(completedAt ?? '') - Date.parse(startedAt ?? '')) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
};

const lastTime = (seconds: number | undefined): string => (seconds === undefined ? '' : `; ${durationText(seconds)} the time before`);

const approvalText = ({environment, reviewers, url}: Extract<Progress, {readonly stage: 'needs-approval'}>): string => {
  const who = reviewers.length === 0 ? 'Somebody who may' : reviewers.join(' or ');
  return `${who} must approve it${environment === '' ? '' : ` for the environment ${environment}`}: ${url}`;
};

const conclusionWords: Readonly<Record<string, string>> = {
  failure: 'failed',
  cancelled: 'was cancelled by somebody',
  timed_out: 'ran out of time',
  skipped: 'was skipped',
  startup_failure: 'could not begin',
  action_required: 'wants somebody to act',
};

/** Where it stands, in one sentence. */
export const progressText = (progress: Progress, now: number): string => {
  switch (progress.stage) {
    case 'asked':
      return 'GitHub was asked, and shows no run yet.';
    case 'queued':
      return `Queued, waiting for ${progress.why ?? 'a machine'}: ${progress.url}`;
    case 'needs-approval':
      return approvalText(progress);
    case 'running':
      return `The job “${progress.job.name}” runs: ${progress.job.url}`;
    case 'failed':
      return `The job ${progress.job === undefined ? '' : `“${progress.job.name}” `}${conclusionWords[progress.conclusion] ?? `ended as ${progress.conclusion}`}: ${progress.url}`;
    case 'vanished':
      return progress.why;
    case 'propagating':
      return `The job ended green; the marketplace does not serve it yet, ${progress.usually}, next look in ${durationText((Date.parse(progress.nextLook) - now) / 1000)}.`;
    case 'waiting':
      return `It waits for ${progress.for}${progress.url === undefined ? '.' : `: ${progress.url}`}`;
    case 'served':
    case 'wrong':
    case 'not-served':
    case 'unknown':
      return progress.because;
  }
};

const stepWords: Readonly<Record<string, string>> = {success: 'done', failure: 'failed', skipped: 'skipped', cancelled: 'cancelled'};

/** What became of a job's steps between two looks; `earlier` is the same job in a run before. */
export const stepLines = (before: RunJob | undefined, after: RunJob, earlier?: RunJob): readonly string[] =>
  after.steps.flatMap((step) => {
    const known = before?.id === after.id ? before.steps.find(({number}) => number === step.number) : undefined;
    if (known?.status === step.status || step.status === 'queued' || step.status === 'pending') return [];
    const then = earlier?.steps.find(({name}) => name === step.name);
    const usual = lastTime(then === undefined || then.conclusion === 'skipped' ? undefined : secondsOf(then));
    const head = `step ${step.number} “${step.name}”`;
    if (step.status !== 'completed') return [`${head}: runs${usual}`];
    const took = secondsOf(step);
    const time = took === undefined || step.conclusion === 'skipped' ? '' : `, ${durationText(took)}${known === undefined ? usual : ''}`;
    return [`${head}: ${stepWords[step.conclusion ?? ''] ?? step.conclusion ?? 'ended'}${time}`];
  });

/** What happened to the run besides: another attempt, another commit. */
export const runLines = (before: FollowedRun | undefined, after: FollowedRun, planned: string | undefined): readonly string[] => [
  ...(before !== undefined && after.attempt > before.attempt
    ? [`${after.startedBy ?? 'Somebody'} has run it again: attempt ${after.attempt}.`]
    : []),
  ...(before === undefined && planned !== undefined && after.commit !== '' && after.commit !== planned
    ? [
        `The tag has moved: the run is of commit ${after.commit.slice(0, 7)}, and the plan was made for ${planned.slice(0, 7)}. “portcall publish --cancel” stops it.`,
      ]
    : []),
];

/** A queue that is long is spoken of once an hour. */
export const queueText = ({since}: {readonly since: string}, now: number): string => `Still queued, for ${ageOf(since, now)} now.`;

const shortest = 5000;
/** Below this share of GitHub's allowance what is left is spread over the time until it is renewed. */
const reserve = 0.1;
/** Requests of one look at a run, at most. */
const requestsOfLook = 5;

/** Milliseconds until the next look at a run: five seconds, longer as GitHub's limit comes near. */
export const pauseOf = (rateLimit: RateLimit | undefined, now: number): number => {
  if (rateLimit === undefined || rateLimit.remaining > rateLimit.limit * reserve) return shortest;
  const left = Math.max(0, Date.parse(rateLimit.resetsAt) - now);
  const looks = Math.max(1, Math.floor(rateLimit.remaining / requestsOfLook));
  return Math.min(Math.max(shortest, left / looks), Math.max(shortest, left));
};
