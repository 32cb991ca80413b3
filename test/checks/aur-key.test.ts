import {describe, expect, it} from 'vitest';
import {testAurKey} from '../../checks/family/aur-ssh.ts';
import {readSshKey} from '../../checks/family/ssh-key.ts';
import {createTokens} from '../../src/demo/tokens.ts';
import type {SshAnswer} from '../../src/model/marketplace.ts';

const key = createTokens()['AUR_SSH_KEY']!;
/* An OpenSSH key's first bytes with a cipher's name in the place of `none`. */
const encrypted = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  Buffer.concat([Buffer.from('openssh-key-v1\0\0\0\0\x0aaes256-ctr\0\0\0\x06bcrypt'), Buffer.alloc(60)]).toString('base64'),
  '-----END OPENSSH PRIVATE KEY-----',
  '',
].join('\n');

describe('the shape of an SSH key', () => {
  it.each([
    ['line ends of Windows', key.replaceAll('\n', '\r\n'), 'refused', /Windows/],
    ['no last line break', key.trimEnd(), 'untestable', /line break/],
    ['a public key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me', 'refused', /public key/],
    ['a passphrase', encrypted, 'refused', /passphrase/],
    [
      'an older kind’s passphrase',
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n-----END RSA PRIVATE KEY-----\n',
      'refused',
      /passphrase/,
    ],
    ['its end cut off', key.slice(0, 200), 'refused', /cut off/],
    ['a key of PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\n', 'refused', /PuTTY/],
    ['no key at all', 'hunter2', 'refused', /no private key/],
  ])('%s', (_, secret, verdict, note) => expect(readSshKey(secret)).toMatchObject({verdict, note: expect.stringMatching(note)}));

  it('a whole one', () => expect(readSshKey(key)).toBeUndefined());
});

const help: SshAnswer = {text: 'Commands:\n  help', code: 0};
const welcome: SshAnswer = {text: 'Welcome to AUR, octo! Interactive shell is disabled.', code: 1};
const invalid: SshAnswer = {text: 'verify-email-probe: invalid command: verify-email-probe', code: 1};
const unverified: SshAnswer = {
  text: 'Your account email is not verified. Verify it from your profile on the AUR website before pushing.',
  code: 1,
};

/** Asks with answers for `help`, the word that is no command, and the greeting, in this order. */
const asked = async (...answers: readonly SshAnswer[]) => {
  const commands: string[] = [];
  const test = await testAurKey(async (command) => {
    commands.push(command);
    return answers[commands.length - 1]!;
  });
  return {test, commands};
};

describe('what the AUR says over SSH', () => {
  it('a key that may push, and whose it is', async () => {
    const {test, commands} = await asked(help, invalid, welcome);
    expect(test).toMatchObject({verdict: 'valid', identity: 'octo'});
    expect(commands).toEqual(['help', 'verify-email-probe', '']);
  });

  it.each([
    ['an unverified e-mail address', [help, unverified], 'lacks-right', /e-mail/],
    ['an answer to the probe that nobody knows', [help, {text: '', code: 1}, welcome], 'valid-rights-unknown', /not told/],
    ['an unknown key', [{text: 'aur@aur.archlinux.org: Permission denied (publickey).', code: 255}], 'refused', /does not take/],
    ['another host key', [{text: 'Host key verification failed.', code: 255}], 'blocked', /host key/],
    ['a key that ssh can’t read', [{text: 'Load key "key": error in libcrypto', code: 255}], 'refused', /cannot read/],
    ['maintenance', [{text: 'The AUR is down due to maintenance. We will be back soon.', code: 1}], 'undetermined', /maintenance/],
    ['a banned address', [{text: 'The SSH interface is disabled for your IP address.', code: 1}], 'blocked', /this address/],
    [
      'a connection that breaks off',
      [{text: 'kex_exchange_identification: Connection closed by remote host', code: 255}],
      'undetermined',
      /broke off/,
    ],
    ['silence', [{text: '', code: null}], 'undetermined', /does not answer/],
    ['a stranger that takes every key', [{text: 'Hello', code: 0}], 'undetermined', /does not speak/],
  ] as readonly (readonly [string, readonly SshAnswer[], string, RegExp])[])('%s', async (_, answers, verdict, note) => {
    const {test, commands} = await asked(...answers);
    expect(test).toMatchObject({verdict, note: expect.stringMatching(note)});
    expect(commands.length).toBe(answers.length);
  });
});
