import type {Step} from './plan.ts';

/** What one carried-out step came to, in a sentence: it says what was looked at to know. */
export type Done = {
  readonly note: string;
  /** The run that it started; absent: it starts none, or GitHub shows it later. */
  readonly run?: number;
};

/** How the world is changed: one method for each kind of step, called by `executePlan` alone. What can't be done is thrown as a Problem. */
export type Hands = {readonly [K in Step['kind']]: (step: Extract<Step, {readonly kind: K}>) => Promise<Done>};
