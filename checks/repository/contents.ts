import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import {bytesOfBase64} from '../family/base64.ts';
import {repositoryApi} from '../family/github.ts';

const fileSchema = z.object({content: z.string().default(''), encoding: z.string().default('base64')});

/** The whole text of one file at a branch or tag, or of the default branch, with the mark that it may begin with; undefined: it isn't there. */
export const wholeTextOfContents = async (
  lookup: Lookup,
  repository: RepositoryName,
  path: string,
  ref?: string,
): Promise<string | undefined> => {
  const address = path.split('/').map(encodeURIComponent).join('/');
  const at = ref === undefined ? '' : `?ref=${encodeURIComponent(ref)}`;
  const file = await lookup.json(repositoryApi(repository, `/contents/${address}${at}`), fileSchema);
  if (file === undefined) return undefined;
  if (file.encoding !== 'base64') return file.content;
  return new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytesOfBase64(file.content));
};

/** The same for whoever reads it: without the mark, which means nothing. */
export const textOfContents = async (...of: Parameters<typeof wholeTextOfContents>): Promise<string | undefined> =>
  (await wholeTextOfContents(...of))?.replace(/^\ufeff/, '');
