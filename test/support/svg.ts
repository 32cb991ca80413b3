import type {IBufferCell, Terminal} from '@xterm/headless';

const columnWidth = 8.4;
const lineHeight = 19;
const margin = 16;

/** The terminal's sixteen colours as class names; the eight bright ones look like the others here. */
const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

const style = `
  .back { fill: #ffffff; stroke: #d0d7de; }
  text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 14px; fill: #1f2328; }
  .red { fill: #cf222e; } .green { fill: #1a7f37; } .yellow { fill: #9a6700; } .cyan { fill: #0969da; }
  .blue { fill: #0969da; } .magenta { fill: #8250df; } .white, .black { fill: #1f2328; }
  .dim { fill: #6e7781; } .bold { font-weight: bold; }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117; stroke: #30363d; }
    text { fill: #e6edf3; }
    .red { fill: #ff7b72; } .green { fill: #3fb950; } .yellow { fill: #d29922; } .cyan { fill: #39c5cf; }
    .blue { fill: #58a6ff; } .magenta { fill: #bc8cff; } .white, .black { fill: #e6edf3; } .dim { fill: #8b949e; }
  }
`;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const classesOf = (cell: IBufferCell): string =>
  [cell.isFgPalette() ? (colours[cell.getFgColor() % 8] ?? '') : '', cell.isDim() ? 'dim' : '', cell.isBold() ? 'bold' : '']
    .filter((name) => name !== '')
    .join(' ');

type Run = {readonly column: number; readonly classes: string; text: string};

/** The pieces of a run between wide gaps, because a reader of the picture may fold spaces. */
const words = ({column, classes, text}: Run): readonly Run[] =>
  [...text.matchAll(/\S+(?: \S+)*/g)].map((found) => ({column: column + found.index, classes, text: found[0]}));

/** Pieces of one look; a sign outside ASCII stands alone, because the font that has it may give it another width. */
const runsOf = (terminal: Terminal, row: number): readonly Run[] => {
  const runs: Run[] = [];
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line?.getCell(column);
    const text = cell?.getChars() || ' ';
    if (cell === undefined || cell.getWidth() === 0) continue;
    const classes = classesOf(cell);
    const last = runs.at(-1);
    const joins = last?.classes === classes && /^[ -~]+$/.test(last.text) && /^[ -~]$/.test(text);
    if (joins) last.text += text;
    else runs.push({column, classes, text});
  }
  return runs.flatMap(words);
};

const at = (column: number): string => (margin + column * columnWidth).toFixed(1).replace(/\.0$/, '');

const spanOf = ({column, classes, text}: Run): string => {
  // Every font then keeps the columns, whatever its own widths are.
  const stretch = text.length > 1 ? ` textLength="${(text.length * columnWidth).toFixed(1)}" lengthAdjust="spacingAndGlyphs"` : '';
  return `<tspan x="${at(column)}"${classes === '' ? '' : ` class="${classes}"`}${stretch}>${escaped(text)}</tspan>`;
};

/** What a terminal shows, as a picture that follows the reader's light or dark colours. */
export const svgOf = (terminal: Terminal, title: string): string => {
  const width = Math.ceil(terminal.cols * columnWidth + 2 * margin);
  const height = terminal.rows * lineHeight + 2 * margin;
  const lines = Array.from({length: terminal.rows}, (_, row) => {
    const runs = runsOf(terminal, row);
    return runs.length === 0 ? '' : `  <text y="${margin + 14 + row * lineHeight}">${runs.map(spanOf).join('')}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
  <title>${escaped(title)}</title>
  <style>${style}  </style>
  <rect class="back" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${lines.join('')}</svg>
`;
};
