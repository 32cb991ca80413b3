import {type RepositoryName, repositoryText} from './project.ts';

declare const confirmed: unique symbol;

/** Where a secret stands. */
export type SecretPlace =
  | {readonly level: 'repository'; readonly repository: RepositoryName}
  | {readonly level: 'environment'; readonly repository: RepositoryName; readonly environment: string}
  /** Visible to the repositories named, or to all of the organization's. */
  | {readonly level: 'organization'; readonly organization: string; readonly repositories: readonly RepositoryName[]};

/** One thing done outside. What it carries is shown before it is done; a secret's value never stands in it, only where the value comes from. */
export type Step =
  | {
      readonly kind: 'set-secret';
      readonly place: SecretPlace;
      readonly name: string;
      /** A handle of the held values; the value itself is looked up when the step is carried out. */
      readonly value: string;
      /** True when a secret of that name stands there already and is overwritten. */
      readonly overwrites: boolean;
    }
  | {readonly kind: 'delete-secret'; readonly place: SecretPlace; readonly name: string};

/** Everything one command would do, in order; pure data, the same on the screen, in JSON and in a test. */
export type Plan = {
  readonly title: string;
  readonly repository: RepositoryName;
  readonly steps: readonly [Step, ...Step[]];
  /** What could be undone, how and until when; absent: nothing can. */
  readonly undo?: string;
};

/** A plan that was shown and agreed to; only `confirmPlan` makes it, and only such a one is executed. */
export type ConfirmedPlan = Plan & {readonly [confirmed]: true};

/** Marks a plan as agreed to. Called by the one place that shows plans and hears the answer. */
export const confirmPlan = (plan: Plan): ConfirmedPlan => plan as ConfirmedPlan;

/** What came of one step. */
export type StepOutcome = {readonly step: Step; readonly result: 'done' | 'refused' | 'failed' | 'left-out'; readonly note: string};

/** Where a secret stands, in words. */
export const placeText = (place: SecretPlace): string => {
  switch (place.level) {
    case 'repository':
      return `repository ${repositoryText(place.repository)}`;
    case 'environment':
      return `environment ${place.environment} of ${repositoryText(place.repository)}`;
    case 'organization':
      return `organization ${place.organization}`;
  }
};

/** What a step does, in words and as an order; never the value it carries. */
export const stepText = (step: Step): string => {
  switch (step.kind) {
    case 'set-secret':
      return `Set secret ${step.name} of ${placeText(step.place)}`;
    case 'delete-secret':
      return `Delete secret ${step.name} of ${placeText(step.place)}`;
  }
};
