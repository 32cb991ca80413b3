import type {Started} from '../model/follow.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {safeJson, safeLine} from '../model/safe-text.ts';
import {stateFolderOf} from '../tools/folders.ts';
import {readStarted} from '../tools/started.ts';
import {type Ended, followToEnd} from './publish-end.ts';
import {beginStand, marketplaceOf, type PublishWork, worstOf} from './publish-work.ts';
import {repositoryOf} from './run-look.ts';
import {exitCodes} from './surroundings.ts';

/** What was started from here and has not ended, of those that are named; without names all. */
export const findStarted = async ({options, surroundings}: PublishWork, ids: readonly MarketplaceId[]): Promise<readonly Started[]> => {
  const {started, said} = await readStarted(stateFolderOf(surroundings.env));
  if (said !== undefined) surroundings.tell(`${safeLine(said)}\n`);
  const {repository, tag} = options;
  return started.filter(
    (one) =>
      (ids.length === 0 || ids.includes(one.marketplace)) &&
      (tag === undefined || one.tag === tag) &&
      (repository === undefined || one.repository.toLowerCase() === `${repository.owner}/${repository.name}`.toLowerCase()),
  );
};

/** Goes on following what was started before: after a lost connection, a closed laptop, or a restart. */
export const resumeStarted = async (work: PublishWork, ids: readonly MarketplaceId[]): Promise<number> => {
  const {options, surroundings} = work;
  const all = await findStarted(work, ids);
  if (all.length === 0) {
    work.say('Nothing that was started from here is under way. Name a marketplace to publish to: portcall publish npm.');
    if (options.json) surroundings.print(`${safeJson({formatVersion: 1, followed: []})}\n`);
    return exitCodes.ok;
  }
  const ended: (Ended & {readonly marketplace: MarketplaceId})[] = [];
  for (const started of all) {
    const marketplace = marketplaceOf(started.marketplace);
    work.say(safeLine(`${marketplace.title}: ${started.tag} of ${started.repository}, started at ${started.askedAt}.`));
    const stand = await beginStand(work, [started.marketplace], {repository: repositoryOf(started), tag: started.tag});
    ended.push({...(await followToEnd(work, stand, marketplace, started)), marketplace: started.marketplace});
    if (work.signal.aborted) break;
  }
  const followed = ended.map(({marketplace, stage, said}) => ({marketplace, stage, said}));
  if (options.json) surroundings.print(`${safeJson({formatVersion: 1, followed})}\n`);
  return worstOf(ended.map(({code}) => code));
};
