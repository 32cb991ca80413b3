import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import type {ListedSecrets, SecretName, UnlistedSecrets} from '../../src/model/repository.ts';
import {repositoryApi} from '../family/github.ts';

const secretsSchema = z.object({secrets: z.array(z.object({name: z.string(), updated_at: z.string()}))});
const environmentsSchema = z.object({environments: z.array(z.object({name: z.string()})).default([])});

/** Each environment costs a request. */
const mostEnvironments = 100;

type Level = Pick<SecretName, 'level' | 'environment'>;

const namesAt = async (lookup: Lookup, url: string, level: Level): Promise<readonly SecretName[] | undefined> => {
  const pages = await lookup.pages(url, secretsSchema);
  return pages?.flatMap(({secrets}) => secrets.map(({name, updated_at}) => ({name, updatedAt: updated_at, ...level})));
};

const without = (place: UnlistedSecrets): ListedSecrets => ({names: [], unlisted: [place]});

/** What GitHub shows to this token, or that it may not see it: a token that may set secrets need not be allowed to list every place of them. */
const unlessForbidden = async (place: Omit<UnlistedSecrets, 'why'>, look: () => Promise<ListedSecrets>): Promise<ListedSecrets> => {
  try {
    return await look();
  } catch (failure) {
    if (failure instanceof Problem && failure.kind === 'forbidden') return without({...place, why: `${failure.message} ${failure.next}`});
    throw failure;
  }
};

const inOne = (lookup: Lookup, repository: RepositoryName, environment: string): Promise<ListedSecrets> => {
  const place = {level: 'environment', environment} as const;
  return unlessForbidden(place, async () => {
    const url = repositoryApi(repository, `/environments/${encodeURIComponent(environment)}/secrets?per_page=30`);
    const names = await namesAt(lookup, url, place);
    return names === undefined
      ? without({...place, why: 'GitHub names the environment and does not show its secrets.'})
      : {names, unlisted: []};
  });
};

const together = (all: readonly ListedSecrets[]): ListedSecrets => ({
  names: all.flatMap(({names}) => names),
  unlisted: all.flatMap(({unlisted}) => unlisted),
});

const inEnvironments = (lookup: Lookup, repository: RepositoryName): Promise<ListedSecrets> =>
  unlessForbidden({level: 'environment'}, async () => {
    const pages = await lookup.pages(repositoryApi(repository, '/environments?per_page=100'), environmentsSchema);
    const listed = (pages ?? []).flatMap(({environments}) => environments);
    if (listed.length > mostEnvironments)
      return without({
        level: 'environment',
        why: `The repository has ${listed.length} environments, and the secrets of more than ${mostEnvironments} are not read.`,
      });
    return together(await Promise.all(listed.map(({name}) => inOne(lookup, repository, name))));
  });

const ofOrganization = (lookup: Lookup, actions: string): Promise<ListedSecrets> =>
  unlessForbidden({level: 'organization'}, async () => {
    const names = await namesAt(lookup, `${actions}/organization-secrets?per_page=100`, {level: 'organization'});
    return {names: names ?? [], unlisted: []};
  });

/** Names and ages of every secret a workflow here can read: the repository's, its environments' and the organization's. Values can't be read. */
export const findSecrets = async (lookup: Lookup, repository: RepositoryName): Promise<ListedSecrets> => {
  if (!lookup.hasGitHubToken)
    throw new Problem(
      'unauthorized',
      'GitHub shows the names of secrets only to people who may push.',
      'Set GITHUB_TOKEN, or sign in with `gh auth login`.',
    );
  const actions = repositoryApi(repository, '/actions');
  const [own, organization, environments] = await Promise.all([
    namesAt(lookup, `${actions}/secrets?per_page=100`, {level: 'repository'}),
    ofOrganization(lookup, actions),
    inEnvironments(lookup, repository),
  ]);
  if (own === undefined)
    throw new Problem(
      'forbidden',
      'GitHub does not show the secrets of this repository to this token.',
      'Use a token with the scope repo, or with Secrets: read.',
    );
  return together([environments, {names: own, unlisted: []}, organization]);
};
