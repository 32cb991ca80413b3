import {type SafeText, safeLine} from './safe-text.ts';

export const problemKinds = ['unauthorized', 'forbidden', 'rate-limited', 'unreachable', 'unexpected-answer', 'refused', 'bug'] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** A problem as it stands beside a cell, in the state and in JSON. */
export type ProblemRecord = {
  readonly kind: ProblemKind;
  /** What happened and why, in one sentence. */
  readonly what: SafeText;
  /** What to do next. */
  readonly next: SafeText;
  /** When a rate limit ends, as an ISO time; absent: the server didn't say. */
  readonly until?: string;
};

/** Why something could not be looked up or done. `refused` is an answer of the other side; every other kind is ignorance. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly next: string;
  readonly until: string | undefined;

  constructor(kind: ProblemKind, what: string, next: string, until?: string) {
    super(what);
    this.name = 'Problem';
    this.kind = kind;
    this.next = next;
    this.until = until;
  }

  record(): ProblemRecord {
    const record = {kind: this.kind, what: safeLine(this.message), next: safeLine(this.next)};
    return this.until === undefined ? record : {...record, until: this.until};
  }
}

/** Any thrown thing as a Problem; what nobody foresaw is a bug of ours. */
export const toProblem = (thrown: unknown): Problem =>
  thrown instanceof Problem
    ? thrown
    : new Problem(
        'bug',
        `Portcall made a mistake: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
        'Run it again, and report it if it happens again.',
      );
