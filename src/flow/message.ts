import type {Row} from '../model/row.ts';
import {type Glyphs, legible, stateWords} from './glyphs.ts';
import type {Layout} from './layout.ts';
import {type Line, span, stateTones} from './lines.ts';
import {filteredRows, type Message, type Screen} from './screen.ts';
import {cut, endOf} from './text-width.ts';
import {failuresOf} from './unanswered.ts';
import {openCountOf, openTasksText} from './wizard.ts';

/** Columns below which a cut sentence tells nothing. */
const leastSentence = 24;

const filterLine = ({filter, place}: Screen, rows: readonly Row[], width: number, glyphs: Glyphs): Line => {
  const count = `${filteredRows(rows, filter).length} of ${rows.length}`;
  const text = legible(filter, glyphs);
  return place.kind === 'filter'
    ? [span('/', 'accent'), span(endOf(text, width - 14), 'strong'), span(glyphs.cursor), span(`  ${count}`, 'muted')]
    : [
        span('filter ', 'muted'),
        span(cut(text, Math.max(1, width - 32), glyphs.ellipsis), 'strong'),
        span(`  ${count}, esc shows all`, 'muted'),
      ];
};

const failureLine = (rows: readonly Row[], room: number, glyphs: Glyphs): Line => {
  const [first] = failuresOf(rows);
  return first === undefined || room < leastSentence ? [] : [span(cut(legible(first.what, glyphs), room, glyphs.ellipsis), 'warning')];
};

const tasksLine = (rows: readonly Row[], room: number): Line => {
  const {tasks} = openCountOf(rows);
  const text = `${openTasksText(rows)} for a person: w`;
  return tasks === 0 || text.length > room ? [] : [span(text, 'muted')];
};

/** What the message line is made of. */
type Said = {
  readonly screen: Screen;
  readonly rows: readonly Row[];
  /** All of what is open, and the first one in sight. */
  readonly lines: number;
  readonly from: number;
  readonly layout: Layout;
  readonly glyphs: Glyphs;
  /** Columns that the right of the line takes. */
  readonly markWidth: number;
  readonly isRunning: boolean;
};

/** The left of the message line: what was last said, else the filter, how far a page was scrolled, why a look failed, or how much is left to do. */
export const messageLine = ({screen, rows, lines, from, layout, glyphs, markWidth, isRunning}: Said): Line => {
  const {message, place, filter} = screen;
  const body = layout.kind === 'too-small' ? 0 : layout.body;
  if (message !== undefined) return [span(cut(legible(message.text, glyphs), layout.width, glyphs.ellipsis), message.tone)];
  if (place.kind === 'filter' || (place.kind === 'grid' && filter !== '')) return filterLine(screen, rows, layout.width, glyphs);
  if (lines > body) return [span(`lines ${from + 1} to ${Math.min(lines, from + body)} of ${lines}`, 'muted')];
  if (isRunning) return [];
  const room = layout.width - markWidth - 2;
  const failure = failureLine(rows, room, glyphs);
  return failure.length > 0 || place.kind !== 'grid' ? failure : tasksLine(rows, room);
};

const provenMessage = (row: Row, id: string): Message | undefined => {
  const task = row.tasks.find((one) => one.id === id);
  if (task === undefined) return {text: 'This task is no longer due.', tone: 'ok'};
  const {state, note} = task;
  if (state === 'done') return {text: 'A look shows it is done: n opens the next task.', tone: 'ok'};
  if (state === 'waiting') return {text: `Not yet: ${note === '' ? 'it waits for others.' : note}`, tone: 'waiting'};
  const told = state === 'to-do' ? 'Not done yet' : 'It could not be told';
  return {text: note === '' ? `${told}.` : `${told}: ${note}`, tone: 'warning'};
};

/** What takes the place of a message when what it announced is done; undefined: nothing is left to say. */
export const messageAfter = ({verifies, proves}: Message, rows: readonly Row[]): Message | undefined => {
  const proven = rows.find(({id}) => id === proves?.id);
  if (proven !== undefined && proves !== undefined) return provenMessage(proven, proves.task);
  const row = rows.find(({id}) => id === verifies);
  if (row === undefined) return undefined;
  const {state, note, problem} = row.cells.integrity;
  if (problem !== undefined) return {text: `${row.title} could not be compared: ${problem.what}`, tone: 'warning'};
  return {text: `${row.title} is compared: ${note === '' ? stateWords[state] : note}.`, tone: stateTones[state]};
};
