import {chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {revealSecret, Secret} from '../../src/model/secret.ts';
import {isKeychainOpen} from '../../src/tools/keychain-lock.ts';
import {openVault} from '../../src/tools/vault.ts';
import {findTokensQuietly, type QuietVaultSetting} from '../../src/tools/vault-quietly.ts';
import {createFakeKeychain, type FakeKeychain} from '../support/fake-keychain.ts';

let config: string;
let keychain: FakeKeychain;
beforeEach(async () => {
  config = await mkdtemp(path.join(tmpdir(), 'portcall-quiet-'));
  keychain = createFakeKeychain();
});
afterEach(() => rm(config, {recursive: true, force: true}));

const tell = (text: string) => {
  throw new Error(`Nothing is to be said, and this was: ${text}`);
};
const keepOne = async () => (await openVault({folders: {config}, env: {}, tell, keychain})).keep('NPM_TOKEN', new Secret('kept'));
const find = async (more: Partial<QuietVaultSetting> = {}) => {
  const found = await findTokensQuietly({folders: {config}, env: {}, keychain, isOpen: async () => true, ...more});
  return [...found].map(([name, secret]) => [name, revealSecret(secret)]);
};

describe('the vault without a word', () => {
  it('gives what the keychain opens', async () => {
    await keepOne();
    expect(await find()).toEqual([['NPM_TOKEN', 'kept']]);
  });

  it('makes nothing and asks no keychain where there is no vault', async () => {
    expect(await find()).toEqual([]);
    expect([keychain.asked, await readdir(config)]).toEqual([0, []]);
  });

  it('asks no keychain that would open a dialog', async () => {
    await keepOne();
    keychain.asked = 0;
    expect(await find({isOpen: async () => false})).toEqual([]);
    expect(keychain.asked).toBe(0);
  });

  it('leaves a vault with a passphrase closed, and one whose key is gone', async () => {
    await keepOne();
    keychain.key = undefined;
    expect(await find()).toEqual([]);
    await rm(path.join(config, 'vault.age'));
    keychain.refusal = 'it is locked';
    const vault = await openVault({folders: {config}, env: {}, tell, keychain, ask: async () => 'correct horse battery'});
    await vault.keep('NPM_TOKEN', new Secret('kept'));
    keychain.asked = 0;
    expect(await find()).toEqual([]);
    expect(keychain.asked).toBe(0);
  });

  it('leaves a damaged vault where it lies', async () => {
    await keepOne();
    const file = path.join(config, 'vault.age');
    for (const text of ['nonsense', (await readFile(file, 'latin1')).slice(0, -9)]) {
      await writeFile(file, text, 'latin1');
      expect(await find()).toEqual([]);
      expect(await readFile(file, 'latin1')).toBe(text);
    }
    expect(await readdir(config)).toEqual(['vault.age']);
  });
});

describe('whether the keychain stands open', () => {
  /** Programs of this test's own in the place of those for D-Bus. */
  const withPrograms = async (programs: Readonly<Record<string, string>>) => {
    const bin = path.join(config, 'bin');
    await mkdir(bin, {recursive: true});
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(path.join(bin, name), `#!/bin/sh\n${script}\n`);
      await chmod(path.join(bin, name), 0o755);
    }
    return isKeychainOpen({PATH: bin, NPM_TOKEN: 'hidden'}, 'linux');
  };

  it.each([
    ['says that it is open', {gdbus: 'echo "(<false>,)"'}, true],
    ['says that it is locked', {gdbus: 'echo "(<true>,)"'}, false],
    ['is another one', {busctl: 'echo "b false"'}, true],
    ['fails, and the next one knows', {gdbus: 'exit 1', 'dbus-send': 'echo "   variant       boolean false"'}, true],
    ['is missing', {}, false],
    ['sees a token', {gdbus: '[ -z "$NPM_TOKEN" ] && echo "(<false>,)"'}, true],
  ])('is told where a program for D-Bus %s', async (_, programs, isOpen) => expect(await withPrograms(programs)).toBe(isOpen));

  it('is taken for granted elsewhere', async () => expect(await isKeychainOpen({}, 'darwin')).toBe(true));
});
