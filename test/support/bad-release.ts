import {addCommit, addRepository} from '../../src/demo/github/new-repository.ts';
import {findRepository, type Repository} from '../../src/demo/github/state.ts';
import {npmVersionOf} from '../../src/demo/marketplaces/npm-package.ts';
import {imageOf} from '../../src/demo/marketplaces/oci-image.ts';
import {pypiFilesOf} from '../../src/demo/marketplaces/pypi-files.ts';
import type {SnapRevision} from '../../src/demo/marketplaces/snap-state.ts';
import type {World} from '../../src/demo/world.ts';

export const owner = 'Michael-A-Kuykendall';
export const yankToken = `cio${'y'.repeat(32)}`;
const at = '2026-01-01T00:00:00Z';

const formulaOf = (version: string) =>
  `class Contextlite < Formula\n  url "https://github.com/${owner}/contextlite/releases/download/v${version}/contextlite-${version}-linux-amd64.tar.gz"\n  version "${version}"\n  sha256 "${'e'.repeat(64)}"\nend\n`;
const manifestOf = (version: string) =>
  `${JSON.stringify({version, homepage: `https://github.com/${owner}/contextlite`, url: `https://github.com/${owner}/contextlite/releases/download/v${version}/c.zip`, hash: 'f'.repeat(64)}, undefined, 2)}\n`;

const addPlace = ({github}: World, name: string, path: string, textOf: (version: string) => string): Repository => {
  const place = addRepository(github, {id: 4_000 + name.length, owner, name, createdAt: at, pushedAt: at, pushers: [owner]});
  for (const version of ['1.0.34', '1.0.35'])
    addCommit(place, 'main', {
      files: new Map([[path, Buffer.from(textOf(version))]]),
      message: `contextlite ${version}`,
      author: owner,
      date: version === '1.0.34' ? at : '2026-02-01T00:00:00Z',
    });
  return place;
};

const addSnap = ({marketplaces, setting}: World) => {
  const revision = (number: number, version: string): SnapRevision => ({
    revision: number,
    version,
    architecture: 'amd64',
    content: Buffer.from(`squashfs ${version}`),
    createdAt: at,
    status: 'Published',
  });
  marketplaces.snap.snaps.contextlite = {
    name: 'contextlite',
    snapId: 'abcdefghijklmnopqrstuvwxyz012345',
    publisher: setting.tokens.DOCKERHUB_USERNAME ?? '',
    summary: 'A context engine',
    isPrivate: false,
    registeredAt: at,
    revisions: [revision(6, '1.0.34'), revision(7, '1.0.35')],
    channels: [{risk: 'stable', architecture: 'amd64', revision: 7, releasedAt: at}],
  };
};

const addCrate = ({marketplaces: {crates}}: World) => {
  const version = {crate: Buffer.from('crate'), createdAt: at, publishedBy: owner, isYanked: false};
  crates.crates.contextlite = {
    name: 'contextlite',
    description: '',
    repository: `https://github.com/${owner}/contextlite`,
    owners: [owner],
    versions: {'1.0.34': version, '1.0.35': {...version}},
    trustedConfigs: [],
  };
  crates.tokens.push({secret: yankToken, user: owner, scopes: ['yank']});
};

const addToChocolatey = ({marketplaces: {chocolatey}}: World) => {
  chocolatey.packages.contextlite = {
    id: 'contextlite',
    title: 'ContextLite',
    projectUrl: `https://github.com/${owner}/contextlite`,
    owners: ['michael-kuykendall'],
    versions: {
      '1.0.35': {
        version: '1.0.35',
        nupkg: Buffer.from('zip'),
        submittedAt: at,
        status: 'Approved',
        submittedStatus: 'Ready',
        isListed: true,
        validation: 'Passing',
        verification: 'Passing',
        scan: 'NotFlagged',
        approvedAt: at,
      },
    },
  };
};

/** Publishes a bad 1.0.35 wherever the simulated project publishes. */
export const publishBadRelease = (world: World): {readonly tap: Repository; readonly bucket: Repository} => {
  const {setting, marketplaces} = world;
  const {npm, pypi, docker} = marketplaces;
  const now = new Date(setting.now()).toISOString();
  const npmPackage = npm.packages.contextlite;
  if (npmPackage !== undefined) {
    npmPackage.versions['1.0.35'] = npmVersionOf(setting, '1.0.35', now);
    npmPackage.tags.latest = '1.0.35';
  }
  const project = pypi.projects.contextlite;
  if (project !== undefined)
    project.releases['1.0.35'] = {files: [...pypiFilesOf(setting, '1.0.35', now)], createdAt: now, isYanked: false};
  const image = docker.repositories['makuykendall/contextlite'];
  const {digest, stored} = imageOf(setting, '1.0.35', now);
  if (image !== undefined) {
    Object.assign(image.stored, stored);
    for (const tag of ['1.0.35', '1.0', 'latest']) {
      image.tags[tag] = digest;
      image.pushedAt[tag] = now;
    }
  }
  addSnap(world);
  addCrate(world);
  addToChocolatey(world);
  return {
    tap: addPlace(world, 'homebrew-tap', 'Formula/contextlite.rb', formulaOf),
    bucket: addPlace(world, 'scoop-bucket', 'bucket/contextlite.json', manifestOf),
  };
};

export const projectIn = ({github}: World): Repository => {
  const found = findRepository(github, owner, 'contextlite');
  if (!found) throw new Error('The world lacks its repository.');
  return found;
};
