import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type Disk, type Program, readAll, toText} from '../../src/demo/runner/shell/shell.ts';

type Variables = Readonly<Record<string, string>>;

type RealProgram = {
  readonly command: string;
  /** What stands before a step's own arguments; absent: nothing. */
  readonly leading?: readonly string[];
  /** What the machine sets besides what the step does. */
  readonly environment: (variables: Variables) => Variables;
};

const layOut = ({files, folders}: Disk, root: string): void => {
  for (const folder of folders) mkdirSync(path.join(root, folder), {recursive: true});
  for (const [file, contents] of files) {
    mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
    // ssh takes no key that others may read.
    writeFileSync(path.join(root, file), contents, {mode: 0o600});
  }
};

const takeIn = ({files, folders}: Disk, root: string): void => {
  files.clear();
  for (const name of readdirSync(root, {recursive: true, encoding: 'utf8'})) {
    const place = path.join(root, name);
    if (statSync(place).isDirectory()) folders.add(`/${name}`);
    else files.set(`/${name}`, readFileSync(place));
  }
};

const runnersHome = '/home/runner';
const longest = 20_000;

/** A program that a step of the simulated runner calls and that is really started, on a copy of the runner's disk, with nothing of this process's environment. */
export const realProgram =
  ({command, leading = [], environment}: RealProgram): Program =>
  (args, shell, streams) => {
    const root = mkdtempSync(path.join(tmpdir(), 'portcall-runner-'));
    const really = (text: string): string => toText(text).replaceAll(runnersHome, `${root}${runnersHome}`);
    try {
      layOut(shell.disk, root);
      const variables = Object.fromEntries(Object.entries(shell.variables).map(([name, value]) => [name, really(value)]));
      const ended = spawnSync(command, [...leading, ...args.map(really)], {
        cwd: path.join(root, shell.folder),
        env: {PATH: process.env.PATH ?? '', LC_ALL: 'C', ...variables, ...environment(variables)},
        input: Buffer.from(readAll(streams.input), 'latin1'),
        timeout: longest,
      });
      takeIn(shell.disk, root);
      streams.out(ended.stdout?.toString('latin1').replaceAll(root, '') ?? '');
      streams.errors(ended.stderr?.toString('latin1').replaceAll(root, '') ?? '');
      return ended.status ?? 1;
    } finally {
      rmSync(root, {recursive: true, force: true, maxRetries: 3});
    }
  };
