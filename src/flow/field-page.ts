import type {Row} from '../model/row.ts';
import {nameAndReader} from '../model/token-names.ts';
import {emptyLine, type Line, span} from './lines.ts';
import {oneLine, type Paper, paragraph} from './paper.ts';

/** More dots than this tell nothing more. */
const mostDots = 24;

/** The masked field: how many characters stand in it, and never one of them. */
export const fieldLines = (row: Row, length: number, paper: Paper): readonly Line[] => {
  const {width, glyphs} = paper;
  const name = row.token?.names[0] ?? 'the token';
  const dots = glyphs.mask.repeat(Math.max(0, Math.min(length, mostDots, width - 18)));
  const count = length === 0 ? 'empty' : length === 1 ? '1 character' : `${length} characters`;
  return [
    oneLine([span(`Paste ${name}`, 'strong'), span(` for ${row.title}`)], paper),
    oneLine([span('  '), span(dots, 'strong'), span(glyphs.cursor), span(` ${count}`, 'muted')], paper),
    emptyLine,
    ...paragraph(2, 'It is never shown. Enter takes it, and it is tested before it is trusted.', 'plain', paper),
    ...paragraph(
      2,
      'A paste may have several lines, quotes around it or a name before it: what is taken away from it is said afterwards.',
      'muted',
      paper,
    ),
    ...(row.token?.readAs === undefined ? [] : paragraph(2, `${nameAndReader(name, row.token.readAs)}.`, 'plain', paper)),
    ...(row.token === undefined ? [] : paragraph(2, `It needs: ${row.token.leastRights}`, 'muted', paper)),
  ];
};
