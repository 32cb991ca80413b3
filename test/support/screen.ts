import {EventEmitter, once} from 'node:events';
import {PassThrough, Writable} from 'node:stream';
import xterm, {type Terminal} from '@xterm/headless';

class ScreenOutput extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #draw: (text: string, drawn: () => void) => void;

  constructor(columns: number, rows: number, draw: (text: string, drawn: () => void) => void) {
    super({decodeStrings: false});
    this.columns = columns;
    this.rows = rows;
    this.#draw = draw;
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.#draw(String(chunk), done);
  }

  getColorDepth(): number {
    return 4;
  }
}

class Keyboard extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

const linesOf = (terminal: Terminal): string[] => {
  const buffer = terminal.buffer.active;
  // Without an end column, text beyond a width that shrank would show up again.
  return Array.from(
    {length: terminal.rows},
    (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true, 0, terminal.cols) ?? '',
  );
};

/** Resolves once the screen is so; gives up after a while and says what stood there. */
const waitUntil = async (text: () => string, drawn: EventEmitter, isSo: (text: string) => boolean): Promise<string> => {
  const giveUp = AbortSignal.timeout(8000);
  while (!isSo(text())) {
    if (giveUp.aborted) throw new Error(`The screen never came to this. It shows:\n${text()}`);
    await Promise.race([once(drawn, 'drawn'), new Promise((resolve) => setTimeout(resolve, 200))]);
  }
  return text();
};

/** A terminal that only a test sees: what the program writes to it is drawn by a real terminal's rules. */
export const createFakeTerminal = (columns = 80, rows = 24) => {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: true, scrollback: 1000});
  const drawn = new EventEmitter();
  // Whoever waits listens once for each frame and is let go with the last of them.
  drawn.setMaxListeners(0);
  const written: string[] = [];
  const stdout = new ScreenOutput(columns, rows, (text, done) => {
    written.push(text);
    terminal.write(text, () => {
      done();
      drawn.emit('drawn');
    });
  });
  const stdin = new Keyboard();
  const text = (): string => linesOf(terminal).join('\n');
  return {
    terminal,
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    lines: (): string[] => linesOf(terminal),
    text,
    /** Everything that was written, escape sequences included. */
    written: (): string => written.join(''),
    isAlternate: (): boolean => terminal.buffer.active.type === 'alternate',
    press: (chunk: string): void => void stdin.write(chunk),
    resize: (newColumns: number, newRows: number): void => {
      terminal.resize(newColumns, newRows);
      Object.assign(stdout, {columns: newColumns, rows: newRows});
      stdout.emit('resize');
    },
    until: (isSo: (text: string) => boolean): Promise<string> => waitUntil(text, drawn, isSo),
  };
};
