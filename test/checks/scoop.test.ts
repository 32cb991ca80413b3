import {describe, expect, it} from 'vitest';
import {scoop} from '../../checks/scoop.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {repositoryReplies} from '../support/fake-repository.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const [amd, arm] = ['a1'.repeat(32), 'b2'.repeat(32)];
const release = releaseOf([
  assetOf('tool-windows-amd64.zip', {sha256: amd}),
  assetOf('tool-windows-arm64.zip', {sha256: arm}),
  assetOf('tool-linux-arm64.tar.gz'),
]);
const project = projectOf({release, packages: {scoop: {name: 'tool', from: 'file'}}});
const base = 'https://github.com/octo/tool/releases/download/v1.2.3';
const noBuckets = {...repositoryReplies('octo/scoop-bucket', undefined), ...repositoryReplies('octo/scoop-tool', undefined)};
const inBucket = (body: unknown) => ({
  ...noBuckets,
  ...repositoryReplies('octo/scoop-bucket', {files: {'bucket/tool.json': JSON.stringify(body)}}),
});
const [main, extras] = ['Main', 'Extras'].map(
  (one) => `https://raw.githubusercontent.com/ScoopInstaller/${one}/master/bucket/tool.json`,
) as [string, string];
const search = `https://api.github.com/search/issues?q=${encodeURIComponent('repo:NixOS/nixpkgs repo:Homebrew/homebrew-core repo:ScoopInstaller/Main repo:ScoopInstaller/Extras is:pr in:title tool 1.2.3')}&per_page=30`;
const gone: FakeReply = {status: 404};

const manifest = (hashes: Readonly<Record<string, string | undefined>>, version = '1.2.3', from = base) => ({
  version,
  homepage: 'https://github.com/octo/tool',
  license: 'MIT',
  architecture: Object.fromEntries(
    Object.entries(hashes).map(([key, hash]) => [
      key,
      {url: `${from}/tool-windows-${key === '64bit' ? 'amd64' : 'arm64'}.zip#/tool.7z`, ...(hash === undefined ? {} : {hash})},
    ]),
  ),
});

describe('a manifest in the own bucket', () => {
  const states: readonly (readonly [string, object, string, string | null])[] = [
    ['every hash is the release’s', manifest({'64bit': amd, arm64: arm}), 'published', '1.2.3'],
    ['hashes that name their algorithm', manifest({'64bit': `sha256:${amd.toUpperCase()}`, arm64: arm}), 'published', '1.2.3'],
    ['an architecture left out', manifest({'64bit': amd}), 'partial', '1.2.3'],
    ['an earlier version', manifest({'64bit': amd, arm64: arm}, '1.2.2', base.replace('1.2.3', '1.2.2')), 'absent', '1.2.2'],
    [
      'the hash of an error page',
      manifest({'64bit': amd, arm64: 'd5558cd419c8d46bdc958064cb97f963d1ea793866414c025906ec15033512ed'}),
      'wrong',
      '1.2.3',
    ],
    ['one hash twice', manifest({'64bit': amd, arm64: amd}), 'wrong', '1.2.3'],
    ['no hash', manifest({'64bit': amd, arm64: undefined}), 'wrong', '1.2.3'],
    ['another algorithm', manifest({'64bit': amd, arm64: `sha512:${'f'.repeat(128)}`}), 'not-visible', '1.2.3'],
    ['no download', {version: '1.2.3', homepage: 'https://github.com/octo/tool', license: 'MIT'}, 'not-visible', '1.2.3'],
    [
      'an address that still names the release before',
      manifest({'64bit': amd, arm64: arm}, '1.2.3', base.replace('1.2.3', '1.2.2')),
      'wrong',
      '1.2.3',
    ],
  ];
  it.each(states)('%s', async (_, body, kind, serves) => {
    const publication = await against(inBucket(body), (lookup) => scoop.findPublication(lookup, project));
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });
  it.each([
    ['that is private', {files: {'tool.json': JSON.stringify(manifest({'64bit': amd, arm64: arm}))}, isPrivate: true}, 'waiting', null],
    [
      'that keeps it as deprecated',
      {files: {'deprecated/tool.json': JSON.stringify(manifest({'64bit': amd, arm64: arm}))}},
      'withdrawn',
      '1.2.3',
    ],
    ['whose manifest can’t be read', {files: {'bucket/tool.json': '{"version": '}}, 'not-visible', null],
  ] as const)('in a bucket %s', async (_, bucket, kind, serves) => {
    const replies = {...noBuckets, ...repositoryReplies('octo/scoop-bucket', bucket)};
    const publication = await against(replies, (lookup) => scoop.findPublication(lookup, project));
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });
  it('is looked for where it is said to be', async () => {
    const named = projectOf({release, packages: {scoop: {name: 'octo/apps/tool', from: 'configuration'}}});
    const replies = repositoryReplies('octo/apps', {files: {'bucket/tool.json': JSON.stringify(manifest({'64bit': amd, arm64: arm}))}});
    expect(await against(replies, (lookup) => scoop.findPublication(lookup, named))).toMatchObject({
      name: 'octo/apps/tool',
      version: {kind: 'published'},
    });
  });
});

describe('the shared buckets', () => {
  const find = (reply: FakeReply, more: Readonly<Record<string, FakeReply>> = {}, given = project) =>
    against({...noBuckets, [main]: reply, [extras]: gone, ...more}, (lookup) => scoop.findPublication(lookup, given));
  const request = (over: object): FakeReply => ({
    body: {
      items: [
        {
          title: 'tool: Add version 1.2.3',
          state: 'open',
          html_url: 'https://github.com/ScoopInstaller/Main/pull/1',
          created_at: '2026-11-20T10:00:00Z',
          user: {login: 'octo'},
          ...over,
        },
      ],
    },
  });
  it('have it', async () => {
    expect(await find({body: manifest({'64bit': amd, arm64: arm})})).toMatchObject({
      name: 'ScoopInstaller/Main/tool',
      version: {kind: 'published'},
      belongsTo: 'this-project',
    });
  });
  it('have a stranger’s app of the name, which is none of ours', async () => {
    const theirs = {
      ...manifest({'64bit': 'd'.repeat(64)}, '1.2.3', base.replace('octo', 'other')),
      homepage: 'https://github.com/other/tool',
    };
    expect(await find({body: theirs})).toMatchObject({serves: null, version: {kind: 'absent'}, belongsTo: 'another'});
  });
  it.each([
    ['open', request({}), 'waiting'],
    ['merged', request({state: 'closed', pull_request: {merged_at: '2026-11-20T11:00:00Z'}}), 'waiting'],
    ['refused', request({state: 'closed', pull_request: {merged_at: null}}), 'rejected'],
    ['for another version', request({title: 'tool: Add version 1.2.3-beta'}), 'absent'],
    ['for another app', request({title: 'tool-kit: Add version 1.2.3'}), 'absent'],
    ['by a stranger', request({user: {login: 'hubber'}, body: 'adds github.com/other/tool'}), 'absent'],
  ])('have a pull request, %s', async (_, reply, kind) => expect((await find(gone, {[search]: reply})).version.kind).toBe(kind));
  it('are not searched for a guess', async () => expect((await find(gone, {}, projectOf({release}))).version.kind).toBe('absent'));
});

describe('everything else', () => {
  it.each([
    ['public', {files: {}}, 'owns'],
    ['private', {files: {}, isPrivate: true}, 'exists'],
    ['not there', undefined, 'absent'],
  ] as const)('knows the bucket: %s', async (_, bucket, kind) => {
    const address = 'https://api.github.com/repos/octo/scoop-bucket';
    const replies = {...noBuckets, [address]: repositoryReplies('octo/scoop-bucket', bucket)[address] ?? gone};
    expect((await against(replies, async (lookup) => scoop.findAccount?.(lookup, project)))?.kind).toBe(kind);
  });
  it('knows what publishes', () => {
    const checkout = stepOf({uses: 'actions/checkout', with: {repository: 'octo/scoop-bucket'}});
    const push = stepOf({run: 'git push', line: 2});
    expect(scoop.publishedBy?.publishes(push, jobOf([checkout, push]))).toBe('pushes to a bucket');
    expect(scoop.publishedBy?.publishes(push, jobOf([push]))).toBeUndefined();
    expect(scoop.publishedBy?.jobNames.test('publish-scoop')).toBe(true);
  });
  it('reads a manifest', () => {
    const read = (text: string) => scoop.packageFiles?.read('bucket/tool.json', text);
    expect(read(JSON.stringify(manifest({'64bit': amd})))).toEqual({path: 'bucket/tool.json', name: 'tool', version: '1.2.3', faults: []});
    expect(read(JSON.stringify({...manifest({'64bit': undefined}), homepage: undefined}))?.faults).toHaveLength(2);
    expect(read('{"version": ')?.faults).toHaveLength(1);
    expect(read('{"name": "other"}')).toBeUndefined();
  });
  it('knows a mismatch by the log', () => expect(causesOf(scoop, 'Hash check failed!')).toEqual(['hash-check-failed']));
  it('downloads what the manifest names', async () => {
    const replies = {...inBucket(manifest({'64bit': amd})), [`${base}/tool-windows-amd64.zip`]: {body: 'Not Found'}};
    const integrity = await against(replies, async (lookup) =>
      scoop.verifyPublication?.(lookup, project, {name: 'tool', serves: '1.2.3', version: {kind: 'published'}, evidence: []}),
    );
    expect(integrity?.files).toEqual([{name: 'tool-windows-amd64.zip', result: 'different', note: 'Its address serves an error page.'}]);
  });
});
