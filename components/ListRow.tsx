import {Text} from 'ink';
import {memo} from 'react';
import {type Glyphs, legible, verdictWords} from '../src/flow/glyphs.ts';
import type {ListWidths} from '../src/flow/layout.ts';
import {verdictTones} from '../src/flow/lines.ts';
import {cut, padTo} from '../src/flow/text-width.ts';
import type {Row} from '../src/model/row.ts';
import {looks} from './theme.ts';

type Props = {
  /** The same object as long as nothing in it changes. */
  readonly row: Row;
  readonly isSelected: boolean;
  readonly widths: ListWidths;
  readonly glyphs: Glyphs;
};

/** The one thing besides its verdict that a row says on a narrow terminal. */
const noteOf = (row: Row): string => {
  const step = row.diagnosis.find((one) => one.step !== undefined)?.step;
  if (row.verdict === 'broken' && step !== undefined) return `step ${step.number}, ${step.name}`;
  return row.version ?? row.diagnosis[0]?.title ?? '';
};

/** One marketplace as a line of the list. */
export const ListRow = memo(({row, isSelected, widths, glyphs}: Props) => {
  const fitted = (text: string, width: number) => padTo(cut(legible(text, glyphs), width, glyphs.ellipsis), width);
  return (
    <Text wrap='truncate-end'>
      <Text bold>{isSelected ? glyphs.selected : ' '} </Text>
      <Text {...looks[verdictTones[row.verdict]]}>
        {glyphs.verdict[row.verdict]}
        {row.checking.length > 0 ? glyphs.checking : ' '}
      </Text>
      <Text bold={isSelected}>{fitted(row.title, widths.title)}</Text>
      {widths.verdict > 0 && <Text {...looks[verdictTones[row.verdict]]}> {fitted(verdictWords[row.verdict], widths.verdict)}</Text>}
      {widths.note > 0 && <Text> {fitted(noteOf(row), widths.note)}</Text>}
    </Text>
  );
});
