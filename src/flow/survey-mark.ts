import type {Row} from '../model/row.ts';
import {ageOf} from './age.ts';
import type {Glyphs} from './glyphs.ts';
import {type Line, span} from './lines.ts';
import type {Survey} from './survey.ts';

/** Below this part of the hourly allowance it is shown. */
const lowPart = 0.1;

const limitText = ({rateLimit}: Survey, now: number): string => {
  if (rateLimit === undefined || rateLimit.remaining > rateLimit.limit * lowPart) return '';
  const minutes = Math.max(1, Math.ceil((Date.parse(rateLimit.resetsAt) - now) / 60_000));
  return `GitHub allows ${rateLimit.remaining} more requests, all ${rateLimit.limit} again in ${minutes} min`;
};

const ageText = (survey: Survey, rows: readonly Row[], now: number): string => {
  const isRemembered = rows.some((row) => row.isRemembered);
  if (survey.isRunning) {
    const cells = rows.reduce((sum, row) => sum + row.checking.length, 0);
    return isRemembered ? 'last known, checking' : cells === 0 ? 'checking' : `checking ${cells} ${cells === 1 ? 'cell' : 'cells'}`;
  }
  if (isRemembered) return 'last known';
  if (survey.checkedAt === undefined) return '';
  const age = ageOf(survey.checkedAt, now);
  return age === 'now' ? 'checked just now' : `checked ${age} ago`;
};

/** How fresh everything shown is, and how little of GitHub's allowance is left when that is little. */
export const surveyMark = (survey: Survey, rows: readonly Row[], now: number, glyphs: Glyphs): Line => {
  const [limit, age] = [limitText(survey, now), ageText(survey, rows, now)];
  const ending = survey.isRunning && age !== '' ? glyphs.ellipsis : '';
  if (limit === '') return [span(`${age}${ending}`, 'muted')];
  return [span(limit, 'warning'), span(age === '' ? '' : ` ${glyphs.dot} ${age}${ending}`, 'muted')];
};
