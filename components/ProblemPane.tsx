import {Box} from 'ink';
import {type Glyphs, legible} from '../src/flow/glyphs.ts';
import {emptyLine, type Line, span, withLead} from '../src/flow/lines.ts';
import type {ProblemRecord} from '../src/model/problem.ts';
import {LineStack} from './LineStack.tsx';

type Props = {readonly problem: ProblemRecord; readonly width: number; readonly height: number; readonly glyphs: Glyphs};

/** Why there is nothing to show, and what to do next. */
export const ProblemPane = ({problem, width, height, glyphs}: Props) => {
  const lines: readonly Line[] = [
    emptyLine,
    ...withLead(span(`  ${glyphs.state.problem} `, 'problem'), legible(problem.what, glyphs), 'strong', width),
    ...withLead(span('    '), legible(problem.next, glyphs), 'plain', width),
  ];
  return (
    <Box height={height} flexShrink={0} overflow='hidden'>
      <LineStack lines={lines} from={0} width={width} height={height} />
    </Box>
  );
};
