import {Box} from 'ink';
import {useMemo} from 'react';
import type {Glyphs} from '../src/flow/glyphs.ts';
import {gridWidths, listWidths, windowStart} from '../src/flow/layout.ts';
import {type Line, span} from '../src/flow/lines.ts';
import {naturalWidthsOf} from '../src/flow/natural-widths.ts';
import {gridTitles} from '../src/flow/row-line.ts';
import type {Row} from '../src/model/row.ts';
import {LineText} from './LineText.tsx';
import {RowLine} from './RowLine.tsx';

type Props = {
  readonly rows: readonly Row[];
  /** Those that the filter hides too: they keep the columns as wide as they are. */
  readonly all: readonly Row[];
  readonly selected: number;
  readonly kind: 'grid' | 'list';
  readonly width: number;
  /** Rows in sight. */
  readonly height: number;
  readonly glyphs: Glyphs;
};

const nothingLeft: Line = [span('  No row holds these words.', 'muted')];

/** The marketplaces: a grid of eight columns, or a list where the terminal is narrow. */
export const RowTable = ({rows, all, selected, kind, width, height, glyphs}: Props) => {
  const wanted = JSON.stringify(naturalWidthsOf(all, glyphs));
  const look = useMemo(
    () => (kind === 'grid' ? {kind, widths: gridWidths(width, JSON.parse(wanted))} : {kind, widths: listWidths(width)}),
    [kind, width, wanted],
  );
  const titles = useMemo(() => (look.kind === 'grid' ? gridTitles(look.widths) : undefined), [look]);
  const from = windowStart(selected, rows.length, height);
  return (
    <Box flexDirection='column' width={width} height={height + (titles === undefined ? 0 : 1)} flexShrink={0} overflow='hidden'>
      {titles !== undefined && <LineText line={titles} />}
      {rows.slice(from, from + height).map((row, index) => (
        <RowLine key={row.id} row={row} isSelected={from + index === selected} look={look} glyphs={glyphs} />
      ))}
      {rows.length === 0 && <LineText line={nothingLeft} />}
    </Box>
  );
};
