import {marketplaces} from '../../checks/index.ts';
import type {Hands} from '../model/hands.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Step} from '../model/plan.ts';
import type {Authorizer} from '../tools/marketplace-writer.ts';
import type {Hand} from './hand.ts';
import type {Setting} from './setting.ts';
import {credentialOf} from './tokens.ts';

const isGitHubs = ({kind}: Step): boolean => kind === 'edit-release' || kind === 'commit-files';

/** Sends a row's token to the origins that its marketplace declares, and looks its value up only then. */
const authorizerOf =
  (hand: Hand, npmRegistry: string): Authorizer =>
  (id: MarketplaceId, origin: string) => {
    const marketplace = marketplaces.find((one) => one.id === id);
    return marketplace && credentialOf(marketplace, hand.find(id), npmRegistry)?.headers[origin];
  };

/** The hands of whoever takes something back. */
export const rollbackHands = async ({sources}: Setting, hand: Hand, pause: number | undefined): Promise<Hands> => {
  const {http, gitHubToken = '', npmRegistry} = sources;
  const {createHands} = await import('../tools/hands.ts');
  return createHands({
    http,
    token: gitHubToken,
    values: hand.values,
    marketplaces: {authorize: authorizerOf(hand, npmRegistry), npmRegistry},
    ...(pause === undefined ? {} : {pause}),
  });
};

/** What is missing before a plan can be carried out, and what to do about it; undefined: nothing is. */
export const lackingSignIn = (
  steps: readonly Step[],
  {id, title, token}: Marketplace,
  {sources}: Setting,
  hand: Hand,
): string | undefined => {
  if (steps.some(isGitHubs) && sources.gitHubToken === undefined)
    return 'Nobody is signed in to GitHub, so nothing was changed there.\nSet GITHUB_TOKEN, or sign in with `gh auth login`.\n';
  if (steps.every(isGitHubs)) return undefined;
  const held = hand.held(id);
  if (held === undefined)
    return `No token for ${title} is at hand, so nothing was changed there.\nSet ${token?.names[0]}, or keep it with “portcall tokens ${id}”.\n`;
  const unset = (token?.companions ?? []).map(([name]) => name).filter((name) => held.companions[name] === undefined);
  return unset.length === 0
    ? undefined
    : `${held.name} is at hand, but ${unset.join(' and ')} beside it is not, so nothing was changed at ${title}.\nSet ${unset.join(' and ')}.\n`;
};
