import {describe, expect, test} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {countText, headerLine} from '../../src/flow/header.ts';
import {lineText, lineWidth} from '../../src/flow/lines.ts';
import {pageOf} from '../../src/flow/page.ts';
import {summaryLines, verdictSentence} from '../../src/flow/summary.ts';
import {taskLines} from '../../src/flow/task-page.ts';
import {openTasksText} from '../../src/flow/wizard.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {auditRows, fixtureNow} from '../support/fixture-rows.ts';

const heading = {repository: 'Michael-A-Kuykendall/contextlite', tag: 'v1.0.35', isDemo: false};

describe('the header', () => {
  test.each([
    [130, 'portcall  Michael-A-Kuykendall/contextlite  v1.0.35   1 working · 3 partial · 2 broken · 9 to set up'],
    [90, 'Michael-A-Kuykendall/contextlite  v1.0.35   1 working · 3 partial · 2 broken · 9 to set up'],
    [80, 'Michael-A…/contextlite  v1.0.35   1 working · 3 partial · 2 broken · 9 to set up'],
    [70, 'contextlite  v1.0.35   1 working · 3 partial · 2 broken · 9 to set up'],
    [85, 'Michael-A-Kuyk…/contextlite  v1.0.35   1 working · 3 partial · 2 broken · 9 to set up'],
    [40, 'Mich…/contextlite  v1.0.35   ●1 ◐3 ✗2 ○9'],
    [20, 'v1.0.35 ●1 ◐3 ✗2 ○9'],
  ])('in %i columns', (width, expected) => {
    expect(lineText(headerLine(heading, auditRows, width, unicodeGlyphs))).toBe(expected);
  });

  test('is never wider than the terminal, whatever the names', () => {
    for (let width = 20; width < 150; width++) {
      for (const name of ['a/b', `${'x'.repeat(39)}/${'y'.repeat(100)}`, '']) {
        const line = headerLine({repository: name, tag: 'v'.repeat(60), isDemo: true}, auditRows, width, asciiGlyphs);
        expect(lineWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });

  test('counts leave out what none comes to', () => {
    expect(countText(auditRows.slice(0, 2), ', ')).toBe('1 working, 1 partial');
  });
});

describe('the selected row in words', () => {
  test.each([
    [0, 'working, 1.0.35 is served'],
    [1, 'partial, 1.0.34 is served and 1.0.35 is not'],
    [4, 'broken, "Use existing Chocolatey package" failed (step 5)'],
    [7, 'not set up, 1 task for a person'],
  ])('row %i: %s', (index, expected) => {
    expect(verdictSentence(auditRows[index]!, '1.0.35')).toBe(expected);
  });

  test('the number of tasks is a bound until all that can be looked at was', () => {
    const [row] = auditRows.slice(7);
    const waiting = {...row!, tasks: row!.tasks.map((task) => ({...task, awaitsLook: true as const}))};
    expect(verdictSentence(waiting, '1.0.35')).toBe('not set up, up to 1 task for a person');
    expect(openTasksText([...auditRows.slice(0, 7), waiting])).toBe(`up to ${openTasksText([...auditRows.slice(0, 7), row!])}`);
    const paper = {width: 80, glyphs: unicodeGlyphs, now: fixtureNow};
    const stop = {row: waiting, task: waiting.tasks[0], rows: [waiting, auditRows[8]!]};
    expect(taskLines(stop, paper).map(lineText)[0]).toContain('1 of up to 2 left');
    const done = {...waiting, tasks: waiting.tasks.map((task) => ({...task, state: 'done' as const}))};
    expect(openTasksText([done, auditRows[8]!])).toBe('1 task');
  });

  test('its best cause keeps its fix where the room is short', () => {
    const lines = summaryLines(auditRows[4]!, '1.0.35', {width: 60, height: 4, glyphs: unicodeGlyphs}).map(lineText);
    expect(lines).toHaveLength(4);
    expect(lines[3]).toContain('Fix: Add `needs: build`');
  });
});

describe("a marketplace's page", () => {
  test('tells where the log begins', () => {
    const {lines, logAt} = pageOf(auditRows[4]!, 80, unicodeGlyphs, fixtureNow);
    expect(lineText(lines[logAt!]!)).toBe('Log of step 5, Use existing Chocolatey package');
    expect(pageOf(auditRows[0]!, 80, unicodeGlyphs, fixtureNow)).not.toHaveProperty('logAt');
  });

  test('shows why the last look failed beside what was known', () => {
    const row = auditRows[0]!;
    const problem = {kind: 'unreachable' as const, what: safeLine('The host did not answer.'), next: safeLine('Check the network.')};
    const {lines} = pageOf({...row, cells: {...row.cells, published: {...row.cells.published, problem}}}, 80, unicodeGlyphs, fixtureNow);
    const text = lines.map(lineText).join('\n');
    expect(text).toMatch(/Published ✓ ok +1\.0\.35.*\n.*\n.*\n +The host did not answer\.\n +Check the network\./);
  });

  test('stays within a very narrow terminal', () => {
    for (const row of auditRows) {
      for (const line of pageOf(row, 20, unicodeGlyphs, fixtureNow).lines) expect(lineText(line).length).toBeGreaterThan(0);
    }
  });
});
