import type {Plan, SecretPlace, SecretStep} from '../model/plan.ts';
import type {RepositoryName} from '../model/project.ts';
import {repositoryText} from '../model/project.ts';
import type {SecretName} from '../model/repository.ts';
import type {PlanDetails} from './plan-text.ts';
import {type SecretChoice, standingAt} from './secret-choice.ts';
import type {SecretKnowledge} from './secret-knowledge.ts';

/** The step that sets a secret, from fresh names. */
export const setStepOf = (place: SecretPlace, name: string, handle: string, secrets: readonly SecretName[]): SecretStep => ({
  kind: 'set-secret',
  place,
  name,
  value: handle,
  overwrites: standingAt(place, name, secrets) !== undefined,
});

/** Undefined: there is nothing to do. */
export const planOf = (title: string, repository: RepositoryName, steps: readonly SecretStep[]): Plan | undefined => {
  const [first, ...rest] = steps;
  if (first === undefined) return undefined;
  const isNew = steps.every((step) => step.kind === 'set-secret' && !step.overwrites);
  const undo = isNew ? {undo: 'It can be undone at any time with “portcall secret delete”.'} : {};
  return {title: `${repositoryText(repository)}: ${title}`, repository, steps: [first, ...rest], ...undo};
};

/** The plan that sets one secret to the value held under a handle. */
export const planToSet = ({name, place}: SecretChoice, handle: string, {repository, secrets}: SecretKnowledge): Plan | undefined =>
  planOf('set a secret', repository, [setStepOf(place, name, handle, secrets)]);

/** What a plan about secrets shows beside its steps. */
export const detailsOf = (secrets: readonly SecretName[], now: number): PlanDetails => ({
  now,
  setAt: ({place, name}) => standingAt(place, name, secrets)?.updatedAt,
});

/** Where a secret stands, as a place that can be written to. */
export const placeOf = ({level, environment}: SecretName, repository: RepositoryName): SecretPlace => {
  if (level === 'organization') return {level, organization: repository.owner, repositories: [repository]};
  return level === 'environment' ? {level, repository, environment: environment ?? ''} : {level, repository};
};
