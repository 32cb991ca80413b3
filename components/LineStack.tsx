import {Box} from 'ink';
import {memo} from 'react';
import {emptyLine, type Line} from '../src/flow/lines.ts';
import {LineText} from './LineText.tsx';

type Props = {readonly lines: readonly Line[]; readonly from: number; readonly width: number; readonly height: number};

/** The lines in sight out of many: only these are laid out, so that a log of any length costs no more than a screen. */
export const LineStack = memo(({lines, from, width, height}: Props) => (
  <Box flexDirection='column' width={width} height={height} flexShrink={0} overflow='hidden'>
    {lines.slice(from, from + height).map((line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line is named by where it stands.
      <LineText key={index} line={line.length === 0 ? emptyLine : line} />
    ))}
  </Box>
));
