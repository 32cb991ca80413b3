// `npm test`: every check of the project, one after another, each to its end, and what became of them in one closing list.
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

type Check = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Why it can't run here; absent or empty: it can. */
  readonly leftOut?: string;
};

const root = path.resolve(import.meta.dirname, '../..');
const scratch = await mkdtemp(path.join(tmpdir(), 'portcall-test-'));
const counted = path.join(scratch, 'tests.json');
const replay = path.join(root, '../shared/replay/accept.mjs');
const script = (name: string): Check['command'] => ['npm', 'run', '--silent', name];

const checks: readonly Check[] = [
  {name: 'build', command: script('build')},
  {name: 'format and lint', command: script('lint')},
  {name: 'types', command: script('types')},
  {name: 'dead code', command: script('dead-code')},
  {name: 'package', command: script('package')},
  {name: 'tests', command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${counted}`]},
  {
    name: 'replay',
    command: [process.execPath, replay],
    leftOut: existsSync(replay) ? '' : 'the recorded answers (../shared/replay) are not on this machine',
  },
];

function run([command, ...args]: Check['command']): Promise<boolean> {
  const bin = path.join(root, 'node_modules/.bin');
  const env = {...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`};
  const child = spawn(command, args, {cwd: root, env, stdio: ['ignore', 'inherit', 'inherit']});
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

type Counted = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {readonly assertionResults: readonly {readonly status: string; readonly fullName: string}[]}[];
};

const nothingCounted: Counted = {numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: []};

/** The tests that this machine could not run, by name, and the count of all in the line that CI reads. */
async function closingLines(): Promise<string> {
  const text = await readFile(counted, 'utf8').catch(() => JSON.stringify(nothingCounted));
  const {numPassedTests, numFailedTests, numPendingTests, testResults}: Counted = JSON.parse(text);
  const skipped = testResults.flatMap((file) => file.assertionResults).filter(({status}) => status === 'skipped' || status === 'pending');
  const names = skipped.map(({fullName}) => `left out: ${fullName}\n`).join('');
  const skips = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
  return `${names}\n${numPassedTests} passed, ${numFailedTests} failed${skips}`;
}

const ended: string[] = [];
for (const {name, command, leftOut} of checks) {
  if (!leftOut) console.log(`\n== ${name}`);
  const passes = leftOut ? true : await run(command);
  if (!passes) process.exitCode = 1;
  ended.push(`${name.padEnd(18)}${leftOut ? `left out: ${leftOut}` : passes ? 'passed' : 'FAILED'}`);
}
console.log(`\n${ended.join('\n')}\n${await closingLines()}`);
await rm(scratch, {recursive: true});
