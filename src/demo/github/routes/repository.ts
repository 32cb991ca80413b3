import type {DemoReply} from '../../service.ts';
import {blobSha, findCommit, historyOf} from '../git.ts';
import {listReply, pageOf} from '../paging.ts';
import {notFound, unprocessable} from '../refusals.ts';
import {ok, type RepositoryCall, type RepositoryRoute} from '../route.ts';
import {nodeId} from '../shapes/account.ts';
import {changedFiles, commitShape} from '../shapes/commit.ts';
import {apiUrl, areRelated, fullRepository, pageUrl} from '../shapes/repository.ts';
import type {Commit, Repository} from '../state.ts';

const shortCommit = (repository: Repository, sha: string) => ({sha, url: `${apiUrl(repository)}/commits/${sha}`});

const comparison = (repository: Repository, base: Commit, head: Commit) => {
  const before = historyOf(repository, base);
  const after = historyOf(repository, head);
  const ahead = after.filter((commit) => !before.includes(commit)).reverse();
  const behind = before.filter((commit) => !after.includes(commit));
  const common = after.find((commit) => before.includes(commit)) ?? base;
  const status =
    ahead.length > 0 && behind.length > 0 ? 'diverged' : ahead.length > 0 ? 'ahead' : behind.length > 0 ? 'behind' : 'identical';
  return {ahead, behind, common, status};
};

/** An end of a comparison: a branch, a tag or a commit of this repository, or with an owner before a colon, of their fork. */
const findEnd = ({state, repository}: RepositoryCall, name: string): {commit: Commit; commits: Repository['commits']} | undefined => {
  const [, owner, reference = name] = /^([^:]+):(.+)$/.exec(name) ?? [];
  const place =
    owner === undefined
      ? repository
      : [...state.repositories.values()].find(
          (one) => one.owner.toLowerCase() === owner.toLowerCase() && areRelated(state, one, repository),
        );
  const commit = place && findCommit(place, reference);
  return place && commit ? {commit, commits: place.commits} : undefined;
};

const compare = (call: RepositoryCall): DemoReply => {
  const {state, request, parameters} = call;
  const [base, head] = (parameters.basehead ?? '').split('...').map((name) => findEnd(call, name));
  if (!base || !head) return notFound();
  const repository = {...call.repository, commits: new Map([...base.commits, ...head.commits])};
  const {ahead, behind, common, status} = comparison(repository, base.commit, head.commit);
  const {items, headers} = request.query.has('per_page') ? pageOf(request, ahead) : {items: ahead, headers: {}};
  const shown = {
    ...comparisonLinks(repository, base.commit, head.commit),
    base_commit: commitShape(state, repository, base.commit),
    merge_base_commit: commitShape(state, repository, common),
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: items.map((commit) => commitShape(state, repository, commit)),
    files: changedFiles(repository, common, head.commit),
  };
  return ok(shown, headers);
};

const comparisonLinks = (repository: Repository, base: Commit, head: Commit) => {
  const page = `${pageUrl(repository)}/compare/${base.sha}...${head.sha}`;
  return {
    url: `${apiUrl(repository)}/compare/${base.sha}...${head.sha}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
  };
};

/** The commits that changed a path, or all where none is asked for. */
const touching = (repository: Repository, commits: readonly Commit[], path: string | null): readonly Commit[] => {
  if (path === null || path === '') return commits;
  const holds = (commit: Commit | undefined) => [...(commit?.files ?? [])].filter(([at]) => at === path || at.startsWith(`${path}/`));
  const digests = (commit: Commit | undefined) =>
    holds(commit)
      .map(([at, contents]) => `${at} ${blobSha(contents)}`)
      .join();
  return commits.filter((commit) => digests(commit) !== digests(repository.commits.get(commit.parents[0] ?? '')));
};

export const repositoryRoutes: readonly RepositoryRoute[] = [
  {method: 'GET', template: '/repos/{owner}/{repo}', about: ({state, repository, viewer}) => ok(fullRepository(state, repository, viewer))},
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/tags',
    about: ({repository, request}) =>
      listReply(request, [...repository.tags].reverse(), ([name, sha]) => ({
        name,
        zipball_url: `${apiUrl(repository)}/zipball/refs/tags/${name}`,
        tarball_url: `${apiUrl(repository)}/tarball/refs/tags/${name}`,
        commit: shortCommit(repository, sha),
        node_id: nodeId('REF', `refs/tags/${name}`),
      })),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/branches',
    about: ({repository, request}) =>
      listReply(request, [...repository.branches], ([name, sha]) => ({name, commit: shortCommit(repository, sha), protected: false})),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/branches/{branch}',
    about: ({state, repository, parameters}) => {
      const name = parameters.branch ?? '';
      const commit = repository.commits.get(repository.branches.get(name) ?? '');
      if (!commit) return notFound();
      const url = `${apiUrl(repository)}/branches/${name}`;
      return ok({
        name,
        commit: commitShape(state, repository, commit),
        _links: {self: url, html: `${pageUrl(repository)}/tree/${name}`},
        protected: false,
        protection: {enabled: false, required_status_checks: {enforcement_level: 'off', contexts: [], checks: []}},
        protection_url: `${url}/protection`,
      });
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/commits',
    about: ({state, repository, request}) => {
      const start = findCommit(repository, request.query.get('sha') ?? 'HEAD');
      const history = start && touching(repository, historyOf(repository, start), request.query.get('path'));
      return history ? listReply(request, history, (commit) => commitShape(state, repository, commit)) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/commits/{ref+}',
    about: ({state, repository, parameters}) => {
      const commit = findCommit(repository, parameters.ref ?? '');
      if (!commit) return unprocessable(`No commit found for SHA: ${parameters.ref}`);
      const files = changedFiles(repository, repository.commits.get(commit.parents[0] ?? ''), commit);
      const total = files.reduce((sum, file) => sum + file.changes, 0);
      return ok({...commitShape(state, repository, commit), stats: {total, additions: total, deletions: 0}, files});
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/compare/{basehead+}',
    about: compare,
  },
];
