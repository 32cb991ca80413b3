import {spawnSync} from 'node:child_process';
import {mkdir, mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {root, runToEnd} from '../support/built-program.ts';

/** What must be here for a Secret Service of this test's own; the name of what is not says why nothing was tried. */
const missing = ['dbus-run-session', 'gnome-keyring-daemon', 'secret-tool'].filter(
  (tool) => spawnSync(tool, ['--help'], {stdio: 'ignore'}).error,
);
const lacking = missing.length === 0 ? '' : ` (needs ${missing.join(', ')})`;

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'portcall-secret-service-'));
  folder = path.join(home, 'config/portcall');
  await mkdir(path.join(home, 'run'), {mode: 0o700});
});
afterEach(() => rm(home, {recursive: true, force: true, maxRetries: 5}));

const unlocked = 'printf %s "a password of this test" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1';
const locked = 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1';

/** A session with a bus and a keyring of its own, in which a shell carries out `lines`; it ends with them. */
const inSession = (...lines: readonly string[]) => {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    XDG_RUNTIME_DIR: path.join(home, 'run'),
    XDG_DATA_HOME: path.join(home, 'data'),
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_CACHE_HOME: path.join(home, 'cache'),
  };
  return runToEnd('dbus-run-session', ['--', 'sh', '-c', lines.join('\n')], {cwd: home, env});
};
const vault = (...args: readonly string[]) =>
  [process.execPath, path.join(root, 'test/support/vault-process.ts'), folder, '-', ...args].map((word) => `'${word}'`).join(' ');
const said = ({out}: {readonly out: string}) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe.skipIf(missing.length > 0)(`the vault with a real Secret Service${lacking}`, {timeout: 60_000}, () => {
  it('keeps a token from one process to the next, and past the end of the session', async () => {
    const first = said(await inSession(unlocked, vault('keep', 'NPM_TOKEN'), vault('find', 'NPM_TOKEN')));
    const second = said(await inSession(unlocked, vault('find', 'NPM_TOKEN')));
    for (const one of [...first, ...second])
      expect(one).toMatchObject({kind: 'keychain', told: [], found: {NPM_TOKEN: 'token of NPM_TOKEN'}});
    expect(first).toHaveLength(2);
  });

  it('has one key there, which any other program of that keyring names', async () => {
    const {out} = await inSession(
      unlocked,
      `${vault('keep', 'NPM_TOKEN', 'PYPI_API_TOKEN')} >/dev/null`,
      'secret-tool search --all service portcall',
    );
    expect(out.match(/^secret = .*$/gm)).toEqual([expect.stringMatching(/^secret = AGE-SECRET-KEY-1[A-Z0-9]{58}$/)]);
    expect(out).toContain('label = keyring:vault key@portcall');
  });

  it('leaves neither the token nor its key readable on the disk', async () => {
    await inSession(unlocked, vault('keep', 'NPM_TOKEN'));
    const files = (await readdir(home, {recursive: true, withFileTypes: true})).filter((entry) => entry.isFile());
    const texts = await Promise.all(files.map((entry) => readFile(path.join(entry.parentPath, entry.name), 'latin1')));
    expect(files.map(({name}) => name)).toEqual(expect.arrayContaining(['vault.age', 'login.keyring']));
    expect(texts.filter((text) => /token of|AGE-SECRET-KEY/.test(text))).toEqual([]);
  });

  it('keeps the tokens of two that begin it at once', async () => {
    const both = said(await inSession(unlocked, `${vault('keep', 'A')} & ${vault('keep', 'B')} & wait`, vault('find', 'A', 'B')));
    expect(both.map(({kind}) => kind)).toEqual(['keychain', 'keychain', 'keychain']);
    expect(both[2]).toMatchObject({names: ['A', 'B'], found: {A: 'token of A', B: 'token of B'}});
  });

  it('stays closed and as it is while the keyring is locked, and opens again with it', async () => {
    await inSession(unlocked, vault('keep', 'A'));
    const before = await readFile(path.join(folder, 'vault.age'));
    const begun = Date.now();
    const [closed] = said(await inSession(locked, vault('keep', 'B')));
    expect(closed).toMatchObject({
      kind: 'session',
      names: ['B'],
      kindText: expect.stringMatching(/left as it is: its key is in the keychain/),
    });
    expect(Date.now() - begun).toBeLessThan(12_000);
    expect(await readFile(path.join(folder, 'vault.age'))).toEqual(before);
    expect(said(await inSession(unlocked, vault('find', 'A')))[0]).toMatchObject({kind: 'keychain', names: ['A']});
  });

  it('is held for one session where no keyring can be unlocked', async () => {
    const [alone] = said(await inSession(locked, vault('keep', 'A')));
    expect(alone).toMatchObject({
      kind: 'session',
      kindText: expect.stringMatching(/^Tokens are kept in memory for this session alone, because/),
    });
  });
});
