import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import {textOfBase64} from '../family/base64.ts';
import {repositoryApi} from '../family/github.ts';

const fileSchema = z.object({content: z.string().default(''), encoding: z.string().default('base64')});

/** The text of one file at a branch or tag, or of the default branch; undefined: it isn't there. */
export const textOfContents = async (
  lookup: Lookup,
  repository: RepositoryName,
  path: string,
  ref?: string,
): Promise<string | undefined> => {
  const address = path.split('/').map(encodeURIComponent).join('/');
  const at = ref === undefined ? '' : `?ref=${encodeURIComponent(ref)}`;
  const file = await lookup.json(repositoryApi(repository, `/contents/${address}${at}`), fileSchema);
  if (file === undefined) return undefined;
  return file.encoding === 'base64' ? (textOfBase64(file.content) ?? '') : file.content;
};
