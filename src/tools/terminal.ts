import type {TerminalTraits} from '../model/terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type TerminalStreams = {
  readonly stdin: {readonly isTTY?: boolean};
  readonly stdout: {readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number};
};

const isOn = (value: string | undefined): boolean => value !== undefined && !['', '0', 'false', 'no'].includes(value.toLowerCase());

/** Windows names no locale; its newer terminals name themselves. Elsewhere the locale tells, and the Linux console lacks most signs. */
const showsUnicode = (environment: Environment, platform: string): boolean => {
  const {TERM, TERM_PROGRAM, WT_SESSION} = environment;
  if (TERM === 'dumb' || TERM === 'linux') return false;
  if (platform === 'win32') return WT_SESSION !== undefined || TERM_PROGRAM !== undefined || (TERM ?? '').startsWith('xterm');
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  return /utf-?8/i.test(locale);
};

/** What the terminal can show, by what the environment says of it. Over SSH nothing else tells of a screen reader. */
export const findTerminalTraits = (environment: Environment, {stdin, stdout}: TerminalStreams, platform: string): TerminalTraits => {
  const isScreenReader = isOn(environment.INK_SCREEN_READER) || isOn(environment.ACCESSIBLE);
  const isDumb = environment.TERM === 'dumb';
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  const forced = environment.FORCE_COLOR;
  const isColourOff = isOn(environment.NO_COLOR) || forced === '0' || forced === 'false' || isDumb;
  return {
    isInteractive: isTerminal && !isDumb && !isScreenReader && !isOn(environment.CI),
    columns: stdout.columns ?? 80,
    rows: stdout.rows ?? 24,
    hasColour: !isColourOff && (stdout.isTTY === true || forced !== undefined),
    hasUnicode: showsUnicode(environment, platform),
    isScreenReader,
    isDumb,
    scrollsAtItsEnd: platform === 'win32',
  };
};

/**
 * Opens the alternate screen with its cursor at the first cell and draws on it. Ink opens it too and leaves the cursor where the shell had
 * it, which shifts the first frame; opening it twice does nothing, and Ink closes it unless it fails before it began.
 */
export const onOwnScreen = <T>(stdout: {write(text: string): unknown}, draw: () => T): T => {
  stdout.write('\u001b[?1049h\u001b[H');
  try {
    return draw();
  } catch (error) {
    stdout.write('\u001b[?1049l');
    throw error;
  }
};

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let lastHandOver: Promise<unknown> = Promise.resolve();

/**
 * Lends the terminal to whatever `use` does and takes it back, one at a time. Ink's own call alone loses keys, freezes or exits: its read has to
 * end first, the process has to be kept alive, and an interrupt meant for the other program must not end this one.
 */
export const handOver = (suspend: (use: () => Promise<void>) => Promise<void>, use: () => Promise<void>): Promise<void> => {
  const lend = () =>
    suspend(async () => {
      await nextTurn();
      process.stdin.pause();
      await nextTurn();
      process.stdin.ref();
      const ignore = () => {};
      process.on('SIGINT', ignore);
      try {
        await use();
      } finally {
        await nextTurn();
        process.off('SIGINT', ignore);
        process.stdout.write('\r');
      }
    });
  const done = lastHandOver.then(lend, lend);
  lastHandOver = done;
  return done;
};

/** Stops the program as the shell's Ctrl-Z does; goes on after `fg`, or at once where nobody could continue it. */
export const stopUntilContinued = async (): Promise<void> => {
  process.kill(process.pid, 'SIGTSTP');
  await new Promise((resolve) => setTimeout(resolve, 50));
};
