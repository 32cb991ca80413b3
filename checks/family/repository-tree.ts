import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import {fieldsOf} from './answers.ts';
import {repositoryApi} from './github.ts';

const treeSchema = z.object({
  truncated: z.boolean().default(false),
  tree: z.array(z.object({path: z.string(), type: z.string(), size: z.number().optional()})),
});

/** What a person wrote is smaller. */
const largestFile = 500_000;

/** The files of a repository at a branch, a tag or `HEAD`, in one request; none where nothing was ever committed, which GitHub calls a conflict. */
export const findPaths = async (
  lookup: Lookup,
  repository: RepositoryName,
  reference: string,
): Promise<{readonly paths: readonly string[]; readonly isIncomplete: boolean}> => {
  const url = repositoryApi(repository, `/git/trees/${encodeURIComponent(reference)}?recursive=1`);
  const {status, text} = await lookup.reply(url, {accept: [200, 404, 409]});
  if (status !== 200) return {paths: [], isIncomplete: false};
  const {tree, truncated} = fieldsOf('api.github.com', text, treeSchema);
  const files = tree.filter(({type, size}) => type === 'blob' && (size ?? 0) <= largestFile);
  return {paths: files.map(({path}) => path), isIncomplete: truncated};
};
