import {expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';

const github = 'https://api.github.com/repos/octo/tool';
const ghcr = 'https://ghcr.io/v2/octo/tool';
const release = (tag: string, prerelease: boolean) => ({id: 1, tag_name: tag, draft: false, prerelease});
const head = (tag: string, digest: string): Readonly<Record<string, FakeReply>> => ({
  [`HEAD ${ghcr}/manifests/${tag}`]: {status: 200, headers: {'docker-content-digest': `sha256:${digest}`}},
});
const snap = 'https://api.snapcraft.io/v2/snaps/info/tool?fields=version,revision,channel-map,download,publisher,links,website';
const pointing = (tags: Readonly<Record<string, string>>): FakeReply => ({
  body: {results: Object.entries(tags).map(([name, digest]) => ({name, digest: `sha256:${digest}`}))},
});
const dist = {dist: {tarball: 'x'}};

type Case = readonly [MarketplaceId, string, Readonly<Record<string, FakeReply>>];

const cases: readonly Case[] = [
  [
    'npm',
    'tool',
    {
      'https://registry.example/tool?write=true': {
        body: {'dist-tags': {latest: '1.2.2'}, versions: {'1.2.2': dist, '1.2.3': {...dist, deprecated: 'bad'}}},
      },
    },
  ],
  ['crates-io', 'tool', {'https://crates.io/api/v1/crates/tool': {body: {versions: [{num: '1.2.3', yanked: true}]}}}],
  [
    'docker-hub',
    'octo/tool',
    {
      'https://hub.docker.com/v2/namespaces/octo/repositories/tool/tags?page_size=100': pointing({
        latest: 'b',
        '1.2': 'b',
        '1.2.3': 'c',
        '1.2.2': 'b',
      }),
    },
  ],
  [
    'github-packages',
    'octo/tool',
    {
      [`https://ghcr.io/token?service=ghcr.io&scope=${encodeURIComponent('repository:octo/tool:pull')}`]: {body: {token: 'pull'}},
      [`${ghcr}/tags/list?n=1000`]: {body: {tags: ['1.2.2', '1.2.3', 'latest']}},
      ...head('1.2.2', 'a'),
      ...head('1.2.3', 'b'),
      ...head('latest', 'a'),
    },
  ],
  [
    'github-releases',
    'tool',
    {
      [`${github}/releases?per_page=100`]: {body: [release('v1.2.3', true), release('v1.2.2', false)]},
      [`${github}/releases/latest`]: {body: {tag_name: 'v1.2.2'}},
    },
  ],
  [
    'snapcraft',
    'tool',
    {
      [snap]: {
        body: {snap: {}, 'channel-map': [{channel: {track: 'latest', risk: 'stable', architecture: 'amd64'}, version: '1.2.2'}]},
      },
    },
  ],
];

it.each(cases)('%s offers no way whose end is reached', async (id, name, replies) => {
  const project = projectOf({packages: {[id]: {name, from: 'configuration'}}});
  const rollback = marketplaces.find((one) => one.id === id)?.rollback;
  const ways = await against(replies, (lookup) => rollback?.find(lookup, project) ?? Promise.resolve([]));
  expect(ways.filter(({isFinal}) => isFinal !== true)).toEqual([]);
});
