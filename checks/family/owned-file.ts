import type {Lookup, LookupOptions} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import {repositoryApi, repositoryPage} from './github.ts';

/** GitHub's contents as the file's own bytes. */
const raw: LookupOptions = {headers: {accept: 'application/vnd.github.raw+json'}};

type OwnedFile = {readonly text: string; readonly repository: RepositoryName; readonly path: string; readonly page: string};

/** The first file there is: each path in every repository before the next path. */
export const findOwned = async (
  lookup: Lookup,
  repositories: readonly RepositoryName[],
  paths: readonly string[],
): Promise<OwnedFile | undefined> => {
  const findAt = async (repository: RepositoryName, path: string): Promise<OwnedFile | undefined> => {
    const text = await lookup.text(repositoryApi(repository, `/contents/${path}`), raw);
    return text === undefined ? undefined : {text, repository, path, page: repositoryPage(repository, `/blob/HEAD/${path}`)};
  };
  for (const path of paths) {
    const found = await Promise.all(repositories.map((repository) => findAt(repository, path)));
    const first = found.find((one) => one !== undefined);
    if (first !== undefined) return first;
  }
  return undefined;
};
