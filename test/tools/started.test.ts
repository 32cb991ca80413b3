import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import type {Started} from '../../src/model/follow.ts';
import {forgetStarted, keepStarted, readStarted} from '../../src/tools/started.ts';

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, {recursive: true}))));

const newFolder = async (text?: string): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-started-'));
  folders.push(folder);
  if (text !== undefined) await writeFile(path.join(folder, 'started.json'), text);
  return folder;
};

const started = (parts: Partial<Started> = {}): Started => ({
  marketplace: 'npm',
  repository: 'octo/tool',
  tag: 'v1.2.3',
  askedAt: '2026-03-01T12:00:00.000Z',
  by: 'run-workflow',
  workflow: 'publish.yml',
  ref: 'main',
  inputs: {version: '1.2.3'},
  job: 'npm',
  ...parts,
});

test('what is started is kept once for each publish, and forgotten when it ends', async () => {
  const folder = await newFolder();
  expect(await readStarted(folder)).toEqual({started: []});
  await keepStarted(folder, started());
  await keepStarted(folder, started({marketplace: 'pypi', by: 'rerun-job', run: 8, attempt: 2}));
  await keepStarted(folder, started({run: 7, commit: 'abc', repository: 'Octo/Tool'}));
  expect((await readStarted(folder)).started.map(({marketplace, run}) => [marketplace, run])).toEqual([
    ['pypi', 8],
    ['npm', 7],
  ]);
  await forgetStarted(folder, started());
  expect((await readStarted(folder)).started).toEqual([started({marketplace: 'pypi', by: 'rerun-job', run: 8, attempt: 2})]);
});

test('several at once lose nothing', async () => {
  const folder = await newFolder();
  const tags = Array.from({length: 12}, (_, index) => `v1.0.${index}`);
  await Promise.all(tags.map((tag) => keepStarted(folder, started({tag}))));
  expect((await readStarted(folder)).started.map(({tag}) => tag).sort()).toEqual([...tags].sort());
});

test('a damaged file says so, and is moved aside before anything is written', async () => {
  const folder = await newFolder('{"format": 1, "star');
  expect(await readStarted(folder)).toEqual({started: [], said: expect.stringContaining('could not be read')});
  await keepStarted(folder, started());
  expect((await readStarted(folder)).started).toEqual([started()]);
  expect((await readdir(folder)).filter((name) => name.includes('damaged'))).toHaveLength(1);
});

test('a newer file is neither read nor written over; what only a newer one understands stays', async () => {
  const newer = await newFolder('{"format": 2, "started": []}');
  expect((await readStarted(newer)).said).toContain('A newer Portcall');
  await expect(keepStarted(newer, started())).rejects.toThrow('A newer Portcall');
  const mixed = await newFolder(JSON.stringify({format: 1, started: [{marketplace: 'moon'}]}));
  await keepStarted(mixed, started());
  expect(JSON.parse(await readFile(path.join(mixed, 'started.json'), 'utf8')).started[0]).toEqual({marketplace: 'moon'});
});

test('a disk that is full leaves what was there', async () => {
  const folder = await newFolder();
  await keepStarted(folder, started());
  const full = async () => {
    throw Object.assign(new Error('full'), {code: 'ENOSPC'});
  };
  await expect(keepStarted(folder, started({run: 7}), full)).rejects.toThrow('the disk is full');
  expect((await readStarted(folder)).started).toEqual([started()]);
});
