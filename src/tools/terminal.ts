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

type Screen = {write(text: string, ...rest: never[]): unknown};

const open = '\u001b[?1049h';
const close = '\u001b[?1049l';
const wipe = '\u001b[H\u001b[2J';

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
  const closeIt = () => void stdout.write(close);
  const ends = Object.entries(signals).map(([signal, code]) => [signal, () => process.exit(code)] as const);
  process.once('exit', closeIt);
  for (const [signal, end] of ends) process.once(signal, end);
  holder[hold] = () => {
    process.off('exit', closeIt);
    for (const [signal, end] of ends) process.off(signal, end);
  };
};

/**
 * Wipes the screen in the same write as the first frame: Ink trims the ends of lines, and the ends of what stood there would stay beside them.
 * Ink's own opening is left out, since opening a screen twice empties it on some terminals before there is anything to show.
 */
const wipeWithFirstFrame = (stdout: Screen): (() => void) => {
  const {write} = stdout;
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    if (stdout.write === writeFirst) stdout.write = write;
  };
  const writeFirst = (chunk: unknown, ...rest: never[]): unknown => {
    if (isOver || typeof chunk !== 'string') return write.call(stdout, chunk as string, ...rest);
    const isFrame = chunk.includes('\n');
    if (isFrame || chunk.includes(close)) stop();
    return write.call(stdout, `${isFrame ? wipe : ''}${chunk.replaceAll(open, '')}`, ...rest);
  };
  stdout.write = writeFirst;
  return stop;
};

/**
 * Opens the alternate screen, unless it is held open already, draws on it, and holds it until `releaseScreen`. The first frame takes the place of
 * whatever stood there and begins at the first cell; left alone, Ink would begin where the shell had its cursor.
 */
export const onOwnScreen = <T>(stdout: Screen, draw: () => T): T => {
  if (holder[hold] === undefined) stdout.write(`${open}${wipe}`);
  holdScreen(stdout);
  const stopWiping = wipeWithFirstFrame(stdout);
  try {
    return draw();
  } catch (error) {
    stopWiping();
    releaseScreen();
    stdout.write(close);
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

/** Stops the program, and whoever started it in the same group, as the shell's Ctrl-Z does; goes on after `fg`, or at once where no shell could continue it. */
export const stopUntilContinued = async (): Promise<void> => {
  process.kill(0, 'SIGTSTP');
  await new Promise((resolve) => setTimeout(resolve, 50));
};
