import {marketplaces} from '../../checks/index.ts';
import {createGitHubTree} from '../../checks/repository/files.ts';
import {findSecrets} from '../../checks/repository/secrets.ts';
import {findActions, findWorkflows} from '../../checks/repository/workflows.ts';
import type {RepositoryName} from '../model/project.ts';
import {readsUnlisted, type SecretName, type UnlistedSecrets, unlistedPlace} from '../model/repository.ts';
import {setAndNeverRead} from '../model/secret-likeness.ts';
import type {WorkflowUnderstanding} from '../model/workflow.ts';
import {createLookup} from '../tools/lookup.ts';
import type {Options} from './options.ts';
import type {Setting} from './setting.ts';
import type {Surroundings} from './surroundings.ts';
import {findSource} from './target.ts';

/** The secrets that stand at a repository, and what its workflows read of them. */
export type SecretKnowledge = {
  readonly repository: RepositoryName;
  readonly secrets: readonly SecretName[];
  /** Where more may stand; empty: the list is whole. */
  readonly unlisted: readonly UnlistedSecrets[];
  readonly understanding: WorkflowUnderstanding;
  /** Paths of workflows whose text could not be had: whatever they read is not known. */
  readonly unseen: readonly string[];
};

/** Reads names and workflows afresh; values can't be read. */
export const findSecretKnowledge = async (options: Options, setting: Setting, surroundings: Surroundings): Promise<SecretKnowledge> => {
  const {repository, checkout} = await findSource(options, setting, surroundings);
  const lookup = createLookup({...setting.sources, believesAbsenceFor: 0}, new Map());
  const tree = checkout ?? createGitHubTree(lookup, repository, 'HEAD');
  const [{names: secrets, unlisted}, workflows, actions] = await Promise.all([
    findSecrets(lookup, repository),
    findWorkflows(lookup, repository),
    findActions(tree).catch(() => []),
  ]);
  const {understandWorkflows} = await import('../workflow/understand.ts');
  const understanding = understandWorkflows([...workflows, ...actions], marketplaces, {
    repository,
    tag: options.tag ?? 'v0.0.0',
    secrets,
    unlistedSecrets: unlisted,
  });
  const unseen = workflows.flatMap(({path, text}) => (text === undefined ? [path] : []));
  return {repository, secrets, unlisted, understanding, unseen};
};

/** What could not be listed and why, one sentence for each place. */
export const unlistedText = (unlisted: readonly UnlistedSecrets[]): readonly string[] =>
  unlisted.map((place) => `The secrets of ${unlistedPlace(place)} could not be listed, so more may stand there: ${place.why}`);

/** Whether a secret that was not found may stand where nobody could look and a job that reads it would find it. */
export const mayStandUnlisted = (name: string, {understanding, unlisted}: Pick<SecretKnowledge, 'understanding' | 'unlisted'>): boolean => {
  const reading = understanding.jobs.filter(({job}) => job.secrets.some((one) => one.toUpperCase() === name.toUpperCase()));
  // A reader that publishes nothing is not followed into its environment.
  return reading.length === 0 ? unlisted.length > 0 : reading.some(({job}) => readsUnlisted(unlisted, job.environment));
};

/** Who reads a secret, such as `publish.yml (npm)`; empty: nobody that is known. */
export const readersOf = (name: string, {understanding}: Pick<SecretKnowledge, 'understanding'>): readonly string[] => {
  const read = understanding.readSecrets.filter((one) => one.name.toUpperCase() === name.toUpperCase());
  return [...new Set(read.map(({path, job}) => `${path.split('/').at(-1) ?? path}${job === undefined ? '' : ` (${job})`}`))];
};

/** Every name that workflows read, once. */
export const namesRead = ({understanding}: Pick<SecretKnowledge, 'understanding'>): readonly string[] => [
  ...new Set(understanding.readSecrets.map(({name}) => name.toUpperCase())),
];

/** Secrets that stand there and that nothing reads; empty where that can't be told. */
export const unreadOf = ({secrets, understanding, unseen}: SecretKnowledge): readonly SecretName[] =>
  unseen.length > 0 ? [] : setAndNeverRead(secrets, understanding);
