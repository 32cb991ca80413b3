import {memo} from 'react';
import type {Glyphs} from '../src/flow/glyphs.ts';
import type {GridWidths, ListWidths} from '../src/flow/layout.ts';
import {gridLine, listLine} from '../src/flow/row-line.ts';
import type {Row} from '../src/model/row.ts';
import {LineText} from './LineText.tsx';

type Look = {readonly kind: 'grid'; readonly widths: GridWidths} | {readonly kind: 'list'; readonly widths: ListWidths};

type Props = {
  /** The same object as long as nothing in it changes: then nothing is drawn again. */
  readonly row: Row;
  readonly isSelected: boolean;
  /** The same object as long as the terminal keeps its size. */
  readonly look: Look;
  readonly glyphs: Glyphs;
};

/** One marketplace as a line of the grid or the list. */
export const RowLine = memo(({row, isSelected, look, glyphs}: Props) => (
  <LineText line={look.kind === 'grid' ? gridLine(row, isSelected, look.widths, glyphs) : listLine(row, isSelected, look.widths, glyphs)} />
));
