import {execFile, spawnSync} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {promisify} from 'node:util';

const run = promisify(execFile);
const patience = 15_000;
const lookEvery = 40;

/** Whether real terminals can be tried here. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

type Start = {
  readonly columns?: number;
  readonly rows?: number;
  /** All that the shell in the terminal knows besides the path and its folder. */
  readonly env?: Readonly<Record<string, string>>;
};

/** A real terminal with a shell in it, in a tmux of its own. */
export type Terminal = {
  /** A folder that is gone when the terminal is. */
  readonly folder: string;
  /** Types a line and Enter. */
  enter(line: string): Promise<void>;
  /** Types text as it stands, in one chunk. */
  type(text: string): Promise<void>;
  /** Pastes what a file holds, marked as a paste where the program asked for that. */
  paste(file: string): Promise<void>;
  /** Presses keys by tmux's names, such as `Enter`, `Escape` or `C-c`. */
  press(...keys: readonly string[]): Promise<void>;
  /** What the screen shows, line by line; with `styled` its colours too. */
  lines(styled?: boolean): Promise<readonly string[]>;
  /** Everything that was ever written to the terminal, byte for byte, and all that its scrollback holds. */
  everything(): Promise<string>;
  /** Looks until the screen is so, and says what stood there when it never comes. */
  until(isSo: (text: string) => boolean): Promise<string>;
  /** Whether the cursor shows, and whether the alternate screen does. */
  state(): Promise<{readonly hasCursor: boolean; readonly isAlternate: boolean}>;
  resize(columns: number, rows: number): Promise<void>;
  end(): Promise<void>;
};

/** A shell that prints `$ ` and keeps no history; nothing of the person's environment reaches it. */
const shellIn = (folder: string, env: Readonly<Record<string, string>>): readonly string[] => [
  'env',
  '-i',
  ...Object.entries({
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`,
    HOME: folder,
    TMPDIR: folder,
    PORTCALL_HOME: folder,
    TERM: 'tmux-256color',
    LANG: 'C.UTF-8',
    PS1: '$ ',
    ...env,
  }).map(([name, value]) => `${name}=${value}`),
  '/bin/sh',
];

export const openTerminal = async ({columns = 80, rows = 24, env = {}}: Start = {}): Promise<Terminal> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-tmux-'));
  const socket = path.join(folder, 'tmux');
  const own = {...process.env, LC_ALL: 'C.UTF-8', TMUX: '', TMUX_TMPDIR: folder};
  const tmux = async (...args: readonly string[]): Promise<string> =>
    (await run('tmux', ['-u', '-S', socket, '-f', '/dev/null', ...args], {env: own})).stdout;
  const size = (width: number, height: number): readonly string[] => ['-x', String(width), '-y', String(height)];
  // Without its status line the terminal has all the rows; without a pause Escape is a key of its own.
  const settings = [
    'set',
    '-g',
    'status',
    'off',
    ';',
    'set',
    '-sg',
    'escape-time',
    '0',
    ';',
    'set',
    '-g',
    'default-terminal',
    'tmux-256color',
    ';',
  ];
  const output = path.join(folder, 'output');
  await tmux('start-server', ';', ...settings, 'new-session', '-d', ...size(columns, rows), '-c', folder, ...shellIn(folder, env));
  await tmux('pipe-pane', '-o', `cat >> '${output}'`);
  const lines = async (styled = false): Promise<readonly string[]> =>
    (await tmux('capture-pane', '-p', ...(styled ? ['-e'] : []))).replace(/\n$/, '').split('\n');
  const until = async (isSo: (text: string) => boolean): Promise<string> => {
    const giveUp = AbortSignal.timeout(patience);
    for (;;) {
      const text = (await lines()).join('\n');
      if (isSo(text)) return text;
      if (giveUp.aborted) throw new Error(`The screen never came to this. It shows:\n${text}`);
      await wait(lookEvery);
    }
  };
  const type = async (text: string): Promise<void> => void (await tmux('send-keys', '-l', '--', text));
  const press = async (...keys: readonly string[]): Promise<void> => void (await tmux('send-keys', ...keys));
  await until((text) => text.startsWith('$'));
  return {
    folder,
    type,
    paste: async (file) => void (await tmux('load-buffer', file, ';', 'paste-buffer', '-p', '-d')),
    press,
    lines,
    until,
    everything: async () => {
      const scrollback = await tmux('capture-pane', '-p', '-J', '-S', '-');
      return `${await readFile(output, 'utf8').catch(() => '')}\n${scrollback}`;
    },
    enter: async (line) => {
      await type(line);
      await press('Enter');
    },
    state: async () => {
      const [cursor, alternate] = (await tmux('display-message', '-p', '#{cursor_flag} #{alternate_on}')).trim().split(' ');
      return {hasCursor: cursor === '1', isAlternate: alternate === '1'};
    },
    resize: async (width, height) => void (await tmux('resize-window', ...size(width, height))),
    end: async () => {
      await tmux('kill-server').catch(() => undefined);
      await rm(folder, {recursive: true, force: true, maxRetries: 20, retryDelay: 100});
    },
  };
};
