import {userInfo} from 'node:os';
import * as z from 'zod';
import {apiOrigin} from '../../checks/family/github.ts';
import type {LookupSources} from '../tools/asker.ts';
import {createLookup} from '../tools/lookup.ts';

/** The GitHub login of whoever is signed in; undefined: nobody is, or GitHub doesn't say now. */
export const findLogin = async (sources: LookupSources): Promise<string | undefined> => {
  if (sources.gitHubToken === undefined) return undefined;
  const user = await createLookup(sources, new Map())
    .json(`${apiOrigin}/user`, z.object({login: z.string()}))
    .catch(() => undefined);
  return user?.login;
};

/** The GitHub login of whoever does something, else the name of the account on this machine. */
export const findWho = async (sources: LookupSources): Promise<string> => (await findLogin(sources)) ?? userInfo().username;
