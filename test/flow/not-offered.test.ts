import {describe, expect, test} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {countText, headerLine} from '../../src/flow/header.ts';
import {gridWidths, listWidths} from '../../src/flow/layout.ts';
import {lineText} from '../../src/flow/lines.ts';
import {pageOf} from '../../src/flow/page.ts';
import {entriesOf, reportOf, reportParts} from '../../src/flow/report/report.ts';
import {gridLine, gridTitles, listLine} from '../../src/flow/row-line.ts';
import {filteredRows} from '../../src/flow/screen.ts';
import {summaryLines, verdictSentence} from '../../src/flow/summary.ts';
import {openCountOf} from '../../src/flow/wizard.ts';
import {type Column, cellOf, columns, evidenceOf} from '../../src/model/cell.ts';
import {auditRows, fixtureNow, rowLike} from '../support/fixture-rows.ts';
import {projectOf} from '../support/project.ts';

const why = 'Only programs with a window are taken.';
const cell = cellOf('not-offered', '', [evidenceOf(why, 'https://example.org/rules')]);
const refused = {
  ...rowLike('flathub', {verdict: 'not-set-up', states: 'nnnnnnnn'}),
  cells: Object.fromEntries(columns.map((column) => [column, cell])) as Record<Column, typeof cell>,
};

test('a marketplace that does not take the project is not counted as one to set up', () => {
  expect(countText([...auditRows.filter(({id}) => id !== 'flathub'), refused], ', ')).toBe(
    '1 working, 3 partial, 2 broken, 8 to set up, 1 not offered',
  );
  const heading = {repository: 'o/contextlite', tag: 'v1.0.35', isDemo: true};
  const line = (width: number) =>
    lineText(headerLine(heading, [...auditRows.filter(({id}) => id !== 'flathub'), refused], width, unicodeGlyphs));
  expect(line(100)).toContain('8 to set up · 1 not offered');
  expect(line(80)).toMatch(/2 broken · 8 to set up$/);
});

test('its page says the reason once and lists nothing to do', () => {
  const text = pageOf(refused, 80, unicodeGlyphs, fixtureNow).lines.map(lineText).join('\n');
  expect(text.split(why)).toHaveLength(2);
  expect(text).toContain('○ not offered  Flathub');
  expect(text).not.toContain('Tasks');
  const summary = summaryLines(refused, '1.0.35', {width: 80, height: 4, glyphs: unicodeGlyphs}).map(lineText).join('\n');
  expect(summary).toContain('Flathub: not offered ');
  expect(summary).toContain(why);
});

test('what was never looked up was checked at no time, and no word is said twice', () => {
  const [row] = auditRows;
  const page = (glyphs: typeof asciiGlyphs) => pageOf(row!, 80, glyphs, fixtureNow).lines.map(lineText).join('\n');
  expect(page(unicodeGlyphs)).not.toMatch(/not (offered|checked).*checked/);
  expect(page(asciiGlyphs)).not.toContain('ok ok');
});

describe('a marketplace that the person left out', () => {
  const leave = (id: string) => auditRows.map((row) => (row.id === id ? {...row, isLeftOut: true} : row));
  const rowOf = (id: string) => leave(id).find((row) => row.id === id)!;

  test('says so in its line, as wide as every other', () => {
    for (const width of [70, 80, 120]) {
      const widths = gridWidths(width);
      const line = lineText(gridLine(rowOf('nix'), false, widths, unicodeGlyphs));
      expect(line).toMatch(/^ {2}– Nix +left out +$/);
      expect(line).toHaveLength(lineText(gridTitles(widths)).length);
    }
    expect(lineText(listLine(rowOf('nix'), false, listWidths(60), unicodeGlyphs))).toMatch(/^ {2}– Nix +left out/);
  });

  test('says so in the preview and on its page', () => {
    expect(verdictSentence(rowOf('nix'), '1.0.35')).toBe('left out of this project, u takes it in again');
    expect(summaryLines(rowOf('nix'), '1.0.35', {width: 80, height: 9, glyphs: unicodeGlyphs})).toHaveLength(1);
    expect(lineText(pageOf(rowOf('nix'), 80, unicodeGlyphs, fixtureNow).lines[0]!)).toBe('– left out  Nix');
  });

  test('is counted apart, and never among the tasks', () => {
    expect(countText(leave('nix'), ', ')).toBe('1 working, 3 partial, 2 broken, 8 to set up, 1 left out');
    expect(openCountOf(leave('nix')).tasks).toBe(openCountOf(auditRows).tasks - 1);
    expect(filteredRows(leave('nix'), 'left out').map(({id}) => id)).toEqual(['nix']);
  });

  test('stands in a part of its own in the report', () => {
    const report = reportOf(projectOf(), leave('nix'), '2026-11-01T00:00:00Z');
    const part = reportParts.find(({title}) => title === 'Left out of this project')!;
    expect(entriesOf(report, part).map(({id}) => id)).toEqual(['nix']);
    expect(reportParts.flatMap((one) => entriesOf(report, one))).toHaveLength(auditRows.length);
  });

  test('keeps its verdict and its cells where something is set up', () => {
    expect(verdictSentence(rowOf('npm'), '1.0.35')).toBe('partial, 1.0.34 is served and 1.0.35 is not, left out of this project');
    expect(lineText(gridLine(rowOf('npm'), false, gridWidths(80), unicodeGlyphs))).toMatch(/◐ npm, left out +✓ .*1\.0\.34/);
    expect(lineText(listLine(rowOf('npm'), false, listWidths(60), unicodeGlyphs))).toContain('◐ npm, left out');
    expect(countText(leave('npm'), ', ')).toBe(countText(auditRows, ', '));
  });
});
