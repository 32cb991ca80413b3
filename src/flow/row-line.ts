import {type Cell, type Column, columns} from '../model/cell.ts';
import type {Row} from '../model/row.ts';
import {columnTitles, type Glyphs, legible, shortNote} from './glyphs.ts';
import {type GridWidths, type ListWidths, leadWidth} from './layout.ts';
import {type Line, merged, span, stateTones, type Tone} from './lines.ts';
import {isUnwanted, leftOutWords, nameOf, signOf, toneOf, wordOf} from './not-offered.ts';
import {cut, padTo} from './text-width.ts';
import {staleColumns} from './unanswered.ts';

const fitted = (text: string, width: number, glyphs: Glyphs): string => padTo(cut(legible(text, glyphs), width, glyphs.ellipsis), width);

/** Stands behind the sign of a cell whose last look failed: what is shown was answered before. */
const staleMark = '?';

/** What a cell shows: its sign and note, and while it is looked up, or when that failed, a quiet mark between the two. */
const cellText = (cell: Cell, mark: string, width: number, glyphs: Glyphs): string => {
  const text = shortNote(cell, width, glyphs);
  if (mark === '') return text;
  if (cell.state === 'unchecked') return mark;
  const [sign = '', ...words] = text.split(' ');
  return cut(`${sign}${mark}${words.join(' ')}`, width, glyphs.ellipsis);
};

const titleTone = (isSelected: boolean): Tone => (isSelected ? 'strong' : 'plain');

/** One marketplace as a line of the grid, exactly as wide as its widths add up to. */
export const gridLine = (row: Row, isSelected: boolean, widths: GridWidths, glyphs: Glyphs): Line => {
  const stale = staleColumns(row);
  const markOf = (column: Column) => (row.checking.includes(column) ? glyphs.checking : stale.includes(column) ? staleMark : '');
  const lead = [
    span(`${isSelected ? glyphs.selected : ' '} `, titleTone(isSelected)),
    span(`${signOf(row, glyphs)} `, toneOf(row)),
    span(fitted(nameOf(row), widths.title, glyphs), titleTone(isSelected)),
  ];
  if (isUnwanted(row)) {
    const room = columns.reduce((sum, column) => sum + 1 + widths.columns[column], -1);
    return merged([...lead, span(` ${fitted(leftOutWords, room, glyphs)}`, toneOf(row))]);
  }
  return merged([
    ...lead,
    ...columns.map((column) => {
      const cell = row.cells[column];
      const width = widths.columns[column];
      return span(` ${padTo(cellText(cell, markOf(column), width, glyphs), width)}`, stateTones[cell.state]);
    }),
  ]);
};

/** What heads the grid's columns. */
export const gridTitles = (widths: GridWidths): Line => {
  const titles = columns.map((column) => {
    const {full, short} = columnTitles[column];
    const width = widths.columns[column];
    return padTo(full.length <= width ? full : short, width);
  });
  return [span([' '.repeat(leadWidth + widths.title), ...titles].join(' '), 'muted')];
};

/** The one thing besides its verdict that a row says on a narrow terminal. */
const noteOf = (row: Row): string => {
  const step = row.diagnosis.find((one) => one.step !== undefined)?.step;
  if (row.verdict === 'broken' && step !== undefined) return `step ${step.number}, ${step.name}`;
  return row.version ?? row.diagnosis[0]?.title ?? '';
};

/** One marketplace as a line of the list. */
export const listLine = (row: Row, isSelected: boolean, {title, verdict, note}: ListWidths, glyphs: Glyphs): Line => {
  const tone = toneOf(row);
  return merged([
    span(`${isSelected ? glyphs.selected : ' '} `, titleTone(isSelected)),
    span(`${signOf(row, glyphs)}${row.checking.length > 0 ? glyphs.checking : staleColumns(row).length > 0 ? staleMark : ' '}`, tone),
    span(fitted(nameOf(row), title, glyphs), titleTone(isSelected)),
    ...(verdict > 0 ? [span(` ${fitted(wordOf(row), verdict, glyphs)}`, tone)] : []),
    ...(note > 0 ? [span(` ${fitted(noteOf(row), note, glyphs)}`)] : []),
  ]);
};
