import type {ChoiceKind} from '../model/choice.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Row} from '../model/row.ts';
import type {Command} from './binding.ts';
import {bindingOf, whyOff} from './keys.ts';
import {pageOf} from './page.ts';
import {moved} from './press-move.ts';
import {agreed, leftPlan, typedName} from './press-plan.ts';
import {leftRun, pressedOnPublish} from './press-publish.ts';
import {pressedOnInstruction, pressedOnTask} from './press-task.ts';
import {pressedOnToken} from './press-token.ts';
import {browsing, looking, nothing, saying} from './pressed.ts';
import {filteredRows, type ScreenEvent} from './screen.ts';
import {type Stroke, typedBy} from './strokes.ts';
import {shortAddress} from './text-width.ts';
import {bodyOf, circumstancesOf, keyPlaceOf, rowInQuestion, scrollWithin, taskInQuestion, type View} from './view.ts';

/** What a key asks of the world outside the view. */
export type Request =
  | {readonly kind: 'recheck'; readonly id: MarketplaceId}
  | {readonly kind: 'recheck-all'}
  | {readonly kind: 'verify'; readonly id: MarketplaceId}
  /** `id`: the row whose token the page may give; absent: none in particular. */
  | {readonly kind: 'browse'; readonly url: string; readonly id?: MarketplaceId}
  | {readonly kind: 'prove'; readonly id: MarketplaceId}
  /** Absent task: the whole marketplace; absent choice: it is taken back. */
  | {readonly kind: 'choose'; readonly id: MarketplaceId; readonly task?: string; readonly choice?: ChoiceKind}
  | {readonly kind: 'find-token'; readonly id: MarketplaceId}
  /** Text for the masked field, which no store ever holds. */
  | {readonly kind: 'type'; readonly text: string}
  | {readonly kind: 'erase'}
  | {readonly kind: 'clear-field'}
  /** Takes what stands in the field as the row's token. */
  | {readonly kind: 'use-field'; readonly id: MarketplaceId}
  | {readonly kind: 'keep-token'; readonly id: MarketplaceId}
  | {readonly kind: 'plan-secret'; readonly id: MarketplaceId}
  | {readonly kind: 'plan-task'; readonly id: MarketplaceId; readonly task: string}
  | {readonly kind: 'carry-out'}
  | {readonly kind: 'drop-plan'}
  /** Decides about a row from fresh facts. */
  | {readonly kind: 'plan-publish'; readonly id: MarketplaceId}
  /** Makes a row's first package and plans how it is handed in. */
  | {readonly kind: 'plan-first-package'; readonly id: MarketplaceId}
  | {readonly kind: 'plan-cancel'; readonly id: MarketplaceId}
  | {readonly kind: 'plan-fix'; readonly id: MarketplaceId}
  /** Forgets a publish that has ended. */
  | {readonly kind: 'drop-run'; readonly id: MarketplaceId}
  | {readonly kind: 'find-ways'; readonly id: MarketplaceId}
  /** `way`: which one of those that were found, from 0. */
  | {readonly kind: 'plan-way'; readonly id: MarketplaceId; readonly way: number}
  | {readonly kind: 'suspend'}
  | {readonly kind: 'quit'; readonly isInterrupt: boolean};

export type Pressed = {readonly events: readonly ScreenEvent[]; readonly request?: Request};

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

const toPage = ({page}: Row, isDemo: boolean): Pressed =>
  isDemo ? saying(`The demo opens no page: it would be ${shortAddress(page, 44)}`) : browsing(page);

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
      return toPage(row, view.isDemo === true);
    case 'log':
      return toLog(view, row);
    default:
      return (
        pressedOnToken(command, view, row) ??
        pressedOnTask(command, view, row, taskInQuestion(view)) ??
        pressedOnPublish(command, view, row) ??
        moved(view, command)
      );
  }
};

const wentBack = (view: View): Pressed => {
  const {place, filter} = view.screen;
  if (place.kind === 'plan') return leftPlan(view);
  if (place.kind === 'run') return leftRun(view);
  if (place.kind === 'field') return {events: [{kind: 'went-back'}], request: {kind: 'clear-field'}};
  return place.kind === 'grid' && filter === '' ? saying('This is the top. Press q to quit.') : {events: [{kind: 'went-back'}]};
};

const onInstruction = (stroke: Stroke, view: View): Pressed => {
  const row = rowInQuestion(view);
  return row === undefined ? nothing : pressedOnInstruction(stroke, row, taskInQuestion(view));
};

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
    case 'agree':
    case 'agree-by-name':
    case 'erase-name':
      return agreed(command, view);
    case 'browse-instruction':
      return onInstruction(stroke, view);
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

/** What a key without a meaning of its own comes to: a letter where text is typed; after a plan has ended, the way back. */
const pressedUnbound = (stroke: Stroke, view: View): Pressed => {
  const typed = typedBy(stroke);
  switch (keyPlaceOf(view)) {
    case 'filter':
      return typed === undefined ? nothing : {events: [{kind: 'filter-typed', text: view.screen.filter + typed}]};
    case 'field':
      return typed === undefined ? nothing : {events: [], request: {kind: 'type', text: typed}};
    case 'typed-plan':
      return typed === undefined ? nothing : typedName(view, typed);
    case 'running-plan':
      return saying('It is being carried out: keys wait for its end.');
    case 'ended-plan':
      return leftPlan(view);
    default:
      return nothing;
  }
};

/** What one key means now. Pure: the events are the view's own, the request is carried out by whoever mounted it. */
export const press = (stroke: Stroke, view: View): Pressed => {
  const binding = bindingOf(stroke, keyPlaceOf(view));
  if (binding === undefined) return pressedUnbound(stroke, view);
  const why = whyOff(binding, circumstancesOf(view));
  return why === undefined ? pressed(binding.command, stroke, view) : saying(why);
};

const asOneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();

/** What pasted text means: it goes whole into the masked field, as one line into other text that is being typed, and nowhere else. */
export const paste = (text: string, view: View): Pressed => {
  switch (keyPlaceOf(view)) {
    case 'field':
      return {events: [], request: {kind: 'type', text}};
    case 'filter':
      return {events: [{kind: 'filter-typed', text: view.screen.filter + asOneLine(text)}]};
    case 'typed-plan':
      return typedName(view, asOneLine(text));
    case 'task':
    case 'token':
      return saying('Press p first to paste a token.');
    case 'plan':
    case 'told-plan':
    case 'run':
    case 'ways':
    case 'running-plan':
    case 'ended-plan':
      return saying('Nothing is pasted here.');
    default:
      return saying('Press / first to filter by what you paste.');
  }
};
