import type {LedgerWriter} from '../flow/execute-plan.ts';
import type {Hands} from '../model/hands.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {Plan} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import type {SecretName} from '../model/repository.ts';
import {safeLine} from '../model/safe-text.ts';
import type {TokenStore} from '../model/token-store.ts';
import type {HeldValues} from '../tools/held-values.ts';
import {carryOut} from './carry-out.ts';
import type {Options} from './options.ts';
import type {Questions} from './questions.ts';
import {detailsOf} from './secret-plan.ts';
import type {Setting} from './setting.ts';
import type {Surroundings} from './surroundings.ts';

/** What a test may hand in. */
export type SecretTools = {
  readonly questions: Questions;
  readonly kept: Pick<TokenStore, 'find'>;
  readonly ledger: LedgerWriter;
  /** Milliseconds between two writes; absent: as GitHub asks for. */
  readonly pause?: number;
};

/** One command about secrets, with all that it works with. */
export type SecretWork = SecretTools & {
  readonly options: Options;
  readonly surroundings: Surroundings;
  readonly setting: Setting;
  readonly values: HeldValues;
};

/** The hands of whoever is signed in to GitHub. */
export const handsOf = async ({setting, values, pause}: Pick<SecretWork, 'setting' | 'values' | 'pause'>): Promise<Hands> => {
  const {http, gitHubToken} = setting.sources;
  if (gitHubToken === undefined)
    throw new Problem('unauthorized', 'Nobody is signed in to GitHub.', 'Set GITHUB_TOKEN, or sign in with `gh auth login`.');
  const {createHands} = await import('../tools/hands.ts');
  return createHands({http, token: gitHubToken, values, ...(pause === undefined ? {} : {pause})});
};

/** Says what there is to say of a plan, shows it and carries it out. */
export const undertake = (
  work: SecretWork,
  plan: Plan,
  secrets: readonly SecretName[],
  said: readonly string[],
  {marketplace, more = {}}: {readonly marketplace?: Marketplace; readonly more?: Readonly<Record<string, unknown>>} = {},
): Promise<number> => {
  const {options, surroundings} = work;
  if (!options.json) for (const sentence of said) surroundings.print(`${safeLine(sentence, 2000)}\n`);
  const details = detailsOf(secrets, surroundings.now());
  const concerned = marketplace === undefined ? {} : {marketplace: marketplace.id};
  return carryOut({...work, plan, details, hands: () => handsOf(work), more: {said, ...more}, ...concerned});
};
