import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import {repositoryApi} from '../family/github.ts';

const fileSchema = z.object({content: z.string().default(''), encoding: z.string().default('base64')});

/** The text of one file of the default branch; undefined: it isn't there. */
export const textOfContents = async (lookup: Lookup, repository: RepositoryName, path: string): Promise<string | undefined> => {
  const address = path.split('/').map(encodeURIComponent).join('/');
  const file = await lookup.json(repositoryApi(repository, `/contents/${address}`), fileSchema);
  if (file === undefined) return undefined;
  if (file.encoding !== 'base64') return file.content;
  const bytes = Uint8Array.from(atob(file.content.replace(/\s/g, '')), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
};
