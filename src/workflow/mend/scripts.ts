import type {Scalar} from 'yaml';
import type {Edit} from '../edits.ts';
import {type MapNode, scalarAt} from './places.ts';

/** A step's script as the file spells it: each line with where it starts. Undefined: there is none, or it is spelled in a way that lines don't show. */
const scriptLinesOf = (text: string, step: MapNode | undefined): readonly {readonly start: number; readonly line: string}[] | undefined => {
  const scalar = scalarAt(step, 'run');
  if (scalar === undefined) return undefined;
  const span = spanOf(text, scalar);
  if (span === undefined) return undefined;
  const lines: {start: number; line: string}[] = [];
  for (let start = span.start; start < span.end; ) {
    const end = Math.min(span.end, text.indexOf('\n', start) < 0 ? span.end : text.indexOf('\n', start));
    lines.push({start, line: text.slice(start, end).replace(/\r$/, '')});
    start = end + 1;
  }
  return lines;
};

const spanOf = (text: string, {range, type}: Scalar.Parsed): {readonly start: number; readonly end: number} | undefined => {
  const [start, end] = range;
  if (type === 'BLOCK_LITERAL') return {start: text.indexOf('\n', start) + 1, end};
  return type === 'PLAIN' && !text.slice(start, end).trimEnd().includes('\n')
    ? {start, end: start + text.slice(start, end).trimEnd().length}
    : undefined;
};

/** One edit for each line that changes; `change` gives the line as it shall be, or undefined for one that goes. */
export const lineEdits = (
  text: string,
  step: MapNode | undefined,
  change: (line: string, index: number) => string | undefined,
): readonly Edit[] | undefined =>
  scriptLinesOf(text, step)?.flatMap(({start, line}, index) => {
    const after = change(line, index);
    if (after === line) return [];
    if (after !== undefined) return [{start, end: start + line.length, text: after}];
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const next = text.indexOf('\n', start);
    return [{start: lineStart, end: next < 0 ? text.length : next + 1, text: ''}];
  });
