import {isOver} from '../flow/progress.ts';
import {progressText} from '../flow/progress-text.ts';
import type {Progress, Started} from '../model/follow.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {toProblem} from '../model/problem.ts';
import {safeLine} from '../model/safe-text.ts';
import {forgetStarted} from '../tools/started.ts';
import {tellFailedJob} from './failed-job.ts';
import {type Followed, followRun} from './follow-run.ts';
import {explanation} from './plain.ts';
import {ledgerOf, lookAfresh, type PublishWork, type Stand} from './publish-work.ts';
import {exitCodes, tellFailure} from './surroundings.ts';
import {findWho} from './who.ts';

const codes: Readonly<Record<Progress['stage'], number>> = {
  served: exitCodes.ok,
  failed: exitCodes.broken,
  wrong: exitCodes.broken,
  'not-served': exitCodes.broken,
  waiting: exitCodes.waiting,
  vanished: exitCodes.unknown,
  unknown: exitCodes.unknown,
  asked: exitCodes.waiting,
  queued: exitCodes.waiting,
  'needs-approval': exitCodes.waiting,
  running: exitCodes.waiting,
  propagating: exitCodes.waiting,
};

/** Why it is not there although the job ended: what the row says, looked up afresh. */
const tellWhy = async (work: PublishWork, stand: Stand, {id}: Marketplace): Promise<void> => {
  await lookAfresh(stand, [id]);
  const row = stand.begun.rowsOf(stand.store.get(), work.surroundings.now()).find((one) => one.id === id);
  for (const line of row === undefined ? [] : explanation(row)) work.say(line);
};

/** What ended is written down and followed no more. */
const settle = async (work: PublishWork, stand: Stand, started: Started, progress: Progress): Promise<void> => {
  const now = work.surroundings.now();
  const {marketplace, repository, tag, job} = started;
  const {stateFolder, sources} = stand.begun.setting;
  const result = `${progress.stage}: ${progressText(progress, now)}`;
  const entry = {
    at: new Date(now).toISOString(),
    who: await findWho(sources),
    what: `Follow the job “${job}” for ${tag}`,
    marketplace,
    repository,
    result,
  };
  try {
    await ledgerOf(work, stand).record(entry);
  } catch (thrown) {
    work.surroundings.tell(`${safeLine(`The ledger could not be written: ${toProblem(thrown).message}`)}\n`);
  }
  await forgetStarted(stateFolder, started);
};

const comeBack = 'It goes on at GitHub; come back to it with “portcall publish --follow”.';

/** What following came to, for JSON. */
export type Ended = {readonly code: number; readonly stage: string; readonly said: string};

const endOf = async (work: PublishWork, stand: Stand, marketplace: Marketplace, started: Started, followed: Followed): Promise<Ended> => {
  const {surroundings} = work;
  if (followed.kind === 'left') {
    surroundings.tell(`${comeBack}\n`);
    return {code: exitCodes.interrupted, stage: 'left', said: comeBack};
  }
  if (followed.kind === 'stopped') {
    const code = tellFailure(followed.problem, surroundings.tell);
    surroundings.tell(`${comeBack}\n`);
    return {code: code === exitCodes.wrongUse ? exitCodes.unknown : code, stage: 'stopped', said: followed.problem.message};
  }
  const {progress} = followed;
  if (isOver(progress)) await settle(work, stand, started, progress);
  if (progress.stage === 'failed') await tellFailedJob(work, stand, marketplace, progress.job);
  if (progress.stage === 'not-served') await tellWhy(work, stand, marketplace);
  return {code: codes[progress.stage], stage: progress.stage, said: progressText(progress, surroundings.now())};
};

/** Follows what was started to its end, tells why when it fails, and writes down what came of it. */
export const followToEnd = async (work: PublishWork, stand: Stand, marketplace: Marketplace, started: Started): Promise<Ended> =>
  endOf(work, stand, marketplace, started, await followRun(work, stand, marketplace, started));
