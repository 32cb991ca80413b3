import type {Cell, CellState, Column, Verdict} from '../model/cell.ts';
import {cut, widthOf} from './text-width.ts';

/** The signs of one set; each verdict's is one column wide, and every sign stands beside a word somewhere. */
export type Glyphs = {
  readonly state: Readonly<Record<CellState, string>>;
  readonly verdict: Readonly<Record<Verdict, string>>;
  /** A cell that is being looked up. */
  readonly checking: string;
  readonly selected: string;
  readonly ellipsis: string;
  /** Between words of one line. */
  readonly dot: string;
  readonly rule: string;
  readonly bar: string;
  readonly cursor: string;
  /** Stands for a character that is not shown. */
  readonly mask: string;
  readonly up: string;
  readonly down: string;
  readonly left: string;
  readonly right: string;
  readonly spinner: readonly string[];
  readonly isAscii: boolean;
};

export const unicodeGlyphs: Glyphs = {
  state: {ok: '✓', warning: '!', problem: '✗', waiting: '…', 'to-do': '○', 'not-offered': '–', unknown: '?', unchecked: '·'},
  verdict: {working: '●', partial: '◐', broken: '✗', waiting: '…', 'not-set-up': '○', unknown: '?'},
  checking: '↻',
  selected: '❯',
  ellipsis: '…',
  dot: '·',
  rule: '─',
  bar: '│',
  cursor: '▏',
  mask: '•',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  spinner: ['⠋', '⠙', '⠸', '⠴', '⠦', '⠇'],
  isAscii: false,
};

export const asciiGlyphs: Glyphs = {
  state: {ok: 'ok', warning: '!', problem: 'x', waiting: '~', 'to-do': 'o', 'not-offered': '-', unknown: '?', unchecked: '.'},
  verdict: {working: '*', partial: '%', broken: 'x', waiting: '~', 'not-set-up': 'o', unknown: '?'},
  checking: ':',
  selected: '>',
  ellipsis: '..',
  dot: '-',
  rule: '-',
  bar: '|',
  cursor: '_',
  mask: '*',
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  spinner: ['|', '/', '-', '\\'],
  isAscii: true,
};

export const glyphsFor = (terminal: {readonly hasUnicode: boolean}): Glyphs => (terminal.hasUnicode ? unicodeGlyphs : asciiGlyphs);

export const stateWords: Readonly<Record<CellState, string>> = {
  ok: 'ok',
  warning: 'warning',
  problem: 'problem',
  waiting: 'waiting',
  'to-do': 'to do',
  'not-offered': 'not offered',
  unknown: 'unknown',
  unchecked: 'not checked',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  working: 'working',
  waiting: 'waiting',
  broken: 'broken',
  partial: 'partial',
  'not-set-up': 'not set up',
  unknown: 'unknown',
};

/** What heads a column: the name, and a shorter one where the terminal is narrow. */
export const columnTitles: Readonly<Record<Column, {readonly full: string; readonly short: string}>> = {
  account: {full: 'Account', short: 'Acct'},
  token: {full: 'Token', short: 'Token'},
  secret: {full: 'Secret', short: 'Secret'},
  files: {full: 'Files', short: 'Files'},
  workflow: {full: 'Workflow', short: 'Flow'},
  run: {full: 'Run', short: 'Run'},
  published: {full: 'Published', short: 'Publ'},
  integrity: {full: 'Integrity', short: 'Intact'},
};

const spelled: Readonly<Record<string, string>> = {
  '…': '...',
  '–': '-',
  '—': '-',
  '·': '-',
  '→': '->',
  '←': '<-',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '×': 'x',
};

/** The text as this set of signs can show it: where only ASCII goes, every other character becomes its nearest or a question mark. */
export const legible = (text: string, glyphs: Glyphs): string =>
  glyphs.isAscii ? text.replace(/[^ -~]/gu, (character) => spelled[character] ?? '?') : text;

const units: Readonly<Record<string, string>> = {second: 's', minute: 'min', hour: 'h', day: 'd', week: 'w', month: 'mo', year: 'y'};

/** A note in ever fewer words: as it is, with ages abbreviated, without "ago", and up to its first pause. */
const formsOf = (note: string): readonly string[] => {
  const brief = note.replace(
    /\b(\d+) (second|minute|hour|day|week|month|year)s?\b/g,
    (_, count: string, unit: string) => `${count} ${units[unit]}`,
  );
  const briefest = brief.replace(/(\d (?:s|min|h|d|w|mo|y)) ago\b/g, '$1');
  const upToPause = briefest.split(/[:;,(]| [–—-] /, 1)[0]?.trim() ?? '';
  return [note, brief, briefest, upToPause];
};

/** What a cell says in so many columns: its sign, and as much of its note as can be understood there. */
export const shortNote = (cell: Pick<Cell, 'state' | 'note'>, width: number, glyphs: Glyphs): string => {
  const glyph = glyphs.state[cell.state];
  const room = width - widthOf(glyph) - 1;
  const note = legible(cell.note, glyphs);
  const forms = formsOf(note).filter((form) => form !== '');
  const whole = forms.find((form) => widthOf(form) <= room);
  if (whole !== undefined) return `${glyph} ${whole}`;
  const shortest = forms.at(-1);
  return shortest === undefined || room < 4 ? glyph : `${glyph} ${cut(shortest, room, glyphs.ellipsis)}`;
};
