import {spawn} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {revealSecret} from '../../src/model/secret.ts';
import {openVault} from '../../src/tools/vault.ts';
import {cleanEnvironment, root, runToEnd} from '../support/built-program.ts';
import {keychainInFile} from '../support/fake-keychain.ts';

let home: string;
let folder: string;
let keychain: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'portcall-vaults-'));
  folder = path.join(home, 'config');
  keychain = path.join(home, 'keychain');
});
afterEach(() => rm(home, {recursive: true, force: true}));

const program = path.join(root, 'test/support/vault-process.ts');
const names = (start: string, count: number) => Array.from({length: count}, (_, index) => `${start}_${index}`);
const keep = (...tokens: readonly string[]) =>
  runToEnd(process.execPath, [program, folder, keychain, 'keep', ...tokens], {cwd: home, env: cleanEnvironment(home)});
const open = (told: string[] = []) =>
  openVault({folders: {config: folder}, env: {}, tell: (text) => told.push(text), keychain: keychainInFile(keychain)});

it('several at once keep every token of each', async () => {
  const ended = await Promise.all(['A', 'B', 'C'].map((start) => keep(...names(start, 8))));
  expect(ended.map(({code, err}) => ({code, err}))).toEqual([0, 0, 0].map((code) => ({code, err: ''})));
  const vault = await open();
  expect(vault.names()).toEqual(['A', 'B', 'C'].flatMap((start) => names(start, 8)));
  expect(vault.names().every((name) => revealSecret(vault.find(name)!) === `token of ${name}`)).toBe(true);
  expect(await readdir(folder)).toEqual(['vault.age']);
});

it('one that is killed in the middle of writing leaves a whole vault, and the next goes on', async () => {
  expect(await keep('FIRST')).toMatchObject({code: 0});
  for (let round = 0; round < 8; round++) {
    const child = spawn(process.execPath, [program, folder, keychain, 'keep', ...names(`ROUND_${round}`, 400)], {stdio: 'ignore'});
    const before = await readFile(path.join(folder, 'vault.age'));
    const ended = new Promise((resolve) => child.once('close', resolve));
    // Its writing is under way as soon as the file is another.
    while ((await readFile(path.join(folder, 'vault.age'))).equals(before)) await wait(2);
    await wait(round * 3);
    child.kill('SIGKILL');
    await ended;
    const told: string[] = [];
    const vault = await open(told);
    expect(told).toEqual([]);
    expect(vault.names()).toEqual(expect.arrayContaining(['FIRST', `ROUND_${round}_0`]));
  }
  const begun = Date.now();
  expect(await keep('LAST')).toMatchObject({code: 0});
  expect(Date.now() - begun).toBeLessThan(8_000);
  expect((await open()).names()).toEqual(expect.arrayContaining(['FIRST', 'LAST']));
  expect((await readdir(folder)).filter((name) => name !== 'vault.age')).toEqual([]);
}, 60_000);
