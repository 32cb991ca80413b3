import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {format, inspect} from 'node:util';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {hasCredential} from '../../src/model/credential-shapes.ts';
import {revealSecret, Secret} from '../../src/model/secret.ts';
import {root} from '../support/built-program.ts';

const text = 'npm_0123456789abcdefghijklmnopqrstuvwxyz';
const secret = new Secret(text);

/** Every way in which a value becomes text by mistake. */
const printed: readonly (readonly [string, (one: Secret) => string])[] = [
  ['a template', (one) => `${one}`],
  ['JSON', (one) => JSON.stringify({one, list: [one]})],
  ['inspect', (one) => inspect({one}, {depth: 9, showHidden: true, getters: true})],
  ['console', (one) => format('%s %o %O %j', one, one, one, one)],
  ['an error', (one) => String(new Error(`wrong: ${one}`))],
  ['its keys', (one) => JSON.stringify({...one, names: Reflect.ownKeys(one).map(String), entries: Object.entries(one)})],
  ['a copy', (one) => JSON.stringify(structuredClone(one))],
];

describe('a secret', () => {
  it.each(printed)('is hidden in %s', (_, print) => {
    expect(print(secret)).not.toContain(text.slice(0, -4));
    fc.assert(
      fc.property(
        fc.string({minLength: 5, maxLength: 80, unit: fc.constantFrom(...'qwzQWZ789')}),
        (any) => !print(new Secret(any)).includes(any),
      ),
    );
  });

  it('shows four characters at most, and none of a short one', () => {
    expect(secret.masked).toBe('…wxyz');
    expect(new Secret('short').masked).toBe('…');
    expect(new Secret('fifteen letters').masked).toBe('…');
    expect(new Secret(`${'a'.repeat(40)}\u001b[2J`).masked).toBe('…');
    fc.assert(fc.property(fc.string({unit: 'binary'}), (any) => new Secret(any).masked.length <= 5));
  });

  it('is given whole by the one function for it', () => {
    fc.assert(fc.property(fc.string({unit: 'binary'}), (any) => revealSecret(new Secret(any)) === any));
  });

  it('is revealed by no view, no diagnosis and nothing that holds state', () => {
    const files = ['components', 'src/flow', 'src/diagnosis', 'src/workflow'].flatMap((folder) =>
      readdirSync(path.join(root, folder), {recursive: true, encoding: 'utf8'}).map((name) => path.join(root, folder, name)),
    );
    const sources = files.filter((file) => /\.tsx?$/.test(file));
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.filter((file) => readFileSync(file, 'utf8').includes('revealSecret'))).toEqual([]);
  });
});

describe('the shape of a token', () => {
  it.each([
    `ghp_${'a1'.repeat(18)}`,
    `github_pat_${'a1_'.repeat(20)}`,
    `npm_${'a1'.repeat(18)}`,
    `pypi-AgEIcHlwaS5vcmc${'a1'.repeat(40)}`,
    `dckr_pat_${'a1-'.repeat(9)}`,
    `cio${'a1'.repeat(16)}`,
    `ovsxat_${'0a1b2c3d'}-0a1b-0a1b-0a1b-0a1b2c3d4e5f`,
    '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
    `AGE-SECRET-KEY-1${'QPZRY9X8GF'.repeat(6)}`,
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    'Authorization: Bearer abcdefghijklmnopqrstuvwxyz',
    'https://someone:password@host.example/x',
    'a2b3c4d5e6f7'.repeat(5).slice(0, 52),
    'aZ9'.repeat(28),
    `eyJ${'a1'.repeat(10)}.${'b2'.repeat(20)}.${'c3'.repeat(9)}`,
  ])('is seen in %s, alone and inside a sentence', (token) => {
    expect(hasCredential(token)).toBe(true);
    expect(hasCredential(`set ${token} there`)).toBe(true);
  });

  it.each([
    'set the secret SNAPCRAFT_STORE_CREDENTIALS of the repository',
    'tested the token SNAPCRAFT_STORE_CREDENTIALS: valid',
    'Michael-A-Kuykendall/contextlite',
    'ran .github/workflows/publish-everything-everywhere-all-at-once.yml of v1.0.35-beta.12',
    '2026-11-21T06:52:47.123Z',
    'https://github.com/Some-Owner/a-Repository-with-a-Long-Name/actions/runs/12345678901/job/98765432109',
    `commit ${'0123456789abcdef'.repeat(3).slice(0, 40)}`,
    `sha256 ${'0123456789abcdef'.repeat(4)}`,
    'a sentence of a person who attests that the publisher account was made by hand',
  ])('is not seen in %s', (sentence) => {
    expect(hasCredential(sentence)).toBe(false);
  });
});
