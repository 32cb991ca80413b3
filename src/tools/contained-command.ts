import {execa} from 'execa';
import type {TestCommand} from '../model/install-test.ts';

export type ContainedSetting = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
  /** Put before the command, to keep it from seeing other programs; empty: this system can't. */
  readonly before: readonly string[];
};

/** How a command ended. */
export type Contained = {
  readonly kind: 'ended' | 'too-long' | 'stopped' | 'not-started';
  /** Undefined: it was killed, or did not start. */
  readonly code?: number;
  /** What it printed on both its outputs: the beginning and the end where it is long. */
  readonly text: string;
};

/** Characters that are kept of what a command prints, from its beginning and from its end. */
const kept = 64_000;
/** Milliseconds that a program has to end by itself once it is told to. */
const grace = 2000;

/** Ends a command with everything that it started. */
const killAll = (pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void => {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    void execa('taskkill', ['/pid', String(pid), '/t', '/f'], {reject: false, stdio: 'ignore'});
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of it is left.
  }
};

const createKeeper = () => {
  let [start, end] = ['', ''];
  return {
    take: (piece: string) => {
      const room = kept - start.length;
      start += piece.slice(0, room);
      end = (end + piece.slice(Math.max(0, room))).slice(-kept);
    },
    text: () => `${start}${end}`,
  };
};

/** What ends a command before its time; `why` is undefined while nothing did. */
const createEnding = (pid: number | undefined, {patience, signal}: ContainedSetting) => {
  let why: 'too-long' | 'stopped' | undefined;
  let last: ReturnType<typeof setTimeout> | undefined;
  const end = (reason: 'too-long' | 'stopped') => {
    why ??= reason;
    killAll(pid, 'SIGTERM');
    last ??= setTimeout(() => killAll(pid, 'SIGKILL'), grace);
  };
  const stop = () => end('stopped');
  const leave = () => killAll(pid, 'SIGKILL');
  const timer = setTimeout(() => end('too-long'), patience);
  signal.addEventListener('abort', stop, {once: true});
  process.once('exit', leave);
  return {
    why: () => why,
    leave,
    forget: () => {
      clearTimeout(timer);
      clearTimeout(last);
      signal.removeEventListener('abort', stop);
      process.off('exit', leave);
    },
  };
};

/** Runs one command in a process group of its own, and leaves nothing of it running: not at its end, not after its time, not when it is stopped. */
export const runContained = async ({program, args, env = {}}: TestCommand, setting: ContainedSetting): Promise<Contained> => {
  if (setting.signal.aborted) return {kind: 'stopped', text: ''};
  const [first = program, ...rest] = [...setting.before, program, ...args];
  const running = execa(first, rest, {
    cwd: setting.cwd,
    env: {...setting.env, ...env},
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const {nodeChildProcess: child} = running;
  const keeper = createKeeper();
  running.all.setEncoding('utf8').on('data', keeper.take);
  const ending = createEnding(child.pid, setting);
  // What it left behind would hold its outputs open for ever.
  child.once('exit', ending.leave);
  const ended = await running;
  ending.forget();
  if (child.pid === undefined) return {kind: 'not-started', text: ended.shortMessage ?? ''};
  return {kind: ending.why() ?? 'ended', text: keeper.text(), ...(ended.exitCode === undefined ? {} : {code: ended.exitCode})};
};

/** What hides other programs, and their environments, from a command: a PID namespace of its own where Linux gives one to everybody. */
export const findSeparation = async (env: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> => {
  if (process.platform !== 'linux') return [];
  const before = ['unshare', '--user', '--map-current-user', '--pid', '--fork', '--kill-child', '--mount-proc', '--'];
  const [program = '', ...args] = before;
  const tried = await execa(program, [...args, 'true'], {
    env: {PATH: env.PATH ?? ''},
    extendEnv: false,
    reject: false,
    stdio: 'ignore',
    timeout: 5000,
  });
  return tried.failed ? [] : before;
};
