import type {Cell, Column, Verdict} from './cell.ts';
import type {Diagnosis, FailureLog} from './diagnosis.ts';
import type {MarketplaceId} from './marketplace-id.ts';
import type {Account, Integrity, Publication, TokenTest} from './publication.ts';
import type {SafeText} from './safe-text.ts';

/** The facts of one row, each known or unknown by itself. */
export type RowFacts = {
  readonly account: Account;
  readonly token: TokenTest;
  readonly publication: Publication;
  readonly integrity: Integrity;
  readonly log: FailureLog;
};

export type TaskState = {readonly id: string; readonly title: SafeText; readonly state: 'done' | 'to-do' | 'unknown'; readonly url: string};

/** One marketplace as every view shows it. */
export type Row = {
  readonly id: MarketplaceId;
  readonly title: string;
  readonly verdict: Verdict;
  /** What the marketplace serves now; null: nothing, or not known. */
  readonly version: SafeText | null;
  readonly cells: Readonly<Record<Column, Cell>>;
  /** Columns being looked up at this moment. */
  readonly checking: readonly Column[];
  /** True while everything shown is from an earlier run of the program. */
  readonly isRemembered: boolean;
  readonly tasks: readonly TaskState[];
  readonly diagnosis: readonly Diagnosis[];
  /** The page for people, opened by `o`; the marketplace's guide where nothing is published. */
  readonly page: string;
  /** The lines of the failed step; empty: none were read. */
  readonly log: readonly SafeText[];
};

/** The document that `status --json` prints. */
export type StatusDocument = {
  readonly formatVersion: 1;
  readonly project: {readonly repository: string; readonly tag: string; readonly version: string};
  readonly checkedAt: string;
  readonly marketplaces: readonly {
    readonly id: MarketplaceId;
    readonly title: string;
    readonly verdict: Verdict;
    readonly version: string | null;
    readonly cells: Readonly<Record<Column, Cell>>;
    readonly tasks: readonly TaskState[];
    readonly diagnosis: readonly Diagnosis[];
  }[];
};
