import {spawn} from 'node:child_process';
import path from 'node:path';
import {inject} from 'vitest';

/** The project's root folder. */
export const root = path.resolve(import.meta.dirname, '../..');

/** The built program, as it is published; it was built before the tests where its sources were newer. */
export function builtMain(): string {
  const failure = inject('buildFailure');
  if (failure) throw new Error(`The program does not build: ${failure}`);
  return path.join(root, 'dist/main.mjs');
}

/** The environment for a program under test: this Node first on the path, its own home, no colour, and nobody's tokens. */
export function cleanEnvironment(home: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const here = path.dirname(process.execPath);
  return {
    PATH: `${here}${path.delimiter}${process.env.PATH ?? ''}`,
    HOME: home,
    PORTCALL_HOME: home,
    TERM: 'dumb',
    LANG: 'C.UTF-8',
    ...more,
  };
}

/** How a program ended and what it printed. */
export type Ended = {readonly code: number | null; readonly out: string; readonly err: string};

/** Runs a program to its end without a terminal and without standard input. */
export function runToEnd(command: string, args: readonly string[], options: {cwd: string; env: Record<string, string>}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {...options, stdio: ['ignore', 'pipe', 'pipe']});
    const printed = {out: '', err: ''};
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed.err += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({code, ...printed}));
  });
}
