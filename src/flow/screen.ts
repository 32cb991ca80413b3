import {type MarketplaceId, marketplaceIds} from '../model/marketplace-id.ts';
import type {Row} from '../model/row.ts';
import {verdictWords} from './glyphs.ts';
import type {Tone} from './lines.ts';

/** What is open, with what lies under it. */
export type Place =
  | {readonly kind: 'grid'}
  /** The grid while the filter's text is typed. */
  | {readonly kind: 'filter'}
  | {readonly kind: 'page'; readonly id: MarketplaceId; readonly scroll: number}
  | {readonly kind: 'help'; readonly scroll: number; readonly over: Exclude<Place, {kind: 'help'}>};

export type Message = {
  readonly text: string;
  readonly tone: Tone;
  /** True for what announces a look: it goes when the look has ended; absent: it stays until the next key. */
  readonly isPassing?: boolean;
  /** The row whose files are compared meanwhile; absent: none are. */
  readonly verifies?: MarketplaceId;
};

/** The view's own state; what is known of the marketplaces stands in the survey. */
export type Screen = {
  readonly place: Place;
  /** Kept by id, so that it stays while rows come, go and are filtered. */
  readonly selected: MarketplaceId;
  /** Words that a row must hold; empty: every row is shown. */
  readonly filter: string;
  /** What was last said to the person; absent: nothing since the last key. */
  readonly message?: Message;
};

export type ScreenEvent =
  | {readonly kind: 'key-pressed'}
  | {readonly kind: 'row-selected'; readonly id: MarketplaceId}
  | {readonly kind: 'page-opened'; readonly id: MarketplaceId}
  | {readonly kind: 'scrolled'; readonly to: number}
  | {readonly kind: 'help-opened'}
  | {readonly kind: 'filter-opened'}
  | {readonly kind: 'filter-typed'; readonly text: string}
  | {readonly kind: 'filter-kept'}
  | {readonly kind: 'went-back'}
  | {readonly kind: 'said'; readonly message: Message}
  /** What a message announced has ended. */
  | {readonly kind: 'look-ended'; readonly of: Message; readonly next?: Message};

export const firstScreen: Screen = {place: {kind: 'grid'}, selected: marketplaceIds[0], filter: ''};

const scrolledTo = (place: Place, to: number): Place => (place.kind === 'page' || place.kind === 'help' ? {...place, scroll: to} : place);

/** One level up: help to what it covers, a page or a half-typed filter to the grid, and in the grid the filter goes. */
const oneLevelUp = (screen: Screen): Screen => {
  switch (screen.place.kind) {
    case 'help':
      return {...screen, place: screen.place.over};
    case 'page':
      return {...screen, place: {kind: 'grid'}};
    case 'filter':
    case 'grid':
      return {...screen, place: {kind: 'grid'}, filter: ''};
  }
};

const withoutMessage = ({message: _, ...screen}: Screen): Screen => screen;

/** The next state of the view. Pure; what a key means here was decided in `press`. */
export const reduceScreen = (screen: Screen, event: ScreenEvent): Screen => {
  switch (event.kind) {
    case 'key-pressed':
      return screen.message === undefined ? screen : withoutMessage(screen);
    case 'row-selected':
      return event.id === screen.selected ? screen : {...screen, selected: event.id};
    case 'page-opened':
      return {...screen, selected: event.id, place: {kind: 'page', id: event.id, scroll: 0}};
    case 'scrolled':
      return {...screen, place: scrolledTo(screen.place, event.to)};
    case 'help-opened':
      return screen.place.kind === 'help' ? screen : {...screen, place: {kind: 'help', scroll: 0, over: screen.place}};
    case 'filter-opened':
      return {...screen, place: {kind: 'filter'}};
    case 'filter-typed':
      return {...screen, filter: event.text};
    case 'filter-kept':
      return {...screen, place: {kind: 'grid'}};
    case 'went-back':
      return oneLevelUp(screen);
    case 'said':
      return {...screen, message: event.message};
    case 'look-ended':
      if (screen.message !== event.of) return screen;
      return event.next === undefined ? withoutMessage(screen) : {...screen, message: event.next};
  }
};

/** The rows that hold every word of the filter in their title, id or verdict. */
export const filteredRows = (rows: readonly Row[], filter: string): readonly Row[] => {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = `${row.title} ${row.id} ${verdictWords[row.verdict]}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
};

/** Where the selected row stands among these; the first one where it is filtered out. */
export const selectedIndex = (screen: Screen, rows: readonly Row[]): number =>
  Math.max(
    0,
    rows.findIndex(({id}) => id === screen.selected),
  );
