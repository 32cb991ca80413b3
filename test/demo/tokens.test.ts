import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {binaryFields} from '../../src/demo/macaroon.ts';
import {readSnapCredentials} from '../../src/demo/marketplaces/snap-credentials.ts';
import {createTokens} from '../../src/demo/tokens.ts';

const shapes: Record<string, RegExp> = {
  GITHUB_TOKEN: /^ghp_[A-Za-z0-9]{36}$/,
  NPM_TOKEN: /^npm_[A-Za-z0-9]{36}$/,
  PYPI_TOKEN: /^pypi-AgEIcHlwaS5vcmcCJ[A-Za-z0-9-_]{85,}$/,
  CHOCOLATEY_API_KEY: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  HOMEBREW_GITHUB_API_TOKEN: /^ghp_[A-Za-z0-9]{36}$/,
  DOCKERHUB_TOKEN: /^dckr_pat_[A-Za-z0-9_-]{27}$/,
  DOCKERHUB_USERNAME: /^[a-z0-9]{4,30}$/,
  CARGO_REGISTRY_TOKEN: /^cio[A-Za-z0-9]{32}$/,
  AUR_SSH_KEY: /^-----BEGIN OPENSSH PRIVATE KEY-----\n[\s\S]+\n-----END OPENSSH PRIVATE KEY-----\n$/,
  SNAPCRAFT_STORE_CREDENTIALS: /^[A-Za-z0-9+/=]{400,}$/,
  VSCE_PAT: /^[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}$/,
  OVSX_PAT: /^ovsxat_[0-9a-f-]{36}$/,
};

test('each token has the shape of the real one, and no two worlds share one', () => {
  const tokens = createTokens();
  expect(Object.keys(tokens).sort()).toEqual(Object.keys(shapes).sort());
  for (const [name, shape] of Object.entries(shapes)) expect(tokens[name], name).toMatch(shape);
  const others = createTokens();
  for (const name of Object.keys(shapes)) if (name !== 'DOCKERHUB_USERNAME') expect(others[name]).not.toBe(tokens[name]);
});

test('the token of PyPI tells its index, its number and its project', () => {
  const fields = binaryFields(Buffer.from(createTokens().PYPI_TOKEN!.slice(5), 'base64url'));
  expect(fields?.map(({type}) => type)).toEqual([1, 2, 2, 2, 6]);
  expect(fields?.[0]?.text).toBe('pypi.org');
  expect(fields?.[1]?.text).toMatch(/^[0-9a-f-]{36}$/);
  expect(fields?.[2]?.text).toBe('[1,["contextlite"]]');
  expect(binaryFields(Buffer.from('other'))).toBeUndefined();
  expect(binaryFields(Buffer.from([2, 1, 200, 1]))).toBeUndefined();
});

test('the Snap login is two macaroons of packets, with rights and an expiry a year away', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const {root, discharge} = readSnapCredentials(createTokens(now).SNAPCRAFT_STORE_CREDENTIALS!)!;
  for (const macaroon of [root, discharge]) {
    const content = Buffer.from(macaroon, 'base64url');
    const keys: string[] = [];
    for (let at = 0; at < content.length; ) {
      const length = Number.parseInt(content.toString('latin1', at, at + 4), 16);
      keys.push(content.toString('latin1', at + 4, at + length).split(' ')[0]!);
      expect(content[at + length - 1]).toBe(10);
      at += length;
    }
    expect(keys.slice(0, 2)).toEqual(['location', 'identifier']);
    expect(keys.at(-1)).toBe('signature');
    expect(content.toString('latin1')).toMatch(/\|expires\|2027-11-20T12:00:00\.000\n/);
  }
  expect(Buffer.from(root, 'base64url').toString('latin1')).toContain('dashboard.snapcraft.io|acl|["package_access"');
  expect(readSnapCredentials('nothing')).toBeUndefined();
});

const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

test.skipIf(!hasKeygen)('ssh-keygen reads the key of the AUR', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'key-'));
  try {
    writeFileSync(path.join(folder, 'key'), createTokens().AUR_SSH_KEY!, {mode: 0o600});
    const {status, stdout} = spawnSync('ssh-keygen', ['-y', '-f', path.join(folder, 'key')], {encoding: 'utf8'});
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+ aur-ci/);
  } finally {
    rmSync(folder, {recursive: true});
  }
});
