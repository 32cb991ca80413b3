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

/** A token of PyPI: its caveats name the project and its number, or the account's. */
const pypiToken = (random: Random, project: string | undefined): string => {
  const caveats =
    project === undefined ? [JSON.stringify([3, guidOf(random)])] : [JSON.stringify([1, [project]]), JSON.stringify([2, [guidOf(random)]])];
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

/** Makes credentials in the shapes of the real ones, each a new one. */
export const createTokenMaker = (random: Random = randomBytes) => ({
  githubClassic: () => `ghp_${wordOf(random, 36)}`,
  githubFineGrained: () => `github_pat_${wordOf(random, 22)}_${wordOf(random, 59)}`,
  npm: () => `npm_${wordOf(random, 36)}`,
  /** For one project; undefined: for everything of the account. */
  pypi: (project: string | undefined) => pypiToken(random, project),
  chocolatey: () => guidOf(random),
  docker: () => `dckr_pat_${wordOf(random, 27)}`,
  crates: () => `cio${wordOf(random, 32)}`,
  aur: () => opensshKeyOf(random(32), 'aur-ci'),
  snap: (now: number) => snapCredentials(random, now),
  vscode: () => `${wordOf(random, 76)}AZDO${wordOf(random, 4)}`,
  openVsx: () => `ovsxat_${guidOf(random)}`,
});

/** Every token that a demo world accepts from its start, by secret name, in the shape of the real one; none is ever written down. */
export const createTokens = (now: number = Date.now(), random: Random = randomBytes): Record<string, string> => {
  const make = createTokenMaker(random);
  return {
    GITHUB_TOKEN: make.githubClassic(),
    NPM_TOKEN: make.npm(),
    PYPI_TOKEN: make.pypi('contextlite'),
    CHOCOLATEY_API_KEY: make.chocolatey(),
    HOMEBREW_GITHUB_API_TOKEN: make.githubClassic(),
    DOCKERHUB_TOKEN: make.docker(),
    DOCKERHUB_USERNAME: 'makuykendall',
    CARGO_REGISTRY_TOKEN: make.crates(),
    AUR_SSH_KEY: make.aur(),
    SNAPCRAFT_STORE_CREDENTIALS: make.snap(now),
    VSCE_PAT: make.vscode(),
    OVSX_PAT: make.openVsx(),
  };
};
