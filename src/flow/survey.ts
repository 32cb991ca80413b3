import type {Choice} from '../model/choice.ts';
import type {Known} from '../model/known.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {ProblemRecord} from '../model/problem.ts';
import type {Project} from '../model/project.ts';
import type {RepositoryFacts} from '../model/repository.ts';
import type {RowFacts} from '../model/row.ts';

/** How much of GitHub's hourly allowance is left; `resetsAt` is an ISO time. */
export type RateLimit = {readonly remaining: number; readonly limit: number; readonly resetsAt: string};

export type KnownRepository = {readonly [K in keyof RepositoryFacts]: Known<RepositoryFacts[K]>};
export type KnownRow = {readonly [K in keyof RowFacts]: Known<RowFacts[K]>};

/** All that is known of one project at this moment; only `reduce` makes the next one. */
export type Survey = {
  /** Absent: not found yet. */
  readonly project?: Project;
  readonly repository: KnownRepository;
  readonly rows: Readonly<Record<MarketplaceId, KnownRow>>;
  /** Absent: GitHub has not said. */
  readonly rateLimit?: RateLimit;
  /** True while a round of checks runs. */
  readonly isRunning: boolean;
  /** ISO time of the oldest answer shown, at most the end of the last round; absent: nothing was answered. */
  readonly checkedAt?: string;
  /** ISO time of the end of the last round, whatever came of it; absent: none yet. */
  readonly triedAt?: string;
  /** Why there is nothing to survey (no repository, no tag); absent: there is. */
  readonly problem?: ProblemRecord;
  /** What the person decided about tasks; read from disk, and told by `choices-read`. */
  readonly choices: readonly Choice[];
  /** The GitHub login of whoever is signed in; absent: nobody, or not known yet. */
  readonly login?: string;
};
