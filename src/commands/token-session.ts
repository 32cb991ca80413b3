import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {toProblem} from '../model/problem.ts';
import type {Project} from '../model/project.ts';
import type {TokenTest} from '../model/publication.ts';
import {routeOf} from '../tools/hosts.ts';
import {askOverSsh} from '../tools/ssh.ts';
import type {Setting} from './setting.ts';
import type {Surroundings} from './surroundings.ts';
import {type FoundToken, findToken, findTokenAnywhere, testAlone} from './tokens.ts';

/** One marketplace's token, tested. */
export type TestedToken = {
  readonly marketplace: MarketplaceId;
  readonly title: string;
  /** The name it was found under; the usual one where there is none. */
  readonly name: string;
  /** The name by which the job reads it; absent: the usual one, or none. */
  readonly readAs?: string;
  /** Absent: none was found. */
  readonly found?: FoundToken;
  readonly test: TokenTest;
};

/** How one session looks for tokens and tests them. */
export type TokenSession = {
  readonly setting: Setting;
  readonly surroundings: Surroundings;
  readonly project: Project;
  /** True where the person named marketplaces: their keys are then tried over SSH too. */
  readonly isChosen: boolean;
};

/** The environment's token, else for GitHub itself the one that `gh` holds, else the one that was kept. */
export const findTokenFor = async (marketplace: Marketplace, {setting, surroundings}: TokenSession): Promise<FoundToken | undefined> => {
  const {env, store} = surroundings;
  const {signIn} = setting;
  const own = findToken(marketplace, env);
  if (own === undefined && marketplace.id === 'github-releases' && signIn?.source === 'gh')
    return {name: marketplace.token?.names[0] ?? '', secret: signIn.token, companions: {}, source: 'gh'};
  return own ?? findTokenAnywhere(marketplace, env, store);
};

/** Why a key is not tried; undefined: it goes to the host itself and nowhere else. */
const refusalOf = (host: string, hosts: Setting['hosts']): TokenTest | undefined =>
  routeOf(hosts, new URL(`https://${host}/`)).isMapped
    ? {verdict: 'untestable', note: `Requests for ${host} are sent elsewhere, so its key is not tried over SSH.`}
    : undefined;

const testOverSsh = async (
  marketplace: Marketplace,
  found: FoundToken,
  {setting, surroundings, project}: TokenSession,
): Promise<TokenTest> => {
  const {readLocally, overSsh, hintsOf} = marketplace.token ?? {};
  const local = readLocally?.(found.secret, project);
  if (overSsh === undefined || (local !== undefined && local.verdict !== 'untestable'))
    return local ?? {verdict: 'untestable', note: 'Nothing tests this key.'};
  const {askOverSsh: asker} = surroundings;
  const refused = asker === undefined ? refusalOf(overSsh.host, setting.hosts) : undefined;
  if (refused !== undefined) return refused;
  try {
    const {host, user, hostKey} = overSsh;
    const test = await overSsh.test((command) => (asker ?? askOverSsh)({host, user, hostKey}, found.secret, command));
    return {...hintsOf?.(found.secret), ...test, note: local === undefined ? test.note : `${test.note} ${local.note}`};
  } catch (failure) {
    const {message, next} = toProblem(failure);
    return {verdict: 'undetermined', note: `${message} ${next}`};
  }
};

/** Tests one token, found or pasted; it never throws. */
export const testTokenFor = async (
  marketplace: Marketplace,
  found: FoundToken | undefined,
  session: TokenSession,
): Promise<TestedToken> => {
  const {id, title, token} = marketplace;
  const {setting, project, isChosen} = session;
  const named = {marketplace: id, title, name: found?.name ?? token?.names[0] ?? ''};
  if (found === undefined)
    return {
      ...named,
      test: {verdict: 'missing', note: `No ${named.name} was found in the environment or the vault; make one at ${token?.makeAt}.`},
    };
  const isOverSsh = isChosen && token?.overSsh !== undefined;
  const test = isOverSsh ? await testOverSsh(marketplace, found, session) : await testAlone(marketplace, found, setting.sources, project);
  return {...named, found, test};
};
