import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Row, RowTask} from '../model/row.ts';
import type {Circumstances} from './binding.ts';
import {closingLines} from './closing-page.ts';
import type {Desk} from './desk.ts';
import {fieldLines} from './field-page.ts';
import type {Glyphs} from './glyphs.ts';
import {helpLines} from './key-lines.ts';
import {type Layout, layoutOf, type Size} from './layout.ts';
import {naturalLine, naturalWidthsOf} from './natural-widths.ts';
import {type Page, pageOf} from './page.ts';
import type {KeyPlace, Place} from './place.ts';
import {planLines} from './plan-page.ts';
import {runPageLines} from './run-page.ts';
import {filteredRows, type Screen, selectedIndex} from './screen.ts';
import {taskLines} from './task-page.ts';
import {tokenLines} from './token-page.ts';
import {waysPage} from './ways-page.ts';

/** Everything a key's meaning depends on. */
export type View = {
  readonly screen: Screen;
  readonly rows: readonly Row[];
  readonly desk: Desk;
  readonly size: Size;
  readonly scrollsAtItsEnd: boolean;
  readonly glyphs: Glyphs;
  readonly now: number;
  readonly canSuspend: boolean;
  /** Absent: the real world is shown. */
  readonly isDemo?: boolean;
  /** Absent: colours can be shown. */
  readonly hasColor?: boolean;
};

export const layoutOfView = ({size, rows, scrollsAtItsEnd, glyphs}: View): Layout =>
  layoutOf(size, rows.length, scrollsAtItsEnd, naturalLine(naturalWidthsOf(rows, glyphs)));

/** The row that a place is about, through whatever lies over it; undefined: none in particular. */
const rowIdOf = (place: Place): MarketplaceId | undefined => {
  if ('id' in place) return place.id;
  return 'over' in place ? rowIdOf(place.over) : undefined;
};

type Seen = Pick<View, 'screen' | 'rows' | 'desk' | 'canSuspend'>;

/** The row that is open, under the help or a plan too; else the selected one. Undefined: no row is shown. */
export const rowInQuestion = ({screen, rows}: Pick<Seen, 'screen' | 'rows'>): Row | undefined => {
  const id = rowIdOf(screen.place);
  if (id !== undefined) return rows.find((row) => row.id === id);
  const shown = filteredRows(rows, screen.filter);
  return shown[selectedIndex(screen, shown)];
};

/** The task that is open, or under the help; undefined: none, or it is no longer due. */
export const taskInQuestion = ({screen, rows}: Pick<Seen, 'screen' | 'rows'>): RowTask | undefined => {
  const place = screen.place.kind === 'help' ? screen.place.over : screen.place;
  return place.kind === 'task' ? rows.find(({id}) => id === place.id)?.tasks.find(({id}) => id === place.task) : undefined;
};

export const circumstancesOf = (view: Seen): Circumstances => {
  const {screen, desk, canSuspend} = view;
  const place = screen.place.kind === 'help' ? screen.place.over : screen.place;
  const [row, task] = [rowInQuestion(view), taskInQuestion(view)];
  const [sight, run] = row === undefined ? [] : [desk.tokens[row.id], desk.runs[row.id]];
  return {
    canSuspend,
    fieldLength: desk.fieldLength,
    ...(row === undefined ? {} : {row}),
    ...(task === undefined ? {} : {task}),
    ...(sight === undefined ? {} : {sight}),
    ...(run === undefined ? {} : {run}),
    ...(desk.plan === undefined ? {} : {plan: desk.plan}),
    ...(place.kind === 'plan' && place.isAgreed === true ? {isAgreed: true} : {}),
  };
};

const planPlaceOf = ({plan}: Desk): KeyPlace => {
  if (plan?.state === 'running') return 'running-plan';
  if (plan?.state === 'ended') return 'ended-plan';
  if (plan?.state === 'looking' || plan?.state === 'told') return 'told-plan';
  return plan?.typedName === undefined ? 'plan' : 'typed-plan';
};

/** The place as far as keys are concerned: a plan's keys change with its state. */
export const keyPlaceOf = ({screen, desk}: Pick<View, 'screen' | 'desk'>, place: Place = screen.place): KeyPlace =>
  place.kind === 'plan' ? planPlaceOf(desk) : place.kind;

const linesOf = (view: View, paper: {readonly width: number; readonly glyphs: Glyphs; readonly now: number}): Page => {
  const {screen, rows, desk} = view;
  const {place} = screen;
  const row = rowInQuestion(view);
  if (place.kind === 'help') return {lines: helpLines(keyPlaceOf(view, place.over), circumstancesOf(view), paper.width, paper.glyphs)};
  if (place.kind === 'closing') return {lines: closingLines(rows, paper)};
  if (place.kind === 'plan') return {lines: planLines(desk.plan, place, paper)};
  if (row === undefined) return {lines: []};
  switch (place.kind) {
    case 'page':
      return pageOf(row, paper.width, paper.glyphs, paper.now);
    case 'task':
      return {lines: taskLines({row, task: taskInQuestion(view), rows}, paper)};
    case 'token':
      return {lines: tokenLines(row, desk.tokens[row.id], place.isMaking === true, paper)};
    case 'run':
      return {lines: runPageLines(desk.runs[row.id], paper)};
    case 'ways':
      return {lines: waysPage(desk.ways, place.chosen, paper).lines};
    case 'field':
      return {lines: fieldLines(row, desk.fieldLength, paper)};
    default:
      return {lines: []};
  }
};

/** Whether something is open that takes the grid's place. */
export const isPageOpen = ({place}: Screen): boolean => place.kind !== 'grid' && place.kind !== 'filter';

/** The lines of what is open over the grid; none where the grid itself is. */
export const openPage = (view: View): Page =>
  isPageOpen(view.screen) ? linesOf(view, {width: view.size.columns, glyphs: view.glyphs, now: view.now}) : {lines: []};

export const bodyOf = (view: View): number => {
  const layout = layoutOfView(view);
  return layout.kind === 'too-small' ? 1 : layout.body;
};

/** The scroll offset nearest to a wish at which the screen is still full. */
export const scrollWithin = (wish: number, lines: number, body: number): number => Math.max(0, Math.min(wish, lines - body));
