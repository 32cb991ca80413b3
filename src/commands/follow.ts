import {setTimeout as wait} from 'node:timers/promises';
import {nextRoundAt} from '../flow/due.ts';
import type {SurveyEvent} from '../flow/event.ts';
import {verdictWords} from '../flow/glyphs.ts';
import type {Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {Row} from '../model/row.ts';
import type {Begun} from './begin.ts';
import type {Surroundings} from './surroundings.ts';

const briefly = ({verdict, version}: Row): string => `${verdictWords[verdict]}${version === null ? '' : `, serves ${version}`}`;

/** One line for each row that comes to something else than before. */
export const changesBetween = (before: readonly Row[], after: readonly Row[], time: string): readonly string[] =>
  after.flatMap((row) => {
    const last = before.find(({id}) => id === row.id);
    if (last === undefined || briefly(last) === briefly(row)) return [];
    const why = row.diagnosis[0]?.title;
    return [`${time} ${row.title}: ${briefly(last)}, now ${briefly(row)}${why === undefined ? '' : `. ${why}`}`];
  });

/** Looks again and again, and calls `onChange` with what was before and what is now, until it is told to end. */
export const followSurvey = async (
  {surveyor, rowsOf, remember}: Pick<Begun, 'surveyor' | 'rowsOf' | 'remember'>,
  store: Store<Survey, SurveyEvent>,
  {now, end}: Surroundings,
  onChange: (before: readonly Row[], after: readonly Row[]) => void,
): Promise<void> => {
  let before = rowsOf(store.get(), now());
  const isOver = () => end?.aborted === true;
  while (!isOver()) {
    const pause = Math.max(0, nextRoundAt(store.get(), now()) - now());
    await wait(pause, undefined, end === undefined ? {} : {signal: end}).catch(() => undefined);
    if (isOver()) return;
    await surveyor.look();
    await remember();
    const after = rowsOf(store.get(), now());
    onChange(before, after);
    before = after;
  }
};
