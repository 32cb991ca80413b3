import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {buildEntry} from '../build.ts';
import {marketplaceIds} from '../src/model/marketplace-id.ts';
import {version} from '../src/version.ts';
import {cleanEnvironment, runToEnd} from './support/built-program.ts';

/** Stands where the built rest of the program would: tells what it was given, and whether a cache was on before it. */
const rest = `import module from 'node:module';
export const runCli = async args => {
  const {NO_COLOR, FORCE_COLOR} = process.env;
  console.log(JSON.stringify({args, NO_COLOR, FORCE_COLOR, atLoad, cache: module.getCompileCacheDir() ?? null}));
  return 8;
};
const atLoad = process.env.FORCE_COLOR;`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'main-'));
  await buildEntry(folder);
  await writeFile(path.join(folder, 'cli.mjs'), rest);
});
afterAll(() => rm(folder, {recursive: true}));

const run = (args: readonly string[], more: Record<string, string> = {}, nodeArgs: readonly string[] = []) =>
  runToEnd(process.execPath, [...nodeArgs, path.join(folder, 'main.mjs'), ...args], {cwd: folder, env: cleanEnvironment(folder, more)});
const told = async (args: readonly string[], more: Record<string, string> = {}) => JSON.parse((await run(args, more)).out);

test.each(['--version', '-V'])('%s is answered without the rest', async (flag) => {
  expect(await run([flag])).toEqual({code: 0, out: `${version}\n`, err: ''});
});

test.each([[['--help']], [['-h']], [['--no-color', '--help']]])('%s is answered without the rest', async (args) => {
  const {code, out, err} = await run(args);
  expect({code, err}).toEqual({code: 0, err: ''});
  for (const word of [
    'portcall status',
    'portcall verify',
    'portcall init',
    'portcall demo',
    '--repo',
    '--json',
    'portcall help COMMAND',
    ...marketplaceIds,
  ])
    expect(out).toContain(word);
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('everything else goes to the rest, whose number is the exit code', async () => {
  for (const args of [
    ['status', '--help'],
    ['--help', 'status'],
  ]) {
    const {code, out, err} = await run(args);
    expect({code, err}).toEqual({code: 8, err: ''});
    expect(JSON.parse(out).args).toEqual(args);
  }
});

test('compiled code is kept in the folder for everything on disk', async () => {
  expect((await told([])).cache).toContain(path.join(folder, 'compile-cache'));
});

test('a folder that nobody can make is told of once, and nothing is kept', async () => {
  const home = path.join(folder, 'main.mjs', 'below-a-file');
  const {code, out, err} = await run([], {PORTCALL_HOME: home});
  expect(JSON.parse(out).cache).toBeNull();
  expect({code, err}).toEqual({code: 8, err: "PORTCALL_HOME names a folder that can't be made (EEXIST), so nothing is kept.\n"});
});

test.runIf(process.platform === 'linux')('a folder below /proc does not hang it', async () => {
  expect((await run([], {PORTCALL_HOME: '/proc/nope'})).err).toContain("can't be made (ENOENT)");
});

test.each<[string, string[], Record<string, string>]>([
  ['NO_COLOR', [], {NO_COLOR: '1'}],
  ['NO_COLOR against FORCE_COLOR', [], {NO_COLOR: '1', FORCE_COLOR: '3'}],
  ['--no-color', ['status', '--no-color'], {}],
  ['--no-color against FORCE_COLOR', ['--no-color'], {FORCE_COLOR: '3'}],
])('%s turns colours off before anything reads them', async (_, args, more) => {
  expect(await told(args, more)).toMatchObject({args, NO_COLOR: '1', FORCE_COLOR: '0', atLoad: '0'});
});

test('FORCE_COLOR alone stays, and an empty NO_COLOR says nothing', async () => {
  expect(await told([], {FORCE_COLOR: '3', NO_COLOR: ''})).toMatchObject({FORCE_COLOR: '3', NO_COLOR: ''});
  expect(await told([])).not.toHaveProperty('FORCE_COLOR');
});

test('an older Node is told in one sentence what to do', async () => {
  const older = "data:text/javascript,Object.defineProperty(process, 'versions', {value: {...process.versions, node: '20.11.0'}})";
  const {code, out, err} = await run(['--version'], {}, ['--import', older]);
  expect({code, out}).toEqual({code: 2, out: ''});
  expect(err).toMatch(/^Portcall needs Node 22 or newer and this is Node 20\.11\.0: [^\n.]+\.\n$/);
});

test('a Node without a compile cache starts all the same', async () => {
  const lacking = "data:text/javascript,import module from 'node:module';delete module.enableCompileCache";
  expect((await run(['status'], {}, ['--import', lacking])).code).toBe(8);
});

test('whoever stops reading gets no stack trace', async () => {
  const main = path.join(folder, 'main.mjs');
  const piped = `"${process.execPath}" "${main}" --help | true`;
  for (let time = 0; time < 3; time++)
    expect((await runToEnd('/bin/sh', ['-c', piped], {cwd: folder, env: cleanEnvironment(folder)})).err).toBe('');
});
