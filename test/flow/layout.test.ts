import {describe, expect, test} from 'vitest';
import {unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {type GridWidths, gridWidths, layoutOf, leadWidth, listWidths, windowStart} from '../../src/flow/layout.ts';
import {naturalWidths} from '../../src/flow/natural-widths.ts';
import {columns} from '../../src/model/cell.ts';
import {auditRows} from '../support/fixture-rows.ts';

describe('how a screen is divided', () => {
  test.each([
    [80, 24, {kind: 'grid', body: 21, listed: 15, pane: 'below', paneHeight: 5}],
    [80, 20, {kind: 'grid', body: 17, listed: 15, pane: 'none'}],
    [80, 10, {kind: 'grid', body: 7, listed: 6, pane: 'none'}],
    [69, 24, {kind: 'list', body: 21, listed: 15, pane: 'below', paneHeight: 6}],
    [120, 24, {kind: 'grid', listed: 15, pane: 'below', listWidth: 120}],
    [140, 24, {kind: 'grid', listed: 15, pane: 'beside', listWidth: 78, paneWidth: 59, paneHeight: 21}],
    [20, 5, {kind: 'list', body: 2, listed: 2, pane: 'none'}],
    [19, 24, {kind: 'too-small'}],
    [80, 4, {kind: 'too-small'}],
  ] as const)('%i by %i', (width, rows, expected) => {
    expect(layoutOf({columns: width, rows}, 15, false)).toMatchObject(expected);
  });

  test('its parts fill the height exactly', () => {
    for (let rows = 5; rows < 60; rows++) {
      const layout = layoutOf({columns: 80, rows}, 15, false);
      if (layout.kind === 'too-small') throw new Error('It is not.');
      expect(3 + layout.body).toBe(rows);
      expect(1 + layout.listed + layout.paneHeight).toBeLessThanOrEqual(layout.body);
    }
  });

  test('a line of the grid never exceeds the terminal, and every name is whole at 80 columns', () => {
    for (let width = 70; width < 260; width++) {
      const {title, columns: widths} = gridWidths(width);
      expect(leadWidth + title + columns.reduce((sum, column) => sum + 1 + widths[column], 0)).toBeLessThanOrEqual(width);
    }
    expect(gridWidths(80)).toMatchObject({title: 15, columns: {run: 9, published: 9, integrity: 9}});
  });

  test('the pane stands beside the grid only where no column gives up anything for it', () => {
    expect(layoutOf({columns: 150, rows: 24}, 15, false, 107)).toMatchObject({pane: 'beside', listWidth: 107, paneWidth: 40});
    expect(layoutOf({columns: 150, rows: 24}, 15, false, 108)).toMatchObject({pane: 'below', listWidth: 150});
  });

  test('a column gets what stands in it and no more, and a wider terminal never shows less of any', () => {
    const wanted = naturalWidths(auditRows, unicodeGlyphs);
    for (const width of [120, 140, 200]) expect(gridWidths(width, wanted)).toEqual(wanted);
    for (let width = 71; width < 140; width++) {
      const total = ({title, columns: widths}: GridWidths) => columns.reduce((sum, column) => sum + widths[column], title);
      expect(total(gridWidths(width, wanted))).toBeGreaterThanOrEqual(total(gridWidths(width - 1, wanted)));
    }
  });

  test('a line of the list drops the note and then the verdict', () => {
    expect(listWidths(60)).toEqual({title: 19, verdict: 10, note: 25});
    expect(listWidths(33)).toEqual({title: 18, verdict: 10, note: 0});
    expect(listWidths(20)).toEqual({title: 16, verdict: 0, note: 0});
  });

  test.each([
    [0, 15, 5, 0],
    [7, 15, 5, 5],
    [14, 15, 5, 10],
    [3, 4, 10, 0],
  ])('row %i of %i in a window of %i starts it at %i', (selected, count, height, start) => {
    expect(windowStart(selected, count, height)).toBe(start);
  });
});
