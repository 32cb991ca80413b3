import {createHash} from 'node:crypto';
import type {Commit, Repository} from './state.ts';

const objectSha = (type: string, body: Buffer): string => createHash('sha1').update(`${type} ${body.length}\0`).update(body).digest('hex');

export const blobSha = (contents: Buffer): string => objectSha('blob', contents);

/** An entry of a tree at its full path; `tree` entries are the folders. */
export type TreeEntry = {readonly path: string; readonly type: 'blob' | 'tree'; readonly sha: string; readonly size: number};

/** Every file and folder of a commit, with git's own digests; the root folder has the path ''. */
export type Tree = ReadonlyMap<string, TreeEntry>;

const parentOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const isExecutable = (path: string): boolean => path.endsWith('.sh');
export const modeOf = (entry: TreeEntry): string => (entry.type === 'tree' ? '040000' : isExecutable(entry.path) ? '100755' : '100644');

/** Git sorts a folder as if its name ended in a slash. */
const sortKey = (entry: TreeEntry): string => (entry.type === 'tree' ? `${baseOf(entry.path)}/` : baseOf(entry.path));
const byGitOrder = (one: TreeEntry, other: TreeEntry): number => (sortKey(one) < sortKey(other) ? -1 : 1);

const treeSha = (children: readonly TreeEntry[]): string => {
  const lines = children.map((child) =>
    Buffer.concat([Buffer.from(`${modeOf(child).replace(/^0/, '')} ${baseOf(child.path)}\0`), Buffer.from(child.sha, 'hex')]),
  );
  return objectSha('tree', Buffer.concat(lines));
};

/** The entries that lie directly in a folder, in git's order. */
export const childrenOf = (tree: Tree, folder: string): readonly TreeEntry[] =>
  [...tree.values()].filter((entry) => entry.path !== '' && parentOf(entry.path) === folder).sort(byGitOrder);

const foldersOf = (paths: Iterable<string>): readonly string[] => {
  const folders = new Set<string>();
  for (const path of paths) for (let at = parentOf(path); at !== ''; at = parentOf(at)) folders.add(at);
  return [...folders].sort((one, other) => other.split('/').length - one.split('/').length);
};

export const treeOf = (files: ReadonlyMap<string, Buffer>): Tree => {
  const tree = new Map<string, TreeEntry>();
  for (const [path, contents] of files) tree.set(path, {path, type: 'blob', sha: blobSha(contents), size: contents.length});
  for (const path of [...foldersOf(files.keys()), '']) tree.set(path, {path, type: 'tree', sha: treeSha(childrenOf(tree, path)), size: 0});
  return tree;
};

const trees = new WeakMap<Commit, Tree>();

/** The tree of a commit, made once. */
export const treeOfCommit = (commit: Commit): Tree => {
  const tree = trees.get(commit) ?? treeOf(commit.files);
  trees.set(commit, tree);
  return tree;
};

export type NewCommit = {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly date: string;
};

/** A commit with the digest that git would give it. */
export const commitOf = (from: NewCommit): Commit => {
  const tree = treeOf(from.files).get('')?.sha ?? '';
  const who = `${from.author} <${from.author}@users.noreply.github.com> ${Date.parse(from.date) / 1000} +0000`;
  const lines = [
    `tree ${tree}`,
    ...from.parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
    '',
    from.message,
  ];
  return {...from, tree, sha: objectSha('commit', Buffer.from(`${lines.join('\n')}\n`))};
};

/** A commit by branch, tag, full reference or digest (at least seven digits of it), as GitHub resolves them. */
export const findCommit = (repository: Repository, reference: string): Commit | undefined => {
  const name = reference === 'HEAD' ? repository.defaultBranch : reference.replace(/^(refs\/)?(heads|tags)\//, '');
  const sha = repository.branches.get(name) ?? repository.tags.get(name) ?? name;
  const exact = repository.commits.get(sha);
  if (exact || !/^[0-9a-f]{7,40}$/.test(sha)) return exact;
  return [...repository.commits.values()].find((commit) => commit.sha.startsWith(sha));
};

/** The paths whose contents differ between two commits. */
export const changedPaths = (before: Commit, after: Commit): readonly string[] =>
  [...new Set([...before.files.keys(), ...after.files.keys()])].filter((path) => {
    const [old, fresh] = [before.files.get(path), after.files.get(path)];
    return old === undefined || fresh === undefined || !old.equals(fresh);
  });

/** A commit and everything before it, newest first. */
export const historyOf = (repository: Repository, commit: Commit): readonly Commit[] => {
  const seen = new Map<string, Commit>();
  const open = [commit];
  for (let next = open.shift(); next; next = open.shift()) {
    if (seen.has(next.sha)) continue;
    seen.set(next.sha, next);
    for (const parent of next.parents) {
      const found = repository.commits.get(parent);
      if (found) open.push(found);
    }
  }
  return [...seen.values()];
};
