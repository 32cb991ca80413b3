import type {Row} from '../model/row.ts';
import {ageOf} from './age.ts';
import type {Glyphs} from './glyphs.ts';
import {type Line, span} from './lines.ts';
import type {Survey} from './survey.ts';
import {failuresOf} from './unanswered.ts';

/** Below this part of the hourly allowance it is shown. */
const lowPart = 0.1;

const limitText = ({rateLimit}: Survey, now: number): string => {
  if (rateLimit === undefined || rateLimit.remaining > rateLimit.limit * lowPart) return '';
  const minutes = Math.max(1, Math.ceil((Date.parse(rateLimit.resetsAt) - now) / 60_000));
  return `GitHub allows ${rateLimit.remaining} more requests, all ${rateLimit.limit} again in ${minutes} min`;
};

const ageText = (survey: Survey, rows: readonly Row[], now: number): string => {
  const age = survey.checkedAt === undefined ? undefined : ageOf(survey.checkedAt, now);
  const seen = age === undefined ? '' : age === 'now' ? ' just now' : ` ${age} ago`;
  const isRemembered = rows.some((row) => row.isRemembered);
  if (survey.isRunning) {
    const cells = rows.reduce((sum, row) => sum + row.checking.length, 0);
    return isRemembered ? `last known${seen}, checking` : cells === 0 ? 'checking' : `checking ${cells} ${cells === 1 ? 'cell' : 'cells'}`;
  }
  if (isRemembered) return `last known${seen}`;
  return seen === '' ? '' : `checked${seen}`;
};

const failureText = ({isRunning}: Survey, rows: readonly Row[]): string => {
  const count = isRunning ? 0 : failuresOf(rows).length;
  return count === 0 ? '' : `${count} ${count === 1 ? 'cell' : 'cells'} could not be looked up`;
};

/** How fresh everything shown is, how much of it could not be looked up, and how little of GitHub's allowance is left when that is little. */
export const surveyMark = (survey: Survey, rows: readonly Row[], now: number, glyphs: Glyphs): Line => {
  const age = ageText(survey, rows, now);
  const ending = survey.isRunning && age !== '' ? glyphs.ellipsis : '';
  const warnings = [limitText(survey, now), failureText(survey, rows)].filter((text) => text !== '').join(` ${glyphs.dot} `);
  if (warnings === '') return [span(`${age}${ending}`, 'muted')];
  return [span(warnings, 'warning'), span(age === '' ? '' : ` ${glyphs.dot} ${age}${ending}`, 'muted')];
};
