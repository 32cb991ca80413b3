import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import {apiOrigin, hasScope, repositoryApi, scopesOf} from './github.ts';

/** What Portcall may be asked to do at GitHub. */
export const gitHubActions = [
  'read-logs',
  'set-secrets',
  'set-environment-secrets',
  'set-organization-secrets',
  'run-workflows',
  'edit-releases',
  'edit-workflows',
  'fork',
  'propose-elsewhere',
] as const;
export type GitHubAction = (typeof gitHubActions)[number];

type Need = {
  readonly title: string;
  /** Classic scopes, any one of which is enough, the least first; the first is asked for. */
  readonly scopes: readonly [string, ...string[]];
  /** A fine-grained token's permission; null: no fine-grained token can. */
  readonly permission: string | null;
  /** A read below the repository that a fine-grained token without the permission is refused; absent: none tells. */
  readonly probe?: string;
};

const needs: Readonly<Record<GitHubAction, Need>> = {
  'read-logs': {title: 'read the logs of jobs', scopes: ['public_repo', 'repo'], permission: 'Actions: read'},
  'set-secrets': {
    title: 'set secrets of the repository',
    scopes: ['repo'],
    permission: 'Secrets: read and write',
    probe: '/actions/secrets/public-key',
  },
  'set-environment-secrets': {title: 'set secrets of an environment', scopes: ['repo'], permission: 'Environments: read and write'},
  'set-organization-secrets': {
    title: 'set secrets of the organization',
    scopes: ['admin:org'],
    permission: 'Organization secrets: read and write',
  },
  'run-workflows': {title: 'run workflows and jobs again', scopes: ['repo'], permission: 'Actions: read and write'},
  'edit-releases': {title: 'edit releases', scopes: ['public_repo', 'repo'], permission: 'Contents: read and write'},
  'edit-workflows': {title: 'change workflow files', scopes: ['workflow'], permission: 'Workflows: read and write'},
  fork: {title: 'fork a repository', scopes: ['public_repo', 'repo'], permission: 'Administration: read and write'},
  'propose-elsewhere': {title: 'open pull requests in others’ repositories', scopes: ['public_repo', 'repo'], permission: null},
};

/** What a token may do of one action, and where a missing right is granted. */
export type GitHubRight = {
  readonly action: GitHubAction;
  readonly title: string;
  readonly verdict: 'granted' | 'missing' | 'not-told';
  /** The scope or permission, in GitHub's own words. */
  readonly need: string;
  /** Absent unless the right is missing. */
  readonly page?: string;
};

const classicPage = (scopes: readonly string[]): string =>
  `https://github.com/settings/tokens/new?description=Portcall&scopes=${[...new Set(scopes)].sort().join(',')}`;
const fineGrainedPage = 'https://github.com/settings/personal-access-tokens';

/** Judges by a classic token's scopes, which name every right; the page asks for those it has and those it lacks. Pure. */
export const rightsByScopes = (actions: readonly GitHubAction[], scopes: readonly string[]): readonly GitHubRight[] =>
  actions.map((action) => {
    const {title, scopes: wanted} = needs[action];
    const need = `scope ${wanted[0]}`;
    if (hasScope(scopes, ...wanted)) return {action, title, verdict: 'granted', need};
    const lacking = actions.filter((one) => !hasScope(scopes, ...needs[one].scopes)).map((one) => needs[one].scopes[0]);
    return {action, title, verdict: 'missing', need, page: classicPage([...scopes, ...lacking])};
  });

const fineGrainedRight = async (lookup: Lookup, repository: RepositoryName, action: GitHubAction): Promise<GitHubRight> => {
  const {title, permission, scopes, probe} = needs[action];
  if (permission === null) return {action, title, verdict: 'missing', need: `a classic token with ${scopes[0]}`, page: classicPage(scopes)};
  const need = `permission ${permission}`;
  if (probe === undefined) return {action, title, verdict: 'not-told', need};
  const {status, headers} = await lookup.reply(repositoryApi(repository, probe), {accept: [200, 401, 403, 404, 429]});
  const isRateLimit = status === 429 || headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
  return (status === 403 || status === 404) && !isRateLimit
    ? {action, title, verdict: 'missing', need, page: fineGrainedPage}
    : {action, title, verdict: 'not-told', need};
};

/**
 * What GitHub's token may do of what is wanted. A classic token's scopes tell; a fine-grained one never says what it may write, so only what it is
 * refused to read is certain.
 */
export const findGitHubRights = async (
  lookup: Lookup,
  repository: RepositoryName,
  actions: readonly GitHubAction[] = gitHubActions,
): Promise<readonly GitHubRight[]> => {
  const {headers, status} = await lookup.reply(`${apiOrigin}/user`, {accept: [200, 401, 403, 429]});
  if (status !== 200) return [];
  const scopes = scopesOf(headers);
  return scopes === undefined
    ? Promise.all(actions.map((action) => fineGrainedRight(lookup, repository, action)))
    : rightsByScopes(actions, scopes);
};
