import type {Asset, Project, Release} from '../../src/model/project.ts';

export const assetOf = (name: string, over: Partial<Asset> = {}): Asset => ({
  name,
  size: 4096,
  isUploaded: true,
  sha256: 'ab'.repeat(32),
  url: `https://github.com/octo/tool/releases/download/v1.2.3/${name}`,
  ...over,
});

export const releaseOf = (assets: readonly Asset[], over: Partial<Release> = {}): Release => ({
  id: 10,
  tag: 'v1.2.3',
  url: 'https://github.com/octo/tool/releases/tag/v1.2.3',
  isDraft: false,
  isPrerelease: false,
  isImmutable: false,
  publishedAt: '2026-11-20T10:00:00Z',
  assets,
  ...over,
});

/** octo/tool at v1.2.3. */
export const projectOf = (over: Partial<Project> = {}): Project => ({
  repository: {owner: 'octo', name: 'tool'},
  tag: 'v1.2.3',
  version: '1.2.3',
  packages: {},
  ...over,
});
