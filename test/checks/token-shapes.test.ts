import {describe, expect, it} from 'vitest';
import {foreignToken, type TokenKind} from '../../checks/family/token-shapes.ts';
import {marketplaces} from '../../checks/index.ts';
import {createTokens} from '../../src/demo/tokens.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';

const world = createTokens();

/** One of each shape, as the services make them. */
const examples: Readonly<Record<TokenKind, readonly string[]>> = {
  github: [world['GITHUB_TOKEN']!, `github_pat_${'a'.repeat(82)}`, `gho_${'a'.repeat(36)}`, 'ghs_12345_eyJhbGciOi.eyJqdGkiOi.c2ln'],
  npm: [world['NPM_TOKEN']!],
  pypi: [world['PYPI_TOKEN']!],
  docker: [world['DOCKERHUB_TOKEN']!, `dckr_oat_${'a'.repeat(27)}`],
  vscode: [world['VSCE_PAT']!],
  'open-vsx': [world['OVSX_PAT']!, 'ovsxp_0123abcd-0123-4567-89ab-0123456789ab'],
  crates: [world['CARGO_REGISTRY_TOKEN']!, `cio_tp_${'a'.repeat(32)}`],
  snap: [world['SNAPCRAFT_STORE_CREDENTIALS']!, '[login.ubuntu.com]\nmacaroon = a\nunbound_discharge = b\n'],
  chocolatey: [world['CHOCOLATEY_API_KEY']!],
  ssh: [world['AUR_SSH_KEY']!],
};

const takes: Readonly<Record<MarketplaceId, TokenKind>> = {
  'github-releases': 'github',
  npm: 'npm',
  pypi: 'pypi',
  'docker-hub': 'docker',
  chocolatey: 'chocolatey',
  homebrew: 'github',
  'crates-io': 'crates',
  aur: 'ssh',
  snapcraft: 'snap',
  vscode: 'vscode',
  'github-packages': 'github',
  scoop: 'github',
  flathub: 'github',
  winget: 'github',
  nix: 'github',
};

const kinds = Object.keys(examples) as TokenKind[];
const pairs = marketplaces.flatMap(({id}) => kinds.filter((kind) => kind !== takes[id]).map((kind) => [id, kind] as const));

describe('a credential of another service', () => {
  it.each(pairs)('at %s: one of %s', (id, kind) => {
    const {token} = marketplaces.find((one) => one.id === id)!;
    for (const secret of examples[kind]) {
      expect(token?.readLocally?.(secret)).toMatchObject({verdict: 'wrong-marketplace', note: expect.stringMatching(/^This is an? /)});
      expect(token?.readLocally?.(`  ${secret}\n`)?.note).not.toContain(secret.slice(0, 8));
    }
  });

  it('is named for what it is', () => {
    const npm = marketplaces.find(({id}) => id === 'npm')!;
    expect(npm.token?.readLocally?.(examples.github[0]!)?.note).toBe('This is a GitHub token; put the right one in its place.');
  });

  it.each(marketplaces.map(({id}) => id))('is not what %s itself takes', (id) => {
    const {token} = marketplaces.find((one) => one.id === id)!;
    const [secret = ''] = examples[takes[id]];
    expect(token?.readLocally?.(secret)?.verdict).toBeUndefined();
  });
});

describe('a damaged token', () => {
  it.each([
    ['a word processor’s dash', 'npm_abc–def', 'refused', /character/],
    ['a zero-width space', 'npm_abc\u200bdef', 'refused', /character/],
    ['two of them', 'npm_abc npm_def', 'refused', /blank/],
    ['two lines', 'npm_abc\nnpm_def', 'refused', /line break/],
    ['nothing', ' \n', 'missing', /empty/],
  ])('%s', (_, secret, verdict, note) => expect(foreignToken(secret, 'npm')).toMatchObject({verdict, note: expect.stringMatching(note)}));

  it('is not what only has space around it', () => expect(foreignToken(' npm_abc\n', 'npm')).toBeUndefined());
});
