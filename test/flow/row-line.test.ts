import {expect, test} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {gridWidths, listWidths} from '../../src/flow/layout.ts';
import {lineText, merged, span} from '../../src/flow/lines.ts';
import {gridLine, gridTitles, listLine} from '../../src/flow/row-line.ts';
import {widthOf} from '../../src/flow/text-width.ts';
import {auditRows} from '../support/fixture-rows.ts';

test('every line of the grid is as wide as its titles, selected or not', () => {
  for (const width of [70, 80, 104, 200]) {
    const widths = gridWidths(width);
    const expected = widthOf(lineText(gridTitles(widths)));
    for (const row of auditRows) {
      for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
        expect(widthOf(lineText(gridLine(row, row.id === 'npm', widths, glyphs)))).toBe(expected);
      }
    }
  }
});

test('a cell being looked up keeps what was known, with a quiet mark', () => {
  const row = {...auditRows[1]!, checking: ['secret', 'published', 'integrity'] as const};
  const text = lineText(gridLine(row, true, gridWidths(80), unicodeGlyphs));
  expect(text).toBe('❯ ◐ npm             ✓    ✓     ✓↻2 d    ✓     ✓    ! skipped !↻1.0.34  –↻       ');
  expect(lineText(gridLine(row, true, gridWidths(80), asciiGlyphs))).toContain('ok:2 d');
});

test('a cell never looked at shows only the mark', () => {
  const row = {...auditRows[12]!, checking: ['token'] as const};
  expect(lineText(gridLine(row, false, gridWidths(80), unicodeGlyphs))).toMatch(/^ {2}○ Flathub {9}○ {4}↻ /);
});

test('a list says the verdict in a word and the one thing that matters', () => {
  expect(lineText(listLine(auditRows[4]!, true, listWidths(60), unicodeGlyphs))).toBe(
    '❯ ✗ Chocolatey          broken     step 5, Use existing Cho…',
  );
  expect(lineText(listLine(auditRows[0]!, false, listWidths(20), unicodeGlyphs))).toBe('  ● GitHub Releases ');
});

test('neighbours of one tone become one part', () => {
  expect(merged([span('a', 'ok'), span('  '), span('b', 'ok'), span('c')])).toEqual([span('a  b', 'ok'), span('c')]);
});
