import type {Row} from '../model/row.ts';
import {type Glyphs, legible} from './glyphs.ts';
import type {Layout} from './layout.ts';
import {type Line, span} from './lines.ts';
import {filteredRows, type Screen} from './screen.ts';
import {cut} from './text-width.ts';

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

/** The left of the message line: what was last said, else the filter, else how far a page was scrolled. */
export const messageLine = (screen: Screen, rows: readonly Row[], lines: number, from: number, layout: Layout, glyphs: Glyphs): Line => {
  const {message, place, filter} = screen;
  const body = layout.kind === 'too-small' ? 0 : layout.body;
  if (message !== undefined) return [span(cut(legible(message.text, glyphs), layout.width, glyphs.ellipsis), message.tone)];
  if (place.kind === 'filter' || (place.kind === 'grid' && filter !== '')) return filterLine(screen, rows, layout.width, glyphs);
  if (lines > body) return [span(`lines ${from + 1} to ${Math.min(lines, from + body)} of ${lines}`, 'muted')];
  return [];
};
