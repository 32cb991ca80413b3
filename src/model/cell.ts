import type {ProblemRecord} from './problem.ts';
import {type SafeText, safeLine} from './safe-text.ts';

/** The columns of a row, in the grid's order. */
export const columns = ['account', 'token', 'secret', 'files', 'workflow', 'run', 'published', 'integrity'] as const;
export type Column = (typeof columns)[number];

export const cellStates = ['ok', 'warning', 'problem', 'waiting', 'to-do', 'not-offered', 'unknown', 'unchecked'] as const;
export type CellState = (typeof cellStates)[number];

/** Something a person can look at to see that a cell is right. */
export type Evidence = {
  readonly label: SafeText;
  /** Absent: it has no page. */
  readonly url?: string;
};

export type Cell = {
  readonly state: CellState;
  /** A few words for the grid; the evidence says the rest. */
  readonly note: SafeText;
  /** When it was last answered, as an ISO time; absent: never. */
  readonly checkedAt?: string;
  /** Why the last look failed; it stands beside what was known before. */
  readonly problem?: ProblemRecord;
  readonly evidence?: readonly Evidence[];
};

/** Evidence whose label may hold text from outside. */
export const evidenceOf = (label: string, url?: string): Evidence =>
  url === undefined ? {label: safeLine(label)} : {label: safeLine(label), url: safeLine(url, 2000)};

/** A cell whose note may hold text from outside. */
export const cellOf = (state: CellState, note: string, evidence: readonly Evidence[] = []): Cell =>
  evidence.length === 0 ? {state, note: safeLine(note, 200)} : {state, note: safeLine(note, 200), evidence};

/** What a row as a whole comes to; the rules stand in `flow/verdict.ts`. */
export const verdicts = ['working', 'waiting', 'broken', 'partial', 'not-set-up', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];
