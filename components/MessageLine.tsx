import {Box, Text, useAnimation} from 'ink';
import type {Glyphs} from '../src/flow/glyphs.ts';
import {type Line, lineWidth} from '../src/flow/lines.ts';
import {LineText} from './LineText.tsx';

type SpinnerProps = {readonly glyphs: Glyphs; readonly isMoving: boolean};

/** The one moving sign on the screen. */
const Spinner = ({glyphs, isMoving}: SpinnerProps) => {
  const {frame} = useAnimation({interval: 240, isActive: isMoving});
  return <Text dimColor>{glyphs.spinner[frame % glyphs.spinner.length]} </Text>;
};

type Props = {
  readonly message: Line;
  readonly mark: Line;
  readonly isRunning: boolean;
  /** False: the spinner stands still, for pictures and tests. */
  readonly isMoving: boolean;
  readonly width: number;
  readonly glyphs: Glyphs;
};

const leastMark = 8;

/** What was last said to the person on the left, how fresh everything is on the right; the message stays where both don't fit. */
export const MessageLine = ({message, mark, isRunning, isMoving, width, glyphs}: Props) => {
  const left = Math.min(width, lineWidth(message));
  const room = width - left - (left === 0 ? 0 : 2);
  return (
    <Box width={width} height={1} flexShrink={0} overflow='hidden' justifyContent='space-between'>
      <Box width={left} flexShrink={0}>
        <LineText line={message} />
      </Box>
      {room >= leastMark && (
        <Box width={room} justifyContent='flex-end'>
          {isRunning && <Spinner glyphs={glyphs} isMoving={isMoving} />}
          <LineText line={mark} />
        </Box>
      )}
    </Box>
  );
};
