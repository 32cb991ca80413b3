import {columns} from '../model/cell.ts';
import type {Row} from '../model/row.ts';
import {columnTitles, type Glyphs, shortNote} from './glyphs.ts';
import {type GridWidths, leadWidth} from './layout.ts';
import {nameOf} from './not-offered.ts';
import {widthOf} from './text-width.ts';

/** A note gets no more room than this; the page says the rest. */
const widestNote = 18;

/** How wide the title and each column want to be: as wide as what stands in them. */
export const naturalWidths = (rows: readonly Row[], glyphs: Glyphs): GridWidths => ({
  title: Math.max(0, ...rows.map((row) => widthOf(nameOf(row)))),
  columns: Object.fromEntries(
    columns.map((column) => [
      column,
      Math.max(widthOf(columnTitles[column].full), ...rows.map(({cells}) => widthOf(shortNote(cells[column], widestNote, glyphs)))),
    ]),
  ) as GridWidths['columns'],
});

const known = new WeakMap<readonly Row[], {readonly glyphs: Glyphs; readonly widths: GridWidths}>();

/** The same for rows that were asked about before, without reading them again. */
export const naturalWidthsOf = (rows: readonly Row[], glyphs: Glyphs): GridWidths => {
  const before = known.get(rows);
  if (before?.glyphs === glyphs) return before.widths;
  const widths = naturalWidths(rows, glyphs);
  known.set(rows, {glyphs, widths});
  return widths;
};

/** How wide a line of the grid wants to be. */
export const naturalLine = ({title, columns: widths}: GridWidths): number =>
  leadWidth + title + columns.reduce((sum, column) => sum + 1 + widths[column], 0);
