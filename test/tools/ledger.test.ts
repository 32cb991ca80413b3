import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {LedgerEntry} from '../../src/model/ledger-entry.ts';
import {Problem} from '../../src/model/problem.ts';
import {appendToLedger, readLedger} from '../../src/tools/ledger.ts';
import {root} from '../support/built-program.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-ledger-'));
  file = path.join(folder, 'ledger.jsonl');
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const entry = (what: string): LedgerEntry => ({
  at: '2026-11-21T06:52:47.123Z',
  who: 'someone',
  what,
  marketplace: 'npm',
  repository: 'o/tool',
  result: 'done',
});
const whats = async () => (await readLedger(folder)).map(({what}) => what);

describe('the ledger', () => {
  it('gives back what was written, oldest first', async () => {
    const {marketplace: _, ...general} = entry('signed in');
    await appendToLedger(folder, general);
    await appendToLedger(folder, entry('set the secret NPM_TOKEN'));
    expect(await readLedger(folder)).toEqual([general, entry('set the secret NPM_TOKEN')]);
  });

  it('is empty before anything was done', async () => {
    expect(await readLedger(path.join(folder, 'missing'))).toEqual([]);
  });

  it('lies in a folder and a file for their owner alone', async () => {
    await writeFile(file, '', {mode: 0o644});
    const deep = path.join(folder, 'a/b');
    await appendToLedger(folder, entry('one'));
    await appendToLedger(deep, entry('one'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(deep)).mode & 0o777).toBe(0o700);
  });

  it('keeps one line for each thing, whatever the text', async () => {
    const texts = fc.array(fc.string({unit: 'binary', maxLength: 30}), {maxLength: 5});
    let count = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (all) => {
        const own = path.join(folder, String(count++));
        for (const text of all) await appendToLedger(own, entry(text));
        const read = await readLedger(own);
        expect(read).toHaveLength(all.length);
        for (const {what} of read) expect(what).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
      {numRuns: 20},
    );
  });
});

describe('a writer that is killed', () => {
  it('at any byte costs no line but its own, and the next stands alone', async () => {
    for (const what of ['one', 'zwei ü 🚢']) await appendToLedger(folder, entry(what));
    const whole = await readFile(file);
    const firstEnd = whole.indexOf('\n') + 1;
    for (let length = 0; length <= whole.length; length++) {
      await writeFile(file, whole);
      await truncate(file, length);
      // A line is whole before its newline is there too.
      const kept = length >= whole.length - 1 ? ['one', 'zwei ü 🚢'] : length >= firstEnd - 1 ? ['one'] : [];
      expect(await whats()).toEqual(kept);
      await appendToLedger(folder, entry('next'));
      await appendToLedger(folder, entry('last'));
      expect(await whats()).toEqual([...kept, 'next', 'last']);
      expect((await readFile(file)).subarray(0, length)).toEqual(whole.subarray(0, length));
    }
  });

  it('leaves garbage that is skipped', async () => {
    await appendToLedger(folder, entry('one'));
    await writeFile(file, Buffer.concat([await readFile(file), Buffer.from([0, 0xff, 0x0a]), Buffer.from('{"at":1}\n[]\nnull\n')]));
    await appendToLedger(folder, entry('two'));
    expect(await whats()).toEqual(['one', 'two']);
  });
});

it('two writers at once lose nothing and mix nothing', async () => {
  const script = `
    const {appendToLedger} = await import(${JSON.stringify(path.join(root, 'src/tools/ledger.ts'))});
    const [folder, who] = process.argv.slice(1);
    for (let n = 0; n < 40; n++)
      await appendToLedger(folder, {at: '2026-11-21T06:52:47Z', who, what: (who + ' ').repeat(50) + n, repository: 'o/tool', result: 'done'});`;
  const run = (who: string) => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, folder, who]);
  await Promise.all([run('a'), run('b'), run('c')]);
  const read = await readLedger(folder);
  expect(read).toHaveLength(120);
  for (const who of ['a', 'b', 'c']) {
    const own = read.filter((one) => one.who === who).map(({what}) => what);
    expect(own).toEqual(Array.from({length: 40}, (_, n) => `${`${who} `.repeat(50)}${n}`));
  }
});

it.each(['who', 'what', 'repository', 'result'] as const)('a token in `%s` is refused and written nowhere', async (field) => {
  const token = `ghp_${'a1'.repeat(18)}`;
  const refusal = await appendToLedger(folder, {...entry('set'), [field]: `x ${token}`}).catch((failure: unknown) => failure);
  expect(refusal).toBeInstanceOf(Problem);
  expect(JSON.stringify((refusal as Problem).record())).not.toContain(token);
  expect(await readLedger(folder)).toEqual([]);
});

it('a field that no ledger knows is not written', async () => {
  await appendToLedger(folder, {...entry('set'), token: 'abc'} as LedgerEntry);
  expect(await readFile(file, 'utf8')).not.toContain('abc');
});

it('a marketplace that only a newer Portcall knows costs no entry', async () => {
  await writeFile(file, `${JSON.stringify({...entry('set'), marketplace: 'of-tomorrow'})}\n`);
  const {marketplace: _, ...rest} = entry('set');
  expect(await readLedger(folder)).toEqual([rest]);
});

it('a folder that can’t be made, or a ledger that is none, is told with a way out', async () => {
  await writeFile(path.join(folder, 'plain'), '');
  await expect(appendToLedger(path.join(folder, 'plain/x'), entry('one'))).rejects.toThrow(
    /can't be written: a part of its path is no folder/,
  );
  await mkdir(file);
  await expect(appendToLedger(folder, entry('one'))).rejects.toThrow(/can't be written: a folder has its name/);
  await expect(readLedger(folder)).rejects.toThrow(/can't be read/);
});
