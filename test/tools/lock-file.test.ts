import {link, mkdtemp, readdir, rm, utimes, writeFile} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {withLock} from '../../src/tools/lock-file.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-lock-'));
  file = path.join(folder, 'vault.lock');
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const times = {patience: 300, longest: 60_000};
/** No process has this number: it is beyond what any system gives. */
const nobody = 2 ** 30;
const held = (holder: object) => writeFile(file, JSON.stringify({process: process.pid, machine: hostname(), mark: 'theirs', ...holder}));
const age = (seconds: number) => utimes(file, new Date(Date.now() - seconds * 1000), new Date(Date.now() - seconds * 1000));

describe('a lock', () => {
  it('lets one at a time through, and all in the end', async () => {
    let [inside, most] = [0, 0];
    const work = async () => {
      most = Math.max(most, ++inside);
      await wait(2);
      inside--;
    };
    await Promise.all(Array.from({length: 12}, () => withLock(file, work)));
    expect([most, await readdir(folder)]).toEqual([1, []]);
  });

  it('is given back when the work fails', async () => {
    const failing = async () => {
      throw new Error('no');
    };
    await expect(withLock(file, failing)).rejects.toThrow('no');
    expect(await withLock(file, async () => 'yes', times)).toBe('yes');
  });

  it('of a process that lives is waited for, then told with the file to delete', async () => {
    await held({});
    await age(30);
    await expect(withLock(file, async () => undefined, times)).rejects.toMatchObject({
      message: 'Another Portcall is still writing its files.',
      next: expect.stringContaining(file),
    });
    expect(await readdir(folder)).toEqual(['vault.lock']);
  });
});

describe('a lock that was left', () => {
  it.each([
    ['by a process that is gone', () => held({process: nobody})],
    ['by another machine, long ago', () => held({machine: 'elsewhere', process: 1}).then(() => age(61))],
    ['by a process whose number another has now, long ago', () => held({}).then(() => age(61))],
    ['empty by a kill', () => writeFile(file, '').then(() => age(3))],
    ['as garbage', () => writeFile(file, '{"process":').then(() => age(3))],
  ])('%s is taken over, by one at a time', async (_, leave) => {
    await leave();
    let [inside, most, count] = [0, 0, 0];
    const work = async () => {
      most = Math.max(most, ++inside);
      count++;
      await wait(1);
      inside--;
    };
    await Promise.all(Array.from({length: 8}, () => withLock(file, work)));
    expect({most, count, left: await readdir(folder)}).toEqual({most: 1, count: 8, left: []});
  });

  it.each([
    ['a moment ago by another machine', () => held({machine: 'elsewhere', process: nobody})],
    ['empty, just now', () => writeFile(file, '')],
  ])('%s is not', async (_, leave) => {
    await leave();
    await expect(withLock(file, async () => undefined, times)).rejects.toThrow('Another Portcall');
  });

  it('and is half taken over by one that was killed then is told and not waited for for ever', async () => {
    await held({process: nobody});
    await link(file, `${file}.theirs`);
    await expect(withLock(file, async () => undefined, times)).rejects.toThrow('Another Portcall');
    await rm(file);
    expect(await withLock(file, async () => 'yes', times)).toBe('yes');
  });
});
