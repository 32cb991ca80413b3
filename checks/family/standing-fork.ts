import {z} from 'zod';
import type {ForkState} from '../../src/model/fork.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import {fieldsOf} from './answers.ts';
import {proveFork, proveFreshFork, type Upstream} from './forks.ts';
import {apiOrigin} from './github.ts';

const repositoryOf = (name: string | undefined, otherwise: RepositoryName): RepositoryName => {
  const [owner, repository] = name?.split('/') ?? [];
  return owner === undefined || repository === undefined ? otherwise : {owner, name: repository};
};

/** What stands where somebody's fork of an upstream would be, and whether it takes a new branch. */
export const findForkState = async (lookup: Lookup, owner: string, upstream: Upstream): Promise<ForkState> => {
  const proof = await proveFork(lookup, owner, upstream);
  if (proof.needsPerson === true || proof.state === 'waiting') return {kind: 'blocked', because: proof.note};
  if (proof.state !== 'done') return {kind: 'absent'};
  const repository = repositoryOf(proof.evidence?.[0]?.label, {owner, name: upstream.name});
  return {kind: 'there', repository, isFarBehind: (await proveFreshFork(lookup, owner, upstream)).state === 'to-do'};
};

const userSchema = z.object({login: z.string()});

/** Whoever is signed in to GitHub, and so whose fork it would be; undefined: nobody, or a token that belongs to no person. */
export const findForkOwner = async (lookup: Lookup): Promise<string | undefined> => {
  if (!lookup.hasGitHubToken) return undefined;
  const {status, text} = await lookup.reply(`${apiOrigin}/user`, {accept: [200, 401, 403]});
  return status === 200 ? fieldsOf('api.github.com', text, userSchema).login : undefined;
};
