import {type Cell, type Column, columns} from '../model/cell.ts';
import type {Known} from '../model/known.ts';
import type {ProblemRecord} from '../model/problem.ts';
import type {Row} from '../model/row.ts';
import type {Survey} from './survey.ts';

/** A refusal is an answer; every other problem is ignorance. */
const isIgnorance = (problem: ProblemRecord | undefined): problem is ProblemRecord => problem !== undefined && problem.kind !== 'refused';

/** The problem of every cell whose last look failed, in the grid's order. */
export const failuresOf = (rows: readonly Row[]): readonly ProblemRecord[] =>
  rows.flatMap(({cells}) => columns.map((column) => cells[column].problem).filter(isIgnorance));

const isStale = (column: Column, {state, problem, checkedAt}: Cell): boolean =>
  // Beside a failed run stands why its log could not be read: the run itself was looked up.
  isIgnorance(problem) && checkedAt !== undefined && !(column === 'run' && state === 'problem');

/** The columns that show an earlier answer because the last look failed. */
export const staleColumns = ({cells}: Row): readonly Column[] => columns.filter((column) => isStale(column, cells[column]));

const timesOf = (facts: object, isAsked: (name: string, known: Known<unknown>) => boolean): readonly string[] =>
  (Object.entries(facts) as [string, Known<unknown>][]).flatMap(([name, known]) =>
    known.value !== undefined && known.at !== undefined && isAsked(name, known) ? [known.at] : [],
  );

const wasNotRenewed = (_: string, {problem, isRemembered}: Known<unknown>): boolean => isIgnorance(problem) || isRemembered === true;

/** The time of the oldest answer that is still shown, at most `time`; undefined: looks failed and nothing was ever answered. */
export const oldestAnswer = ({repository, rows}: Survey, time: string): string | undefined => {
  const facts = [repository, ...Object.values(rows)];
  const known = facts.flatMap((one): readonly Known<unknown>[] => Object.values(one));
  if (known.some(({problem}) => isIgnorance(problem)) && known.every(({value}) => value === undefined)) return undefined;
  const times = [
    ...timesOf(repository, wasNotRenewed),
    ...Object.values(rows).flatMap((row) => timesOf(row, (name, known) => name === 'publication' || wasNotRenewed(name, known))),
  ];
  return [...times, time].sort()[0];
};
