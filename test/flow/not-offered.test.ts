import {expect, test} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {countText, headerLine} from '../../src/flow/header.ts';
import {lineText} from '../../src/flow/lines.ts';
import {pageOf} from '../../src/flow/page.ts';
import {summaryLines} from '../../src/flow/summary.ts';
import {type Column, cellOf, columns, evidenceOf} from '../../src/model/cell.ts';
import {auditRows, fixtureNow, rowLike} from '../support/fixture-rows.ts';

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
