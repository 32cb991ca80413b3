import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import type {SecretName} from '../../src/model/repository.ts';
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

const inEnvironments = async (lookup: Lookup, repository: RepositoryName): Promise<readonly SecretName[]> => {
  const pages = await lookup.pages(repositoryApi(repository, '/environments?per_page=100'), environmentsSchema);
  const listed = (pages ?? []).flatMap(({environments}) => environments);
  // A secret of an environment that was left out would look as if nobody had set it.
  if (listed.length > mostEnvironments)
    throw new Problem(
      'unexpected-answer',
      `The repository has ${listed.length} environments, and the secrets of more than ${mostEnvironments} are not read.`,
      'Delete the environments that no job uses any more.',
    );
  const found = await Promise.all(
    listed.map(async ({name}) => {
      const url = repositoryApi(repository, `/environments/${encodeURIComponent(name)}/secrets?per_page=30`);
      return (await namesAt(lookup, url, {level: 'environment', environment: name})) ?? [];
    }),
  );
  return found.flat();
};

/** Names and ages of every secret a workflow here can read: the repository's, its environments' and the organization's. Values can't be read. */
export const findSecrets = async (lookup: Lookup, repository: RepositoryName): Promise<readonly SecretName[]> => {
  if (!lookup.hasGitHubToken)
    throw new Problem(
      'unauthorized',
      'GitHub shows the names of secrets only to people who may push.',
      'Set GITHUB_TOKEN, or sign in with `gh auth login`.',
    );
  const actions = repositoryApi(repository, '/actions');
  const [own, organization, environments] = await Promise.all([
    namesAt(lookup, `${actions}/secrets?per_page=100`, {level: 'repository'}),
    namesAt(lookup, `${actions}/organization-secrets?per_page=100`, {level: 'organization'}),
    inEnvironments(lookup, repository),
  ]);
  if (own === undefined)
    throw new Problem(
      'forbidden',
      'GitHub does not show the secrets of this repository to this token.',
      'Use a token with the scope repo, or with Secrets: read.',
    );
  return [...environments, ...own, ...(organization ?? [])];
};
