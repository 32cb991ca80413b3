import {marketplaces} from '../../checks/index.ts';
import type {Hands} from '../model/hands.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Step} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {isRollbackStep} from '../model/rollback-steps.ts';
import {isSubmissionStep} from '../model/submission-steps.ts';
import {routeOf} from '../tools/hosts.ts';
import type {Authorizer, SshWriter} from '../tools/marketplace-writer.ts';
import type {SshGit} from '../tools/ssh-git.ts';
import type {Hand} from './hand.ts';
import type {Setting} from './setting.ts';
import {credentialOf} from './tokens.ts';
import {findAuthor} from './who.ts';

/** How marketplaces are written to in this session. */
export type MarketplaceHands = {
  /** Milliseconds between two writes; absent: as GitHub asks for. */
  readonly pause?: number;
  /** How git speaks over SSH; absent: with the programs of this machine. */
  readonly sshGit?: SshGit;
};

const isGitHubs = (step: Step): boolean => step.kind === 'edit-release' || !(isRollbackStep(step) || isSubmissionStep(step));

const marketplaceOf = (id: MarketplaceId): Marketplace | undefined => marketplaces.find((one) => one.id === id);

/** Sends a row's token to the origins that its marketplace declares, and looks its value up only then. */
const authorizerOf =
  (hand: Hand, npmRegistry: string): Authorizer =>
  (id: MarketplaceId, origin: string) => {
    const marketplace = marketplaceOf(id);
    return marketplace && credentialOf(marketplace, hand.find(id), npmRegistry)?.headers[origin];
  };

/** Where requests for a host go elsewhere, no key is sent to the host itself. */
const sshWriterOf = async ({hosts, sources}: Setting, hand: Hand, sshGit: SshGit | undefined): Promise<SshWriter> => ({
  git: sshGit ?? (await import('../tools/ssh-git.ts')).sshGit,
  findAuthor: () => findAuthor(sources),
  signInFor: (id) => {
    const [over, key] = [marketplaceOf(id)?.token?.overSsh, hand.find(id)?.secret];
    if (over === undefined || key === undefined) return undefined;
    if (sshGit === undefined && routeOf(hosts, new URL(`https://${over.host}/`)).isMapped)
      throw new Problem(
        'refused',
        `Requests for ${over.host} are sent elsewhere, so its key goes nowhere over SSH.`,
        'Take the host out of PORTCALL_HOSTS, or push by hand.',
      );
    return {target: {host: over.host, user: over.user, hostKey: over.hostKey}, key};
  },
});

/** The hands of whoever writes to marketplaces, and to GitHub as whoever is signed in there. */
export const marketplaceHands = async (setting: Setting, hand: Hand, {pause, sshGit}: MarketplaceHands = {}): Promise<Hands> => {
  const {http, gitHubToken = '', npmRegistry} = setting.sources;
  const {createHands} = await import('../tools/hands.ts');
  const ssh = await sshWriterOf(setting, hand, sshGit);
  return createHands({
    http,
    token: gitHubToken,
    values: hand.values,
    marketplaces: {authorize: authorizerOf(hand, npmRegistry), npmRegistry, ssh},
    ...(pause === undefined ? {} : {pause}),
  });
};

type Lack =
  | {readonly of: 'github'}
  | {readonly of: 'token'}
  /** What has to be set beside a token that is at hand. */
  | {readonly of: 'companions'; readonly name: string; readonly unset: string};

const lackOf = (steps: readonly Step[], {id, token}: Marketplace, {sources}: Setting, hand: Hand): Lack | undefined => {
  if (steps.some(isGitHubs) && sources.gitHubToken === undefined) return {of: 'github'};
  if (steps.every(isGitHubs)) return undefined;
  const held = hand.held(id);
  if (held === undefined) return {of: 'token'};
  const unset = (token?.companions ?? []).map(([name]) => name).filter((name) => held.companions[name] === undefined);
  return unset.length === 0 ? undefined : {of: 'companions', name: held.name, unset: unset.join(' and ')};
};

/** What is missing before a plan can be carried out, and what to do about it in a shell; undefined: nothing is. */
export const lackingSignIn = (steps: readonly Step[], marketplace: Marketplace, setting: Setting, hand: Hand): string | undefined => {
  const {id, title, token} = marketplace;
  const lack = lackOf(steps, marketplace, setting, hand);
  switch (lack?.of) {
    case 'github':
      return 'Nobody is signed in to GitHub, so nothing was changed there.\nSet GITHUB_TOKEN, or sign in with `gh auth login`.\n';
    case 'token':
      return `No token for ${title} is at hand, so nothing was changed there.\nSet ${token?.names[0]}, or keep it with “portcall tokens ${id}”.\n`;
    case 'companions':
      return `${lack.name} is at hand, but ${lack.unset} beside it is not, so nothing was changed at ${title}.\nSet ${lack.unset}.\n`;
    case undefined:
      return undefined;
  }
};

/** The same in the grid, where a key finds, makes and takes tokens. */
export const lackingAtDesk = (steps: readonly Step[], marketplace: Marketplace, setting: Setting, hand: Hand): string | undefined => {
  const lack = lackOf(steps, marketplace, setting, hand);
  switch (lack?.of) {
    case 'github':
      return 'Nobody is signed in to GitHub: paste a token on the page of GitHub Releases (t).';
    case 'token':
      return `No token for ${marketplace.title} is at hand: press t on its row to find, make or paste one.`;
    case 'companions':
      return `${lack.name} is at hand, but ${lack.unset} beside it is not: set ${lack.unset} and start Portcall again.`;
    case undefined:
      return undefined;
  }
};
