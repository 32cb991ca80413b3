import {runNamed} from '../flow/job-run.ts';
import {isGreen, isOver, progressOf} from '../flow/progress.ts';
import {pauseOf, progressText, queueText, runLines, stepLines} from '../flow/progress-text.ts';
import type {Progress, Started} from '../model/follow.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {type Problem, toProblem} from '../model/problem.ts';
import {keepStarted} from '../tools/started.ts';
import {factsOf, lookAtServed, lookupOf, note, nowOf, say, type Trail} from './follow-trail.ts';
import type {PublishWork, Stand} from './publish-work.ts';
import {createLogTail} from './run-log.ts';
import {findEarlierJob, lookAtRun, type RunSeen, repositoryOf} from './run-look.ts';

/** What came of following. */
export type Followed =
  | {readonly kind: 'over'; readonly progress: Progress}
  /** The person left; it goes on at GitHub. */
  | {readonly kind: 'left'}
  /** GitHub refuses to tell any more. */
  | {readonly kind: 'stopped'; readonly problem: Problem};

/** One look that finds nothing may be GitHub's own lag. */
const goneLooks = 3;
const hour = 3_600_000;

/** The run's number is kept as soon as it is known, so that it is found again after a restart. */
const keepRun = async (trail: Trail, {run}: RunSeen): Promise<void> => {
  if (run === undefined || run === 'gone' || trail.started.run === run.id) return;
  trail.started = {...trail.started, run: run.id};
  await keepStarted(trail.stand.begun.setting.stateFolder, trail.started);
};

const tellRun = async (trail: Trail, seen: RunSeen, progress: Progress): Promise<void> => {
  const {run} = seen;
  const before = trail.seen?.run;
  if (run !== undefined && run !== 'gone')
    for (const line of runLines(before === 'gone' ? undefined : before, run, trail.started.commit)) note(trail, line);
  // What a stage says nothing of is told too: its last steps may have ended since.
  const job = ('job' in progress ? progress.job : undefined) ?? runNamed([trail.started.job], seen.jobs);
  if (job === undefined) return;
  if (trail.earlier === undefined)
    trail.earlier = (await findEarlierJob(lookupOf(trail), trail.started, job.runId).catch(() => undefined)) ?? 'none';
  for (const line of stepLines(trail.job, job, trail.earlier === 'none' ? undefined : trail.earlier)) say(trail, line);
  trail.job = job;
  if (progress.stage !== 'running') return;
  const lines = await trail.tail.read(lookupOf(trail), repositoryOf(trail.started), job.id, nowOf(trail));
  for (const line of lines) trail.work.say(`  | ${line}`);
  if (lines.length > 0) trail.work.hear?.({kind: 'logged', lines});
};

const tell = (trail: Trail, progress: Progress): void => {
  const now = nowOf(trail);
  const {job, earlier} = trail;
  const known = {...(job === undefined ? {} : {job}), ...(earlier === undefined || earlier === 'none' ? {} : {earlier})};
  trail.work.hear?.({kind: 'progress', progress, ...known});
  const text = progressText(progress, now);
  const isNew = progress.stage !== trail.progress?.stage || (progress.stage !== 'propagating' && text !== trail.said);
  if (isNew || (progress.stage === 'propagating' && now - trail.saidAt >= 60_000)) say(trail, text);
  else if (progress.stage === 'queued' && now - trail.saidAt >= hour) say(trail, queueText(progress, now));
  else return;
  trail.said = text;
  trail.saidAt = now;
};

const lookOnce = async (trail: Trail): Promise<Progress> => {
  const seen = await lookAtRun(lookupOf(trail), trail.started);
  trail.gone = seen.run === 'gone' ? trail.gone + 1 : 0;
  if (seen.run === 'gone' && trail.gone < goneLooks) return trail.progress ?? {stage: 'asked', since: trail.started.askedAt};
  await keepRun(trail, seen);
  const hasAsked = isGreen({started: trail.started, ...seen}) && (await lookAtServed(trail));
  const facts = factsOf(trail, seen);
  const progress = progressOf(facts);
  if (progress.stage === 'propagating' && hasAsked) trail.nextServedLook = Date.parse(progress.nextLook);
  if (facts.publication?.version.kind === 'published') trail.wasSeen = true;
  await tellRun(trail, seen, progress);
  trail.seen = seen;
  return progress;
};

/** What is only ignorance for now: it is said once, and asked again. Undefined: go on; else why nothing more can be learnt. */
const bear = (trail: Trail, problem: Problem): Problem | undefined => {
  if (!['unreachable', 'unexpected-answer', 'rate-limited'].includes(problem.kind)) return problem;
  if (trail.silentSince === undefined) {
    trail.silentSince = nowOf(trail);
    note(trail, `${problem.message} It goes on at GitHub, and Portcall keeps asking.`);
  }
  return undefined;
};

const pauseAfter = ({stand, silentSince, work}: Trail, problem: Problem | undefined): number => {
  const now = work.surroundings.now();
  const usual = pauseOf(stand.store.get().rateLimit, now);
  if (problem === undefined || silentSince === undefined) return usual;
  const until = problem.until === undefined ? 0 : Date.parse(problem.until) - now;
  return Math.max(usual, until, Math.min(30_000, (now - silentSince) / 4));
};

/** One look and its telling; the result ends the following, undefined: it goes on. */
const turn = async (trail: Trail): Promise<{readonly end?: Followed; readonly problem?: Problem}> => {
  try {
    const progress = await lookOnce(trail);
    if (trail.silentSince !== undefined) note(trail, 'GitHub answers again.');
    delete trail.silentSince;
    tell(trail, progress);
    trail.progress = progress;
    return isOver(progress) ? {end: {kind: 'over', progress}} : {};
  } catch (thrown) {
    const problem = toProblem(thrown);
    const fatal = bear(trail, problem);
    return fatal === undefined ? {problem} : {end: {kind: 'stopped', problem: fatal}};
  }
};

/** Follows what was started until the marketplace serves it, or until it is known that it won't, or the person leaves. */
export const followRun = async (work: PublishWork, stand: Stand, marketplace: Marketplace, started: Started): Promise<Followed> => {
  const trail: Trail = {
    work,
    stand,
    marketplace,
    started,
    tail: createLogTail(),
    said: '',
    saidAt: 0,
    wasSeen: false,
    gone: 0,
    nextServedLook: 0,
  };
  while (!work.signal.aborted) {
    const {end, problem} = await turn(trail);
    if (end !== undefined) return end;
    if (!work.signal.aborted) await work.rest(pauseAfter(trail, problem), work.signal);
  }
  return {kind: 'left'};
};
