import type {Command} from './binding.ts';
import type {Pressed} from './press.ts';
import {nothing} from './pressed.ts';
import {filteredRows, selectedIndex} from './screen.ts';
import {bodyOf, isPageOpen, layoutOfView, openPage, scrollWithin, type View} from './view.ts';

type Move = (from: number, screenful: number, last: number) => number;

const moves: Partial<Readonly<Record<Command, Move>>> = {
  up: (from) => from - 1,
  down: (from) => from + 1,
  'page-up': (from, screenful) => from - screenful,
  'page-down': (from, screenful) => from + screenful,
  first: () => 0,
  last: (_from, _screenful, last) => last,
};

const scrolled = (view: View, move: Move): Pressed => {
  const {place} = view.screen;
  if (!('scroll' in place)) return nothing;
  const {lines} = openPage(view);
  const body = bodyOf(view);
  const from = scrollWithin(place.scroll, lines.length, body);
  return {events: [{kind: 'scrolled', to: scrollWithin(move(from, Math.max(1, body - 1), lines.length), lines.length, body)}]};
};

/** Scrolls the open page, or selects another row of the grid. */
export const moved = (view: View, command: Command): Pressed => {
  const move = moves[command];
  if (move === undefined) return nothing;
  if (isPageOpen(view.screen)) return scrolled(view, move);
  const shown = filteredRows(view.rows, view.screen.filter);
  const layout = layoutOfView(view);
  const screenful = layout.kind === 'too-small' ? 1 : layout.listed;
  const to = Math.max(0, Math.min(move(selectedIndex(view.screen, shown), screenful, shown.length - 1), shown.length - 1));
  const row = shown[to];
  return row === undefined ? nothing : {events: [{kind: 'row-selected', id: row.id}]};
};
