import {nextRoundAt} from '../flow/due.ts';
import type {SurveyEvent} from '../flow/event.ts';
import type {Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {type ProblemRecord, toProblem} from '../model/problem.ts';
import type {Begun} from './begin.ts';
import type {Hand} from './hand.ts';
import type {Options} from './options.ts';
import type {Surroundings} from './surroundings.ts';

/** Milliseconds between the beginnings of two rounds that nobody asked for. */
const shortestPause = 60_000;

/** `fresh` believes no earlier absence, `verify` downloads and compares, `prove` looks afresh and then whether tasks are done. */
export type How = 'again' | 'fresh' | 'verify' | 'prove';

/** Looks at the world again and again, one round at a time, for as long as somebody watches. */
export class Watch {
  readonly #options: Options;
  readonly #surroundings: Surroundings;
  readonly #store: Store<Survey, SurveyEvent>;
  /** The tokens of this session, which come before any other; undefined: none are given. */
  readonly #hand: Pick<Hand, 'find'> | undefined;
  #begun: Promise<Begun> | undefined;
  #loaded: Begun | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  #lastRound = 0;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: Options, surroundings: Surroundings, store: Store<Survey, SurveyEvent>, hand?: Pick<Hand, 'find'>) {
    this.#options = options;
    this.#surroundings = surroundings;
    this.#store = store;
    this.#hand = hand;
  }

  get loaded(): Begun | undefined {
    return this.#loaded;
  }

  /** Loads what looks at the world, which is heavy, and begins. */
  async #begin(): Promise<Begun> {
    const {beginSurvey} = await import('./begin.ts');
    const begun = await beginSurvey(this.#options, this.#surroundings, this.#store, this.#hand);
    this.#loaded = begun;
    if (this.#isOver) begun.stop();
    return begun;
  }

  /** What looks at the world; it begins where nothing has yet. */
  begun(): Promise<Begun> {
    this.#begun ??= this.#begin().catch((failure: unknown) => {
      this.#begun = undefined;
      throw failure;
    });
    return this.#begun;
  }

  /** The next look begins anew: with another sign-in at GitHub, say. */
  beginAnew(): void {
    this.#begun = undefined;
  }

  /** When nothing is under way any more. */
  idle(): Promise<void> {
    return this.#looking;
  }

  /** Looks again, after whatever is under way; that tasks are looked at shows from the moment it is asked for. */
  look(only: readonly MarketplaceId[] | undefined, how: How): Promise<void> {
    if (how === 'prove' && !this.#isOver) this.#markAsProving(only ?? []);
    this.#looking = this.#looking.then(() => this.#round(only, how));
    return this.#looking;
  }

  #markAsProving(ids: readonly MarketplaceId[]) {
    for (const of of ids) this.#store.dispatch({kind: 'fact-checking', name: {of, fact: 'proofs'}});
    this.#store.flush();
  }

  /** No look ended what was marked. */
  #failToProve(ids: readonly MarketplaceId[], problem: ProblemRecord) {
    const at = new Date(this.#surroundings.now()).toISOString();
    for (const of of ids) this.#store.dispatch({kind: 'fact-failed', name: {of, fact: 'proofs'}, problem, at});
  }

  async #round(only: readonly MarketplaceId[] | undefined, how: How): Promise<void> {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.#lastRound = this.#surroundings.now();
    try {
      const begun = await this.begun();
      if (this.#isOver) return;
      if (how === 'verify') await begun.surveyor.verify(only);
      else await begun.surveyor.look(only, how !== 'again');
      if (how === 'prove' && !this.#isOver) await begun.surveyor.prove(only ?? []);
      if (!this.#isOver) await begun.remember();
    } catch (failure) {
      this.#begun = undefined;
      const problem = toProblem(failure).record();
      this.#store.dispatch({kind: 'survey-failed', problem});
      if (how === 'prove') this.#failToProve(only ?? [], problem);
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
