import type {Command} from './script.ts';

/** Bytes as a text, one character each, so that nothing a program writes is changed on its way. */
export type Bytes = string;

export const toBytes = (text: string): Bytes => Buffer.from(text, 'utf8').toString('latin1');
export const toText = (bytes: Bytes): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** What is read from left to right by whoever comes next. */
export type Input = {readonly bytes: Bytes; at: number};

export type Streams = {readonly input: Input; out(bytes: Bytes): void; errors(bytes: Bytes): void};

/** The disk of a runner: files by their full path, and the folders that were made. */
export type Disk = {readonly files: Map<string, Buffer>; readonly folders: Set<string>};

/** A program that a script calls; gives its exit code. */
export type Program = (args: readonly string[], shell: Shell, streams: Streams) => number;

/** A running shell; all but the disk is its own. */
export type Shell = {
  readonly disk: Disk;
  folder: string;
  variables: Record<string, Bytes>;
  readonly functions: Map<string, Command>;
  readonly options: {endsOnError: boolean; endsOnUnset: boolean; heedsPipes: boolean};
  /** `$0`, `$1` and so on. */
  args: readonly string[];
  /** The exit code of the last command. */
  status: number;
  findProgram(name: string): Program | undefined;
};

/** Ends a script with its exit code. */
export class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** Ends a function with its exit code; outside of one it ends the script. */
export class Return extends Exit {}

/** Leaves a loop, or goes on with its next round. */
export class LoopEnd extends Error {
  readonly goesOn: boolean;
  constructor(goesOn: boolean) {
    super('loop');
    this.goesOn = goesOn;
  }
}

/** The code that something ends with, however it ends. */
export const codeOf = (run: () => number): number => {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof Exit) return thrown.code;
    throw thrown;
  }
};

/** A shell inside another: it sees the same disk and changes nothing else. */
export const innerShell = (shell: Shell): Shell => ({
  ...shell,
  variables: {...shell.variables},
  functions: new Map(shell.functions),
  options: {...shell.options},
});

/** A path from where the shell stands, without `.` and `..`. */
export const fullPath = (shell: Shell, path: string): string => {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${shell.folder}/${path}`).replace(/\\/g, '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};

export const isFolder = ({disk}: Shell, path: string): boolean =>
  path === '/' || disk.folders.has(path) || [...disk.files.keys(), ...disk.folders].some((file) => file.startsWith(`${path}/`));

/** What an outside file or folder holds directly, sorted. */
export const childrenOf = ({disk}: Shell, folder: string): readonly string[] => {
  const start = folder === '/' ? '/' : `${folder}/`;
  const below = [...disk.files.keys(), ...disk.folders].filter((path) => path.startsWith(start) && path !== folder);
  return [...new Set(below.map((path) => path.slice(start.length).split('/')[0] ?? ''))].filter(Boolean).sort();
};

export const readBytes = (shell: Shell, path: string): Bytes | undefined => shell.disk.files.get(fullPath(shell, path))?.toString('latin1');

export const writeBytes = (shell: Shell, path: string, bytes: Bytes): void => {
  const full = fullPath(shell, path);
  if (full !== '/dev/null') shell.disk.files.set(full, Buffer.from(bytes, 'latin1'));
};

/** Keeps what is written. */
export const createSink = () => {
  let written = '';
  return {
    out: (bytes: Bytes): void => {
      written += bytes;
    },
    bytes: (): Bytes => written,
  };
};

/** All that is left of the input. */
export const readAll = (input: Input): Bytes => {
  const bytes = input.bytes.slice(input.at);
  input.at = input.bytes.length;
  return bytes;
};

export const inputOf = (bytes: Bytes): Input => ({bytes, at: 0});
