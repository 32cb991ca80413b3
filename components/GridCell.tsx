import {Text} from 'ink';
import {memo} from 'react';
import {type Glyphs, shortNote} from '../src/flow/glyphs.ts';
import {stateTones} from '../src/flow/lines.ts';
import {padTo} from '../src/flow/text-width.ts';
import type {CellState} from '../src/model/cell.ts';
import type {SafeText} from '../src/model/safe-text.ts';
import {looks} from './theme.ts';

type Props = {
  readonly state: CellState;
  readonly note: SafeText;
  readonly isChecking: boolean;
  readonly width: number;
  readonly glyphs: Glyphs;
};

/** What a cell shows: its sign and note, and while it is looked up a quiet mark between the two. */
const cellText = ({state, note, isChecking, width, glyphs}: Props): string => {
  if (!isChecking) return shortNote({state, note}, width, glyphs);
  if (state === 'unchecked') return glyphs.checking;
  const [sign = '', ...words] = shortNote({state, note}, width, glyphs).split(' ');
  return `${sign}${glyphs.checking}${words.join(' ')}`;
};

/** One cell in exactly its width. */
export const GridCell = memo((props: Props) => {
  const {state, isChecking, width} = props;
  return <Text {...looks[isChecking && state === 'unchecked' ? 'muted' : stateTones[state]]}>{padTo(cellText(props), width)}</Text>;
});
