import {access} from 'node:fs/promises';
import type {Secret} from '../model/secret.ts';
import type {TokenStore} from '../model/token-store.ts';
import {folderNames, vaultFileOf} from '../tools/folders.ts';
import type {Surroundings} from './surroundings.ts';

const findKept = async ({env, isDemo}: Surroundings): Promise<ReadonlyMap<string, Secret>> => {
  const folders = folderNames(env);
  const isThere = await access(vaultFileOf(folders)).then(
    () => true,
    () => false,
  );
  if (!isThere || isDemo) return new Map();
  // What opens it is heavy, and most people have none.
  const {findTokensQuietly} = await import('../tools/vault-quietly.ts');
  return findTokensQuietly({folders, env});
};

/** The tokens that were kept, for looks that nobody asked to be asked for: read once, and only if no question is needed for it. */
export const quietTokens = (surroundings: Surroundings): Pick<TokenStore, 'find'> => {
  if (surroundings.store !== undefined) return surroundings.store;
  let kept: Promise<ReadonlyMap<string, Secret>> | undefined;
  return {
    find: async (name) => {
      kept ??= findKept(surroundings).catch(() => new Map());
      return (await kept).get(name);
    },
  };
};
