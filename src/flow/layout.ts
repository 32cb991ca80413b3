import {type Column, columns} from '../model/cell.ts';

export type Size = {readonly columns: number; readonly rows: number};

/** How a screen of one size is divided. Every part's height is fixed by the size alone, so that nothing moves while answers come. */
export type Layout =
  | {readonly kind: 'too-small'; readonly width: number; readonly height: number}
  | {
      readonly kind: 'grid' | 'list';
      readonly width: number;
      /** Of everything; the terminal's height, or one less where its last cell can't be written. */
      readonly height: number;
      /** Between the header and the message line. */
      readonly body: number;
      /** Rows of the grid that fit, at most as many as there are. */
      readonly listed: number;
      readonly listWidth: number;
      /** Where the selected row is told in full. */
      readonly pane: 'none' | 'below' | 'beside';
      readonly paneWidth: number;
      readonly paneHeight: number;
    };

export const smallest: Size = {columns: 20, rows: 5};
const gridFrom = 70;
const besideFrom = 120;
/** Between the grid and the pane beside it. */
export const barWidth = 3;
/** Header, message line and footer. */
const frameRows = 3;

/** Divides a screen for so many rows of the grid. */
export const layoutOf = ({columns: width, rows}: Size, count: number, scrollsAtItsEnd: boolean): Layout => {
  const height = scrollsAtItsEnd ? rows - 1 : rows;
  if (width < smallest.columns || height < smallest.rows - (scrollsAtItsEnd ? 1 : 0)) return {kind: 'too-small', width, height};
  const kind = width < gridFrom ? 'list' : 'grid';
  const body = height - frameRows;
  const titleRows = kind === 'grid' ? 1 : 0;
  const listed = Math.max(1, Math.min(count, body - titleRows));
  if (width >= besideFrom) {
    const listWidth = Math.max(78, Math.floor(width * 0.6));
    return {kind, width, height, body, listed, listWidth, pane: 'beside', paneWidth: width - listWidth - barWidth, paneHeight: body};
  }
  const left = body - titleRows - listed;
  const pane = left >= 2 ? 'below' : 'none';
  return {kind, width, height, body, listed, listWidth: width, pane, paneWidth: width, paneHeight: pane === 'below' ? left : 0};
};

/** The first row to show, so that the selected one is in sight, in the middle where that is possible. */
export const windowStart = (selected: number, count: number, height: number): number =>
  Math.max(0, Math.min(selected - Math.floor(height / 2), count - height));

/** How wide the title and each column are; `gap` columns stand between them. */
export type GridWidths = {readonly title: number; readonly columns: Readonly<Record<Column, number>>};

/** Selection, verdict and the space after each. */
export const leadWidth = 4;

const least: Readonly<Record<Column, number>> = {
  account: 4,
  token: 5,
  secret: 6,
  files: 5,
  workflow: 4,
  run: 8,
  published: 8,
  integrity: 6,
};

/** Who gets room first, and up to how much: names are whole before notes grow. */
const wishes: readonly (readonly [Column | 'title', number])[] = [
  ['title', 15],
  ['published', 9],
  ['integrity', 9],
  ['run', 9],
  ['secret', 9],
  ['workflow', 8],
  ['account', 7],
  ['run', 12],
  ['title', 19],
  ['published', 14],
  ['token', 10],
  ['account', 14],
  ['files', 12],
  ['workflow', 14],
  ['integrity', 14],
  ['run', 22],
  ['published', 20],
  ['secret', 14],
  ['account', 24],
];

/** Divides a line of the grid. */
export const gridWidths = (width: number): GridWidths => {
  const widths: Record<Column | 'title', number> = {title: 12, ...least};
  let spare = width - leadWidth - Object.values(widths).reduce((sum, one) => sum + one, 0) - columns.length;
  for (const [name, wish] of wishes) {
    const more = Math.max(0, Math.min(spare, wish - widths[name]));
    widths[name] += more;
    spare -= more;
  }
  const {title, ...rest} = widths;
  return {title, columns: rest};
};

/** How wide the parts of a line of the list are; 0: not shown. */
export type ListWidths = {readonly title: number; readonly verdict: number; readonly note: number};

/** Divides a line of the list: the title first, then the verdict's word, then a note. */
export const listWidths = (width: number): ListWidths => {
  const room = width - leadWidth;
  if (room < 27) return {title: room, verdict: 0, note: 0};
  const title = Math.min(19, room - 11);
  const note = room - title - 12;
  return note < 6 ? {title, verdict: 10, note: 0} : {title, verdict: 10, note};
};
