import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import {type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {ActionsPolicy, RepositoryAbout} from '../../src/model/repository.ts';
import {isSameRepository, repositoryApi, repositoryOfUrl} from '../family/github.ts';

const aboutSchema = z.object({
  full_name: z.string(),
  html_url: z.string(),
  default_branch: z.string(),
  private: z.boolean(),
});

/** What GitHub says of the repository. A repository that can't be seen is a refusal: GitHub does not tell it from one that does not exist. */
export const findAbout = async (lookup: Lookup, repository: RepositoryName): Promise<RepositoryAbout> => {
  const answer = await lookup.json(repositoryApi(repository), aboutSchema);
  if (answer === undefined) {
    const next = lookup.hasGitHubToken
      ? 'Check the spelling, and that the token may see it.'
      : 'Check the spelling; if it is private, set GITHUB_TOKEN to a token that may see it.';
    throw new Problem('refused', `GitHub has no repository ${repositoryText(repository)} that is visible here.`, next);
  }
  const movedTo = repositoryOfUrl(`https://github.com/${answer.full_name}`);
  return {
    ...(movedTo === undefined || isSameRepository(movedTo, repository) ? {} : {movedTo}),
    url: answer.html_url,
    defaultBranch: answer.default_branch,
    isPrivate: answer.private,
  };
};

const workflowPermissionSchema = z.object({default_workflow_permissions: z.enum(['read', 'write'])});
const actionsSchema = z.object({enabled: z.boolean()});

const notVisible = (what: string) =>
  new Problem('forbidden', `GitHub does not show ${what} to this reader.`, 'Use a token of somebody who administers the repository.');

/** What GitHub Actions may do in the repository; needs a token that administers it. */
export const findPolicy = async (lookup: Lookup, repository: RepositoryName): Promise<ActionsPolicy> => {
  const [permission, actions] = await Promise.all([
    lookup.json(repositoryApi(repository, '/actions/permissions/workflow'), workflowPermissionSchema),
    lookup.json(repositoryApi(repository, '/actions/permissions'), actionsSchema),
  ]);
  if (permission === undefined || actions === undefined) throw notVisible('the Actions policy');
  return {isEnabled: actions.enabled, defaultPermission: permission.default_workflow_permissions};
};

const immutableSchema = z.object({enabled: z.boolean()});

/** Whether published releases can't be changed any more; a 404 means that the setting is off. */
export const findImmutableReleases = async (lookup: Lookup, repository: RepositoryName): Promise<boolean> =>
  (await lookup.json(repositoryApi(repository, '/immutable-releases'), immutableSchema))?.enabled ?? false;
