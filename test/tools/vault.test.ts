import {mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Problem} from '../../src/model/problem.ts';
import {revealSecret, Secret} from '../../src/model/secret.ts';
import {findVault, openVault, type Vault, type VaultSetting} from '../../src/tools/vault.ts';
import {createFakeKeychain, type FakeKeychain} from '../support/fake-keychain.ts';

let folder: string;
let file: string;
let keychain: FakeKeychain;
let told: string[];
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'portcall-vault-')), 'config');
  file = path.join(folder, 'vault.age');
  keychain = createFakeKeychain();
  told = [];
});
afterEach(() => rm(path.dirname(folder), {recursive: true, force: true}));

const open = (more: Partial<VaultSetting> = {}) =>
  openVault({folders: {config: folder}, env: {}, tell: (text) => told.push(text), keychain, ...more});
const refused = (): FakeKeychain => Object.assign(createFakeKeychain(), {refusal: 'no Secret Service answers in this session'});
const textOf = (vault: Vault, name: string): string | undefined => {
  const secret = vault.find(name);
  return secret === undefined ? undefined : revealSecret(secret);
};
/** Answers questions one after the other; asking for more than there is fails. */
const answers = (...given: readonly (string | undefined)[]) => {
  const left = [...given];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    if (left.length === 0) throw new Error(`Nobody answers "${question}".`);
    return left.shift();
  };
  return Object.assign(ask, {asked, left});
};
const passphrase = 'correct horse battery';
const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), {code, syscall: 'write'});
};

describe('with a keychain', () => {
  it('keeps tokens in a file that only the key in the keychain opens', async () => {
    const vault = await open();
    expect(vault).toMatchObject({kind: 'keychain', kindText: expect.stringContaining('its key in the keychain')});
    await vault.keep('NPM_TOKEN', new Secret('npm token'));
    await vault.keep('PYPI_API_TOKEN', new Secret('pypi token'));
    const again = await open({now: () => Date.parse('2026-11-21T06:52:47Z')});
    expect(again.names()).toEqual(['NPM_TOKEN', 'PYPI_API_TOKEN']);
    expect(textOf(again, 'NPM_TOKEN')).toBe('npm token');
    expect(again.find('OTHER')).toBeUndefined();
    await again.forget('NPM_TOKEN');
    await again.keep('OTHER', new Secret('x'));
    expect(again.keptAt('OTHER')).toBe('2026-11-21T06:52:47.000Z');
    expect((await open()).names()).toEqual(['OTHER', 'PYPI_API_TOKEN']);
    expect(told).toEqual([]);
  });

  it('leaves nothing readable, and nothing for others', async () => {
    await mkdir(folder, {mode: 0o755});
    const vault = await open();
    await vault.keep('NPM_TOKEN', new Secret('npm token'));
    expect(await readdir(folder)).toEqual(['vault.age']);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const bytes = (await readFile(file)).toString('latin1');
    for (const word of ['NPM_TOKEN', 'npm token', revealSecret(keychain.key!)]) expect(bytes).not.toContain(word);
    expect(JSON.stringify(vault)).not.toContain('npm token');
  });

  it('asks the keychain for one short key, which fits everywhere, and once for each opening', async () => {
    await open();
    expect(revealSecret(keychain.key!)).toMatch(/^AGE-SECRET-KEY-1[A-Z0-9]{58}$/);
    keychain.asked = 0;
    const vault = await open();
    await vault.keep('LONG', new Secret('x'.repeat(5_000)));
    expect(textOf(await open(), 'LONG')).toHaveLength(5_000);
    expect(keychain.asked).toBe(2);
  });

  it('keeps any text under any name', async () => {
    const text = fc.string({unit: 'binary', minLength: 1, maxLength: 40});
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          text.filter((name) => name !== '__proto__'),
          text,
          {maxKeys: 4},
        ),
        async (tokens) => {
          const vault = await open();
          for (const name of vault.names()) await vault.forget(name);
          for (const [name, token] of Object.entries(tokens)) await vault.keep(name, new Secret(token.toWellFormed()));
          const again = await open();
          for (const [name, token] of Object.entries(tokens)) expect(textOf(again, name)).toBe(token.toWellFormed());
        },
      ),
      {numRuns: 8},
    );
  });

  it('is found without being opened', async () => {
    expect(await findVault({config: folder})).toBe(false);
    await (await open()).keep('A', new Secret('a'));
    keychain.asked = 0;
    expect(await findVault({config: folder})).toBe(true);
    expect(keychain.asked).toBe(0);
  });
});

describe('without a keychain', () => {
  it('a passphrase is chosen, and asked for once at the next opening', async () => {
    const ask = answers('short', passphrase, 'another', passphrase, passphrase);
    const vault = await open({keychain: refused(), ask});
    expect(vault.kind).toBe('passphrase');
    expect(vault.kindText).toMatch(/your passphrase opens, because the keychain can't be used: no Secret Service answers/);
    expect(told).toEqual(['A passphrase needs 12 characters or more.', 'The two passphrases differ.']);
    await vault.keep('NPM_TOKEN', new Secret('npm token'));
    expect((await readFile(file)).toString('latin1')).toMatch(/\n-> scrypt \S+ 16\n/);
    const next = answers('wrong', passphrase);
    const again = await open({keychain: refused(), ask: next});
    expect(told.at(-1)).toBe('That is not the passphrase of the vault.');
    expect([textOf(again, 'NPM_TOKEN'), next.left]).toEqual(['npm token', []]);
  });

  it('and a passphrase, tokens are held for this session alone', async () => {
    for (const ask of [undefined, answers(undefined), answers('')]) {
      const vault = await open({keychain: refused(), ...(ask === undefined ? {} : {ask})});
      expect(vault).toMatchObject({
        kind: 'session',
        kindText: expect.stringMatching(/in memory for this session alone, because the keychain can't/),
      });
      await vault.keep('NPM_TOKEN', new Secret('npm token'));
      expect(textOf(vault, 'NPM_TOKEN')).toBe('npm token');
      await vault.forget('NPM_TOKEN');
      expect(vault.names()).toEqual([]);
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it('a machine that builds is not asked for one', async () => {
    const {keychain: _, ...rest} = {keychain, folders: {config: folder}, env: {CI: 'true'}, tell: (text: string) => told.push(text)};
    expect(await openVault(rest)).toMatchObject({kind: 'session', kindText: expect.stringContaining('CI is set')});
  });

  it('a vault whose key is in one stays closed and as it is', async () => {
    await (await open()).keep('A', new Secret('a'));
    const before = await readFile(file);
    const vault = await open({
      keychain: Object.assign(createFakeKeychain(), {refusal: 'it does not answer within 3 seconds'}),
      ask: answers(),
    });
    expect(vault.kind).toBe('session');
    expect(vault.kindText).toMatch(
      /stays closed and is left as it is: its key is in the keychain, which can't be used: it does not answer within 3/,
    );
    await vault.keep('B', new Secret('b'));
    expect([vault.names(), await readFile(file)]).toEqual([['B'], before]);
    expect((await open()).names()).toEqual(['A']);
  });

  it('three wrong passphrases leave the vault as it is', async () => {
    await (await open({keychain: refused(), ask: answers(passphrase, passphrase)})).keep('A', new Secret('a'));
    const before = await readFile(file);
    for (const ask of [answers('1', '2', '3'), answers(undefined), undefined]) {
      const vault = await open({keychain: refused(), ...(ask === undefined ? {} : {ask})});
      expect(vault).toMatchObject({kind: 'session', kindText: expect.stringContaining('left as it is')});
      await vault.keep('B', new Secret('b'));
    }
    expect(await readFile(file)).toEqual(before);
  });
});

describe('a keychain that is not the one it was', () => {
  it.each([
    ['holds no key any more', undefined, 'its key is not in the keychain of this computer'],
    [
      'holds another key',
      'AGE-SECRET-KEY-1JQCW6DY60NHXC4FLFKDFJUDRTWHFEHTS79GZNH4QLLU2SDJM5NPQVW5Q2M',
      'the key in the keychain is not its own',
    ],
    ['holds a word that is no key', 'hello', 'what it holds for Portcall is no key'],
  ])('%s', async (_, key, said) => {
    await (await open()).keep('A', new Secret('a'));
    const [before, own] = [await readFile(file), keychain.key];
    keychain.key = key === undefined ? undefined : new Secret(key);
    const vault = await open();
    expect(vault).toMatchObject({kind: 'session', kindText: expect.stringContaining(said)});
    expect(await readFile(file)).toEqual(before);
    keychain.key = own;
    expect((await open()).names()).toEqual(['A']);
  });
});

describe('a damaged file', () => {
  it('is kept aside, byte for byte, wherever the damage is, and said', async () => {
    await (await open()).keep('A', new Secret('a'));
    const whole = await readFile(file);
    const damages = [0, 1, 20, whole.length - 40, whole.length - 1].map((length) => whole.subarray(0, length));
    const flipped = Buffer.from(whole);
    flipped[whole.length - 3]! ^= 1;
    for (const bytes of [...damages, flipped, Buffer.from('{"NPM_TOKEN": "in the clear"}')]) {
      told = [];
      await writeFile(file, bytes);
      const vault = await open();
      expect(vault).toMatchObject({kind: 'keychain'});
      expect(vault.names()).toEqual([]);
      const aside = /It is kept as (\S+),/.exec(told.join())?.[1] ?? '';
      expect(aside).toMatch(/vault\.age\.damaged-\d{4}-\d\d-\d\dT/);
      expect(await readFile(aside)).toEqual(bytes);
      await vault.keep('B', new Secret('b'));
      expect(await readFile(aside)).toEqual(bytes);
      expect((await open()).names()).toEqual(['B']);
    }
  });

  it('is somewhere still, byte for byte, whichever bit of it is wrong', async () => {
    await (await open()).keep('A', new Secret('a'));
    const whole = await readFile(file);
    const places = fc.tuple(fc.nat(whole.length - 1), fc.integer({min: 0, max: 8}));
    await fc.assert(
      fc.asyncProperty(places, async ([at, bit]) => {
        const bytes = bit === 8 ? whole.subarray(0, at) : Buffer.from(whole);
        if (bit < 8) bytes[at]! ^= 1 << bit;
        await writeFile(file, bytes);
        const vault = await open({ask: async () => undefined});
        expect(vault.names()).toEqual([]);
        await vault.keep('B', new Secret('b'));
        const kept = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name))));
        expect(kept.some((one) => one.equals(bytes))).toBe(true);
      }),
      {numRuns: 60},
    );
  });

  it('is never put over an earlier one of the same moment', async () => {
    for (const text of ['first', 'second', 'third']) {
      await open();
      await writeFile(file, text);
      await open({now: () => 0});
    }
    const kept = (await readdir(folder)).filter((name) => name.includes('damaged')).sort();
    expect(await Promise.all(kept.map((name) => readFile(path.join(folder, name), 'utf8')))).toEqual(['first', 'second', 'third']);
  });

  it('that comes up between two writes costs nothing that was known', async () => {
    const vault = await open();
    await vault.keep('A', new Secret('a'));
    await writeFile(file, 'torn');
    await vault.keep('B', new Secret('b'));
    expect(told).toHaveLength(1);
    expect((await open()).names()).toEqual(['A', 'B']);
  });

  it('of a newer Portcall is not damaged', async () => {
    const {Encrypter, identityToRecipient} = await import('age-encryption');
    await open();
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(revealSecret(keychain.key!)));
    const bytes = Buffer.from(await encrypter.encrypt('{"format": 2, "everything": "else"}'));
    await writeFile(file, bytes);
    expect(await open()).toMatchObject({kind: 'session', kindText: expect.stringContaining('a newer Portcall wrote it')});
    expect(await readFile(file)).toEqual(bytes);
  });
});

describe('a disk that says no', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'your share of the disk is used up'],
    ['EROFS', 'the disk can only be read'],
    ['EACCES', 'this account may not write there'],
    ['EIO', 'the disk reports an error'],
    ['EWHATEVER', 'the system says EWHATEVER'],
  ])('%s is told, and nothing is lost', async (code, why) => {
    const before = await open();
    await before.keep('A', new Secret('a'));
    let write: VaultSetting['write'] = failing(code);
    const {writeWhole} = await import('../../src/tools/whole-file.ts');
    const vault = await open({write: (at, bytes) => (write ?? writeWhole)(at, bytes)});
    const failure = await vault.keep('B', new Secret('token b')).catch((one: unknown) => one);
    expect(failure).toBeInstanceOf(Problem);
    expect((failure as Problem).message).toBe(`B is held for this session alone, since the vault can't be written: ${why}.`);
    expect(textOf(vault, 'B')).toBe('token b');
    await expect(vault.forget('A')).rejects.toThrow(/A still stands in the vault/);
    expect((await open()).names()).toEqual(['A']);
    write = undefined;
    await vault.keep('C', new Secret('c'));
    expect((await open()).names()).toEqual(['B', 'C']);
    expect(await readdir(folder)).toEqual(['vault.age']);
  });

  it('a folder that can’t be made leaves the session', async () => {
    await writeFile(folder, 'a file in its place');
    const vault = await open({ask: answers()});
    expect(vault).toMatchObject({kind: 'session', kindText: expect.stringContaining('a part of its path is no folder')});
    await vault.keep('A', new Secret('a'));
    expect(vault.names()).toEqual(['A']);
  });

  it('a file that can’t be read leaves the session, and is no damage', async () => {
    await mkdir(file, {recursive: true});
    expect(await open()).toMatchObject({kind: 'session', kindText: expect.stringContaining("can't be read")});
    expect(told).toEqual([]);
  });
});

it('leaving a question by Ctrl-C leaves everything', async () => {
  const leave = async () => {
    throw Object.assign(new Error('left'), {name: 'ExitPromptError'});
  };
  await expect(open({keychain: refused(), ask: leave})).rejects.toThrow('left');
  expect(await readdir(folder)).toEqual([]);
});
