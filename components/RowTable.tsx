import {Box, Text} from 'ink';
import {useMemo} from 'react';
import type {Glyphs} from '../src/flow/glyphs.ts';
import {gridWidths, listWidths, windowStart} from '../src/flow/layout.ts';
import type {Row} from '../src/model/row.ts';
import {GridRow} from './GridRow.tsx';
import {GridTitles} from './GridTitles.tsx';
import {ListRow} from './ListRow.tsx';

type Props = {
  readonly rows: readonly Row[];
  readonly selected: number;
  readonly kind: 'grid' | 'list';
  readonly width: number;
  /** Rows in sight. */
  readonly height: number;
  readonly glyphs: Glyphs;
};

/** The marketplaces: a grid of eight columns, or a list where the terminal is narrow. */
export const RowTable = ({rows, selected, kind, width, height, glyphs}: Props) => {
  const grid = useMemo(() => gridWidths(width), [width]);
  const list = useMemo(() => listWidths(width), [width]);
  const from = windowStart(selected, rows.length, height);
  const inSight = rows.slice(from, from + height);
  return (
    <Box flexDirection='column' width={width} height={height + (kind === 'grid' ? 1 : 0)} flexShrink={0} overflow='hidden'>
      {kind === 'grid' && <GridTitles widths={grid} />}
      {inSight.map((row, index) =>
        kind === 'grid' ? (
          <GridRow key={row.id} row={row} isSelected={from + index === selected} widths={grid} glyphs={glyphs} />
        ) : (
          <ListRow key={row.id} row={row} isSelected={from + index === selected} widths={list} glyphs={glyphs} />
        ),
      )}
      {rows.length === 0 && <Text dimColor> No row holds these words.</Text>}
    </Box>
  );
};
