import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import type {Run} from '../../src/model/repository.ts';
import {repositoryApi} from '../family/github.ts';

const runSchema = z.object({
  id: z.number(),
  path: z.string(),
  event: z.string(),
  head_branch: z.string().nullable(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  created_at: z.string(),
  html_url: z.string(),
});

/** A run of whatever workflow, by its number; undefined: there is none, or it can't be seen. */
export const findWholeRun = async (lookup: Lookup, repository: RepositoryName, id: number): Promise<Run | undefined> => {
  const found = await lookup.json(repositoryApi(repository, `/actions/runs/${id}`), runSchema);
  if (found === undefined) return undefined;
  const {head_branch, created_at, html_url, status, path, ...run} = found;
  // A run of a reusable workflow names the ref behind its path.
  return {
    ...run,
    path: path.replace(/@.*$/, ''),
    branch: head_branch ?? '',
    status: status ?? 'unknown',
    createdAt: created_at,
    url: html_url,
  };
};
