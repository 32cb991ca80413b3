import {marketplaces} from '../../checks/index.ts';
import {createGitHubTree} from '../../checks/repository/files.ts';
import {findSecrets} from '../../checks/repository/secrets.ts';
import {findActions, findWorkflows} from '../../checks/repository/workflows.ts';
import type {RepositoryName} from '../model/project.ts';
import type {SecretName} from '../model/repository.ts';
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
  readonly understanding: WorkflowUnderstanding;
  /** Paths of workflows whose text could not be had: whatever they read is not known. */
  readonly unseen: readonly string[];
};

/** Reads names and workflows afresh; values can't be read. */
export const findSecretKnowledge = async (options: Options, setting: Setting, surroundings: Surroundings): Promise<SecretKnowledge> => {
  const {repository, checkout} = await findSource(options, setting, surroundings);
  const lookup = createLookup({...setting.sources, believesAbsenceFor: 0}, new Map());
  const tree = checkout ?? createGitHubTree(lookup, repository, 'HEAD');
  const [secrets, workflows, actions] = await Promise.all([
    findSecrets(lookup, repository),
    findWorkflows(lookup, repository),
    findActions(tree).catch(() => []),
  ]);
  const {understandWorkflows} = await import('../workflow/understand.ts');
  const understanding = understandWorkflows([...workflows, ...actions], marketplaces, {
    repository,
    tag: options.tag ?? 'v0.0.0',
    secrets,
  });
  const unseen = workflows.flatMap(({path, text}) => (text === undefined ? [path] : []));
  return {repository, secrets, understanding, unseen};
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
