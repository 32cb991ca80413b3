import type {Row} from '../model/row.ts';
import type {Glyphs} from './glyphs.ts';
import type {Place} from './screen.ts';
import type {Stroke} from './strokes.ts';

export type Command =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'previous'
  | 'next'
  | 'open'
  | 'keep'
  | 'erase'
  | 'recheck'
  | 'recheck-all'
  | 'verify'
  | 'browse'
  | 'log'
  | 'filter'
  | 'back'
  | 'help'
  | 'suspend'
  | 'quit';

/** What decides whether a key works at this moment. */
export type Circumstances = {
  /** The open page's row, else the selected one; absent: no row is shown. */
  readonly row?: Row;
  readonly canSuspend: boolean;
};

/** One row of the table that feeds the handler, the footer and the help. */
export type Binding = {
  readonly command: Command;
  readonly keys: readonly [Stroke, ...Stroke[]];
  /** An order, for the help. */
  readonly label: string;
  /** For the footer. */
  readonly short: string;
  readonly places: readonly Place['kind'][];
  /** The higher, the longer it stays in a footer that gets narrow; absent: only the help shows it. */
  readonly footer?: number;
  /** Why it does nothing now; undefined: it works. Absent: it always works. */
  readonly whyOff?: (circumstances: Circumstances) => string | undefined;
};

const withRow =
  (why: (row: Row) => string | undefined) =>
  ({row}: Circumstances): string | undefined =>
    row === undefined ? 'No row is shown.' : why(row);

const isWebAddress = (url: string): boolean => /^https?:\/\//.test(url);

const whyNotVerified = (row: Row): string | undefined => {
  const {state, evidence} = row.cells.integrity;
  if (state === 'not-offered') return evidence?.[0]?.label ?? `${row.title} serves no files that could be compared.`;
  return row.version === null ? `${row.title} serves nothing that could be compared.` : undefined;
};

const scrolling = ['grid', 'page', 'help'] as const;
const rowPlaces = ['grid', 'page'] as const;

export const bindings: readonly Binding[] = [
  {command: 'up', keys: ['up', 'k'], label: 'Go up.', short: 'up', places: scrolling},
  {command: 'down', keys: ['down', 'j'], label: 'Go down.', short: 'down', places: scrolling},
  {command: 'up', keys: ['up'], label: 'Go up.', short: 'up', places: ['filter']},
  {command: 'down', keys: ['down'], label: 'Go down.', short: 'down', places: ['filter']},
  {command: 'page-up', keys: ['page-up', 'ctrl-b', 'ctrl-u'], label: 'Go up a screen.', short: 'page up', places: scrolling},
  {
    command: 'page-down',
    keys: ['page-down', 'space', 'ctrl-f', 'ctrl-d'],
    label: 'Go down a screen.',
    short: 'page down',
    places: scrolling,
  },
  {command: 'first', keys: ['g', 'home'], label: 'Go to the first line.', short: 'first', places: scrolling},
  {command: 'last', keys: ['G', 'end'], label: 'Go to the last line.', short: 'last', places: scrolling},
  {command: 'previous', keys: ['left'], label: 'Open the marketplace before this one.', short: 'previous', places: ['page']},
  {command: 'next', keys: ['right'], label: 'Open the marketplace after this one.', short: 'next', places: ['page'], footer: 2},
  {
    command: 'open',
    keys: ['enter'],
    label: 'Open the marketplace: every cell, its causes and fixes.',
    short: 'open',
    places: ['grid'],
    footer: 8,
    whyOff: withRow(() => undefined),
  },
  {command: 'keep', keys: ['enter'], label: 'Keep the filter.', short: 'keep', places: ['filter'], footer: 9},
  {command: 'erase', keys: ['backspace', 'delete'], label: 'Erase a letter.', short: 'erase', places: ['filter']},
  {
    command: 'recheck',
    keys: ['r'],
    label: 'Check this marketplace again.',
    short: 're-check',
    places: rowPlaces,
    footer: 7,
    whyOff: withRow((row) => (row.checking.length > 0 ? `${row.title} is being checked already.` : undefined)),
  },
  {command: 'recheck-all', keys: ['R'], label: 'Check every marketplace again.', short: 'all', places: rowPlaces, footer: 3},
  {
    command: 'verify',
    keys: ['v'],
    label: 'Download what is served and compare it with the release.',
    short: 'verify',
    places: rowPlaces,
    footer: 4,
    whyOff: withRow(whyNotVerified),
  },
  {
    command: 'browse',
    keys: ['o'],
    label: "Open the marketplace's page in the browser.",
    short: 'page',
    places: rowPlaces,
    footer: 6,
    whyOff: withRow((row) => (isWebAddress(row.page) ? undefined : `${row.title} has no page on the web.`)),
  },
  {
    command: 'log',
    keys: ['l'],
    label: "Go to the failed step's log.",
    short: 'log',
    places: rowPlaces,
    footer: 5,
    whyOff: withRow((row) => (row.log.length > 0 ? undefined : `No failed step of ${row.title} has a log.`)),
  },
  {command: 'filter', keys: ['/'], label: 'Filter by name or verdict.', short: 'filter', places: ['grid'], footer: 6},
  {command: 'back', keys: ['escape'], label: 'Go back one level.', short: 'back', places: ['page', 'help', 'filter'], footer: 10},
  {command: 'back', keys: ['escape'], label: 'Take the filter away.', short: 'all rows', places: ['grid']},
  {command: 'help', keys: ['?'], label: 'Show the keys.', short: 'keys', places: scrolling, footer: 9},
  {
    command: 'suspend',
    keys: ['ctrl-z'],
    label: 'Return to the shell until `fg`.',
    short: 'shell',
    places: ['grid', 'filter', 'page', 'help'],
    whyOff: ({canSuspend}) => (canSuspend ? undefined : 'This system cannot suspend a program.'),
  },
  {command: 'quit', keys: ['q'], label: 'Quit.', short: 'quit', places: scrolling, footer: 10},
  {command: 'quit', keys: ['ctrl-c'], label: 'Quit as interrupted.', short: 'quit', places: ['grid', 'filter', 'page', 'help']},
];

/** What a key means in a place; undefined: nothing. */
export const bindingOf = (stroke: Stroke, place: Place['kind']): Binding | undefined =>
  bindings.find((binding) => binding.places.includes(place) && binding.keys.includes(stroke));

export const whyOff = (binding: Binding, circumstances: Circumstances): string | undefined => binding.whyOff?.(circumstances);

const shownKeys: Readonly<Record<Stroke, string>> = {
  escape: 'esc',
  'page-up': 'PgUp',
  'page-down': 'PgDn',
  home: 'Home',
  end: 'End',
  delete: 'Del',
};

/** A key as people read it. */
export const shownKey = (stroke: Stroke, glyphs: Glyphs): string => {
  if (stroke === 'up' || stroke === 'down' || stroke === 'left' || stroke === 'right') return glyphs[stroke];
  const control = /^ctrl-(.)$/.exec(stroke)?.[1];
  return control === undefined ? (shownKeys[stroke] ?? stroke) : `Ctrl-${control.toUpperCase()}`;
};
