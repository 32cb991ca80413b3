import {commitOf, type NewCommit} from './git.ts';
import type {Account, GitHubState, Repository} from './state.ts';

export const createGitHubState = (): GitHubState => ({
  accounts: new Map(),
  tokens: new Map(),
  repositories: new Map(),
  renames: new Map(),
  packages: [],
  usage: new Map(),
  forkTime: 2500,
});

export const addAccount = (state: GitHubState, account: Account): void => {
  state.accounts.set(account.login.toLowerCase(), account);
};

/** A number that no repository has. */
export const freshId = (state: GitHubState): number => Math.max(0, ...[...state.repositories.values()].map(({id}) => id)) + 1;

/** Shows what GitHub has copied by now. */
export const settle = (repository: Repository, now: number): Repository => {
  const {arriving, branches} = repository;
  if (arriving !== null && arriving.at <= now) {
    for (const [name, sha] of arriving.branches) branches.set(name, sha);
    repository.arriving = null;
  }
  return repository;
};

type RepositoryStart = Pick<Repository, 'id' | 'owner' | 'name' | 'createdAt' | 'pushedAt'> & Partial<Repository>;

/** A public repository without commits; what is not given is empty. */
export const addRepository = (state: GitHubState, start: RepositoryStart): Repository => {
  const repository: Repository = {
    description: null,
    language: null,
    isPrivate: false,
    isArchived: false,
    isTemplate: false,
    topics: [],
    parent: null,
    defaultBranch: 'main',
    pushers: [],
    arriving: null,
    branches: new Map(),
    tags: new Map(),
    commits: new Map(),
    isTruncated: false,
    releases: [],
    secrets: [],
    organizationSecrets: [],
    environments: [],
    workflows: [],
    runs: [],
    pulls: [],
    actions: {isEnabled: true, allowed: 'all'},
    workflowPermissions: 'read',
    hasImmutableReleases: false,
    ...start,
  };
  state.repositories.set(`${repository.owner}/${repository.name}`.toLowerCase(), repository);
  return repository;
};

/** Adds a commit at the end of a branch and gives its digest; the branch is made if it isn't there. */
export const addCommit = (repository: Repository, branch: string, from: Omit<NewCommit, 'parents'>): string => {
  const parent = repository.branches.get(branch);
  const commit = commitOf({...from, parents: parent === undefined ? [] : [parent]});
  repository.commits.set(commit.sha, commit);
  repository.branches.set(branch, commit.sha);
  return commit.sha;
};
