import type {Lookup} from '../model/lookup.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {toProblem} from '../model/problem.ts';
import type {Project} from '../model/project.ts';
import type {TokenTest} from '../model/publication.ts';
import {revealSecret} from '../model/secret.ts';
import type {TokenStore} from '../model/token-store.ts';
import type {Credential, LookupSources} from '../tools/asker.ts';
import {createLookup} from '../tools/lookup.ts';
import {sendRenewal} from '../tools/renewal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a token comes from. */
export type TokenSource = 'environment' | 'vault' | 'gh' | 'pasted';

/** A marketplace's token under any of its known names. */
export type FoundToken = {
  readonly name: string;
  readonly secret: string;
  readonly companions: Readonly<Record<string, string>>;
  readonly source: TokenSource;
  /** What a test over SSH told of it in this session, which no survey makes; absent: a survey tests it as far as it can. */
  readonly tested?: TokenTest;
};

const firstSet = (env: Environment, names: readonly string[]): readonly [string, string] | undefined => {
  for (const name of names) {
    const value = env[name];
    if (value !== undefined && value.trim() !== '') return [name, value];
  }
  return undefined;
};

/** A key keeps its line breaks, and gets back those that somebody spelled out to write it on one line. */
const asMeant = (value: string): string => {
  if (!value.includes('-----BEGIN')) return value.trim();
  return value.trim().includes('\n') ? value : value.replaceAll('\\n', '\n');
};

export const companionsIn = ({token}: Marketplace, env: Environment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (token?.companions ?? []).flatMap((names) => {
      const companion = firstSet(env, names);
      return companion === undefined ? [] : [[names[0], companion[1].trim()] as const];
    }),
  );

/** Undefined: the environment holds none. */
export const findToken = (marketplace: Marketplace, env: Environment): FoundToken | undefined => {
  const found = firstSet(env, marketplace.token?.names ?? []);
  if (found === undefined) return undefined;
  return {name: found[0], secret: asMeant(found[1]), companions: companionsIn(marketplace, env), source: 'environment'};
};

/** The environment's token, else the one that was kept; undefined: there is neither. */
export const findTokenAnywhere = async (
  marketplace: Marketplace,
  env: Environment,
  store: Pick<TokenStore, 'find'> | undefined,
): Promise<FoundToken | undefined> => {
  const found = findToken(marketplace, env);
  if (found !== undefined || store === undefined) return found;
  const textUnder = async (name: string) => {
    const kept = await store.find(name);
    return [name, kept === undefined ? undefined : revealSecret(kept)] as const;
  };
  const keptUnder = async (names: readonly string[]): Promise<Environment> => Object.fromEntries(await Promise.all(names.map(textUnder)));
  const names = marketplace.token?.names ?? [];
  const kept = firstSet(await keptUnder(names), names);
  if (kept === undefined) return undefined;
  const beside = await keptUnder((marketplace.token?.companions ?? []).flat());
  const companions = {...companionsIn(marketplace, beside), ...companionsIn(marketplace, env)};
  return {name: kept[0], secret: asMeant(kept[1]), companions, source: 'vault'};
};

/** The headers that carry a token, and the origins they may go to. Undefined: no token is at hand, or its text shows that it is not one of this marketplace's. */
export const credentialOf = ({token}: Marketplace, found: FoundToken | undefined, npmRegistry: string): Credential | undefined => {
  if (token === undefined || found === undefined || token.readLocally?.(found.secret) !== undefined) return undefined;
  const headers = token.origins.map((declared) => {
    const origin = declared === 'npm' ? new URL(npmRegistry).origin : declared;
    return [origin, token.authorize(found.secret, found.companions, origin)] as const;
  });
  return {headers: Object.fromEntries(headers), variable: found.name};
};

/** Tests a token without side effects: by its text alone where that is decisive, else at the marketplace. What the text tells fills what the answer leaves open. */
export const testToken = async (
  {token}: Marketplace,
  found: FoundToken | undefined,
  lookup: Lookup,
  project: Project,
): Promise<TokenTest> => {
  if (token === undefined || found === undefined)
    return {verdict: 'missing', note: `The environment holds no ${token?.names[0] ?? 'token'}, so no token is tested.`};
  const local = token.readLocally?.(found.secret, project);
  if (local !== undefined) return local;
  const hints = token.hintsOf?.(found.secret) ?? {};
  return token.test === undefined
    ? {...hints, verdict: 'untestable', note: token.untestable ?? 'This marketplace has no test without side effects.'}
    : {...hints, ...(await token.test(lookup, project))};
};

/** The same for one token alone, which may take a renewal; whatever keeps it from an answer is told and counts as undetermined. */
export const testAlone = async (
  marketplace: Marketplace,
  found: FoundToken | undefined,
  sources: LookupSources,
  project: Project,
): Promise<TokenTest> => {
  const lookupFor = (one: FoundToken | undefined) => createLookup(sources, new Map(), credentialOf(marketplace, one, sources.npmRegistry));
  try {
    const lookup = lookupFor(found);
    const test = await testToken(marketplace, found, lookup, project);
    const {renewal, testClosely} = marketplace.token ?? {};
    if (found === undefined || !lookup.hasToken) return test;
    if (test.needsRenewal === undefined || renewal === undefined) return (await testClosely?.(lookup, project, test)) ?? test;
    const secret = await sendRenewal(sources.http, renewal, found.secret);
    const renewed = secret === undefined ? undefined : {...found, secret};
    return renewed === undefined ? test : await testToken(marketplace, renewed, lookupFor(renewed), project);
  } catch (failure) {
    const {message, next} = toProblem(failure);
    return {verdict: 'undetermined', note: `${message} ${next}`, ...(found && marketplace.token?.hintsOf?.(found.secret))};
  }
};
