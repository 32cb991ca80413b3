import type {Row, RowTask} from '../model/row.ts';
import type {PlanSight, TokenSight} from './desk.ts';
import type {KeyPlace} from './place.ts';
import type {RunSight} from './run-sight.ts';
import type {Stroke} from './strokes.ts';

export type Command =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'previous'
  | 'next'
  | 'open'
  | 'keep'
  | 'erase'
  | 'recheck'
  | 'recheck-all'
  | 'verify'
  | 'browse'
  | 'log'
  | 'filter'
  | 'wizard'
  | 'browse-task'
  | 'browse-instruction'
  | 'prove'
  | 'do-task'
  | 'attest'
  | 'skip'
  | 'leave-out'
  | 'take-back'
  | 'next-task'
  | 'previous-task'
  | 'token'
  | 'next-step'
  | 'browse-maker'
  | 'paste-token'
  | 'find-token'
  | 'keep-token'
  | 'set-secret'
  | 'next-token'
  | 'previous-token'
  | 'use-field'
  | 'erase-field'
  | 'clear-field'
  | 'agree'
  | 'agree-by-name'
  | 'erase-name'
  | 'publish'
  | 'first-package'
  | 'fix'
  | 'roll-back'
  | 'browse-run'
  | 'cancel-run'
  | 'choose-way'
  | 'browse-plan'
  | 'back'
  | 'help'
  | 'suspend'
  | 'quit';

/** What decides whether a key works at this moment. */
export type Circumstances = {
  /** The open page's row, else the selected one; absent: no row is shown. */
  readonly row?: Row;
  /** The open task; absent: none is open, or it is no longer due. */
  readonly task?: RowTask;
  /** The row's token as it was found; absent: it was not looked for. */
  readonly sight?: TokenSight;
  /** What lies on the desk; absent: nothing was planned. */
  readonly plan?: PlanSight;
  /** The row's publish that is followed, or has just ended; absent: none is. */
  readonly run?: RunSight;
  /** True once the person agreed to the plan; absent: not yet. */
  readonly isAgreed?: true;
  /** Characters in the masked field; absent: none. */
  readonly fieldLength?: number;
  readonly canSuspend: boolean;
};

/** One row of the table that feeds the handler, the footer and the help. */
export type Binding = {
  readonly command: Command;
  readonly keys: readonly [Stroke, ...Stroke[]];
  /** An order, for the help. */
  readonly label: string;
  /** For the footer. */
  readonly short: string;
  readonly places: readonly KeyPlace[];
  /** The higher, the longer it stays in a footer that gets narrow; absent: only the help shows it. */
  readonly footer?: number;
  /** Why it does nothing now; undefined: it works. Absent: it always works. */
  readonly whyOff?: (circumstances: Circumstances) => string | undefined;
};

export const withRow =
  (why: (row: Row, circumstances: Circumstances) => string | undefined) =>
  (circumstances: Circumstances): string | undefined =>
    circumstances.row === undefined ? 'No row is shown.' : why(circumstances.row, circumstances);

export const withTask =
  (why: (task: RowTask, row: Row, circumstances: Circumstances) => string | undefined) =>
  (circumstances: Circumstances): string | undefined => {
    const {row, task} = circumstances;
    return row === undefined || task === undefined
      ? 'This task is no longer due: press n for the next one.'
      : why(task, row, circumstances);
  };

export const isWebAddress = (url: string): boolean => /^https?:\/\//.test(url);

/** Where lines are scrolled, and letters are keys. */
export const scrolling = ['grid', 'page', 'task', 'closing', 'token', 'plan', 'ended-plan', 'told-plan', 'run', 'ways', 'help'] as const;
/** Where lines are scrolled, and letters are not. */
export const arrowsOnly = ['typed-plan', 'running-plan'] as const;
export const rowPlaces = ['grid', 'page'] as const;
export const everywhere = [...scrolling, ...arrowsOnly, 'filter', 'field'] as const;
