import {ageOf} from '../flow/age.ts';
import {turnText} from '../flow/waiting.ts';
import type {Row} from '../model/row.ts';

/** What waits at the marketplaces, one line each: what, since when, what comes next and whose turn that is; empty: nothing does. */
export const waitingLines = (rows: readonly Row[], now: number): readonly string[] => {
  const lines = rows.flatMap(({title, waiting = []}) =>
    waiting.map(({what, since, next, url}) => {
      const age = since === undefined ? '' : `, since ${ageOf(since, now)}`;
      const turn = next === undefined ? '' : `; ${turnText(next)}`;
      return `  ${title} ${what}${age}${turn}${url === undefined ? '' : ` ${url}`}`;
    }),
  );
  return lines.length === 0 ? [] : ['Waiting', ...lines];
};
