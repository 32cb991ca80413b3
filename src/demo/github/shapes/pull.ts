import {findRepository, type GitHubState, type Pull, type Repository} from '../state.ts';
import type {Viewer} from '../viewer.ts';
import {nodeId, simpleUser} from './account.ts';
import {apiUrl, pageUrl, repositoryShape} from './repository.ts';

const linksOf = (repository: Repository, pull: Pull) => {
  const url = `${apiUrl(repository)}/pulls/${pull.number}`;
  const issue = `${apiUrl(repository)}/issues/${pull.number}`;
  return {
    self: url,
    html: `${pageUrl(repository)}/pull/${pull.number}`,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${apiUrl(repository)}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${apiUrl(repository)}/statuses/${pull.headSha}`,
  };
};

const labelOf = (repository: Repository, name: string) => ({
  id: name.length,
  node_id: nodeId('LA', name),
  url: `${apiUrl(repository)}/labels/${encodeURIComponent(name)}`,
  name,
  description: '',
  color: 'ededed',
  default: false,
});

const endOf = (state: GitHubState, repository: Repository, branch: string, sha: string, viewer: Viewer) => ({
  label: `${repository.owner}:${branch}`,
  ref: branch,
  sha,
  user: simpleUser(state, repository.owner),
  repo: repositoryShape(state, repository, viewer),
});

const headOf = (state: GitHubState, repository: Repository, pull: Pull): Repository => {
  const [owner = '', name = ''] = pull.headRepository.split('/');
  return findRepository(state, owner, name) ?? repository;
};

/** What a pull request and the issue behind it have in common. */
const shared = (state: GitHubState, repository: Repository, pull: Pull) => {
  const links = linksOf(repository, pull);
  return {
    id: pull.id,
    number: pull.number,
    html_url: links.html,
    comments_url: links.comments,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    user: simpleUser(state, pull.author),
    body: pull.body,
    labels: pull.labels.map((name) => labelOf(repository, name)),
    milestone: null,
    assignee: null,
    assignees: [],
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    author_association: 'CONTRIBUTOR',
    draft: pull.isDraft,
  };
};

export const pullShape = (state: GitHubState, repository: Repository, pull: Pull, viewer: Viewer) => {
  const links = linksOf(repository, pull);
  const head = headOf(state, repository, pull);
  return {
    ...shared(state, repository, pull),
    url: links.self,
    node_id: nodeId('PR', pull.id),
    diff_url: `${links.html}.diff`,
    patch_url: `${links.html}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    statuses_url: links.statuses,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergedAt === null ? null : pull.headSha,
    requested_reviewers: [],
    requested_teams: [],
    head: endOf(state, head, pull.headBranch, pull.headSha, viewer),
    base: endOf(state, repository, pull.baseBranch, repository.branches.get(pull.baseBranch) ?? pull.headSha, viewer),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, {href}])),
    auto_merge: null,
  };
};

/** The whole answer about one pull request. */
export const fullPull = (state: GitHubState, repository: Repository, pull: Pull, viewer: Viewer) => ({
  ...pullShape(state, repository, pull, viewer),
  merged: pull.mergedAt !== null,
  mergeable: pull.state === 'open' ? true : null,
  rebaseable: null,
  mergeable_state: pull.state === 'open' ? 'clean' : 'unknown',
  merged_by: null,
  comments: 0,
  review_comments: 0,
  maintainer_can_modify: true,
  commits: 1,
  additions: 1,
  deletions: 0,
  changed_files: 1,
});

/** A pull request as a search finds it: as an issue. */
export const foundPull = (state: GitHubState, repository: Repository, pull: Pull) => {
  const links = linksOf(repository, pull);
  return {
    ...shared(state, repository, pull),
    url: links.issue,
    repository_url: apiUrl(repository),
    labels_url: `${links.issue}/labels{/name}`,
    events_url: `${links.issue}/events`,
    node_id: nodeId('PR', pull.id),
    comments: 0,
    state_reason: null,
    score: 1,
    pull_request: {
      url: links.self,
      html_url: links.html,
      diff_url: `${links.html}.diff`,
      patch_url: `${links.html}.patch`,
      merged_at: pull.mergedAt,
    },
  };
};
