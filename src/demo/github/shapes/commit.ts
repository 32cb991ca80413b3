import {treeOfCommit} from '../git.ts';
import type {Commit, GitHubState, Repository} from '../state.ts';
import {nodeId, simpleUser} from './account.ts';
import {apiUrl, pageUrl} from './repository.ts';

const personOf = (commit: Commit) => ({
  name: commit.author,
  email: `${commit.author}@users.noreply.github.com`,
  date: commit.date,
});

const unverified = {verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null};

const detailsOf = (repository: Repository, commit: Commit) => ({
  author: personOf(commit),
  committer: personOf(commit),
  message: commit.message,
  tree: {sha: commit.tree, url: `${apiUrl(repository)}/git/trees/${commit.tree}`},
  url: `${apiUrl(repository)}/git/commits/${commit.sha}`,
  comment_count: 0,
  verification: unverified,
});

export const commitShape = (state: GitHubState, repository: Repository, commit: Commit) => {
  const url = `${apiUrl(repository)}/commits/${commit.sha}`;
  const author = simpleUser(state, commit.author);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: detailsOf(repository, commit),
    url,
    html_url: `${pageUrl(repository)}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    author,
    committer: author,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${apiUrl(repository)}/commits/${sha}`,
      html_url: `${pageUrl(repository)}/commit/${sha}`,
    })),
  };
};

/** A commit as the part of the API answers that speaks git's own words. */
export const gitCommitShape = (repository: Repository, commit: Commit) => {
  const {comment_count: _, ...details} = detailsOf(repository, commit);
  return {
    ...details,
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    html_url: `${pageUrl(repository)}/commit/${commit.sha}`,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${apiUrl(repository)}/git/commits/${sha}`,
      html_url: `${pageUrl(repository)}/commit/${sha}`,
    })),
  };
};

/** The short form that stands in a run. */
export const simpleCommit = (commit: Commit) => {
  const {name, email} = personOf(commit);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.date,
    author: {name, email},
    committer: {name, email},
  };
};

const lineCount = (contents: Buffer | undefined): number => (contents === undefined ? 0 : contents.toString('utf8').split('\n').length - 1);

/** The files that differ between two commits. */
export const changedFiles = (repository: Repository, before: Commit | undefined, after: Commit) => {
  const old = before?.files ?? new Map<string, Buffer>();
  const paths = [...new Set([...old.keys(), ...after.files.keys()])].sort();
  return paths
    .filter((path) => !(old.get(path) && after.files.get(path) && old.get(path)?.equals(after.files.get(path) as Buffer)))
    .map((path) => {
      const additions = lineCount(after.files.get(path));
      const deletions = lineCount(old.get(path));
      const status = !old.has(path) ? 'added' : after.files.has(path) ? 'modified' : 'removed';
      return {
        sha: treeOfCommit(after).get(path)?.sha ?? null,
        filename: path,
        status,
        additions,
        deletions,
        changes: additions + deletions,
        blob_url: `${pageUrl(repository)}/blob/${after.sha}/${encodeURI(path)}`,
        raw_url: `${pageUrl(repository)}/raw/${after.sha}/${encodeURI(path)}`,
        contents_url: `${apiUrl(repository)}/contents/${encodeURI(path)}?ref=${after.sha}`,
      };
    });
};
