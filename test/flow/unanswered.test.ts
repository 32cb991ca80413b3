import {describe, expect, test} from 'vitest';
import {nextRoundAt} from '../../src/flow/due.ts';
import {unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {gridWidths} from '../../src/flow/layout.ts';
import {lineText} from '../../src/flow/lines.ts';
import {emptySurvey, reduce} from '../../src/flow/reduce.ts';
import {gridLine} from '../../src/flow/row-line.ts';
import {surveyMark} from '../../src/flow/survey-mark.ts';
import {failuresOf} from '../../src/flow/unanswered.ts';
import {Problem} from '../../src/model/problem.ts';
import {auditRows, auditSurvey, fixtureNow} from '../support/fixture-rows.ts';
import {at, found, publicationOf, surveyAfter} from '../support/survey.ts';

const name = {of: 'npm', fact: 'publication'} as const;
const later = '2030-01-01T00:00:00.000Z';
const silence = new Problem('unreachable', 'The host is silent.', 'Try again.').record();
const published = found(name, publicationOf({serves: '1.2.3', version: {kind: 'published'}}));

describe('a round whose looks fail', () => {
  test('leaves what is shown as old as it is, and is not followed by the next one at once', () => {
    const failed = reduce(surveyAfter(published), {kind: 'fact-failed', name, problem: silence, at: later});
    const ended = reduce(failed, {kind: 'round-ended', at: later});
    expect(ended).toMatchObject({checkedAt: at, triedAt: later});
    expect(nextRoundAt(ended, Date.parse(later))).toBe(Date.parse(later) + 60_000);
  });

  test('of which nothing was ever answered was no check', () => {
    const failed = reduce(emptySurvey, {kind: 'fact-failed', name, problem: silence, at: later});
    expect(reduce(failed, {kind: 'round-ended', at: later}).checkedAt).toBeUndefined();
  });

  const [row] = auditRows;
  const stale = {...row!, cells: {...row!.cells, published: {...row!.cells.published, problem: silence}}};

  test('is counted in the corner, with the age of what is shown', () => {
    expect(lineText(surveyMark(auditSurvey, [stale], fixtureNow, unicodeGlyphs))).toBe('1 cell could not be looked up · checked 2 min ago');
    const remembered = [{...stale, isRemembered: true}];
    expect(lineText(surveyMark(auditSurvey, remembered, fixtureNow, unicodeGlyphs))).toContain('last known 2 min ago');
  });

  test('marks each cell that was not renewed', () => {
    expect(lineText(gridLine(stale, false, gridWidths(80), unicodeGlyphs))).toContain('✓?1.0.35');
  });

  test('a refusal is an answer', () => {
    const problem = {...silence, kind: 'refused' as const};
    expect(failuresOf([{...row!, cells: {...row!.cells, published: {...row!.cells.published, problem}}}])).toEqual([]);
  });
});
