import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {builtMain, cleanEnvironment} from '../support/built-program.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-end-'));
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const ownFolders = async () => (await readdir(folder)).filter((name) => name.startsWith('portcall-demo-'));

test.skipIf(process.platform === 'win32').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('a demo ended by %s leaves no folder behind', async (signal, code) => {
  const demo = spawn(process.execPath, [builtMain(), 'demo', 'status', '--watch', '--only', 'npm'], {
    cwd: folder,
    env: {...cleanEnvironment(folder), TMPDIR: folder},
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(demo.stdout, 'data');
  expect(await ownFolders()).toHaveLength(1);
  demo.kill(signal);
  expect(await once(demo, 'exit')).toEqual([code, null]);
  expect(await ownFolders()).toEqual([]);
});
