import type {Plan, SecretPlace, Step} from '../model/plan.ts';
import type {RepositoryName} from '../model/project.ts';
import {repositoryText} from '../model/project.ts';
import type {SecretName} from '../model/repository.ts';
import type {PlanDetails} from './plan-text.ts';
import {standingAt} from './secret-choice.ts';

/** The step that sets a secret, from fresh names. */
export const setStepOf = (place: SecretPlace, name: string, handle: string, secrets: readonly SecretName[]): Step => ({
  kind: 'set-secret',
  place,
  name,
  value: handle,
  overwrites: standingAt(place, name, secrets) !== undefined,
});

/** Undefined: there is nothing to do. */
export const planOf = (title: string, repository: RepositoryName, steps: readonly Step[]): Plan | undefined => {
  const [first, ...rest] = steps;
  if (first === undefined) return undefined;
  const isNew = steps.every((step) => step.kind === 'set-secret' && !step.overwrites);
  const undo = isNew ? {undo: 'It can be undone at any time with “portcall secret delete”.'} : {};
  return {title: `${repositoryText(repository)}: ${title}`, repository, steps: [first, ...rest], ...undo};
};

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
