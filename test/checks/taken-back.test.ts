import {expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {decide} from '../../src/flow/decide.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';

const ours = 'https://github.com/octo/tool';
const packument = (over: object): FakeReply => ({
  body: {name: 'tool', 'dist-tags': {latest: '1.2.2'}, time: {'1.2.2': 'x', '1.2.3': 'x'}, repository: ours, ...over},
});
const dist = {dist: {tarball: 'https://registry.example/tool.tgz'}};
const npm = 'https://registry.example/tool';
const deprecated = {...dist, deprecated: 'bad'};
const pypi = 'https://pypi.org/pypi/tool/json';
const listing = (files: readonly object[]): FakeReply => ({
  body: {info: {name: 'tool', version: '1.2.2', yanked: false, home_page: ours}, releases: {'1.2.3': files}},
});
const file = {filename: 'tool-1.2.3.tar.gz', url: 'https://files.example/tool', yanked: true, digests: {sha256: 'a'}, packagetype: 'sdist'};

type Case = readonly [MarketplaceId, string, Readonly<Record<string, FakeReply>>, readonly string[], string];

const never = 'Release a new version.';
const cases: readonly Case[] = [
  [
    'npm',
    'deprecated and no longer the latest',
    {[npm]: packument({versions: {'1.2.2': dist, '1.2.3': deprecated}})},
    ['`npm dist-tag add tool@1.2.3 latest`', '`npm deprecate tool@1.2.3 ""`', 'Or release a new version.'],
    'still has 1.2.3',
  ],
  [
    'npm',
    'deprecated beside a later version',
    {[npm]: packument({'dist-tags': {latest: '1.2.4'}, versions: {'1.2.3': deprecated, '1.2.4': dist}})},
    ['`npm deprecate tool@1.2.3 ""` takes the warning away at any time. Or release a new version.'],
    'still has 1.2.3',
  ],
  ['npm', 'unpublished', {[npm]: packument({versions: {'1.2.2': dist}})}, ['npm never takes a version number twice', never], 'it is gone'],
  ['pypi', 'yanked', {[pypi]: listing([file])}, ['un-yank it under Options', 'Or release a new version.'], 'still has 1.2.3'],
  ['pypi', 'deleted', {[pypi]: listing([])}, ['PyPI never takes a file name twice', never], 'it is gone'],
];

it.each(cases)('%s, %s: what is told before publishing', async (id, _, replies, next, because) => {
  const marketplace = marketplaces.find((one) => one.id === id);
  if (marketplace === undefined) throw new Error('There is no such marketplace.');
  const project = projectOf({packages: {[id]: {name: 'tool', from: 'configuration'}}});
  const publication = await against(replies, (lookup) => marketplace.findPublication(lookup, project));
  const decision = decide({marketplace, project, publication});
  expect(decision).toMatchObject({kind: 'blocked', because: expect.stringContaining(because)});
  for (const words of next) expect(decision).toMatchObject({next: expect.stringContaining(words)});
});
