import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {Project} from '../../src/model/project.ts';
import {against, type FakeReply, type FakeSetting} from '../support/fake-lookup.ts';
import {projectOf, releaseOf} from '../support/project.ts';

const github = 'https://api.github.com/repos/octo';
const registry = 'https://registry.example';
const hub = 'https://hub.docker.com/v2/namespaces/octo/repositories/tool/tags?page_size=100';
const snap = 'https://api.snapcraft.io/v2/snaps/info/tool?fields=version,revision,channel-map,download,publisher,links,website';
const snapHistory = 'https://dashboard.snapcraft.io/api/v2/snaps/tool/releases?page=1&size=500';
const releases = `${github}/tool/releases?per_page=100`;
const feed = "https://community.chocolatey.org/api/v2/Packages(Id='tool',Version='1.2.3')";
const raw = 'https://raw.githubusercontent.com';

const dist = {dist: {tarball: 'x'}};
const packument = (over: object = {}): FakeReply => ({
  body: {
    'dist-tags': {latest: '1.2.3'},
    versions: {'1.2.2': dist, '1.2.3': dist, '2.0.0-rc.1': dist},
    time: {'1.2.3': '2026-11-20T10:00:00Z'},
    ...over,
  },
});
const tags = (pointing: Readonly<Record<string, string>>): FakeReply => ({
  body: {results: Object.entries(pointing).map(([name, digest]) => ({name, digest: `sha256:${digest}`}))},
});
const channel = {channel: {track: 'latest', risk: 'stable', architecture: 'amd64'}, version: '1.2.3'};
const revision = (number: number, version: string, status = 'Published') => ({revision: number, version, architectures: ['amd64'], status});
const release = (id: number, tag: string, over: object = {}) => ({id, tag_name: tag, draft: false, prerelease: false, ...over});
const entry = (over: Readonly<Record<string, string>>): FakeReply => {
  const known = {Id: 'tool', Version: '1.2.3', PackageStatus: 'Approved', IsApproved: 'true', Published: '2026-11-20T10:00:00', ...over};
  const fields = Object.entries(known).map(([name, text]) => `<d:${name}>${text}</d:${name}>`);
  return {body: `<entry xmlns:d="d" xmlns:m="m"><title>tool</title><m:properties>${fields.join('')}</m:properties></entry>`};
};
const file = (path: string) => ({path, type: 'blob', size: 10});
const formula = (version: string) =>
  `class Tool < Formula\n  url "https://x.example/tool-${version}.tar.gz"\n  version "${version}"\n  sha256 "${'a'.repeat(64)}"\nend\n`;
const tap = {
  [`${github}/homebrew-tap`]: {body: {full_name: 'octo/homebrew-tap', default_branch: 'trunk'}},
  [`${github}/homebrew-tap/git/trees/HEAD?recursive=1`]: {body: {tree: [file('Formula/tool.rb')]}},
  [`${github}/homebrew-tool`]: {status: 404},
};

const manifest = (version: string) =>
  JSON.stringify({version, url: `https://x.example/tool-${version}.zip`, hash: 'a'.repeat(64), homepage: 'https://github.com/octo/tool'});
const ghcr = 'https://ghcr.io/v2/octo/tool';
const pull = `https://ghcr.io/token?service=ghcr.io&scope=${encodeURIComponent('repository:octo/tool:pull')}`;
const pointing = (digests: Readonly<Record<string, string>>): Readonly<Record<string, FakeReply>> =>
  Object.fromEntries(
    Object.entries(digests).map(([name, digest]) => [
      `HEAD ${ghcr}/manifests/${name}`,
      {status: 200, headers: {'docker-content-digest': `sha256:${digest}`}},
    ]),
  );
const gallery = 'POST https://marketplace.visualstudio.com/_apis/public/gallery/extensionquery';
const extension = (...versions: readonly string[]) => ({
  results: [{extensions: [{flags: 'validated, public', versions: versions.map((version) => ({version, flags: 'validated'}))}]}],
});

type Case = {
  readonly what: string;
  readonly at: MarketplaceId;
  readonly replies: Readonly<Record<string, FakeReply>>;
  readonly ways: readonly object[];
  readonly project?: Partial<Project>;
  readonly setting?: FakeSetting;
};

const cases: readonly Case[] = [
  {what: 'no package', at: 'npm', replies: {[`${registry}/tool?write=true`]: {status: 404}}, ways: []},
  {
    what: 'the latest',
    at: 'npm',
    replies: {[`${registry}/tool?write=true`]: packument()},
    ways: [
      {
        by: 'plan',
        steps: [
          {kind: 'move-dist-tag', tag: 'latest', from: '1.2.3', to: '1.2.2'},
          {kind: 'deprecate-package', version: '1.2.3'},
        ],
      },
      {by: 'person', isFinal: true, until: '2026-11-23T10:00:00.000Z'},
    ],
  },
  {
    what: 'the only version',
    at: 'npm',
    replies: {[`${registry}/tool?write=true`]: packument({versions: {'1.2.3': dist}})},
    ways: [{steps: [{kind: 'deprecate-package'}]}, {isFinal: true}],
  },
  {
    what: 'one before it that is deprecated too',
    at: 'npm',
    replies: {
      [`${registry}/tool?write=true`]: packument({versions: {'1.2.1': dist, '1.2.2': {...dist, deprecated: 'bad'}, '1.2.3': dist}}),
    },
    ways: [{steps: [{to: '1.2.1'}, {}]}, {isFinal: true}],
  },
  {
    what: 'what was taken back already',
    at: 'npm',
    replies: {
      [`${registry}/tool?write=true`]: packument({
        'dist-tags': {latest: '1.2.2'},
        versions: {'1.2.2': dist, '1.2.3': {...dist, deprecated: 'back'}},
      }),
    },
    ways: [{isFinal: true}],
  },
  {
    what: 'a version',
    at: 'crates-io',
    replies: {'https://crates.io/api/v1/crates/tool': {body: {versions: [{num: '1.2.3', yanked: false}]}}},
    ways: [{steps: [{kind: 'yank-crate', crate: 'tool', version: '1.2.3'}]}],
  },
  {
    what: 'a yanked version',
    at: 'crates-io',
    replies: {'https://crates.io/api/v1/crates/tool': {body: {versions: [{num: '1.2.3', yanked: true}]}}},
    ways: [],
  },
  {
    what: 'moving tags, each to what it stands for',
    at: 'docker-hub',
    replies: {[hub]: tags({latest: 'c', '1': 'c', '1.2': 'c', '2': 'd', '1.2.3': 'c', '1.2.2': 'b', '2.0.0': 'd', 'sha-abc': 'c'})},
    ways: [
      {
        steps: [
          {tag: 'latest', to: 'sha256:b'},
          {tag: '1', to: 'sha256:b'},
          {tag: '1.2', toVersion: '1.2.2'},
        ],
      },
      {isFinal: true},
    ],
  },
  {
    what: 'no image before it',
    at: 'docker-hub',
    replies: {[hub]: tags({latest: 'c', '1.2.3': 'c'})},
    ways: [{isFinal: true, steps: [{kind: 'delete-image-tag', tag: '1.2.3', digest: 'sha256:c'}]}],
  },
  {
    what: 'the revision before, of this architecture',
    at: 'snapcraft',
    setting: {hasToken: true},
    replies: {
      [snap]: {body: {snap: {}, 'channel-map': [channel]}},
      [snapHistory]: {body: {revisions: [revision(3, '1.2.3'), revision(2, '1.2.2', 'Rejected'), revision(1, '1.2.1')], releases: []}},
    },
    ways: [{steps: [{kind: 'release-snap', channel: 'latest/stable', revision: 1, version: '1.2.1', from: '1.2.3'}]}],
  },
  {
    what: 'a snap without a credential',
    at: 'snapcraft',
    replies: {[snap]: {body: {snap: {}, 'channel-map': [channel]}}},
    ways: [{by: 'person', url: 'https://snapcraft.io/tool/releases'}],
  },
  {
    what: 'the latest release',
    at: 'github-releases',
    replies: {
      [releases]: {body: [release(3, 'v1.2.3'), release(2, 'v1.2.2', {prerelease: true}), release(1, 'v1.2.1')]},
      [`${github}/tool/releases/latest`]: {body: {tag_name: 'v1.2.3'}},
    },
    ways: [
      {
        steps: [
          {id: 1, tag: 'v1.2.1', becomes: 'latest'},
          {id: 3, becomes: 'prerelease'},
        ],
      },
    ],
  },
  {
    what: 'an immutable release',
    at: 'github-releases',
    replies: {
      [releases]: {body: [release(3, 'v1.2.3', {immutable: true}), release(1, 'v1.2.1', {immutable: true})]},
      [`${github}/tool/releases/latest`]: {body: {tag_name: 'v1.2.3'}},
    },
    ways: [{steps: [{id: 1, becomes: 'latest'}], leaves: expect.stringContaining('immutable')}],
  },
  {what: 'a draft', at: 'github-releases', replies: {[releases]: {body: [release(3, 'v1.2.3', {draft: true})]}}, ways: []},
  {
    what: 'the formula as it was',
    at: 'homebrew',
    replies: {
      ...tap,
      [`${github}/homebrew-tap/contents/Formula/tool.rb`]: {body: formula('1.2.3')},
      [`${github}/homebrew-tap/commits?path=Formula%2Ftool.rb&per_page=10`]: {body: [{sha: 'c3'}, {sha: 'c2'}, {sha: 'c1'}]},
      [`${github}/homebrew-tap/contents/Formula/tool.rb?ref=c2`]: {body: formula('1.2.3')},
      [`${github}/homebrew-tap/contents/Formula/tool.rb?ref=c1`]: {body: formula('1.2.2')},
    },
    ways: [
      {
        steps: [
          {kind: 'commit-files', branch: 'trunk', files: [{path: 'Formula/tool.rb', before: formula('1.2.3'), after: formula('1.2.2')}]},
        ],
      },
    ],
  },
  {
    what: 'a formula of another version',
    at: 'homebrew',
    replies: {...tap, [`${github}/homebrew-tap/contents/Formula/tool.rb`]: {body: formula('1.2.2')}},
    ways: [],
  },
  {what: 'an approved version', at: 'chocolatey', replies: {[feed]: entry({})}, ways: [{by: 'person', title: 'Unlist 1.2.3'}]},
  {what: 'an unlisted version', at: 'chocolatey', replies: {[feed]: entry({Published: '1900-01-01T00:00:00'})}, ways: []},
  {
    what: 'a version in moderation',
    at: 'chocolatey',
    replies: {[feed]: entry({PackageStatus: 'Submitted', IsApproved: 'false'})},
    ways: [{by: 'person', title: expect.stringContaining('rejected before it is approved')}],
  },
  {
    what: 'a version that is served',
    at: 'winget',
    replies: {
      'https://api.github.com/repos/microsoft/winget-pkgs/contents/manifests/o/octo/tool/1.2.3?ref=master': {
        body: [{type: 'file', name: 'octo.tool.yaml', path: 'manifests/o/octo/tool/1.2.3/octo.tool.yaml', sha: 'a'}],
      },
      [`https://api.github.com/search/issues?q=${encodeURIComponent('repo:microsoft/winget-pkgs is:pr in:title octo.tool 1.2.3')}&per_page=30`]:
        {body: {items: []}},
    },
    ways: [{by: 'person', url: 'https://github.com/microsoft/winget-pkgs/tree/delete/master/manifests/o/octo/tool/1.2.3'}],
  },
  {
    what: 'the package',
    at: 'aur',
    replies: {
      'https://aur.archlinux.org/rpc/v5/info?arg%5B%5D=tool&arg%5B%5D=tool-bin': {
        body: {
          type: 'multiinfo',
          results: [{Name: 'tool', PackageBase: 'tool', Version: '2:1.2.3-1', URL: 'https://github.com/octo/tool'}],
        },
      },
      'https://aur.archlinux.org/tool.git/info/refs?service=git-upload-pack': {status: 403, body: ''},
    },
    ways: [{by: 'person', instructions: expect.arrayContaining([expect.stringContaining('epoch=3')])}],
  },
  {
    what: 'the package file on master',
    at: 'nix',
    replies: {
      [`${raw}/NixOS/nixpkgs/master/pkgs/by-name/to/tool/package.nix`]: {
        body: '{ buildGoModule }: buildGoModule rec { pname = "tool"; version = "1.2.3"; }',
      },
    },
    ways: [{by: 'person', url: expect.stringContaining('/commits/master/pkgs/by-name/to/tool/package.nix')}],
  },
  {
    what: 'the manifest that the bucket served before',
    at: 'scoop',
    replies: {
      [`${github}/scoop-bucket`]: {body: {full_name: 'octo/scoop-bucket', default_branch: 'main'}},
      [`${github}/scoop-bucket/git/trees/HEAD?recursive=1`]: {body: {tree: [file('bucket/tool.json')]}},
      [`${github}/scoop-tool`]: {status: 404},
      [`${github}/scoop-bucket/contents/bucket/tool.json`]: {body: manifest('1.2.3')},
      [`${github}/scoop-bucket/commits?path=bucket%2Ftool.json&per_page=10`]: {body: [{sha: 'c2'}, {sha: 'c1'}]},
      [`${github}/scoop-bucket/contents/bucket/tool.json?ref=c1`]: {body: manifest('1.2.2')},
    },
    ways: [{by: 'plan', steps: [{kind: 'commit-files', branch: 'main', files: [{path: 'bucket/tool.json'}]}]}],
  },
  {
    what: 'the image before under latest',
    at: 'github-packages',
    project: {packages: {'github-packages': {name: 'octo/tool', from: 'configuration'}}},
    replies: {
      [pull]: {body: {token: 'pull'}},
      [`${ghcr}/tags/list?n=1000`]: {body: {tags: ['1.2.2', '1.2.3', 'latest']}},
      ...pointing({'1.2.2': 'a', '1.2.3': 'b', latest: 'b'}),
    },
    ways: [{by: 'plan', steps: [{kind: 'retag-image', registry: 'github-packages', tag: 'latest', toVersion: '1.2.2'}]}],
  },
  {
    what: 'an image that nobody can pull',
    at: 'github-packages',
    project: {packages: {'github-packages': {name: 'octo/tool', from: 'configuration'}}},
    replies: {[pull]: {status: 401}},
    ways: [],
  },
  {
    what: 'the extension that is served',
    at: 'vscode',
    project: {packages: {vscode: {name: 'octo.tool', from: 'configuration'}}},
    replies: {[gallery]: {body: extension('1.2.3')}},
    ways: [
      {by: 'person', title: expect.stringContaining('higher version')},
      {by: 'person', isFinal: true},
    ],
  },
  {
    what: 'an extension that has a newer version already',
    at: 'vscode',
    project: {packages: {vscode: {name: 'octo.tool', from: 'configuration'}}},
    replies: {[gallery]: {body: extension('1.2.4', '1.2.3')}},
    ways: [{by: 'person', isFinal: true}],
  },
  {
    what: 'the newest build',
    at: 'flathub',
    project: {packages: {flathub: {name: 'org.example.Tool', from: 'configuration'}}},
    replies: {
      'https://flathub.org/api/v2/appstream/org.example.Tool': {
        body: {
          releases: [
            {version: '1.2.3', timestamp: '20'},
            {version: '1.2.2', timestamp: '10'},
          ],
        },
      },
    },
    ways: [{by: 'person', url: 'https://github.com/flathub/org.example.Tool/commits'}],
  },
  {
    what: 'a build that another has replaced',
    at: 'flathub',
    project: {packages: {flathub: {name: 'org.example.Tool', from: 'configuration'}}},
    replies: {'https://flathub.org/api/v2/appstream/org.example.Tool': {body: {releases: [{version: '1.2.4', timestamp: 30}]}}},
    ways: [],
  },
];

const names: Project['packages'] = Object.fromEntries(
  marketplaces.map(({id}) => [
    id,
    {name: {winget: 'octo.tool', 'docker-hub': 'octo/tool'}[id as string] ?? 'tool', from: 'configuration' as const},
  ]),
);

describe('what can be taken back', () => {
  it.each(cases)('$at: $what', async ({at, replies, ways, project, setting}) => {
    const rollback = marketplaces.find(({id}) => id === at)?.rollback;
    const given = projectOf({packages: names, release: releaseOf([]), ...project});
    const found = await against(replies, (lookup) => rollback?.find(lookup, given) ?? Promise.reject(new Error('No rollback.')), setting);
    expect(found).toMatchObject(ways);
    expect(found).toHaveLength(ways.length);
  });

  it('is told by every marketplace in whole sentences', () => {
    for (const {id, rollback} of marketplaces) {
      expect([id, rollback?.can]).toEqual([id, expect.stringMatching(/^[^a-z\s].*\.$|^latest .*\.$/)]);
      expect(rollback?.never ?? 'Nothing.').toMatch(/\.$/);
    }
  });
});
