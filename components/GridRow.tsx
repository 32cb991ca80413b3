import {Text} from 'ink';
import {memo} from 'react';
import {type Glyphs, legible} from '../src/flow/glyphs.ts';
import type {GridWidths} from '../src/flow/layout.ts';
import {verdictTones} from '../src/flow/lines.ts';
import {cut, padTo} from '../src/flow/text-width.ts';
import {columns} from '../src/model/cell.ts';
import type {Row} from '../src/model/row.ts';
import {GridCell} from './GridCell.tsx';
import {looks} from './theme.ts';

type Props = {
  /** The same object as long as nothing in it changes. */
  readonly row: Row;
  readonly isSelected: boolean;
  readonly widths: GridWidths;
  readonly glyphs: Glyphs;
};

/** One marketplace as a line of the grid. */
export const GridRow = memo(({row, isSelected, widths, glyphs}: Props) => (
  <Text wrap='truncate-end'>
    <Text bold>{isSelected ? glyphs.selected : ' '} </Text>
    <Text {...looks[verdictTones[row.verdict]]}>{glyphs.verdict[row.verdict]} </Text>
    <Text bold={isSelected}>{padTo(cut(legible(row.title, glyphs), widths.title, glyphs.ellipsis), widths.title)}</Text>
    {columns.map((column) => (
      <Text key={column}>
        {' '}
        <GridCell
          state={row.cells[column].state}
          note={row.cells[column].note}
          isChecking={row.checking.includes(column)}
          width={widths.columns[column]}
          glyphs={glyphs}
        />
      </Text>
    ))}
  </Text>
));
