import {type Verdict, verdicts} from '../model/cell.ts';
import type {Row} from '../model/row.ts';

/** How many rows have each verdict. */
export const countsOf = (rows: readonly Row[]): Readonly<Record<Verdict, number>> =>
  Object.fromEntries(verdicts.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length])) as Record<Verdict, number>;
