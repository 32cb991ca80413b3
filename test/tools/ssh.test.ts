import {readdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {afterEach, describe, expect, it} from 'vitest';
import {testAurKey} from '../../checks/family/aur-ssh.ts';
import {createTokens} from '../../src/demo/tokens.ts';
import {askOverSsh} from '../../src/tools/ssh.ts';
import {type LocalSshd, noSshd, startSshd} from '../support/local-sshd.ts';

let server: LocalSshd | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const keysLeft = () => readdirSync(tmpdir()).filter((name) => name.startsWith('portcall-ssh-'));

describe.skipIf(noSshd !== undefined)(`a key of the AUR against a real sshd${noSshd === undefined ? '' : ` (left out: ${noSshd})`}`, () => {
  const testWith = (key: string, over: object = {}) => testAurKey((command) => askOverSsh({...server!.target, ...over}, key, command));

  it('is known, its account may push, and nothing of it is left on the disk', async () => {
    const before = keysLeft();
    server = await startSshd();
    expect(await testWith(server.key)).toMatchObject({verdict: 'valid', identity: 'octo'});
    expect(keysLeft()).toEqual(before);
  });

  it.each([
    ['line ends of Windows', (key: string) => key.replaceAll('\n', '\r\n')],
    ['no last line break', (key: string) => key.trimEnd()],
  ])('is tested as it was meant where it has %s', async (_, spoil) => {
    server = await startSshd();
    expect((await testWith(spoil(server.key))).verdict).toBe('valid');
  });

  it('belongs to an account whose e-mail address is not verified', async () => {
    server = await startSshd({isVerified: false});
    expect((await testWith(server.key)).verdict).toBe('lacks-right');
  });

  it('is refused where the account does not have it, or ssh can’t read it', async () => {
    server = await startSshd();
    expect((await testWith(createTokens()['AUR_SSH_KEY']!)).verdict).toBe('refused');
    expect((await testWith(server.key.slice(0, 150))).verdict).toBe('refused');
  });

  it('goes to nobody with another host key', async () => {
    server = await startSshd();
    const hostKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEuBKrPzbawxA/k2g6NcyV5jmqwJ2s+zpgZGZ7tpLIcN';
    expect(await testWith(server.key, {hostKey})).toMatchObject({verdict: 'blocked', note: expect.stringContaining('not the AUR')});
  });

  it('can’t be tested where nobody listens', async () => {
    server = await startSshd();
    expect((await testWith(server.key, {port: 9})).verdict).toBe('undetermined');
  });
});
