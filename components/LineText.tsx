import {Text} from 'ink';
import {memo} from 'react';
import type {Line} from '../src/flow/lines.ts';
import {looks} from './theme.ts';

/** One line, cut at the width it is given. */
export const LineText = memo(({line}: {readonly line: Line}) => (
  <Text wrap='truncate-end'>
    {line.map(({text, tone}, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no other name.
      <Text key={index} {...looks[tone]}>
        {text}
      </Text>
    ))}
  </Text>
));
