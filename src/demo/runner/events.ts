import type {Job, Run} from '../github/actions-state.ts';
import {findRepository, type GitHubState, timeText} from '../github/state.ts';
import type {Pace} from './engine.ts';

/** What happens to a run without the person's doing; a job by its name, `*` for all. */
export type RunEvent =
  | {readonly kind: 'pause' | 'resume'; readonly job: string}
  | {readonly kind: 'finish'; readonly job: string; readonly conclusion: 'success' | 'failure' | 'cancelled' | 'timed_out'}
  | {readonly kind: 'cancel' | 'rerun'; readonly by?: string}
  | {readonly kind: 'delete'};

/** What happens to all runs. */
export type WorldEvent =
  | {readonly kind: 'pace'; readonly factor?: number; readonly queueSeconds?: number; readonly othersFactor?: number}
  /** Jobs of an environment wait for one of these people; nobody: they wait no more. */
  | {readonly kind: 'environment'; readonly repository: string; readonly name: string; readonly reviewers: readonly string[]};

export type RunnerEvent = (RunEvent & {readonly run: number}) | WorldEvent;

const without = (list: readonly string[] | undefined, name: string): string[] => (list ?? []).filter((one) => name !== '*' && one !== name);

/** A re-run by somebody else: everything again, as the page's button does it. */
const startAgain = (run: Run, by: string, now: number): void => {
  const {attempt, conclusion, updatedAt, jobs} = run;
  const startedAt = run.startedAt ?? run.createdAt;
  run.earlier = [
    ...(run.earlier ?? []),
    {attempt, conclusion, updatedAt, jobs, startedAt, triggeringActor: run.triggeringActor ?? run.actor},
  ];
  const time = timeText(now);
  const jobless: Job[] = [];
  Object.assign(run, {
    attempt: attempt + 1,
    status: 'queued',
    conclusion: null,
    updatedAt: time,
    startedAt: time,
    triggeringActor: by,
    jobs: jobless,
  });
  for (const name of ['cancelledAt', 'reviews', 'hold', 'rerun'] as const) delete run[name];
};

/** Undefined: the run is gone. */
const applyToRun = (github: GitHubState, now: number, event: RunEvent & {readonly run: number}): true | undefined => {
  const repository = [...github.repositories.values()].find(({runs}) => runs.some(({id}) => id === event.run));
  const run = repository?.runs.find(({id}) => id === event.run);
  if (repository === undefined || run === undefined) return undefined;
  const hold = run.hold ?? {};
  if (event.kind === 'pause') run.hold = {...hold, paused: [...without(hold.paused, event.job), event.job]};
  else if (event.kind === 'resume') run.hold = {...hold, paused: without(hold.paused, event.job)};
  else if (event.kind === 'finish')
    run.hold = {...hold, paused: without(hold.paused, event.job), finish: {...hold.finish, [event.job]: event.conclusion}};
  else if (event.kind === 'cancel') run.cancelledAt ??= now;
  else if (event.kind === 'rerun') startAgain(run, event.by ?? 'octocat', now);
  else repository.runs.splice(repository.runs.indexOf(run), 1);
  return true;
};

const setReviewers = (github: GitHubState, now: number, event: Extract<WorldEvent, {kind: 'environment'}>): true | undefined => {
  const [owner = '', name = ''] = event.repository.split('/');
  const repository = findRepository(github, owner, name);
  if (repository === undefined) return undefined;
  const found = repository.environments.find((one) => one.name === event.name);
  const reviewers = event.reviewers.length === 0 ? undefined : event.reviewers;
  const id = Math.max(8_000_000, ...repository.environments.map((one) => one.id)) + 1;
  const environment = found ?? {id, name: event.name, createdAt: timeText(now), secrets: []};
  if (found === undefined) repository.environments.push(environment);
  delete environment.reviewers;
  if (reviewers !== undefined) environment.reviewers = reviewers;
  return true;
};

/** Lets something happen at the simulated GitHub; undefined: what it should happen to is not there. */
export const applyEvent = (github: GitHubState, pace: Pace, now: number, event: RunnerEvent): true | undefined => {
  if (event.kind === 'environment') return setReviewers(github, now, event);
  if (event.kind !== 'pace') return applyToRun(github, now, event);
  pace.factor = event.factor ?? pace.factor;
  pace.queue = event.queueSeconds === undefined ? pace.queue : event.queueSeconds * 1000;
  pace.others = event.othersFactor ?? pace.others;
  return true;
};

const kinds = ['pause', 'resume', 'finish', 'cancel', 'rerun', 'delete', 'pace', 'environment'];

/** An event from JSON; undefined: it is none. */
export const readEvent = (text: string): RunnerEvent | undefined => {
  try {
    const value = JSON.parse(text) as {kind?: unknown};
    return typeof value === 'object' && value !== null && kinds.includes(String(value.kind)) ? (value as RunnerEvent) : undefined;
  } catch {
    return undefined;
  }
};
