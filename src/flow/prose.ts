import {widthOf} from './text-width.ts';

/** The words of a line in lines of at most so many columns; a word that is longer, such as an address, stays whole, so that it can be copied. */
const brokenLine = (line: string, width: number): string => {
  const [lead = ''] = /^\s*(?:[-•*] |\d+\. )?/.exec(line) ?? [];
  const indent = ' '.repeat(lead.length);
  const lines: string[] = [];
  let current = lead;
  for (const word of line.slice(lead.length).split(' ')) {
    const isFirst = current === lead || current === indent;
    const longer = isFirst ? current + word : `${current} ${word}`;
    if (isFirst || widthOf(longer) <= width) current = longer;
    else {
      lines.push(current);
      current = indent + word;
    }
  }
  return [...lines, current].join('\n');
};

/** What is printed for a person, with no line wider than the terminal where its words allow that; a broken line keeps its indent. */
export const proseFor = (text: string, columns: number): string =>
  text
    .split('\n')
    .map((line) => (widthOf(line) > columns ? brokenLine(line, columns) : line))
    .join('\n');
