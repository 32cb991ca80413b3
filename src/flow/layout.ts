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
const besideFrom = 140;
/** Columns below which a pane beside the grid tells nothing. */
const leastPane = 40;
/** Between the grid and the pane beside it. */
export const barWidth = 3;
/** Header, message line and footer. */
const frameRows = 3;

/** Divides a screen for so many rows of the grid; `wanted` is how wide its lines are where nothing is cut. */
export const layoutOf = ({columns: width, rows}: Size, count: number, scrollsAtItsEnd: boolean, wanted = 0): Layout => {
  const height = scrollsAtItsEnd ? rows - 1 : rows;
  if (width < smallest.columns || height < smallest.rows - (scrollsAtItsEnd ? 1 : 0)) return {kind: 'too-small', width, height};
  const kind = width < gridFrom ? 'list' : 'grid';
  const body = height - frameRows;
  const titleRows = kind === 'grid' ? 1 : 0;
  const listed = Math.max(1, Math.min(count, body - titleRows));
  const listWidth = Math.max(78, wanted);
  if (width >= besideFrom && width - listWidth - barWidth >= leastPane) {
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

/** Divides a line of the grid: every column gets what it wants as far as the room goes, and none more than that. */
export const gridWidths = (width: number, wanted?: GridWidths): GridWidths => {
  const widths: Record<Column | 'title', number> = {title: 12, ...least};
  const most = (name: Column | 'title'): number =>
    wanted === undefined ? Number.POSITIVE_INFINITY : name === 'title' ? wanted.title : wanted.columns[name];
  let spare = width - leadWidth - Object.values(widths).reduce((sum, one) => sum + one, 0) - columns.length;
  const give = (name: Column | 'title', wish: number, isWhole = false) => {
    const needed = Math.max(0, Math.min(wish, most(name)) - widths[name]);
    const more = isWhole && needed > spare ? 0 : Math.min(spare, needed);
    widths[name] += more;
    spare -= more;
  };
  // A half-met wish only shows the stump of a note; what is left over goes by need.
  for (const [name, wish] of wishes) give(name, wish, wanted !== undefined);
  if (wanted !== undefined) for (const [name] of wishes) give(name, most(name));
  const {title, ...rest} = widths;
  return {title, columns: rest};
};

/** Wishes that fit into so much room together: where they don't, the widest give way first. */
export const fittedWidths = (wishes: readonly number[], room: number): readonly number[] => {
  const widths = [...wishes];
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - room; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
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
