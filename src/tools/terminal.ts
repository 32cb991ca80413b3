import type {TerminalTraits} from '../model/terminal.ts';

const hold = Symbol.for('portcall.screen');

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

type Screen = {write(text: string): unknown};

/** The entry file draws before the rest is loaded, and both are built with their own copy of this module: the process itself remembers. */
const holder: {[hold]?: () => void} = globalThis as never;

/** Ends the hold of `onOwnScreen`: whoever draws now closes the screen at the end, however it comes. */
export const releaseScreen = (): void => {
  holder[hold]?.();
  delete holder[hold];
};

const signals = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;

/** Closes the screen should the process end while nobody else would. */
const holdScreen = (stdout: Screen): void => {
  if (holder[hold] !== undefined) return;
  const close = () => void stdout.write('\u001b[?1049l');
  const ends = Object.entries(signals).map(([signal, code]) => [signal, () => process.exit(code)] as const);
  process.once('exit', close);
  for (const [signal, end] of ends) process.once(signal, end);
  holder[hold] = () => {
    process.off('exit', close);
    for (const [signal, end] of ends) process.off(signal, end);
  };
};

/**
 * Opens the alternate screen, empty and with its cursor at the first cell, draws on it, and holds it until `releaseScreen`. Ink opens it too, but
 * leaves the cursor where the shell had it, which shifts the first frame; opening it twice does nothing.
 */
export const onOwnScreen = <T>(stdout: Screen, draw: () => T): T => {
  stdout.write('\u001b[?1049h\u001b[H\u001b[2J');
  holdScreen(stdout);
  try {
    return draw();
  } catch (error) {
    releaseScreen();
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
