import type {YAMLMap, YAMLSeq} from 'yaml';

/** One change of a text: what stands from `start` to before `end` becomes `text`. */
export type Edit = {readonly start: number; readonly end: number; readonly text: string};

/** The text with every change made; the changes don't overlap. Line ends are those of the text. */
export const applied = (text: string, edits: readonly Edit[]): string => {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return [...edits]
    .sort((one, other) => other.start - one.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text.replaceAll('\n', lineEnd) + result.slice(edit.end), text);
};

/** How many characters stand before a place in its line. */
export const columnAt = (text: string, position: number): number => position - (text.lastIndexOf('\n', position - 1) + 1);

/** Where the line of a place ends, before its line break. */
export const endOfLine = (text: string, position: number): number => {
  const end = /\r?\n|$/.exec(text.slice(position));
  return position + (end?.index ?? 0);
};

/** Whether a collection is written in braces or brackets. */
export const isInFlow = ({flow}: YAMLMap.Parsed | YAMLSeq.Parsed): boolean => flow === true;
