import {Box} from 'ink';
import type {Glyphs} from '../src/flow/glyphs.ts';
import type {Layout} from '../src/flow/layout.ts';
import type {Row} from '../src/model/row.ts';
import {PaneBelow, PaneBeside} from './DetailPane.tsx';
import {RowTable} from './RowTable.tsx';

type Props = {
  readonly layout: Exclude<Layout, {kind: 'too-small'}>;
  /** Those that the filter leaves. */
  readonly rows: readonly Row[];
  readonly all: readonly Row[];
  readonly selected: number;
  readonly version: string;
  readonly now: number;
  readonly glyphs: Glyphs;
};

/** The grid with the selected row told in full below it or beside it. */
export const GridBody = ({layout, rows, all, selected, version, now, glyphs}: Props) => {
  const row = rows[selected];
  const {pane, paneWidth, paneHeight} = layout;
  const table = (
    <RowTable
      rows={rows}
      all={all}
      selected={selected}
      kind={layout.kind}
      width={layout.listWidth}
      height={layout.listed}
      glyphs={glyphs}
    />
  );
  return (
    <Box flexDirection={pane === 'beside' ? 'row' : 'column'} width={layout.width} height={layout.body} flexShrink={0} overflow='hidden'>
      {table}
      {pane === 'below' && row && <PaneBelow row={row} version={version} width={paneWidth} height={paneHeight} glyphs={glyphs} />}
      {pane === 'beside' && row && <PaneBeside row={row} width={paneWidth} height={paneHeight} glyphs={glyphs} now={now} />}
    </Box>
  );
};
