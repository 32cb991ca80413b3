import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {version} from '../src/version.ts';
import {builtMain, cleanEnvironment, root, runToEnd} from './support/built-program.ts';

let folder: string;
let installed: string;
let env: Record<string, string>;

beforeAll(async () => {
  builtMain();
  folder = await mkdtemp(path.join(tmpdir(), 'package-'));
  env = cleanEnvironment(path.join(folder, 'home'));
  installed = path.join(folder, 'project');
  await mkdir(installed, {recursive: true});
  await writeFile(path.join(installed, 'package.json'), '{"name": "empty", "private": true}');
  await npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
  await npm(installed, 'install', '--offline', '--ignore-scripts', path.join(folder, `portcall-${version}.tgz`));
}, 60_000);
afterAll(() => rm(folder, {recursive: true}));

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const {code, err} = await runToEnd('npm', ['--no-audit', '--no-fund', '--no-update-notifier', ...args], {cwd, env});
  if (code !== 0) throw new Error(`npm ${args[0]} failed: ${err}`);
}

const portcall = (...args: string[]) => runToEnd(path.join(installed, 'node_modules/.bin/portcall'), args, {cwd: installed, env});

test('the package brings all it needs and nothing of how it was made', async () => {
  const place = path.join(installed, 'node_modules/portcall');
  const packed = JSON.parse(await readFile(path.join(place, 'package.json'), 'utf8'));
  expect(packed).not.toHaveProperty('dependencies');
  // The keychain has a native part: where it can't be had, as here without a network, the rest is installed and works.
  expect(Object.keys(packed.optionalDependencies)).toEqual(['keytar']);
  const files = await readdir(place);
  expect(files.filter((name) => !['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json'].includes(name))).toEqual([]);
  expect((await readdir(path.join(installed, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual(['portcall']);
});

test('the installed program tells its version', async () => {
  expect(await portcall('--version')).toEqual({code: 0, out: `${version}\n`, err: ''});
});

test('the installed program tells how it is used', async () => {
  const {code, out, err} = await portcall('--help');
  expect({code, err}).toEqual({code: 0, err: ''});
  expect(out).toContain('portcall status');
});

test('the installed program surveys the simulated world, with every chunk in its place', async () => {
  const {out, err} = await portcall('demo', 'status', '--json');
  expect(err).toBe('');
  expect(JSON.parse(out)).toMatchObject({formatVersion: 1, project: {version: '1.0.35'}});
});
