import type {Row} from '../model/row.ts';
import {type Glyphs, legible, stateWords} from './glyphs.ts';
import type {Layout} from './layout.ts';
import {type Line, span, stateTones} from './lines.ts';
import {filteredRows, type Message, type Screen} from './screen.ts';
import {cut} from './text-width.ts';
import {failuresOf} from './unanswered.ts';

/** Columns below which a cut sentence tells nothing. */
const leastSentence = 24;

/** Whose beginning may go so that the end, where typing happens, is seen. */
const endOf = (text: string, width: number): string => [...text].slice(-Math.max(1, width)).join('');

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

/** The left of the message line: what was last said, else the filter, else how far a page was scrolled, else why a look failed. */
export const messageLine = ({screen, rows, lines, from, layout, glyphs, markWidth, isRunning}: Said): Line => {
  const {message, place, filter} = screen;
  const body = layout.kind === 'too-small' ? 0 : layout.body;
  if (message !== undefined) return [span(cut(legible(message.text, glyphs), layout.width, glyphs.ellipsis), message.tone)];
  if (place.kind === 'filter' || (place.kind === 'grid' && filter !== '')) return filterLine(screen, rows, layout.width, glyphs);
  if (lines > body) return [span(`lines ${from + 1} to ${Math.min(lines, from + body)} of ${lines}`, 'muted')];
  return isRunning ? [] : failureLine(rows, layout.width - markWidth - 2, glyphs);
};

/** What takes the place of a message when what it announced is done; undefined: nothing is left to say. */
export const messageAfter = ({verifies}: Message, rows: readonly Row[]): Message | undefined => {
  const row = rows.find(({id}) => id === verifies);
  if (row === undefined) return undefined;
  const {state, note, problem} = row.cells.integrity;
  if (problem !== undefined) return {text: `${row.title} could not be compared: ${problem.what}`, tone: 'warning'};
  return {text: `${row.title} is compared: ${note === '' ? stateWords[state] : note}.`, tone: stateTones[state]};
};
