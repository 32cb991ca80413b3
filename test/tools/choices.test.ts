import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {ChoiceKind} from '../../src/model/choice.ts';
import {type ChoiceSubject, readChoices, writeChoice} from '../../src/tools/choices.ts';

const repository = {owner: 'Octo', name: 'Tool'};
const now = () => Date.parse('2026-11-21T08:00:00Z');
const at = '2026-11-21T08:00:00.000Z';
const account: ChoiceSubject = {marketplace: 'npm', task: 'make-account'};

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-choices-'));
  file = path.join(folder, 'choices', 'octo+tool.json');
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const choose = (subject: ChoiceSubject, kind?: ChoiceKind) => writeChoice(folder, repository, subject, {...(kind && {kind}), now});
const read = () => readChoices(folder, repository, now);
const filesBeside = () => readdir(path.dirname(file)).catch(() => []);
const put = async (text: string) => {
  await mkdir(path.dirname(file), {recursive: true});
  await writeFile(file, text);
};

describe('what a person decided', () => {
  it('is nothing at first, and no file is made by looking', async () => {
    expect(await read()).toEqual({choices: []});
    expect(await filesBeside()).toEqual([]);
  });

  it('is kept for its repository alone, whatever the case of its name, for the owner alone', async () => {
    expect((await choose(account, 'attested')).choices).toEqual([{...account, kind: 'attested', at}]);
    await choose({marketplace: 'flathub'}, 'not-for-project');
    const kept = {
      choices: [
        {...account, kind: 'attested', at},
        {marketplace: 'flathub', kind: 'not-for-project', at},
      ],
    };
    expect(await readChoices(folder, {owner: 'octo', name: 'TOOL'})).toEqual(kept);
    expect(await readChoices(folder, {owner: 'octo', name: 'other'})).toEqual({choices: []});
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await filesBeside()).toEqual(['octo+tool.json']);
  });

  it('is replaced by a later word on the same task, and taken back alone', async () => {
    await choose(account, 'skipped');
    await choose({marketplace: 'npm', task: 'make-token'}, 'skipped');
    await choose({marketplace: 'npm'}, 'not-for-project');
    await choose(account, 'attested');
    expect((await read()).choices.map(({task, kind}) => [task, kind])).toEqual([
      ['make-token', 'skipped'],
      [undefined, 'not-for-project'],
      ['make-account', 'attested'],
    ]);
    await choose({marketplace: 'npm'});
    await choose(account);
    expect((await read()).choices.map(({task}) => task)).toEqual(['make-token']);
  });

  it('loses nothing when many decide at once', async () => {
    const tasks = Array.from({length: 12}, (_, count) => `task-${count}`);
    await Promise.all(tasks.map((task) => choose({marketplace: 'npm', task}, 'skipped')));
    expect((await read()).choices.map(({task}) => task).sort()).toEqual([...tasks].sort());
    expect(await filesBeside()).toEqual(['octo+tool.json']);
  });

  it('never holds anything but words about tasks', async () => {
    for (const task of ['npm_0123456789abcdefghijklmnopqrstuvwxyz', 'two words', '3f2b8c1e-aaaa-bbbb-cccc-0123456789ab', '../x'])
      await expect(choose({marketplace: 'npm', task}, 'skipped')).rejects.toMatchObject({kind: 'bug'});
    expect(await filesBeside()).toEqual([]);
  });
});

describe('a file that is not as it was written', () => {
  it.each([
    ['cut off', '{"format":1,"choices":[{"marketpl'],
    ['empty', ''],
    ['something else', '[1,2]'],
  ])('is kept aside and said when it is %s, by reading', async (_, text) => {
    await put(text);
    const {choices, said} = await read();
    expect(choices).toEqual([]);
    const aside = `${file}.damaged-2026-11-21T08-00-00-000Z`;
    expect(said).toBe(`What was decided about tasks could not be read; the damaged file is kept as ${aside}.`);
    expect(await readFile(aside, 'utf8')).toBe(text);
    expect(await read()).toEqual({choices: []});
  });

  it('is kept aside by writing too, and a second one beside the first', async () => {
    for (const text of ['one', 'two']) {
      await put(text);
      expect((await choose(account, 'skipped')).said).toContain('is kept as');
    }
    const names = await filesBeside();
    expect(names).toHaveLength(3);
    expect(await Promise.all(names.map((name) => readFile(path.join(path.dirname(file), name), 'utf8')))).toEqual(
      expect.arrayContaining(['one', 'two']),
    );
  });

  it('is left alone when a newer Portcall wrote it', async () => {
    const text = '{"format":2,"choices":[]}';
    await put(text);
    expect((await read()).said).toContain('A newer Portcall wrote');
    await expect(choose(account, 'skipped')).rejects.toMatchObject({kind: 'refused', next: expect.stringContaining('newer Portcall')});
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('keeps entries that only another version understands', async () => {
    const foreign = {marketplace: 'open-vsx', task: 'x', kind: 'skipped', at};
    await put(JSON.stringify({format: 1, choices: [foreign, {marketplace: 'npm', kind: 'skipped', at}]}));
    expect((await read()).choices).toEqual([{marketplace: 'npm', kind: 'skipped', at}]);
    await choose(account, 'attested');
    expect(JSON.parse(await readFile(file, 'utf8')).choices).toHaveLength(3);
  });
});

describe('a disk that does not take it', () => {
  it('is said, and what stood there stays', async () => {
    await choose(account, 'skipped');
    const full = async () => {
      throw Object.assign(new Error('full'), {code: 'ENOSPC'});
    };
    const writing = writeChoice(folder, repository, {marketplace: 'nix'}, {kind: 'not-for-project', now, write: full});
    await expect(writing).rejects.toMatchObject({message: "What was decided can't be kept: the disk is full."});
    expect((await read()).choices).toHaveLength(1);
  });

  it('is said when the folder can’t be made or read', async () => {
    await writeFile(path.join(folder, 'choices'), 'a file');
    await expect(choose(account, 'skipped')).rejects.toMatchObject({kind: 'refused'});
    expect((await read()).said).toContain("can't be read from");
    await rm(path.join(folder, 'choices'));
    await choose(account, 'skipped');
    await chmod(file, 0);
    const {choices, said} = await read();
    if (process.getuid?.() !== 0) expect([choices, said]).toEqual([[], expect.stringContaining('may not write there')]);
  });
});
