import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Row} from '../model/row.ts';
import type {Glyphs} from './glyphs.ts';
import {helpLines} from './key-lines.ts';
import {bindingOf, type Circumstances, type Command, whyOff} from './keys.ts';
import {type Layout, layoutOf, type Size} from './layout.ts';
import {naturalLine, naturalWidthsOf} from './natural-widths.ts';
import {type Page, pageOf} from './page.ts';
import {filteredRows, type Place, type Screen, type ScreenEvent, selectedIndex} from './screen.ts';
import {type Stroke, typedBy} from './strokes.ts';
import {shortAddress} from './text-width.ts';

/** Everything a key's meaning depends on. */
export type View = {
  readonly screen: Screen;
  readonly rows: readonly Row[];
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

/** What a key asks of the world outside the view. */
export type Request =
  | {readonly kind: 'recheck'; readonly id: MarketplaceId}
  | {readonly kind: 'recheck-all'}
  | {readonly kind: 'verify'; readonly id: MarketplaceId}
  | {readonly kind: 'browse'; readonly url: string}
  | {readonly kind: 'suspend'}
  | {readonly kind: 'quit'; readonly isInterrupt: boolean};

export type Pressed = {readonly events: readonly ScreenEvent[]; readonly request?: Request};

const nothing: Pressed = {events: []};

export const layoutOfView = ({size, rows, scrollsAtItsEnd, glyphs}: View): Layout =>
  layoutOf(size, rows.length, scrollsAtItsEnd, naturalLine(naturalWidthsOf(rows, glyphs)));

/** The row of a page, or of the page under the help; else the selected one. Undefined: no row is shown. */
const rowInQuestion = ({screen, rows}: Pick<View, 'screen' | 'rows'>): Row | undefined => {
  const place = screen.place.kind === 'help' ? screen.place.over : screen.place;
  if (place.kind === 'page') return rows.find(({id}) => id === place.id);
  const shown = filteredRows(rows, screen.filter);
  return shown[selectedIndex(screen, shown)];
};

export const circumstancesOf = (view: Pick<View, 'screen' | 'rows' | 'canSuspend'>): Circumstances => {
  const row = rowInQuestion(view);
  return row === undefined ? {canSuspend: view.canSuspend} : {row, canSuspend: view.canSuspend};
};

/** The lines of what is open over the grid; none where the grid itself is. */
export const openPage = (view: View): Page => {
  const {place} = view.screen;
  if (place.kind === 'help') return {lines: helpLines(place.over.kind, circumstancesOf(view), view.size.columns, view.glyphs)};
  const row = place.kind === 'page' ? rowInQuestion(view) : undefined;
  return row === undefined ? {lines: []} : pageOf(row, view.size.columns, view.glyphs, view.now);
};

const bodyOf = (view: View): number => {
  const layout = layoutOfView(view);
  return layout.kind === 'too-small' ? 1 : layout.body;
};

/** The scroll offset nearest to a wish at which the screen is still full. */
export const scrollWithin = (wish: number, lines: number, body: number): number => Math.max(0, Math.min(wish, lines - body));

const moves: Partial<Readonly<Record<Command, (from: number, screenful: number, last: number) => number>>> = {
  up: (from) => from - 1,
  down: (from) => from + 1,
  'page-up': (from, screenful) => from - screenful,
  'page-down': (from, screenful) => from + screenful,
  first: () => 0,
  last: (_from, _screenful, last) => last,
};

const scrolled = (
  view: View,
  place: Extract<Place, {scroll: number}>,
  move: (from: number, screenful: number, last: number) => number,
): Pressed => {
  const {lines} = openPage(view);
  const body = bodyOf(view);
  const from = scrollWithin(place.scroll, lines.length, body);
  return {events: [{kind: 'scrolled', to: scrollWithin(move(from, Math.max(1, body - 1), lines.length), lines.length, body)}]};
};

const moved = (view: View, command: Command): Pressed => {
  const move = moves[command];
  if (move === undefined) return nothing;
  const {place} = view.screen;
  if (place.kind === 'page' || place.kind === 'help') return scrolled(view, place, move);
  const shown = filteredRows(view.rows, view.screen.filter);
  const layout = layoutOfView(view);
  const screenful = layout.kind === 'too-small' ? 1 : layout.listed;
  const to = Math.max(0, Math.min(move(selectedIndex(view.screen, shown), screenful, shown.length - 1), shown.length - 1));
  const row = shown[to];
  return row === undefined ? nothing : {events: [{kind: 'row-selected', id: row.id}]};
};

const beside = (view: View, row: Row, step: 1 | -1): Pressed => {
  const shown = filteredRows(view.rows, view.screen.filter);
  const other = shown[shown.findIndex(({id}) => id === row.id) + step];
  return other === undefined ? nothing : {events: [{kind: 'page-opened', id: other.id}]};
};

const toLog = (view: View, row: Row): Pressed => {
  const {lines, logAt = 0} = pageOf(row, view.size.columns, view.glyphs, view.now);
  const isOpen = view.screen.place.kind === 'page';
  const opened: readonly ScreenEvent[] = isOpen ? [] : [{kind: 'page-opened', id: row.id}];
  return {events: [...opened, {kind: 'scrolled', to: scrollWithin(logAt, lines.length, bodyOf(view))}]};
};

const saying = (text: string): Pressed => ({events: [{kind: 'said', message: {text, tone: 'plain'}}]});

/** Says what is looked up, until that has ended. */
const looking = (text: string, request: Request): Pressed => {
  const verifies = request.kind === 'verify' ? {verifies: request.id} : {};
  return {events: [{kind: 'said', message: {text, tone: 'plain', isPassing: true, ...verifies}}], request};
};

const browsing = ({page}: Row, isDemo: boolean): Pressed => {
  const short = shortAddress(page, 44);
  if (isDemo) return saying(`The demo opens no page: it would be ${short}`);
  return {...saying(`Opening in the browser: ${short}`), request: {kind: 'browse', url: page}};
};

/** What the commands that concern one row come to. */
const pressedOnRow = (command: Command, view: View, row: Row): Pressed => {
  switch (command) {
    case 'open':
      return {events: [{kind: 'page-opened', id: row.id}]};
    case 'previous':
      return beside(view, row, -1);
    case 'next':
      return beside(view, row, 1);
    case 'recheck':
      return looking(`Checking ${row.title} again.`, {kind: 'recheck', id: row.id});
    case 'verify':
      return looking(`Downloading what ${row.title} serves, to compare it with the release.`, {kind: 'verify', id: row.id});
    case 'browse':
      return browsing(row, view.isDemo === true);
    case 'log':
      return toLog(view, row);
    default:
      return moved(view, command);
  }
};

const wentBack = ({screen}: View): Pressed =>
  screen.place.kind === 'grid' && screen.filter === '' ? saying('This is the top. Press q to quit.') : {events: [{kind: 'went-back'}]};

const pressed = (command: Command, stroke: Stroke, view: View): Pressed => {
  switch (command) {
    case 'recheck-all':
      return looking('Checking every marketplace again.', {kind: 'recheck-all'});
    case 'filter':
      return {events: [{kind: 'filter-opened'}]};
    case 'keep':
      return {events: [{kind: 'filter-kept'}]};
    case 'erase':
      return {events: [{kind: 'filter-typed', text: [...view.screen.filter].slice(0, -1).join('')}]};
    case 'back':
      return wentBack(view);
    case 'help':
      return {events: [view.screen.place.kind === 'help' ? {kind: 'went-back'} : {kind: 'help-opened'}]};
    case 'suspend':
      return {events: [], request: {kind: 'suspend'}};
    case 'quit':
      return {events: [], request: {kind: 'quit', isInterrupt: stroke === 'ctrl-c'}};
    default: {
      const row = rowInQuestion(view);
      return row === undefined ? moved(view, command) : pressedOnRow(command, view, row);
    }
  }
};

/** What one key means now. Pure: the events are the view's own, the request is carried out by whoever mounted it. */
export const press = (stroke: Stroke, view: View): Pressed => {
  const {place, filter} = view.screen;
  const binding = bindingOf(stroke, place.kind);
  const typed = typedBy(stroke);
  if (binding === undefined) {
    return place.kind === 'filter' && typed !== undefined ? {events: [{kind: 'filter-typed', text: filter + typed}]} : nothing;
  }
  const why = whyOff(binding, circumstancesOf(view));
  return why === undefined ? pressed(binding.command, stroke, view) : saying(why);
};

/** What pasted text means: it goes into a filter that is being typed, as one line, and nowhere else. */
export const paste = (text: string, {screen}: View): Pressed =>
  screen.place.kind === 'filter'
    ? {events: [{kind: 'filter-typed', text: screen.filter + text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()}]}
    : saying('Press / first to filter by what you paste.');
