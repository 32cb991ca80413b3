import {Text} from 'ink';
import {memo} from 'react';
import {columnTitles} from '../src/flow/glyphs.ts';
import {type GridWidths, leadWidth} from '../src/flow/layout.ts';
import {padTo} from '../src/flow/text-width.ts';
import {columns} from '../src/model/cell.ts';

/** What heads the grid's columns. */
export const GridTitles = memo(({widths}: {readonly widths: GridWidths}) => {
  const titles = columns.map((column) => {
    const {full, short} = columnTitles[column];
    const width = widths.columns[column];
    return padTo(full.length <= width ? full : short, width);
  });
  return (
    <Text wrap='truncate-end' dimColor>
      {[' '.repeat(leadWidth + widths.title), ...titles].join(' ')}
    </Text>
  );
});
