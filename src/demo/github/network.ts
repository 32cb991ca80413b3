import {historyOf} from './git.ts';
import {findFiles} from './git-objects.ts';
import {areRelated} from './shapes/repository.ts';
import type {GitHubState, Repository} from './state.ts';

/** A repository and all that were forked from it, or from what it was forked from: they share what they hold. */
const networkOf = (state: GitHubState, repository: Repository): readonly Repository[] => [
  repository,
  ...[...state.repositories.values()].filter((one) => one !== repository && areRelated(state, one, repository)),
];

/** All files below a root folder that any of them holds; undefined: none does. */
export const findSharedFiles = (state: GitHubState, repository: Repository, sha: string): ReadonlyMap<string, Buffer> | undefined => {
  for (const one of networkOf(state, repository)) {
    const files = findFiles(one, sha);
    if (files !== undefined) return files;
  }
  return undefined;
};

/** Whether any of them holds the commit; a repository that names it holds it from then on, with its history. */
export const takeShared = (state: GitHubState, repository: Repository, sha: string): boolean => {
  for (const one of networkOf(state, repository)) {
    const commit = one.commits.get(sha);
    if (commit === undefined) continue;
    if (one !== repository) for (const shared of historyOf(one, commit)) repository.commits.set(shared.sha, shared);
    return true;
  }
  return false;
};
