import type {Cell, Column, Evidence, Verdict} from './cell.ts';
import type {ChoiceKind} from './choice.ts';
import type {Decided, Diagnosis, FailureLog} from './diagnosis.ts';
import type {MarketplaceId} from './marketplace-id.ts';
import type {Account, Integrity, NextAction, Publication, TokenTest} from './publication.ts';
import type {SafeText} from './safe-text.ts';
import type {TaskProof, TaskStage} from './task.ts';

/** The facts of one row, each known or unknown by itself. */
export type RowFacts = {
  readonly account: Account;
  readonly token: TokenTest;
  readonly publication: Publication;
  readonly integrity: Integrity;
  readonly log: FailureLog;
  /** What was found out about the failure of the job with this id. */
  readonly decided: {readonly jobId: number; readonly causes: Decided};
  /** What a look of its own told of each task, by its id. */
  readonly proofs: Readonly<Record<string, TaskProof>>;
};

/** `attested`: only the person's word says so. */
export type TaskStateWord = TaskProof['state'] | ChoiceKind;

/** A task as every view shows it. */
export type RowTask = {
  readonly id: string;
  readonly stage: TaskStage;
  readonly title: SafeText;
  readonly state: TaskStateWord;
  readonly url: string;
  readonly why: SafeText;
  readonly cost: SafeText;
  readonly instructions: readonly {readonly text: SafeText; readonly url?: string; readonly command?: SafeText}[];
  /** What the last look told, in one sentence; empty: nothing was looked at. */
  readonly note: SafeText;
  readonly evidence: readonly Evidence[];
  /** Why only the person's word tells; absent: something that can be read does. */
  readonly onlyWord?: SafeText;
  readonly givesToken: boolean;
  /** What Portcall can do of it by itself, as an order; absent: nothing now. */
  readonly doable?: SafeText;
  /** True: the row's tasks were looked at one by one. Absent: they were not. */
  readonly wasLookedAt?: true;
  /** True: a look of its own could still tell otherwise. Absent: it was taken, or there is none. */
  readonly awaitsLook?: true;
};

/** A credential of a row that has ended, or ends within 30 days. */
export type RowEnd = {
  /** The column that shows it. */
  readonly column: 'token' | 'secret';
  readonly isPast: boolean;
  /** In a few words, such as “10 d left”. */
  readonly note: string;
  /** What ends when, and by which rule. */
  readonly text: SafeText;
};

/** One version of a row that stands in a queue. */
export type RowWaiting = {
  /** The version and what it waits for, in the marketplace's own words. */
  readonly what: SafeText;
  /** ISO time; absent: nobody tells. */
  readonly since?: string;
  /** Absent: nothing tells what comes next. */
  readonly next?: NextAction;
  /** Absent: it has no page. */
  readonly url?: string;
};

/** One marketplace as every view shows it. */
export type Row = {
  readonly id: MarketplaceId;
  readonly title: string;
  readonly verdict: Verdict;
  /** What the marketplace serves now; null: nothing, or not known. */
  readonly version: SafeText | null;
  readonly cells: Readonly<Record<Column, Cell>>;
  /** Its credentials that end soon or have ended; absent: none that is known. */
  readonly ends?: readonly RowEnd[];
  /** Its versions in a queue, the tag's first; absent: none is known. */
  readonly waiting?: readonly RowWaiting[];
  /** Columns being looked up at this moment. */
  readonly checking: readonly Column[];
  /** True while everything shown is from an earlier run of the program. */
  readonly isRemembered: boolean;
  readonly tasks: readonly RowTask[];
  /** True while its tasks are being looked at. */
  readonly isProving: boolean;
  /** True: the person said that this marketplace is not for this project. */
  readonly isLeftOut: boolean;
  readonly diagnosis: readonly Diagnosis[];
  /** What its credential is called, where it is made and what it must be allowed; absent: publishing here takes none of its own. */
  readonly token?: {
    readonly names: readonly [string, ...string[]];
    readonly makeAt: string;
    readonly leastRights: string;
    /** The name by which the job reads it; absent: the usual one, or none. */
    readonly readAs?: string;
  };
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
    readonly tasks: readonly Pick<RowTask, 'id' | 'title' | 'state' | 'url'>[];
    readonly diagnosis: readonly Diagnosis[];
  }[];
};
