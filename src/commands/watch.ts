import {nextRoundAt} from '../flow/due.ts';
import type {SurveyEvent} from '../flow/event.ts';
import type {Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {toProblem} from '../model/problem.ts';
import type {Begun} from './begin.ts';
import type {Options} from './options.ts';
import type {Surroundings} from './surroundings.ts';

/** Milliseconds between the beginnings of two rounds that nobody asked for. */
const shortestPause = 60_000;

/** Looks at the world again and again, one round at a time, for as long as somebody watches. */
export class Watch {
  readonly #options: Options;
  readonly #surroundings: Surroundings;
  readonly #store: Store<Survey, SurveyEvent>;
  #begun: Promise<Begun> | undefined;
  #loaded: Begun | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  #lastRound = 0;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: Options, surroundings: Surroundings, store: Store<Survey, SurveyEvent>) {
    this.#options = options;
    this.#surroundings = surroundings;
    this.#store = store;
  }

  get loaded(): Begun | undefined {
    return this.#loaded;
  }

  /** Loads what looks at the world, which is heavy, and begins. */
  async #begin(): Promise<Begun> {
    const {beginSurvey} = await import('./begin.ts');
    const begun = await beginSurvey(this.#options, this.#surroundings, this.#store);
    this.#loaded = begun;
    if (this.#isOver) begun.stop();
    return begun;
  }

  /** Looks again, after whatever is under way; `fresh` believes no earlier absence, `verify` downloads and compares. */
  look(only: readonly MarketplaceId[] | undefined, how: 'again' | 'fresh' | 'verify'): Promise<void> {
    this.#looking = this.#looking.then(() => this.#round(only, how));
    return this.#looking;
  }

  async #round(only: readonly MarketplaceId[] | undefined, how: 'again' | 'fresh' | 'verify'): Promise<void> {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.#lastRound = this.#surroundings.now();
    try {
      this.#begun ??= this.#begin();
      const begun = await this.#begun;
      if (this.#isOver) return;
      await (how === 'verify' ? begun.surveyor.verify(only) : begun.surveyor.look(only, how === 'fresh'));
      if (!this.#isOver) await begun.remember();
    } catch (failure) {
      this.#begun = undefined;
      this.#store.dispatch({kind: 'survey-failed', problem: toProblem(failure).record()});
    }
    this.#lookLater();
  }

  #lookLater() {
    if (!this.#options.watch || this.#isOver) return;
    const {now} = this.#surroundings;
    // A round that failed at once is not tried again at once.
    const next = Math.max(nextRoundAt(this.#store.get(), now()), this.#lastRound + shortestPause);
    this.#timer = setTimeout(() => void this.look(undefined, 'again'), Math.max(0, next - now()));
  }

  stop() {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#loaded?.stop();
  }
}
