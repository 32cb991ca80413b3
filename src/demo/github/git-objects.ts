import {blobSha, treeOf} from './git.ts';
import type {Repository} from './state.ts';

type Files = ReadonlyMap<string, Buffer>;

/** What was sent to a repository and no commit holds yet, by git's digests. */
type Loose = {readonly blobs: Map<string, Buffer>; readonly trees: Map<string, Files>};

const loose = new WeakMap<Repository, Loose>();

const looseOf = (repository: Repository): Loose => {
  const known = loose.get(repository) ?? {blobs: new Map(), trees: new Map()};
  loose.set(repository, known);
  return known;
};

export const keepBlob = (repository: Repository, contents: Buffer): string => {
  const sha = blobSha(contents);
  looseOf(repository).blobs.set(sha, contents);
  return sha;
};

export const findLooseBlob = (repository: Repository, sha: string): Buffer | undefined => looseOf(repository).blobs.get(sha);

export const keepTree = (repository: Repository, files: Files): string => {
  const sha = treeOf(files).get('')?.sha ?? '';
  looseOf(repository).trees.set(sha, files);
  return sha;
};

/** All files below a root folder, by its digest or by a commit's; undefined: there is none. */
export const findFiles = (repository: Repository, sha: string): Files | undefined =>
  looseOf(repository).trees.get(sha) ??
  repository.commits.get(sha)?.files ??
  [...repository.commits.values()].find((commit) => commit.tree === sha)?.files;
