import type {MarketplaceId} from '../model/marketplace-id.ts';
import {safeJson} from '../model/safe-text.ts';
import {marketplaceNamed} from './near-word.ts';
import type {Options} from './options.ts';
import {type Published, publishOne, showOne} from './publish-one.ts';
import {beginStand, createWork, lookAfresh, marketplaceOf, type PublishTools, type PublishWork, worstOf} from './publish-work.ts';
import {hasLeft} from './questions.ts';
import {refuseInvisible} from './status.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';

/** The marketplaces that are named, in the order in which they are named. */
export const idsIn = ({words}: Options): readonly MarketplaceId[] =>
  [...new Set(words.slice(1).flatMap((word) => word.split(',')))].filter(Boolean).map((word) => marketplaceNamed(word));

const print = ({options, surroundings}: PublishWork, published: readonly Published[]): void => {
  if (!options.json) return;
  const ended = published.flatMap(({decision: {marketplace}, ended: end}) =>
    end === undefined ? [] : [{marketplace, stage: end.stage, said: end.said}],
  );
  const followed = options.dryRun ? {} : {followed: ended};
  surroundings.print(`${safeJson({formatVersion: 1, decisions: published.map(({decision}) => decision), ...followed})}\n`);
};

const showAll = async (work: PublishWork, ids: readonly MarketplaceId[]): Promise<number> => {
  const stand = await beginStand(work, ids);
  await lookAfresh(stand, ids);
  refuseInvisible(stand.store.get(), stand.begun.isSignedIn);
  const shown: Published[] = [];
  for (const id of ids) shown.push(await showOne(work, stand, marketplaceOf(id)));
  print(work, shown);
  return worstOf(shown.map(({code}) => code));
};

/** Whether the next marketplace is gone on to. */
const mayGoOn = ({options, signal}: PublishWork, {code}: Published): boolean => {
  if (signal.aborted || code === exitCodes.interrupted || code === exitCodes.signIn) return false;
  return options.keepGoing || code === exitCodes.ok || code === exitCodes.waiting;
};

const publishAll = async (work: PublishWork, ids: readonly MarketplaceId[]): Promise<number> => {
  const published: Published[] = [];
  for (const id of ids) {
    const one = await publishOne(work, marketplaceOf(id));
    published.push(one);
    const left = ids.slice(published.length);
    if (mayGoOn(work, one)) continue;
    if (left.length > 0) work.say(`Left out: ${left.join(', ')}. --keep-going goes on after a failure.`);
    break;
  }
  print(work, published);
  return worstOf(published.map(({code}) => code));
};

const runOne = async (work: PublishWork): Promise<number> => {
  const {options} = work;
  const ids = idsIn(options);
  if (options.cancel) return (await import('./publish-cancel.ts')).cancelStarted(work, ids);
  if (options.follow || ids.length === 0) return (await import('./publish-resume.ts')).resumeStarted(work, ids);
  return options.dryRun ? showAll(work, ids) : publishAll(work, ids);
};

/** Publishes one marketplace after the other: what is decided, the plan, the run, and what the marketplace serves in the end. */
export const runPublish = async (options: Options, surroundings: Surroundings, given: Partial<PublishTools> = {}): Promise<number> => {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  const {end} = surroundings;
  if (end?.aborted) leave();
  end?.addEventListener('abort', leave, {once: true});
  process.once('SIGINT', leave);
  try {
    return await runOne(createWork(options, surroundings, given, leaving.signal));
  } catch (failure) {
    if (hasLeft(failure)) return exitCodes.interrupted;
    throw failure;
  } finally {
    process.off('SIGINT', leave);
    end?.removeEventListener('abort', leave);
  }
};
