import {type MarketplaceId, marketplaceIds} from '../model/marketplace-id.ts';
import type {Row} from '../model/row.ts';
import type {Tone} from './lines.ts';
import {wordOf} from './not-offered.ts';
import {openClosing, openField, openPlan, openRun, openTask, openToken, openWays, type Place, touched} from './place.ts';

export type Message = {
  readonly text: string;
  readonly tone: Tone;
  /** True for what announces a look: it goes when the look has ended; absent: it stays until the next key. */
  readonly isPassing?: boolean;
  /** The row whose files are compared meanwhile; absent: none are. */
  readonly verifies?: MarketplaceId;
  /** The task that is looked at meanwhile; absent: none is. */
  readonly proves?: {readonly id: MarketplaceId; readonly task: string};
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
  /** `isNext`: it is the wizard's choice, which goes on by itself if a look shows it done. Absent: the person went to this very task. */
  | {readonly kind: 'task-opened'; readonly id: MarketplaceId; readonly task: string; readonly isNext?: true}
  | {readonly kind: 'closing-opened'}
  | {readonly kind: 'token-opened'; readonly id: MarketplaceId}
  /** The page that makes tokens was opened. */
  | {readonly kind: 'making-begun'}
  | {readonly kind: 'field-opened'; readonly id: MarketplaceId}
  /** What stood in the field was taken as the row's token. */
  | {readonly kind: 'field-used'; readonly id: MarketplaceId}
  | {readonly kind: 'plan-opened'}
  | {readonly kind: 'name-typed'; readonly text: string}
  | {readonly kind: 'plan-agreed'}
  /** The plan is no longer on the desk. */
  | {readonly kind: 'plan-closed'}
  | {readonly kind: 'run-opened'; readonly id: MarketplaceId}
  | {readonly kind: 'ways-opened'; readonly id: MarketplaceId}
  | {readonly kind: 'way-chosen'; readonly at: number; readonly scroll: number}
  | {readonly kind: 'help-opened'}
  | {readonly kind: 'filter-opened'}
  | {readonly kind: 'filter-typed'; readonly text: string}
  | {readonly kind: 'filter-kept'}
  | {readonly kind: 'went-back'}
  | {readonly kind: 'said'; readonly message: Message}
  /** What a message announced has ended. */
  | {readonly kind: 'look-ended'; readonly of: Message; readonly next?: Message};

export const firstScreen: Screen = {place: {kind: 'grid'}, selected: marketplaceIds[0], filter: ''};

const scrolledTo = (place: Place, to: number): Place => ('scroll' in place ? {...place, scroll: to} : place);

/** One level up: to what a place covers, a half-typed filter to the grid, and in the grid the filter goes. */
const oneLevelUp = (screen: Screen): Screen => {
  const {place} = screen;
  if ('over' in place) return {...screen, place: place.over};
  return place.kind === 'page' ? {...screen, place: {kind: 'grid'}} : {...screen, place: {kind: 'grid'}, filter: ''};
};

const withoutMessage = ({message: _, ...screen}: Screen): Screen => screen;

const afterKey = (screen: Screen): Screen => {
  const place = touched(screen.place);
  if (screen.message === undefined && place === screen.place) return screen;
  return {...withoutMessage(screen), place};
};

/** The place after an event about what is followed or taken back; undefined: the event is of another kind. */
const placeAfterPublishing = (place: Place, event: ScreenEvent): Place | undefined => {
  switch (event.kind) {
    case 'run-opened':
      return openRun(place, event.id);
    case 'ways-opened':
      return openWays(place, event.id);
    case 'way-chosen':
      return place.kind === 'ways' ? {...place, chosen: event.at, scroll: event.scroll} : place;
    default:
      return undefined;
  }
};

/** The place after an event that opens, closes or changes one; undefined: the event is of another kind. */
const placeAfter = (place: Place, event: ScreenEvent): Place | undefined => {
  switch (event.kind) {
    case 'page-opened':
      return {kind: 'page', id: event.id, scroll: 0};
    case 'task-opened':
      return openTask(place, event.id, event.task, event.isNext === true);
    case 'closing-opened':
      return openClosing(place);
    case 'token-opened':
    case 'field-used':
      return openToken(place, event.id);
    case 'making-begun':
      return place.kind === 'token' ? {...place, isMaking: true} : place;
    case 'field-opened':
      return openField(place, event.id);
    case 'plan-opened':
      return openPlan(place);
    case 'name-typed':
      return place.kind === 'plan' ? {...place, typed: event.text} : place;
    case 'plan-agreed':
      return place.kind === 'plan' ? {...place, scroll: 0, isAgreed: true} : place;
    case 'plan-closed':
      return place.kind === 'plan' ? place.over : place;
    case 'help-opened':
      return place.kind === 'help' ? place : {kind: 'help', scroll: 0, over: place};
    case 'filter-opened':
      return {kind: 'filter'};
    case 'filter-kept':
      return {kind: 'grid'};
    case 'scrolled':
      return scrolledTo(place, event.to);
    default:
      return placeAfterPublishing(place, event);
  }
};

/** Places of one row select it, so that it is found again in the grid. */
const selectedAfter = (selected: MarketplaceId, event: ScreenEvent): MarketplaceId => {
  const isOfRow = /^(?:page|task|token|run|ways)-opened$/.test(event.kind);
  return isOfRow && 'id' in event ? event.id : selected;
};

/** The next state of the view. Pure; what a key means here was decided in `press`. */
export const reduceScreen = (screen: Screen, event: ScreenEvent): Screen => {
  switch (event.kind) {
    case 'key-pressed':
      return afterKey(screen);
    case 'row-selected':
      return event.id === screen.selected ? screen : {...screen, selected: event.id};
    case 'filter-typed':
      return {...screen, filter: event.text};
    case 'went-back':
      return oneLevelUp(screen);
    case 'said':
      return {...screen, message: event.message};
    case 'look-ended':
      if (screen.message !== event.of) return screen;
      return event.next === undefined ? withoutMessage(screen) : {...screen, message: event.next};
    default: {
      const place = placeAfter(screen.place, event) ?? screen.place;
      return place === screen.place ? screen : {...screen, selected: selectedAfter(screen.selected, event), place};
    }
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
    const text = `${row.title} ${row.id} ${wordOf(row)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
};

/** Where the selected row stands among these; the first one where it is filtered out. */
export const selectedIndex = (screen: Screen, rows: readonly Row[]): number =>
  Math.max(
    0,
    rows.findIndex(({id}) => id === screen.selected),
  );
