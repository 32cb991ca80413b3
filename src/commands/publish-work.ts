import {setTimeout as sleep} from 'node:timers/promises';
import {marketplaces} from '../../checks/index.ts';
import type {SurveyEvent} from '../flow/event.ts';
import type {LedgerWriter} from '../flow/execute-plan.ts';
import {emptySurvey, reduce} from '../flow/reduce.ts';
import type {Heard} from '../flow/run-sight.ts';
import {createStore, type Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {Hands} from '../model/hands.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import {createHeldValues} from '../tools/held-values.ts';
import {appendToLedger} from '../tools/ledger.ts';
import {type Begun, beginSurvey} from './begin.ts';
import type {Hand} from './hand.ts';
import type {Options} from './options.ts';
import {createQuestions, type Questions} from './questions.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';

/** What a test may hand in. */
export type PublishTools = {
  readonly questions: Questions;
  readonly ledger: LedgerWriter;
  /** The tokens of this session, which come before any other. */
  readonly hand: Pick<Hand, 'find'>;
  /** Milliseconds between two writes; absent: as GitHub asks for. */
  readonly pause?: number;
  /** How it is waited between two looks; ends at once when the signal does. */
  readonly rest: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/** One command that publishes, with all that it works with. */
export type PublishWork = {
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly given: Partial<PublishTools>;
  readonly questions: Questions;
  /** Ends when the person leaves. */
  readonly signal: AbortSignal;
  readonly rest: PublishTools['rest'];
  /** For people; silent where JSON is wanted. */
  readonly say: (line: string) => void;
  /** Hears how a run that is followed stands; absent: nobody does. */
  readonly hear?: (heard: Heard) => void;
};

const restByClock: PublishTools['rest'] = (milliseconds, signal) => sleep(milliseconds, undefined, {signal}).catch(() => undefined);

export const createWork = (
  options: Options,
  surroundings: Surroundings,
  given: Partial<PublishTools>,
  signal: AbortSignal,
): PublishWork => ({
  options,
  surroundings,
  given,
  questions: given.questions ?? createQuestions(),
  signal,
  rest: given.rest ?? restByClock,
  say: (line) => {
    if (!options.json) surroundings.print(`${line}\n`);
  },
});

/** A survey with its own store. */
export type Stand = {readonly begun: Begun; readonly store: Store<Survey, SurveyEvent>};

/** Begins a survey of these marketplaces. */
export const beginStand = async (
  {options, surroundings, given}: PublishWork,
  only: readonly MarketplaceId[],
  target: Pick<Options, 'repository' | 'tag'> = options,
): Promise<Stand> => {
  const store = createStore(reduce, emptySurvey, {gatherFor: 0});
  return {begun: await beginSurvey({...options, ...target, only}, surroundings, store, given.hand), store};
};

/** Looks at everything afresh and compares what is served. */
export const lookAfresh = async ({begun}: Stand, only: readonly MarketplaceId[]): Promise<void> => {
  await begun.surveyor.look(only, true);
  await begun.surveyor.verify(only);
};

export const marketplaceOf = (id: MarketplaceId): Marketplace => {
  const found = marketplaces.find((one) => one.id === id);
  if (found === undefined) throw new Problem('bug', `There is no marketplace ${id}.`, 'Report this.');
  return found;
};

export const ledgerOf = ({given}: PublishWork, {begun}: Stand): LedgerWriter =>
  given.ledger ?? {record: (entry) => appendToLedger(begun.setting.stateFolder, entry)};

/** The hands of whoever is signed in to GitHub; `beforeStart` is called right before a run is asked for. */
export const handsFor = async ({given}: PublishWork, {begun}: Stand, beforeStart?: () => Promise<void>): Promise<Hands> => {
  const {http, gitHubToken} = begun.setting.sources;
  if (gitHubToken === undefined)
    throw new Problem('unauthorized', 'Nobody is signed in to GitHub.', 'Set GITHUB_TOKEN, or sign in with `gh auth login`.');
  const {createHands} = await import('../tools/hands.ts');
  return createHands({
    http,
    token: gitHubToken,
    values: createHeldValues(),
    ...(given.pause === undefined ? {} : {pause: given.pause}),
    ...(beforeStart === undefined ? {} : {beforeStart}),
  });
};

const order = [
  exitCodes.interrupted,
  exitCodes.signIn,
  exitCodes.wrongUse,
  exitCodes.broken,
  exitCodes.unknown,
  exitCodes.waiting,
] as const;

/** The code that says the most of several. */
export const worstOf = (codes: readonly number[]): number => order.find((code) => codes.includes(code)) ?? exitCodes.ok;
