import {setTimeout as wait} from 'node:timers/promises';
import {type GitHubAction, type GitHubRight, gitHubActions} from '../../checks/family/github-rights.ts';
import type {Configuration} from '../model/configuration.ts';
import {Problem} from '../model/problem.ts';
import {revealSecret} from '../model/secret.ts';
import type {TokenStore} from '../model/token-store.ts';
import {type DeviceCode, type DeviceGrant, signInByDevice} from '../tools/device-flow.ts';
import {findTokenOfGh} from '../tools/gh.ts';
import {type Hosts, routeOf} from '../tools/hosts.ts';
import type {Http} from '../tools/http.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** GitHub's token and where it was found. */
export type SignIn = {
  readonly token: string;
  readonly source: 'environment' | 'gh' | 'vault' | 'pasted';
  /** The variable or the secret's name; absent: `gh` knows no name. */
  readonly name?: string;
};

/** Where GitHub's token is looked for; tests hand in their own. */
export type SignInPlaces = {
  readonly env: Environment;
  readonly hosts: Hosts;
  /** Absent: nothing is kept between runs. */
  readonly store?: Pick<TokenStore, 'find'>;
  readonly askGh?: (env: Environment) => Promise<string | undefined>;
};

const names = ['GITHUB_TOKEN', 'GH_TOKEN'] as const;

/** Whether requests go to GitHub itself: what `gh` holds is for nobody else. */
const isRealGitHub = (hosts: Hosts): boolean => !routeOf(hosts, new URL('https://api.github.com/')).isMapped;

/** The environment's token, else the one of `gh`, else the one that was kept; undefined: there is none. */
export const findSignIn = async ({env, hosts, store, askGh = findTokenOfGh}: SignInPlaces): Promise<SignIn | undefined> => {
  for (const name of names) {
    const token = env[name]?.trim();
    if (token) return {token, source: 'environment', name};
  }
  const ofGh = isRealGitHub(hosts) ? await askGh(env) : undefined;
  if (ofGh !== undefined) return {token: ofGh, source: 'gh'};
  for (const name of store === undefined ? [] : names) {
    const found = await store?.find(name);
    const kept = found === undefined ? '' : revealSecret(found).trim();
    if (kept !== '') return {token: kept, source: 'vault', name};
  }
  return undefined;
};

/** Where the token comes from, in words. */
export const signInText = ({source, name}: SignIn): string => {
  switch (source) {
    case 'environment':
      return `${name} in the environment`;
    case 'gh':
      return 'gh';
    case 'vault':
      return `${name} in the vault`;
    case 'pasted':
      return 'the token you pasted';
  }
};

/** The rights that are missing, with the page or the order that grants them, one sentence each. */
export const missingRights = (rights: readonly GitHubRight[], signIn: SignIn): readonly string[] =>
  rights
    .filter(({verdict}) => verdict === 'missing')
    .map(({title, need, page}) => {
      const scope = /^scope (\S+)$/.exec(need)?.[1];
      return signIn.source === 'gh' && scope !== undefined
        ? `To ${title} the token lacks the ${need}: run “gh auth refresh --hostname github.com --scopes ${scope}”.`
        : `To ${title} the token lacks the ${need}: get it at ${page}.`;
    });

/** The client id of an app for the device flow; undefined: there is none, and so no device flow. */
export const clientIdOf = (env: Environment, {github_client_id: configured}: Configuration): string | undefined =>
  env.PORTCALL_GITHUB_CLIENT_ID?.trim() || configured;

const scopesFor: Readonly<Partial<Record<GitHubAction, string>>> = {
  'set-secrets': 'repo',
  'run-workflows': 'repo',
  'edit-workflows': 'workflow',
  'set-organization-secrets': 'admin:org',
  fork: 'public_repo',
  'propose-elsewhere': 'public_repo',
};

/** The scopes that the device flow asks for, without those that another one brings. */
export const scopesToAsk = (actions: readonly GitHubAction[] = gitHubActions): readonly string[] => {
  const wanted = new Set(actions.map((action) => scopesFor[action] ?? 'public_repo'));
  if (wanted.has('repo')) wanted.delete('public_repo');
  return [...wanted].sort();
};

export type DeviceSignIn = {
  readonly http: Http;
  readonly clientId: string | undefined;
  readonly actions?: readonly GitHubAction[];
  readonly show: (code: DeviceCode) => Promise<void> | void;
  readonly now: () => number;
};

/** Signs in by a code that is typed at GitHub, where an app is configured for that. */
export const signInWithDevice = async ({http, clientId, actions, show, now}: DeviceSignIn): Promise<DeviceGrant> => {
  if (clientId === undefined)
    throw new Problem(
      'unauthorized',
      'No app is configured for a sign-in by code.',
      'Set GITHUB_TOKEN, or sign in with “gh auth login”; PORTCALL_GITHUB_CLIENT_ID names an app of your own.',
    );
  return signInByDevice({http, clientId, scopes: scopesToAsk(actions), show, now, wait: (milliseconds) => wait(milliseconds)});
};
