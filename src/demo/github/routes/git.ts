import {childrenOf, findCommit, modeOf, type Tree, type TreeEntry, treeOfCommit} from '../git.ts';
import {conflict, notFound} from '../refusals.ts';
import {ok, type RepositoryRoute} from '../route.ts';
import {nodeId} from '../shapes/account.ts';
import {apiUrl} from '../shapes/repository.ts';
import type {Repository} from '../state.ts';

type Reference = {readonly ref: string; readonly sha: string};

const referencesOf = (repository: Repository): readonly Reference[] => [
  ...[...repository.branches].map(([name, sha]) => ({ref: `refs/heads/${name}`, sha})),
  ...[...repository.tags].map(([name, sha]) => ({ref: `refs/tags/${name}`, sha})),
];

export const referenceShape = (repository: Repository, {ref, sha}: Reference) => ({
  ref,
  node_id: nodeId('REF', ref),
  url: `${apiUrl(repository)}/git/${ref}`,
  object: {sha, type: 'commit', url: `${apiUrl(repository)}/git/commits/${sha}`},
});

type Found = {readonly tree: Tree; readonly folder: TreeEntry};

/** A tree by its own digest, the root tree of a commit, branch or tag, or a folder of it after a colon. */
const findTree = (repository: Repository, reference: string): Found | undefined => {
  const [name = '', path] = reference.split(':');
  if (path !== undefined) {
    const commit = findCommit(repository, name);
    const tree = commit === undefined ? undefined : treeOfCommit(commit);
    const folder = tree?.get(path);
    return tree && folder?.type === 'tree' ? {tree, folder} : undefined;
  }
  const commit = findCommit(repository, reference);
  const candidates = commit ? [commit] : [...repository.commits.values()];
  for (const one of candidates) {
    const tree = treeOfCommit(one);
    const folder = commit ? tree.get('') : [...tree.values()].find((entry) => entry.type === 'tree' && entry.sha === reference);
    if (folder) return {tree, folder};
  }
  return undefined;
};

const below = (tree: Tree, folder: string): readonly TreeEntry[] =>
  childrenOf(tree, folder).flatMap((entry) => (entry.type === 'tree' ? [entry, ...below(tree, entry.path)] : [entry]));

export const entryShape = (repository: Repository, entry: TreeEntry, root: string) => ({
  path: root === '' ? entry.path : entry.path.slice(root.length + 1),
  mode: modeOf(entry),
  type: entry.type,
  sha: entry.sha,
  ...(entry.type === 'blob' ? {size: entry.size} : {}),
  url: `${apiUrl(repository)}/git/${entry.type}s/${entry.sha}`,
});

export const findBlob = (repository: Repository, sha: string): Buffer | undefined => {
  for (const commit of repository.commits.values()) {
    const entry = [...treeOfCommit(commit).values()].find((one) => one.type === 'blob' && one.sha === sha);
    if (entry) return commit.files.get(entry.path);
  }
  return undefined;
};

/** Base64 in lines of sixty characters, as GitHub sends it. */
export const base64Lines = (contents: Buffer): string => contents.toString('base64').replace(/(.{60})/g, '$1\n');

export const gitRoutes: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/git/ref/{ref+}',
    about: ({repository, parameters}) => {
      const found = referencesOf(repository).find((one) => one.ref === `refs/${parameters.ref}`);
      return found ? ok(referenceShape(repository, found)) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/git/matching-refs/{ref+}',
    about: ({repository, parameters}) =>
      ok(
        referencesOf(repository)
          .filter((one) => one.ref.startsWith(`refs/${parameters.ref}`))
          .map((one) => referenceShape(repository, one)),
      ),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/git/trees/{tree_sha+}',
    about: ({repository, parameters, request}) => {
      const found = findTree(repository, parameters.tree_sha ?? '');
      if (!found) return notFound();
      const {tree, folder} = found;
      const isRecursive = request.query.has('recursive');
      const entries = isRecursive ? below(tree, folder.path) : childrenOf(tree, folder.path);
      return ok({
        sha: folder.sha,
        url: `${apiUrl(repository)}/git/trees/${folder.sha}`,
        tree: entries.map((entry) => entryShape(repository, entry, folder.path)),
        truncated: isRecursive && repository.isTruncated,
      });
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/git/blobs/{file_sha}',
    about: ({repository, parameters, request}) => {
      const sha = parameters.file_sha ?? '';
      const contents = findBlob(repository, sha);
      if (!contents) return notFound();
      if (request.headers.accept?.includes('raw')) {
        return {status: 200, headers: {'content-type': 'application/vnd.github.raw+json; charset=utf-8'}, body: contents};
      }
      const url = `${apiUrl(repository)}/git/blobs/${sha}`;
      return ok({sha, node_id: nodeId('B', sha), size: contents.length, url, content: base64Lines(contents), encoding: 'base64'});
    },
  },
];

/** Until it has a commit, GitHub refuses to look into a repository at all. */
export const unlessEmpty = (route: RepositoryRoute): RepositoryRoute => ({
  ...route,
  about: (call) => (call.repository.branches.size === 0 ? conflict('Git Repository is empty.') : route.about(call)),
});
