/** What is under way for a person who may leave it. */
export type Turn = {
  /** True once the person has left, or has begun something else. */
  readonly isStale: () => boolean;
  /** Ends then. */
  readonly signal: AbortSignal;
};

/** Work that a person may leave before its end: what was begun last counts. */
export class Turns {
  #turn = 0;
  #leaving = new AbortController();

  /** The person has left what was under way. */
  leave(): void {
    this.#turn += 1;
    this.#leaving.abort();
  }

  begin(): Turn {
    this.leave();
    const turn = this.#turn;
    this.#leaving = new AbortController();
    return {isStale: () => turn !== this.#turn, signal: this.#leaving.signal};
  }
}
