import {did, make, type Page, type PageOutcome, pagesOf, showed, type Visit} from './page.ts';
import {loginOf} from './person.ts';

const days = 86_400_000;
const shownAs = 'GITHUB_TOKEN';

const commaList = (text: string | null): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/** A classic token with the scopes that the address ticks; where it ticks none the person ticks the one for public repositories. */
const makeClassic = ({world, query}: Visit): PageOutcome => {
  const {github, marketplaces} = world;
  const ticked = commaList(query.get('scopes'));
  const scopes = ticked.length === 0 ? ['public_repo'] : ticked;
  const [login, secret] = [loginOf(world), make.githubClassic()];
  github.tokens.set(secret, {kind: 'classic', login, scopes});
  marketplaces.githubPackages.tokens.push({secret, login, mayWrite: scopes.includes('write:packages')});
  return showed(`Made a classic token of ${login} with ${scopes.join(', ')}.`, shownAs, secret);
};

/** Permissions that an address can fill in, by their names there. */
const fillable = ['actions', 'administration', 'contents', 'environments', 'metadata', 'packages', 'pull_requests', 'secrets', 'workflows'];

const permissionsIn = (query: URLSearchParams): Readonly<Record<string, 'read' | 'write'>> => {
  const filled = fillable.flatMap((name) => {
    const right = query.get(name);
    return right === 'read' || right === 'write' ? [[name, right] as const] : [];
  });
  return filled.length === 0 ? {contents: 'write'} : Object.fromEntries(filled);
};

/** The repository that the token is named after, alone; where its name says none, all that the owner has by now. */
const chosenRepositories = ({world, query}: Visit, owner: string): readonly string[] => {
  const own = [...world.github.repositories.values()].filter((one) => one.owner.toLowerCase() === owner.toLowerCase());
  const named = own.filter(({name}) => (query.get('name') ?? '').split(' ').includes(name));
  return (named.length > 0 ? named : own).map((one) => `${one.owner}/${one.name}`);
};

/** A fine-grained token; where the address fills in no permission, it may write contents. */
const makeFineGrained = (visit: Visit): PageOutcome => {
  const {world, query} = visit;
  const {github, setting} = world;
  const [login, secret] = [loginOf(world), make.githubFineGrained()];
  const chosen = chosenRepositories(visit, query.get('target_name') ?? login);
  const permissions = permissionsIn(query);
  const repositories = chosen.map((name) => name.toLowerCase());
  const expiresAt = new Date(setting.now() + (Number(query.get('expires_in')) || 90) * days).toISOString().replace(/\.\d+Z$/, 'Z');
  github.tokens.set(secret, {kind: 'fine-grained', login, permissions, repositories, expiresAt});
  const rights = Object.entries(permissions).map(([name, right]) => `${name}: ${right}`);
  return showed(`Made a fine-grained token for ${chosen.join(', ')} with ${rights.join(', ')}.`, shownAs, secret);
};

const secure = ({world}: Visit): PageOutcome => did(`Two-factor sign-in is on for ${loginOf(world)} already.`);
const signUp = ({world}: Visit): PageOutcome => did(`${loginOf(world)} has an account at GitHub already, so nothing was created.`);

/** The pages of the account, and of its tokens; a list of tokens is where one is made anew. */
export const githubAccountPages: readonly Page[] = pagesOf('github.com', [
  [/^\/(?:signup|join|login)$/, signUp],
  [/^\/settings\/(?:security|two_factor_authentication(?:\/.*)?)$/, secure],
  [/^\/settings\/tokens(?:\/new)?$/, makeClassic],
  [/^\/settings\/personal-access-tokens(?:\/new)?$/, makeFineGrained],
]);
