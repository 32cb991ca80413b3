import {randomBytes} from 'node:crypto';
import {binaryMacaroon, packetMacaroon} from './macaroon.ts';
import {opensshKeyOf} from './openssh-key.ts';

/** Gives so many random bytes. */
export type Random = (size: number) => Buffer;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const wordOf = (random: Random, length: number): string => [...random(length)].map((byte) => letters[byte % letters.length]).join('');

const guidOf = (random: Random): string => {
  const content = Buffer.from(random(16));
  content[6] = ((content[6] ?? 0) & 0x0f) | 0x40;
  content[8] = ((content[8] ?? 0) & 0x3f) | 0x80;
  return content.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** A project's token of PyPI: its caveats name the project and its number. */
const pypiToken = (random: Random): string => {
  const caveats = [JSON.stringify([1, ['contextlite']]), JSON.stringify([2, [guidOf(random)]])];
  return `pypi-${binaryMacaroon(random(32), 'pypi.org', guidOf(random), caveats).toString('base64url')}`;
};

const ubuntuTime = (time: number): string => new Date(time).toISOString().slice(0, -1);
const permissions = [
  'package_access',
  'package_manage',
  'package_metrics',
  'package_push',
  'package_register',
  'package_release',
  'package_update',
];

/** What `snapcraft export-login` gives: a root and its unbound discharge, good for a year. */
const snapCredentials = (random: Random, now: number): string => {
  const expires = ubuntuTime(now + 365 * 86_400_000);
  const secret = random(32);
  const identifier = JSON.stringify({secret: random(96).toString('base64'), version: 1});
  const own = (kind: string, value: string): string => `dashboard.snapcraft.io|${kind}|${value}`;
  const root = packetMacaroon(
    random(32),
    'dashboard.snapcraft.io',
    guidOf(random),
    [own('valid_since', ubuntuTime(now)), own('acl', JSON.stringify(permissions)), own('expires', expires)],
    {location: 'login.ubuntu.com', identifier, verification: random(72)},
  );
  const account = Buffer.from(
    JSON.stringify({
      username: 'makuykendall',
      openid: wordOf(random, 7),
      email: 'makuykendall@example.invalid',
      displayname: 'makuykendall',
    }),
  );
  const signOn = (kind: string, value: string): string => `login.ubuntu.com|${kind}|${value}`;
  const discharge = packetMacaroon(secret, 'login.ubuntu.com', identifier, [
    signOn('account', account.toString('base64')),
    signOn('valid_since', ubuntuTime(now)),
    signOn('last_auth', ubuntuTime(now)),
    signOn('expires', expires),
  ]);
  return Buffer.from(JSON.stringify({t: 'u1-macaroon', v: {r: root, d: discharge}})).toString('base64');
};

/** Every token that a demo world accepts, by secret name, in the shape of the real one; none is ever written down. */
export const createTokens = (now: number = Date.now(), random: Random = randomBytes): Record<string, string> => ({
  GITHUB_TOKEN: `ghp_${wordOf(random, 36)}`,
  NPM_TOKEN: `npm_${wordOf(random, 36)}`,
  PYPI_TOKEN: pypiToken(random),
  CHOCOLATEY_API_KEY: guidOf(random),
  HOMEBREW_GITHUB_API_TOKEN: `ghp_${wordOf(random, 36)}`,
  DOCKERHUB_TOKEN: `dckr_pat_${wordOf(random, 27)}`,
  DOCKERHUB_USERNAME: 'makuykendall',
  CARGO_REGISTRY_TOKEN: `cio${wordOf(random, 32)}`,
  AUR_SSH_KEY: opensshKeyOf(random(32), 'aur-ci'),
  SNAPCRAFT_STORE_CREDENTIALS: snapCredentials(random, now),
  VSCE_PAT: `${wordOf(random, 76)}AZDO${wordOf(random, 4)}`,
  OVSX_PAT: `ovsxat_${guidOf(random)}`,
});
