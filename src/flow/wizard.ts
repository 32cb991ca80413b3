import type {Verdict} from '../model/cell.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Row, RowTask} from '../model/row.ts';
import {isNotOffered} from './not-offered.ts';

/** A task by its row. */
export type WizardStop = {readonly row: Row; readonly task: RowTask};

/** Broken rows first, then those that need proof, then what is missing. */
const order: readonly Verdict[] = ['broken', 'partial', 'unknown', 'waiting', 'working', 'not-set-up'];

/** Whether the wizard still stops at it: what is done, attested, put off or not wanted is passed by. */
export const isOpen = ({state}: RowTask): boolean => state === 'to-do' || state === 'unknown';

/** Whether the person's word stands: where nothing that can be read tells, or a look was taken and could not tell. */
export const mayAttest = ({onlyWord, state, wasLookedAt}: RowTask): boolean =>
  onlyWord !== undefined || state === 'attested' || (state === 'unknown' && wasLookedAt === true);

const ranked = (rows: readonly Row[]): readonly Row[] =>
  rows
    .filter((row) => !row.isLeftOut && !isNotOffered(row))
    .map((row, at) => ({row, at}))
    .sort((one, other) => order.indexOf(one.row.verdict) - order.indexOf(other.row.verdict) || one.at - other.at)
    .map(({row}) => row);

/** Every task of every row that is offered and wanted, in the wizard's order. Pure: from the facts alone, so it can be left and taken up anywhere. */
export const stopsOf = (rows: readonly Row[]): readonly WizardStop[] =>
  ranked(rows).flatMap((row) => row.tasks.map((task) => ({row, task})));

/** Where a walk stands: at a task, which may be no longer due. */
export type WalkPlace = {
  readonly id: MarketplaceId;
  readonly task: string;
  /** Rows that the walk came through; absent: those that stand before this one now. */
  readonly passed?: readonly MarketplaceId[];
};

/** The stops in the order in which a walk comes to them: the rest of its row, the rows that it has not come through, then all the others. */
const stopsFrom = (stops: readonly WizardStop[], {id, task, passed}: WalkPlace): readonly WizardStop[] => {
  const own = stops.filter(({row}) => row.id === id);
  const at = own.findIndex((stop) => stop.task.id === task);
  const others = stops.filter(({row}) => row.id !== id);
  const first = stops.findIndex(({row}) => row.id === id);
  const isBehind = (stop: WizardStop) => passed?.includes(stop.row.id) ?? stops.indexOf(stop) < first;
  return [...own.slice(at + 1), ...others.filter((stop) => !isBehind(stop)), ...others.filter(isBehind), ...own.slice(0, at + 1)];
};

/** The next task worth doing, after a given one where there is one; undefined: nothing is left that only a person can do. */
export const nextStopOf = (rows: readonly Row[], after?: WalkPlace): WizardStop | undefined => {
  const stops = stopsOf(rows);
  return (after === undefined ? stops : stopsFrom(stops, after)).find(({task}) => isOpen(task));
};

/** How many tasks are open, and of how many rows. */
export const openCountOf = (rows: readonly Row[]): {readonly tasks: number; readonly rows: number} => {
  const open = stopsOf(rows).filter(({task}) => isOpen(task));
  return {tasks: open.length, rows: new Set(open.map(({row}) => row.id)).size};
};

/** Whether one of the open tasks may yet prove to be done, so that their number is a bound. */
export const isBound = (tasks: readonly RowTask[]): boolean => tasks.some((task) => isOpen(task) && task.awaitsLook === true);

/** So many open tasks in words; “up to” while their number is a bound. */
export const tasksText = (tasks: readonly RowTask[]): string => {
  const open = tasks.filter(isOpen);
  return `${isBound(open) ? 'up to ' : ''}${open.length} ${open.length === 1 ? 'task' : 'tasks'}`;
};

/** How many tasks are open, in words; “up to” as long as not all of them were looked at. */
export const openTasksText = (rows: readonly Row[]): string => tasksText(stopsOf(rows).map(({task}) => task));

/** Whether a task has to do with the first package and is still open: Portcall can make it. */
export const isFirstPackage = (task: RowTask): boolean => task.stage === 'first-package' && isOpen(task);
