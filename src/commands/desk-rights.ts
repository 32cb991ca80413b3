import {findGitHubRights, type GitHubAction} from '../../checks/family/github-rights.ts';
import type {Plan, RepositoryStep, Step} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import type {RepositoryName} from '../model/project.ts';
import {isRollbackStep} from '../model/rollback-steps.ts';
import {isRunStep} from '../model/run-steps.ts';
import {isSubmissionStep} from '../model/submission-steps.ts';
import {createLookup} from '../tools/lookup.ts';
import type {Setting} from './setting.ts';
import {missingRights} from './sign-in.ts';

/** What a step needs of GitHub's token, and what it does in words, where that action's own words are others. */
type Need = {readonly action: GitHubAction; readonly title?: string};

const needOfOwn = (step: RepositoryStep, plan: Plan): Need => {
  switch (step.kind) {
    case 'set-secret':
    case 'delete-secret':
      if (step.place.level === 'repository') return {action: 'set-secrets'};
      return {action: step.place.level === 'environment' ? 'set-environment-secrets' : 'set-organization-secrets'};
    case 'fork-repository':
      return {action: 'fork'};
    case 'sync-fork':
      return {action: 'edit-releases', title: 'bring a fork up to date'};
    case 'create-repository':
      return {action: 'fork', title: 'create a repository'};
    case 'propose-change': {
      if (step.files.some(({path}) => path.startsWith('.github/workflows/'))) return {action: 'edit-workflows'};
      const isOwn = step.repository.owner.toLowerCase() === plan.repository.owner.toLowerCase();
      return isOwn ? {action: 'edit-releases', title: 'open a pull request'} : {action: 'propose-elsewhere'};
    }
    case 'commit-files':
      return {action: 'edit-releases', title: 'commit files'};
  }
};

const needOf = (step: Step, plan: Plan): Need | undefined => {
  if (isRunStep(step)) return {action: 'run-workflows'};
  if (step.kind === 'edit-release') return {action: 'edit-releases'};
  // The others are done with the marketplace's own token.
  return isRollbackStep(step) || isSubmissionStep(step) ? undefined : needOfOwn(step, plan);
};

const nobody = 'Nobody is signed in to GitHub: set GITHUB_TOKEN, or paste a token on the page of GitHub Releases (t).';

const findMissing = async (needs: readonly Need[], repository: RepositoryName, {sources, signIn}: Setting): Promise<readonly string[]> => {
  if (signIn === undefined) return [nobody];
  const titles = new Map(needs.map(({action, title}) => [action, title]));
  const rights = await findGitHubRights(createLookup(sources, new Map()), repository, [...titles.keys()]).catch(() => []);
  return missingRights(
    rights.map((right) => ({...right, title: titles.get(right.action) ?? right.title})),
    signIn,
  );
};

/** The rights that a plan needs and GitHub's token is known to lack, with the page that grants each; empty where GitHub doesn't tell. */
export const findMissingRights = (plan: Plan, setting: Setting): Promise<readonly string[]> =>
  findMissing(
    plan.steps.flatMap((step) => needOf(step, plan) ?? []),
    plan.repository,
    setting,
  );

/** What is needed to plan about secrets at all: a refusal to list them is told as the right that is missing, where one is known to be. */
export const withMissingRight = async <T>(look: () => Promise<T>, repository: RepositoryName, setting: Setting): Promise<T> => {
  try {
    return await look();
  } catch (failure) {
    if (!(failure instanceof Problem) || !['forbidden', 'unauthorized'].includes(failure.kind)) throw failure;
    const missing = await findMissing([{action: 'set-secrets'}], repository, setting);
    throw missing.length === 0 ? failure : new Problem(failure.kind, failure.message, missing.join(' '));
  }
};
