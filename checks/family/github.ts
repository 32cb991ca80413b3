import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {TokenTest} from '../../src/model/publication.ts';
import {basicHeader, isMarkup} from './answers.ts';
import {foreignToken} from './token-shapes.ts';

export const apiOrigin = 'https://api.github.com';
const gitOrigin = 'https://github.com';
/** Where a GitHub token goes: to the API, and to the git protocol, which alone tells whether it may push. */
export const gitHubOrigins = [apiOrigin, gitOrigin] as const;

/** An address of GitHub's API below one repository, such as `/contents/bucket`. */
export const repositoryApi = (repository: RepositoryName, path = ''): string =>
  `${apiOrigin}/repos/${encodeURIComponent(repository.owner)}/${encodeURIComponent(repository.name)}${path}`;

export const repositoryPage = (repository: RepositoryName, path = ''): string => `https://github.com/${repositoryText(repository)}${path}`;

/** `owner/name` out of any GitHub address; undefined: it is none. */
export const repositoryOfUrl = (url: string): RepositoryName | undefined => {
  const found = /github\.com[/:]([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+?)(?:\.git)?(?=$|[/#?])/i.exec(url);
  return found?.[1] !== undefined && found[2] !== undefined ? {owner: found[1], name: found[2]} : undefined;
};

export const isSameRepository = (one: RepositoryName, other: RepositoryName): boolean =>
  repositoryText(one).toLowerCase() === repositoryText(other).toLowerCase();

/** Whether two names may be one repository before and after a move: they share the owner or the name. */
export const mayHaveMoved = (one: RepositoryName, other: RepositoryName): boolean =>
  one.owner.toLowerCase() === other.owner.toLowerCase() || one.name.toLowerCase() === other.name.toLowerCase();

/** Whether any of these addresses is the project's repository; undefined: none of them is on GitHub. */
export const pointsAt = (repository: RepositoryName, urls: readonly (string | null | undefined)[]): boolean | undefined => {
  const named = urls.flatMap((url) => (url ? [repositoryOfUrl(url)].filter((one) => one !== undefined) : []));
  return named.length === 0 ? undefined : named.some((one) => isSameRepository(one, repository));
};

const ownerSchema = z.object({owner: z.object({login: z.string(), type: z.string().optional()})});

/** Whose a repository is, out of the question that every round asks anyway; undefined: GitHub shows no such repository. */
export const findOwner = async (lookup: Lookup, repository: RepositoryName): Promise<z.infer<typeof ownerSchema>['owner'] | undefined> =>
  (await lookup.json(repositoryApi(repository), ownerSchema))?.owner;

const contentSchema = z.object({type: z.string(), name: z.string(), path: z.string(), size: z.number().optional()});
export const directorySchema = z.array(contentSchema);

export const authorizeGitHub = (secret: string, _companions: unknown, origin?: string): Readonly<Record<string, string>> =>
  origin === gitOrigin ? basicHeader('x-access-token', secret.trim()) : {authorization: `Bearer ${secret.trim()}`};

/** What a GitHub token's text alone shows. */
export const readGitHubToken = (secret: string): TokenTest | undefined => foreignToken(secret, 'github');

/** The same where a pull request to somebody else's repository is needed, which a fine-grained token can't open. */
export const readClassicGitHubToken = (secret: string): TokenTest | undefined =>
  secret.startsWith('github_pat_')
    ? {
        verdict: 'lacks-right',
        note: 'This is a fine-grained token, which cannot open pull requests in a repository of somebody else; make a classic one.',
      }
    : foreignToken(secret, 'github');

/** What a GitHub token must be able to do. */
type GitHubNeeds = {
  /** Classic scopes, any one of which is enough, the least first. */
  readonly scopes: readonly [string, ...string[]];
  /** The permission of a fine-grained token that does the same, such as "Contents: write on owner/homebrew-tap". */
  readonly permission: string;
};

const implied: Readonly<Record<string, readonly string[]>> = {
  repo: ['public_repo', 'repo:status', 'repo_deployment'],
  'write:packages': ['read:packages'],
  'admin:org': ['write:org', 'read:org'],
};

/** The scopes a reply of GitHub names; undefined: the token is not a classic one. */
export const scopesOf = (headers: Readonly<Record<string, string>>): readonly string[] | undefined => {
  const named = headers['x-oauth-scopes'];
  if (named === undefined) return undefined;
  return named.split(',').flatMap((scope) => (scope.trim() === '' ? [] : [scope.trim()]));
};

/** Whether one of the wanted scopes is there, or one that implies it. */
export const hasScope = (scopes: readonly string[], ...wanted: readonly string[]): boolean =>
  scopes.some((scope) => wanted.includes(scope) || (implied[scope] ?? []).some((one) => wanted.includes(one)));

/** GitHub writes `2026-12-01 19:07:53 UTC`, and sometimes an offset. */
const expiryOf = (headers: Readonly<Record<string, string>>): string | undefined => {
  const written = headers['github-authentication-token-expiration'];
  if (written === undefined) return undefined;
  const time = Date.parse(
    written
      .replace(' ', 'T')
      .replace(/ UTC$/, 'Z')
      .replace(/ ([+-]\d\d)(\d\d)$/, '$1:$2'),
  );
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

const refusal = (status: number, headers: Readonly<Record<string, string>>, text: string): TokenTest => {
  if (status === 401) return {verdict: 'refused', note: 'GitHub refuses the token: it is wrong, expired or revoked.'};
  const sso = headers['x-github-sso'];
  if (sso !== undefined || /SAML|SSO/.test(text)) {
    const page = /url=(\S+)/.exec(sso ?? '')?.[1];
    return {verdict: 'blocked', note: `The organization wants the token authorized for single sign-on${page ? `: open ${page}` : ''}.`};
  }
  if (status === 429 || headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(text))
    return {verdict: 'undetermined', note: 'GitHub limits requests at the moment, so the token could not be tested.'};
  if (/login attempts exceeded/i.test(text))
    return {verdict: 'undetermined', note: 'GitHub takes no sign-in of this account for a while after several bad ones; test again later.'};
  if (/by integration/.test(text))
    return {
      verdict: 'undetermined',
      note: 'This is the token of an app or a workflow run; it has no user, so only a run shows its rights.',
    };
  return isMarkup(text)
    ? {verdict: 'undetermined', note: 'Something other than GitHub’s API answers, so the token could not be tested.'}
    : {verdict: 'blocked', note: "GitHub knows the token and forbids its use here; look at the organization's rules for tokens."};
};

const outages = [429, 500, 502, 503, 504];

/** Tests the marketplace's own GitHub token by asking who it is; writes nothing. */
export const githubTokenTest = async (lookup: Lookup, needs: GitHubNeeds): Promise<TokenTest> => {
  const reply = await lookup.reply(`${apiOrigin}/user`, {as: 'token', accept: [200, 401, 403, 429]});
  if (reply.status !== 200) return refusal(reply.status, reply.headers, reply.text);
  const identity = /"login"\s*:\s*"([A-Za-z0-9-]+(?:\[bot\])?)"/.exec(reply.text)?.[1];
  if (identity === undefined) return {verdict: 'undetermined', note: "GitHub's answer names no user, so nothing is known of the token."};
  const expires = expiryOf(reply.headers);
  const known = {identity, ...(expires === undefined ? {} : {expires})};
  const rights = scopesOf(reply.headers);
  if (rights === undefined)
    return {...known, verdict: 'valid-rights-unknown', note: `The token works; only a run shows whether it has ${needs.permission}.`};
  return hasScope(rights, ...needs.scopes)
    ? {...known, rights, verdict: 'valid', note: 'The token works and has the scope it needs.'}
    : {...known, rights, verdict: 'lacks-right', note: `The token works but lacks the scope ${needs.scopes[0]}; make one that has it.`};
};

/**
 * Adds what the git protocol says of pushing, which is right where the API's own `permissions.push` only guesses. A token that does not do already,
 * and an answer that can't be relied on, leave what is known as it is.
 */
export const githubPushTest = async (lookup: Lookup, known: TokenTest, repository: RepositoryName): Promise<TokenTest> => {
  if (known.verdict !== 'valid' && known.verdict !== 'valid-rights-unknown') return known;
  const name = repositoryText(repository);
  const address = `${gitOrigin}/${name}.git/info/refs?service=git-receive-pack`;
  const {status, text, headers} = await lookup.reply(address, {as: 'token', accept: [200, 401, 403, 404, ...outages]});
  const speaksGit = text.includes('service=git-receive-pack') || headers['content-type']?.includes('git-receive-pack') === true;
  if (status === 200 && speaksGit)
    return {
      ...known,
      rights: [...(known.rights ?? []), `push to ${name}`],
      verdict: 'valid',
      note: `The token works and may push to ${name}.`,
    };
  if (status === 403 && !isMarkup(text)) return {...known, verdict: 'lacks-right', note: `The token works and may not push to ${name}.`};
  if (status !== 404) return known;
  const shown = await lookup.reply(repositoryApi(repository), {as: 'token', accept: [200, 301, 401, 403, 404, ...outages]});
  // A classic token reaches whatever its user reaches; only a fine-grained one can leave a repository out.
  if (shown.status === 200)
    return known.rights === undefined
      ? {...known, verdict: 'lacks-right', note: `The token works and does not reach ${name}; add the repository to it.`}
      : known;
  return {
    ...known,
    verdict: 'valid-rights-unknown',
    note: `The token works; ${name} does not exist yet, or the token does not reach it.`,
  };
};
