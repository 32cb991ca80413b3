import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Plan} from '../model/plan.ts';
import {createLookup} from '../tools/lookup.ts';
import {forgetStarted} from '../tools/started.ts';
import {carryOut} from './carry-out.ts';
import {findStarted} from './publish-resume.ts';
import {beginStand, handsFor, ledgerOf, marketplaceOf, type PublishWork} from './publish-work.ts';
import {lookAtRun, repositoryOf} from './run-look.ts';
import {exitCodes} from './surroundings.ts';
import {WrongUse} from './wrong-use.ts';

/** Cancels a run that was started from here. */
export const cancelStarted = async (work: PublishWork, ids: readonly MarketplaceId[]): Promise<number> => {
  const {options, surroundings, questions} = work;
  const [started, ...others] = await findStarted(work, ids);
  if (started === undefined) throw new WrongUse('Nothing that was started from here is under way.', 'Cancel other runs on GitHub’s page.');
  if (others.length > 0) throw new WrongUse('Several are under way.', 'Name the marketplace: portcall publish ID --cancel.');
  const repository = repositoryOf(started);
  const stand = await beginStand(work, [started.marketplace], {repository, tag: started.tag});
  const {run} = await lookAtRun(createLookup({...stand.begun.setting.sources, believesAbsenceFor: 0}, new Map()), started);
  if (run === undefined || run === 'gone')
    throw new WrongUse('Its run is not to be seen, so it can’t be cancelled.', 'Look at the runs on GitHub’s page.');
  const plan: Plan = {
    title: `${started.repository}: cancel publishing ${started.tag} to ${marketplaceOf(started.marketplace).title}`,
    repository,
    steps: [{kind: 'cancel-run', repository, run: run.id}],
  };
  const code = await carryOut({
    plan,
    details: {setAt: () => undefined, now: surroundings.now()},
    options,
    surroundings,
    setting: stand.begun.setting,
    questions,
    ledger: ledgerOf(work, stand),
    marketplace: started.marketplace,
    hands: () => handsFor(work, stand),
  });
  if (code === exitCodes.ok && !options.dryRun) await forgetStarted(stand.begun.setting.stateFolder, started);
  return code;
};
