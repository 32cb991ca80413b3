import {Box, Text} from 'ink';
import {useMemo} from 'react';
import type {Glyphs} from '../src/flow/glyphs.ts';
import {barWidth} from '../src/flow/layout.ts';
import {pageOf} from '../src/flow/page.ts';
import {summaryLines} from '../src/flow/summary.ts';
import type {Row} from '../src/model/row.ts';
import {LineStack} from './LineStack.tsx';

type Props = {
  readonly row: Row;
  /** The version of the tag. */
  readonly version: string;
  readonly width: number;
  readonly height: number;
  readonly glyphs: Glyphs;
};

/** The selected row below the grid: its verdict in words, its best cause, the evidence and the fix. */
export const PaneBelow = ({row, version, width, height, glyphs}: Props) => {
  const lines = useMemo(() => summaryLines(row, version, {width, height, glyphs}), [row, version, width, height, glyphs]);
  return <LineStack lines={lines} from={0} width={width} height={height} />;
};

/** The beginning of the selected row's page, at the right of the grid. */
export const PaneBeside = ({row, width, height, glyphs, now}: Omit<Props, 'version'> & {readonly now: number}) => {
  const {lines} = useMemo(() => pageOf(row, width, glyphs, now), [row, width, glyphs, now]);
  return (
    <>
      <Box width={barWidth} height={height} flexShrink={0} overflow='hidden'>
        <Text dimColor>{Array.from({length: height}, () => ` ${glyphs.bar}`).join('\n')}</Text>
      </Box>
      <LineStack lines={lines} from={0} width={width} height={height} />
    </>
  );
};
