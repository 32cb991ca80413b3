import {parse} from 'yaml';

const indentOf = (line: string): number => line.search(/\S/);

/** A block's lines moved to the left edge and two spaces in, so that `|2` or `>2` describes them. */
const shifted = (source: string): string => {
  const lines = source.split(/\r?\n/);
  const indent = Math.min(...lines.map(indentOf).filter((own) => own >= 0));
  return lines.map((line) => (indentOf(line) < 0 ? '' : `  ${line.slice(indent)}`)).join('\n');
};

const folded = (source: string): string =>
  source.trim().replace(/[ \t]*\r?\n([ \t]*\r?\n)*[ \t]*/g, (_, blank?: string) => (blank === undefined ? ' ' : '\n'));

/**
 * The value of a text that stands over several lines. GitHub's parser keeps such a text as the file spells it, with quotes and indentation,
 * once it holds an expression. `header` is what opens a block, such as `|-`; absent: it is no block.
 */
export const valueOfSource = (source: string, header: string | undefined): string => {
  try {
    if (header !== undefined) {
      const opening = header[0] === '>' ? '>2' : '|2';
      return String((parse(`a: ${opening}${/[-+]/.exec(header)?.[0] ?? ''}\n${shifted(source)}`) as {a: unknown}).a);
    }
    return /^(["'])[\s\S]*\1$/.test(source) ? String(parse(source)) : folded(source);
  } catch {
    return source;
  }
};
