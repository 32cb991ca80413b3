import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {revealSecret, Secret} from '../../src/model/secret.ts';
import {createKeychain} from '../../src/tools/keychain.ts';
import {openVault} from '../../src/tools/vault.ts';

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-keychain-'));
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(folder, {recursive: true, force: true});
});

const key = new Secret(`AGE-SECRET-KEY-1${'QPZRY9X8'.repeat(7)}`);
const env = () => ({PATH: process.env.PATH, HOME: folder, XDG_RUNTIME_DIR: folder});

/** A package of this test's own in the place of the real one; `body` is that of its class. */
const packageWith = async (body: string): Promise<string> => {
  const place = path.join(folder, 'package.cjs');
  const store = JSON.stringify(path.join(folder, 'store'));
  await writeFile(place, `const fs = require('node:fs'); const store = ${store};\nmodule.exports.Entry = class {\n${body}\n};`);
  return place;
};
const inFile = `
  constructor(...given) { fs.writeFileSync(store + '-given', JSON.stringify({given, argv: process.argv, env: process.env})); }
  setPassword(key) { fs.writeFileSync(store, key); }
  getPassword() { return fs.existsSync(store) ? fs.readFileSync(store, 'utf8') : null; }`;

describe('the keychain', () => {
  it('holds nothing at first, then the key', async () => {
    const keychain = createKeychain({env: env(), place: await packageWith(inFile)});
    expect(await keychain.find()).toEqual({kind: 'empty'});
    expect(await keychain.keep(key)).toMatchObject({kind: 'found'});
    const found = await keychain.find();
    expect(found.kind === 'found' && revealSecret(found.key)).toBe(revealSecret(key));
  });

  it('is asked for the store that outlives a restart, by a process that is given no token', async () => {
    const tokens = {NPM_TOKEN: 'canary-npm', GITHUB_TOKEN: 'canary-github', SSH_AUTH_SOCK: 'canary-ssh'};
    await createKeychain({env: {...env(), ...tokens}, place: await packageWith(inFile)}).keep(key);
    const text = await readFile(path.join(folder, 'store-given'), 'utf8');
    expect(JSON.parse(text).given).toEqual(['portcall', 'vault key', {linux: {store: 'secret-service'}}]);
    expect(text).not.toContain('canary');
    expect(text).not.toContain(revealSecret(key));
  });

  it.each([
    [
      'a package that lacks its native part',
      `constructor() { throw new Error('Cannot find native binding. npm has a bug'); }`,
      /not installed/,
    ],
    [
      'no session bus',
      `constructor() { throw new Error('Platform failure: DBus error: Using X11 for dbus-daemon'); }`,
      /no Secret Service/,
    ],
    [
      'a person who says no',
      `setPassword() {} getPassword() { throw new Error('User canceled the operation. (-128)'); }`,
      /it was refused/,
    ],
    ['a lock', `setPassword() {} getPassword() { throw new Error('Cannot get secret of a locked object'); }`, /it is locked/],
    ['any other error', `setPassword() {} getPassword() { throw new Error('secret inside ${'ghp_'}canary'); }`, /^it reports an error$/],
    ['a crash', `setPassword() {} getPassword() { process.kill(process.pid, 'SIGKILL'); }`, /ends without an answer/],
    [
      'a store that forgets between processes',
      `setPassword(key) { this.key = key; } getPassword() { return this.key ?? null; }`,
      /forgets/,
    ],
    ['a store that keeps something else', `setPassword() {} getPassword() { return 'something else'; }`, /forgets/],
  ])('%s is no keychain, and says so', async (_, body, why) => {
    const keychain = createKeychain({env: env(), place: await packageWith(body)});
    expect(await keychain.keep(key)).toEqual({kind: 'unavailable', why: expect.stringMatching(why)});
  });

  it('that is missing is none', async () => {
    const keychain = createKeychain({env: env(), place: path.join(folder, 'missing')});
    expect(await keychain.find()).toEqual({kind: 'unavailable', why: 'the package for it is not installed here'});
  });

  it('that waits for a person for ever is given up, and the vault falls back', async () => {
    const place = await packageWith('constructor() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); }');
    const keychain = createKeychain({env: env(), place, patience: 400});
    const begun = Date.now();
    const vault = await openVault({folders: {config: path.join(folder, 'config')}, env: {}, tell: () => undefined, keychain});
    expect(vault).toMatchObject({kind: 'session', kindText: expect.stringContaining('it does not answer within 1 s')});
    expect(Date.now() - begun).toBeLessThan(4_000);
  });
});

describe.runIf(process.platform === 'linux')('the real package', () => {
  it('without a session bus is no keychain', async () => {
    expect(await createKeychain({env: env(), patience: 10_000}).find()).toMatchObject({kind: 'unavailable'});
  });

  it('whose session bus never answers is given up', async () => {
    const socket = path.join(folder, 'bus');
    server = createServer(() => undefined);
    await new Promise<void>((listening) => server?.listen(socket, listening));
    const silent = createKeychain({env: {...env(), DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`}, patience: 1_500});
    expect(await silent.find()).toEqual({kind: 'unavailable', why: 'it does not answer within 2 s'});
  });
});
