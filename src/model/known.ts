import type {ProblemRecord} from './problem.ts';

/** What is known of one fact, whether it is being looked up, and why the last look failed: three separate things. */
export type Known<T> = {
  /** Absent: never answered. */
  readonly value?: T;
  /** ISO time of the answer. */
  readonly at?: string;
  readonly isChecking: boolean;
  /** Absent: the last look succeeded, or there was none. */
  readonly problem?: ProblemRecord;
  /** True for what an earlier run of the program had learnt. */
  readonly isRemembered?: boolean;
};

export const unasked: Known<never> = {isChecking: false};
