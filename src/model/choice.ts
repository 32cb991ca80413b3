import type {MarketplaceId} from './marketplace-id.ts';

export const choiceKinds = ['attested', 'skipped', 'not-for-project'] as const;
export type ChoiceKind = (typeof choiceKinds)[number];

/** What a person decided about a task: a word given where nothing else tells, put off for now, or not wanted in this project. */
export type Choice = {
  readonly marketplace: MarketplaceId;
  /** The task's id; absent: the whole marketplace is meant. */
  readonly task?: string;
  readonly kind: ChoiceKind;
  /** ISO time. */
  readonly at: string;
};
