import {arrowsOnly, type Binding, type Circumstances, everywhere, scrolling} from './binding.ts';
import type {Glyphs} from './glyphs.ts';
import {gridKeys} from './grid-keys.ts';
import type {KeyPlace} from './place.ts';
import {planKeys} from './plan-keys.ts';
import {publishKeys} from './publish-keys.ts';
import type {Stroke} from './strokes.ts';
import {taskKeys} from './task-keys.ts';
import {tokenKeys} from './token-keys.ts';

const arrowed = ['filter', ...arrowsOnly] as const;

const moving: readonly Binding[] = [
  {command: 'up', keys: ['up', 'k'], label: 'Go up.', short: 'up', places: scrolling},
  {command: 'down', keys: ['down', 'j'], label: 'Go down.', short: 'down', places: scrolling},
  {command: 'up', keys: ['up'], label: 'Go up.', short: 'up', places: arrowed},
  {command: 'down', keys: ['down'], label: 'Go down.', short: 'down', places: arrowed},
  {command: 'page-up', keys: ['page-up', 'ctrl-b', 'ctrl-u'], label: 'Go up a screen.', short: 'page up', places: scrolling},
  {command: 'page-up', keys: ['page-up'], label: 'Go up a screen.', short: 'page up', places: arrowsOnly},
  {
    command: 'page-down',
    keys: ['page-down', 'space', 'ctrl-f', 'ctrl-d'],
    label: 'Go down a screen.',
    short: 'page down',
    places: scrolling,
  },
  {command: 'page-down', keys: ['page-down'], label: 'Go down a screen.', short: 'page down', places: arrowsOnly},
  {command: 'first', keys: ['g', 'home'], label: 'Go to the first line.', short: 'first', places: scrolling},
  {command: 'last', keys: ['G', 'end'], label: 'Go to the last line.', short: 'last', places: scrolling},
];

/** How to leave, and how to learn of the other keys: a footer ends with them. */
export const leavingKeys: readonly Binding[] = [
  {
    command: 'back',
    keys: ['escape'],
    label: 'Go back one level.',
    short: 'back',
    places: ['page', 'task', 'closing', 'token', 'field', 'help', 'filter'],
    footer: 10,
  },
  {command: 'back', keys: ['escape'], label: 'Take the filter away.', short: 'all rows', places: ['grid']},
  {command: 'help', keys: ['?'], label: 'Show the keys.', short: 'keys', places: scrolling, footer: 9},
  {
    command: 'suspend',
    keys: ['ctrl-z'],
    label: 'Return to the shell until `fg`.',
    short: 'shell',
    places: everywhere,
    whyOff: ({canSuspend}) => (canSuspend ? undefined : 'This system cannot suspend a program.'),
  },
  {command: 'quit', keys: ['q'], label: 'Quit.', short: 'quit', places: scrolling, footer: 10},
  {
    command: 'quit',
    keys: ['ctrl-c'],
    label: 'Quit as interrupted.',
    short: 'quit',
    places: everywhere.filter((place) => place !== 'running-plan'),
  },
  {command: 'quit', keys: ['ctrl-c'], label: 'Quit as interrupted.', short: 'quit at once', places: ['running-plan'], footer: 9},
];

/** Every key of every place. */
export const bindings: readonly Binding[] = [
  ...moving,
  ...planKeys,
  ...gridKeys,
  ...publishKeys,
  ...taskKeys,
  ...tokenKeys,
  ...leavingKeys,
];

/** What a key means in a place; undefined: nothing. */
export const bindingOf = (stroke: Stroke, place: KeyPlace): Binding | undefined =>
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
