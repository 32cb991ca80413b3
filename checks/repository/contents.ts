import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import {textOfBase64} from '../family/base64.ts';
import {repositoryApi} from '../family/github.ts';

const fileSchema = z.object({content: z.string().default(''), encoding: z.string().default('base64')});

/** The text of one file of the default branch; undefined: it isn't there. */
export const textOfContents = async (lookup: Lookup, repository: RepositoryName, path: string): Promise<string | undefined> => {
  const address = path.split('/').map(encodeURIComponent).join('/');
  const file = await lookup.json(repositoryApi(repository, `/contents/${address}`), fileSchema);
  if (file === undefined) return undefined;
  return file.encoding === 'base64' ? (textOfBase64(file.content) ?? '') : file.content;
};
