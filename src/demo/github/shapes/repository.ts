import {findRepository, type GitHubState, type Repository} from '../state.ts';
import {mayPush, type Viewer} from '../viewer.ts';
import {nodeId, simpleUser} from './account.ts';

export const fullName = (repository: Repository): string => `${repository.owner}/${repository.name}`;
export const apiUrl = (repository: Repository): string => `https://api.github.com/repos/${fullName(repository)}`;
export const pageUrl = (repository: Repository): string => `https://github.com/${fullName(repository)}`;

/** The addresses that hang under a repository's own, with GitHub's template endings. */
const endings: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** The form that stands inside runs and lists. */
export const minimalRepository = (state: GitHubState, repository: Repository) => ({
  id: repository.id,
  node_id: nodeId('R', repository.id),
  name: repository.name,
  full_name: fullName(repository),
  private: repository.isPrivate,
  owner: simpleUser(state, repository.owner),
  html_url: pageUrl(repository),
  description: repository.description,
  fork: repository.parent !== null,
  url: apiUrl(repository),
  ...Object.fromEntries(Object.entries(endings).map(([name, ending]) => [name, `${apiUrl(repository)}${ending}`])),
});

const permissionsFor = (viewer: Viewer, repository: Repository) => {
  const may = mayPush(viewer, repository);
  return {admin: may, maintain: may, push: may, triage: may, pull: true};
};

const counts = {
  size: 1024,
  stargazers_count: 12,
  watchers_count: 12,
  watchers: 12,
  forks_count: 0,
  forks: 0,
  open_issues_count: 0,
  open_issues: 0,
};

const cloneUrls = (repository: Repository) => ({
  git_url: `git://github.com/${fullName(repository)}.git`,
  ssh_url: `git@github.com:${fullName(repository)}.git`,
  clone_url: `${pageUrl(repository)}.git`,
  svn_url: pageUrl(repository),
  mirror_url: null,
});

/** The form that stands in the ends of a pull request and in lists of one's own repositories. */
export const repositoryShape = (state: GitHubState, repository: Repository, viewer: Viewer) => ({
  ...minimalRepository(state, repository),
  ...cloneUrls(repository),
  ...counts,
  homepage: null,
  language: repository.language,
  default_branch: repository.defaultBranch,
  topics: repository.topics,
  has_issues: true,
  has_projects: true,
  has_wiki: true,
  has_pages: false,
  has_downloads: true,
  has_discussions: false,
  archived: repository.isArchived,
  disabled: false,
  visibility: repository.isPrivate ? 'private' : 'public',
  pushed_at: repository.pushedAt,
  created_at: repository.createdAt,
  updated_at: repository.pushedAt,
  license: {key: 'mit', name: 'MIT License', url: 'https://api.github.com/licenses/mit', spdx_id: 'MIT', node_id: 'MDc6TGljZW5zZTEz'},
  ...(viewer.kind === 'somebody' ? {permissions: permissionsFor(viewer, repository)} : {}),
});

/** Undefined: it is no fork, or what it was forked from is gone. */
export const parentOf = (state: GitHubState, repository: Repository): Repository | undefined => {
  const [owner = '', name = ''] = repository.parent?.split('/') ?? [];
  return findRepository(state, owner, name);
};

const rootOf = (state: GitHubState, repository: Repository): Repository => {
  const parent = parentOf(state, repository);
  return parent ? rootOf(state, parent) : repository;
};

/** Whether one was forked from the other, however far away, or both from the same. */
export const areRelated = (state: GitHubState, one: Repository, other: Repository): boolean => rootOf(state, one) === rootOf(state, other);

/** The whole answer about one repository. */
export const fullRepository = (state: GitHubState, repository: Repository, viewer: Viewer) => {
  const parent = parentOf(state, repository);
  const ancestors = parent && {
    parent: repositoryShape(state, parent, viewer),
    source: repositoryShape(state, rootOf(state, parent), viewer),
  };
  return {
    ...repositoryShape(state, repository, viewer),
    temp_clone_token: null,
    allow_forking: true,
    is_template: repository.isTemplate,
    web_commit_signoff_required: false,
    ...ancestors,
    network_count: 0,
    subscribers_count: 1,
  };
};
