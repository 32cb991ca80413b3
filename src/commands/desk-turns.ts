import {lineOf, type PlanWork} from './desk-plans.ts';
import {failureText} from './desk-setting.ts';

/** What is under way for a person who may leave it. */
export type Turn = {
  /** True once the person has left, or has begun something else. */
  readonly isStale: () => boolean;
  /** Ends then. */
  readonly signal: AbortSignal;
};

/** Looks behind a screen that a person may leave before their end: what was begun last counts. */
export class Turns {
  readonly #plans: PlanWork;
  #turn = 0;
  #leaving = new AbortController();

  constructor(plans: PlanWork) {
    this.#plans = plans;
  }

  /** The person has left what was under way. */
  leave(): void {
    this.#turn += 1;
    this.#leaving.abort();
  }

  /** Says what is looked for, and looks; a failure is told under the other heading as long as the person waits for it. */
  async look(heading: string, failed: string, work: (turn: Turn) => Promise<void>): Promise<void> {
    this.#plans.refuseWhileRunning();
    this.leave();
    const turn = this.#turn;
    const isStale = () => turn !== this.#turn;
    this.#leaving = new AbortController();
    this.#plans.tell(heading, [], {state: 'looking'});
    try {
      await work({isStale, signal: this.#leaving.signal});
    } catch (failure) {
      if (!isStale()) this.#plans.tell(failed, [lineOf('problem')(failureText(failure))]);
    }
  }
}
