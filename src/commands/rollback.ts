import {findNewestPublished} from '../../checks/family/release-list.ts';
import type {LedgerWriter} from '../flow/execute-plan.ts';
import {emptySurvey, reduce} from '../flow/reduce.ts';
import {createStore} from '../flow/store.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {appendToLedger} from '../tools/ledger.ts';
import {createLookup} from '../tools/lookup.ts';
import {beginSurvey} from './begin.ts';
import {createHand} from './hand.ts';
import {marketplaceNamed} from './near-word.ts';
import type {Options} from './options.ts';
import {createQuestions, hasLeft, type Questions} from './questions.ts';
import {findAt} from './rollback-found.ts';
import {type RollbackTools, type RollbackWork, takeBack} from './rollback-work.ts';
import {createSetting} from './setting.ts';
import {refuseInvisible} from './status.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';
import {findSource} from './target.ts';
import {vaultStore} from './vault-store.ts';

const askText = async (message: string): Promise<string> => {
  const {input} = await import('@inquirer/prompts');
  return input({message});
};

const idsOf = ({words}: Options): readonly MarketplaceId[] | undefined => {
  const ids = words.slice(1).map((id) => marketplaceNamed(id));
  return ids.length === 0 ? undefined : ids;
};

/**
 * The newest release, whether or not it is a prerelease by now: one that was taken back is no longer the latest, and to do it again must not take
 * the one before it back. Undefined: the tag is given, or there is no release.
 */
const findTag = async (options: Options, surroundings: Surroundings): Promise<string | undefined> => {
  if (options.tag !== undefined) return undefined;
  const setting = await createSetting(options, surroundings, () => {}, new AbortController().signal);
  if (setting.configuration.tag !== undefined) return undefined;
  const {repository} = await findSource(options, setting, surroundings);
  return findNewestPublished(createLookup({...setting.sources, believesAbsenceFor: 0}, new Map()), repository);
};

const run = async (
  options: Options,
  surroundings: Surroundings,
  tools: Partial<RollbackTools> & {readonly questions: Questions},
): Promise<number> => {
  const store = createStore(reduce, emptySurvey, {gatherFor: 0});
  const hand = createHand();
  try {
    const tag = await findTag(options, surroundings);
    const begun = await beginSurvey(tag === undefined ? options : {...options, tag}, surroundings, store);
    const {setting, surveyor} = begun;
    await surveyor.look(undefined, true);
    refuseInvisible(store.get(), begun.isSignedIn);
    const {project} = store.get();
    if (project === undefined) return exitCodes.unknown;
    const looking = {setting, surroundings, project, hand};
    const findFresh: RollbackWork['findFresh'] = (marketplace) => findAt(marketplace, store.get(), looking);
    const found = await Promise.all(setting.marketplaces.map(findFresh));
    const lookAgain: RollbackWork['lookAgain'] = async (id) => {
      await surveyor.look([id], true);
      const {value, problem} = store.get().rows[id].publication;
      if (value === undefined || problem !== undefined) return {};
      const {version, serves} = value;
      return {serves, version: 'why' in version ? version.why : `${project.version} is ${version.kind}`};
    };
    const ledger = {record: (entry: Parameters<LedgerWriter['record']>[0]) => appendToLedger(setting.stateFolder, entry)};
    const work = {ledger, askText, ...tools, options, surroundings, looking, findFresh, lookAgain};
    return await takeBack(
      work,
      found.flatMap((one) => one ?? []),
    );
  } finally {
    hand.letGoOfAll();
  }
};

/** Takes a version back where it is served: shows the ways, carries out what is agreed to, and shows what is served afterwards. */
export const runRollback = async (options: Options, given: Surroundings, tools: Partial<RollbackTools> = {}): Promise<number> => {
  const questions = tools.questions ?? createQuestions();
  const surroundings = {...given, store: given.store ?? vaultStore(given, questions)};
  const only = idsOf(options);
  try {
    return await run(only === undefined ? options : {...options, only}, surroundings, {...tools, questions});
  } catch (failure) {
    if (hasLeft(failure)) return exitCodes.interrupted;
    throw failure;
  }
};
