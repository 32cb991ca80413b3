import type {Lookup} from '../model/lookup.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {Project} from '../model/project.ts';
import type {TokenTest} from '../model/publication.ts';
import type {Credential} from '../tools/asker.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A marketplace's token as the environment holds it, under any of its known names. */
export type FoundToken = {readonly name: string; readonly secret: string; readonly companions: Readonly<Record<string, string>>};

const firstSet = (env: Environment, names: readonly string[]): readonly [string, string] | undefined => {
  for (const name of names) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== '') return [name, value];
  }
  return undefined;
};

/** Undefined: the environment holds none. */
export const findToken = ({token}: Marketplace, env: Environment): FoundToken | undefined => {
  if (token === undefined) return undefined;
  const found = firstSet(env, token.names);
  if (found === undefined) return undefined;
  const companions = (token.companions ?? []).flatMap((names) => {
    const companion = firstSet(env, names);
    return companion === undefined ? [] : [[names[0], companion[1]] as const];
  });
  return {name: found[0], secret: found[1], companions: Object.fromEntries(companions)};
};

/** The headers that carry a token, and the origins they may go to. Undefined: no token is at hand, or its text shows that it is not one of this marketplace's. */
export const credentialOf = ({token}: Marketplace, found: FoundToken | undefined, npmRegistry: string): Credential | undefined => {
  if (token === undefined || found === undefined || token.readLocally?.(found.secret) !== undefined) return undefined;
  const origins = token.origins.map((origin) => (origin === 'npm' ? new URL(npmRegistry).origin : origin));
  return {origins, headers: token.authorize(found.secret, found.companions), variable: found.name};
};

/** Tests a token without side effects: by its text alone where that is decisive, else at the marketplace. */
export const testToken = async (
  {token}: Marketplace,
  found: FoundToken | undefined,
  lookup: Lookup,
  project: Project,
): Promise<TokenTest> => {
  if (token === undefined || found === undefined)
    return {verdict: 'missing', note: `The environment holds no ${token?.names[0] ?? 'token'}, so no token is tested.`};
  const local = token.readLocally?.(found.secret);
  if (local !== undefined) return local;
  return token.test === undefined
    ? {verdict: 'untestable', note: token.untestable ?? 'This marketplace has no test without side effects.'}
    : token.test(lookup, project);
};
