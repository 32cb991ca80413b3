import {userInfo} from 'node:os';
import * as z from 'zod';
import {apiOrigin} from '../../checks/family/github.ts';
import {Problem} from '../model/problem.ts';
import {plainLine} from '../model/quoting.ts';
import type {LookupSources} from '../tools/asker.ts';
import {createLookup} from '../tools/lookup.ts';
import type {CommitAuthor} from '../tools/ssh-git.ts';

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

const authorSchema = z.object({id: z.number(), login: z.string(), name: z.string().nullish(), email: z.string().nullish()});

/** Who stands in a commit: whoever is signed in to GitHub, with the address they show there, else with the one that GitHub keeps for them. */
export const findAuthor = async (sources: LookupSources): Promise<CommitAuthor> => {
  const found =
    sources.gitHubToken === undefined ? undefined : await createLookup(sources, new Map()).json(`${apiOrigin}/user`, authorSchema);
  if (found === undefined)
    throw new Problem(
      'unauthorized',
      'Nobody is signed in to GitHub, so no name is known for the commit.',
      'Set GITHUB_TOKEN, or sign in with `gh auth login`.',
    );
  const {id, login, name, email} = found;
  return {name: plainLine(name ?? '') || login, email: email || `${id}+${login}@users.noreply.github.com`};
};
