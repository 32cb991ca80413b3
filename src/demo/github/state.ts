import type {Environment, OrganizationSecret, Run, Secret, Workflow} from './actions-state.ts';

/** What the simulated GitHub knows: plain values that may be changed while it is served. Times are ISO texts without milliseconds. */
export type GitHubState = {
  /** By login in lower case. */
  readonly accounts: Map<string, Account>;
  /** By the token itself. */
  readonly tokens: Map<string, Token>;
  /** By `owner/name` in lower case. */
  readonly repositories: Map<string, Repository>;
  /** What renamed or transferred repositories are called now, by what they were called, both as `owner/name` in lower case. */
  readonly renames: Map<string, string>;
  readonly packages: Package[];
  /** Milliseconds until what is made from another repository, a fork or a copy of a template, can be read; 0: at once. */
  forkTime: number;
  /** Requests counted against a caller's limits, by caller and resource. */
  readonly usage: Map<string, Usage>;
};

export type Usage = {used: number; resetsAt: number};

export type Account = {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization';
  readonly createdAt: string;
  /** Logins that own the organization; absent: it is a user, or nobody known here. */
  readonly owners?: readonly string[];
  /** Absent: it is a user, or has none. */
  readonly secrets?: OrganizationSecret[];
};

export type Token =
  | {readonly kind: 'classic'; readonly login: string; readonly scopes: readonly string[]; readonly expiresAt?: string}
  | {
      readonly kind: 'fine-grained';
      readonly login: string;
      /** Such as `{secrets: 'read'}`; metadata goes without saying. */
      readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
      /** In lower case, `owner/name`; `owner/*` is all of an owner's, also those that come later. */
      readonly repositories: readonly string[];
      readonly expiresAt?: string;
    };

export type Commit = {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly date: string;
  readonly files: ReadonlyMap<string, Buffer>;
};

export type Asset = {
  readonly id: number;
  readonly name: string;
  readonly state: 'uploaded' | 'open';
  readonly contentType: string;
  readonly contents: Buffer;
  /** Lower-case hex; null for uploads before GitHub computed it. */
  readonly sha256: string | null;
  readonly createdAt: string;
  readonly uploader: string;
};

export type Release = {
  readonly id: number;
  readonly tag: string;
  readonly target: string;
  name: string;
  body: string;
  isDraft: boolean;
  isPrerelease: boolean;
  readonly isImmutable: boolean;
  readonly createdAt: string;
  /** Null while it is a draft. */
  publishedAt: string | null;
  readonly author: string;
  readonly assets: Asset[];
};

export type Pull = {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  readonly author: string;
  /** `owner/name` of the repository that the branch lies in. */
  readonly headRepository: string;
  readonly headBranch: string;
  headSha: string;
  readonly baseBranch: string;
  readonly isDraft: boolean;
  labels: readonly string[];
  /** What reviewers and checks say, in GitHub's own words; absent: nothing yet. */
  review?: {readonly decision?: 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED'; readonly checks?: 'SUCCESS' | 'FAILURE' | 'PENDING'};
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  mergedAt: string | null;
};

export type Repository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly description: string | null;
  readonly language: string | null;
  readonly isPrivate: boolean;
  isArchived: boolean;
  readonly isTemplate: boolean;
  topics: readonly string[];
  /** `owner/name` of what it was forked from; null: it is no fork. */
  readonly parent: string | null;
  readonly defaultBranch: string;
  readonly createdAt: string;
  pushedAt: string;
  /** Branches that GitHub still copies in the background, and when they are there, in milliseconds since 1970; null: nothing is on its way. */
  arriving: {readonly at: number; readonly branches: ReadonlyMap<string, string>} | null;
  /** Logins that may push, besides the owner. */
  readonly pushers: readonly string[];
  readonly branches: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly commits: Map<string, Commit>;
  /** True: it holds far more files than are kept here, so a listing of everything is cut off. */
  readonly isTruncated: boolean;
  readonly releases: Release[];
  readonly secrets: Secret[];
  readonly organizationSecrets: Secret[];
  readonly environments: Environment[];
  readonly workflows: Workflow[];
  readonly runs: Run[];
  readonly pulls: Pull[];
  actions: {readonly isEnabled: boolean; readonly allowed: 'all' | 'local_only' | 'selected'};
  workflowPermissions: 'read' | 'write';
  hasImmutableReleases: boolean;
  /** The release that was made the latest; absent: the newest is. */
  latestRelease?: number;
};

export type PackageVersion = {
  readonly id: number;
  readonly name: string;
  readonly tags: readonly string[];
  readonly createdAt: string;
};

export type Package = {
  readonly id: number;
  readonly owner: string;
  readonly type: 'npm' | 'container';
  readonly name: string;
  visibility: 'public' | 'private';
  /** Repositories whose workflows may write it, as `owner/name`; absent: that which made it alone. */
  writers?: readonly string[];
  readonly createdAt: string;
  readonly versions: PackageVersion[];
};

/** An ISO time as GitHub writes it. */
export const timeText = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

export const findRepository = (state: GitHubState, owner: string, name: string): Repository | undefined =>
  state.repositories.get(`${owner}/${name}`.toLowerCase());

/** A repository by a name that it no longer has. */
export const findRenamed = (state: GitHubState, owner: string, name: string): Repository | undefined =>
  state.repositories.get(state.renames.get(`${owner}/${name}`.toLowerCase()) ?? '');

export const findAccount = (state: GitHubState, login: string): Account | undefined => state.accounts.get(login.toLowerCase());
