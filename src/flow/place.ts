import type {MarketplaceId} from '../model/marketplace-id.ts';

type GridPlace = {readonly kind: 'grid'};
/** The grid while the filter's text is typed. */
type FilterPlace = {readonly kind: 'filter'};
/** Everything known of one marketplace. */
type PagePlace = {readonly kind: 'page'; readonly id: MarketplaceId; readonly scroll: number};

/** The wizard's page for one task. */
export type TaskPlace = {
  readonly kind: 'task';
  readonly id: MarketplaceId;
  readonly task: string;
  readonly scroll: number;
  /** True: the wizard chose it, and no key was pressed since. Absent: the person is at work here, or went back to it. */
  readonly isUntouched?: true;
  /** Rows that the wizard came through and left something open in; absent: none. */
  readonly passed?: readonly MarketplaceId[];
  readonly over: GridPlace | PagePlace;
};

/** The wizard's last page: nothing is left that only a person can do. */
export type ClosingPlace = {readonly kind: 'closing'; readonly scroll: number; readonly over: GridPlace | PagePlace};

/** What is known of one row's token, and the steps by which a new one takes its place. */
export type TokenPlace = {
  readonly kind: 'token';
  readonly id: MarketplaceId;
  readonly scroll: number;
  /** True since the page that makes tokens was opened; absent: it was not. */
  readonly isMaking?: true;
  readonly over: GridPlace | PagePlace | TaskPlace;
};

/** The masked field; its text stands in no store. */
export type FieldPlace = {readonly kind: 'field'; readonly id: MarketplaceId; readonly over: TaskPlace | TokenPlace};

/** A publish that is followed. */
export type RunPlace = {readonly kind: 'run'; readonly id: MarketplaceId; readonly scroll: number; readonly over: GridPlace | PagePlace};

/** The ways to take a version back, one of them chosen. */
export type WaysPlace = {
  readonly kind: 'ways';
  readonly id: MarketplaceId;
  readonly chosen: number;
  readonly scroll: number;
  readonly over: GridPlace | PagePlace;
};

/** A plan that waits for a yes, is carried out, or has ended. */
export type PlanPlace = {
  readonly kind: 'plan';
  readonly scroll: number;
  /** What was typed of the name that a dangerous act asks for. */
  readonly typed: string;
  /** True once the person agreed; absent: not yet. */
  readonly isAgreed?: true;
  readonly over: GridPlace | PagePlace | TaskPlace | ClosingPlace | TokenPlace | RunPlace | WaysPlace;
};

/** What is open, with what lies under it. */
export type Place =
  | GridPlace
  | FilterPlace
  | PagePlace
  | TaskPlace
  | ClosingPlace
  | TokenPlace
  | FieldPlace
  | PlanPlace
  | RunPlace
  | WaysPlace
  | {readonly kind: 'help'; readonly scroll: number; readonly over: Exclude<Place, {kind: 'help'}>};

/** A place for the keys: a plan's keys mean something else in each of its states. */
export type KeyPlace = Place['kind'] | 'typed-plan' | 'running-plan' | 'ended-plan' | 'told-plan';

/** One level up, with the help over it closed. */
const uncovered = (place: Place): Exclude<Place, {kind: 'help'}> => (place.kind === 'help' ? place.over : place);

/** The grid or the marketplace's page that a place was opened from, level by level. */
const originOf = (place: Place): GridPlace | PagePlace => {
  switch (place.kind) {
    case 'grid':
    case 'page':
      return place;
    case 'filter':
      return {kind: 'grid'};
    default:
      return originOf(place.over);
  }
};

/** The rows that a walk has passed once it is at this one; a row that is come to again begins the round anew. */
const passedAt = (place: Place, id: MarketplaceId, isNext: boolean): readonly MarketplaceId[] => {
  if (place.kind !== 'task') return [];
  const {passed = []} = place;
  if (place.id === id) return passed;
  if (isNext) return passed.includes(id) ? [] : [...passed, place.id];
  return passed.filter((one) => one !== id);
};

export const openTask = (place: Place, id: MarketplaceId, task: string, isNext: boolean): TaskPlace => {
  const passed = passedAt(place, id, isNext);
  return {
    kind: 'task',
    id,
    task,
    scroll: 0,
    ...(isNext ? {isUntouched: true} : {}),
    ...(passed.length === 0 ? {} : {passed}),
    over: originOf(place),
  };
};

/** The same place once a key was pressed. */
export const touched = (place: Place): Place => {
  if (place.kind !== 'task' || place.isUntouched === undefined) return place;
  const {isUntouched: _, ...rest} = place;
  return rest;
};

export const openClosing = (place: Place): ClosingPlace => ({kind: 'closing', scroll: 0, over: originOf(place)});

export const openRun = (place: Place, id: MarketplaceId): RunPlace => ({kind: 'run', id, scroll: 0, over: originOf(place)});

export const openWays = (place: Place, id: MarketplaceId): WaysPlace => ({kind: 'ways', id, chosen: 0, scroll: 0, over: originOf(place)});

/** A row's token over the task it was opened from, else over the grid or the page. */
export const openToken = (place: Place, id: MarketplaceId): TokenPlace => {
  const under = uncovered(place);
  const task = under.kind === 'task' ? under : under.kind === 'token' || under.kind === 'field' ? under.over : undefined;
  const over = task?.kind === 'token' ? task.over : task;
  return {kind: 'token', id, scroll: 0, over: over ?? originOf(place)};
};

/** The masked field for a row's token, over its task or its token's page. */
export const openField = (place: Place, id: MarketplaceId): FieldPlace => {
  const isOver = (place.kind === 'task' || place.kind === 'token') && place.id === id;
  return {kind: 'field', id, over: isOver ? place : openToken(place, id)};
};

/** A plan opens over anything but text that is being typed. */
export const openPlan = (place: Place): Place => {
  const under = uncovered(place);
  if (under.kind === 'filter' || under.kind === 'field') return place;
  return {kind: 'plan', scroll: 0, typed: '', over: under.kind === 'plan' ? under.over : under};
};
