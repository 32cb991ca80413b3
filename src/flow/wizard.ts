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

/** The next task worth doing, after a given one where there is one; undefined: nothing is left that only a person can do. */
export const nextStopOf = (rows: readonly Row[], after?: {readonly id: MarketplaceId; readonly task: string}): WizardStop | undefined => {
  const stops = stopsOf(rows);
  const at = after === undefined ? -1 : stops.findIndex(({row, task}) => row.id === after.id && task.id === after.task);
  return [...stops.slice(at + 1), ...stops.slice(0, at + 1)].find(({task}) => isOpen(task));
};

/** How many tasks are open, and of how many rows. */
export const openCountOf = (rows: readonly Row[]): {readonly tasks: number; readonly rows: number} => {
  const open = stopsOf(rows).filter(({task}) => isOpen(task));
  return {tasks: open.length, rows: new Set(open.map(({row}) => row.id)).size};
};
