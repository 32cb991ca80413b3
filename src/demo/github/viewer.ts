import {type Account, findAccount, type GitHubState, type Repository, type Token} from './state.ts';

/** Who asks. */
export type Viewer =
  | {readonly kind: 'nobody'}
  | {readonly kind: 'refused'}
  | {readonly kind: 'somebody'; readonly account: Account; readonly token: Token};

/** The token in an Authorization header: as Bearer or token, or as the password of Basic. */
const credentialOf = (authorization: string): string => {
  const [scheme = '', rest = ''] = authorization.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() !== 'basic') return rest;
  return Buffer.from(rest, 'base64').toString('utf8').split(':').slice(1).join(':');
};

export const findViewer = (state: GitHubState, authorization: string | undefined, now: number): Viewer => {
  if (authorization === undefined) return {kind: 'nobody'};
  const token = state.tokens.get(credentialOf(authorization));
  const account = token && findAccount(state, token.login);
  if (!token || !account || (token.expiresAt !== undefined && Date.parse(token.expiresAt) <= now)) return {kind: 'refused'};
  return {kind: 'somebody', account, token};
};

/** The scopes that a classic scope brings along. */
const implied: Readonly<Record<string, readonly string[]>> = {
  repo: ['public_repo', 'repo:status', 'repo_deployment'],
  'admin:org': ['write:org', 'read:org'],
  'write:packages': ['read:packages'],
  user: ['read:user', 'user:email'],
};

export const hasScope = (token: Token, scope: string): boolean =>
  token.kind === 'classic' && token.scopes.some((one) => one === scope || implied[one]?.includes(scope));

const isTheirs = (repository: Repository, account: Account): boolean =>
  repository.owner.toLowerCase() === account.login.toLowerCase() || repository.pushers.includes(account.login);

/** The person's role; it says nothing of what the token may do. */
export const mayPush = (viewer: Viewer, repository: Repository): boolean =>
  viewer.kind === 'somebody' && isTheirs(repository, viewer.account);

const reaches = (token: Token, repository: Repository): boolean =>
  token.kind === 'classic'
    ? hasScope(token, 'repo')
    : [repository.name, '*'].some((name) => token.repositories.includes(`${repository.owner}/${name}`.toLowerCase()));

/** A private repository is shown only to those who may push and whose token reaches it; everybody else gets a 404. */
export const maySee = (viewer: Viewer, repository: Repository): boolean =>
  !repository.isPrivate || (viewer.kind === 'somebody' && mayPush(viewer, repository) && reaches(viewer.token, repository));

export type Right = {
  /** The classic scope that gives it. */
  readonly scope: string;
  /** The fine-grained permission that gives it, such as `secrets`; null: fine-grained tokens never have it. */
  readonly permission: string | null;
  /** True: whoever may read the repository qualifies, once signed in; absent: only those who may push. */
  readonly isForReaders?: true;
  /** True: it is about writing; absent: reading. */
  readonly isForWriting?: true;
};

const permits = (held: 'read' | 'write' | undefined, {isForWriting}: Right): boolean =>
  held === 'write' || (held === 'read' && isForWriting === undefined);

/** Whether the token itself holds a right over the repository. */
export const holds = (token: Token, repository: Repository, right: Right): boolean =>
  token.kind === 'classic'
    ? hasScope(token, right.scope)
    : right.permission !== null && reaches(token, repository) && permits(token.permissions[right.permission], right);
