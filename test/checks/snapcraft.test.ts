import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {snapcraft} from '../../checks/snapcraft.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {macaroonOf} from '../support/macaroon.ts';
import {projectOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const url = 'https://api.snapcraft.io/v2/snaps/info/tool?fields=version,revision,channel-map,download,publisher,links,website';
const project = projectOf({packages: {snapcraft: {name: 'tool', from: 'file'}}});
const gone: FakeReply = {status: 404, body: {'error-list': [{code: 'resource-not-found'}]}};
type Entry = readonly [risk: string, architecture: string, version: string];
const bytes = 'snap';
const info = (entries: readonly Entry[], source = 'https://github.com/octo/tool'): FakeReply => ({
  body: {
    name: 'tool',
    'default-track': null,
    snap: {publisher: {username: 'octo'}, links: {source: [source]}},
    'channel-map': entries.map(([risk, architecture, version]) => ({
      channel: {track: 'latest', risk, architecture, 'released-at': '2026-11-20T10:00:00Z'},
      version,
      download: {
        url: `https://api.snapcraft.io/download/${architecture}.snap`,
        'sha3-384': createHash('sha3-384').update(bytes).digest('hex'),
      },
    })),
  },
});
const find = (reply: FakeReply, given = project) => against({[url]: reply}, (lookup) => snapcraft.findPublication(lookup, given));

describe('the states of a snap', () => {
  const states: readonly (readonly [string, readonly Entry[], object, string | null])[] = [
    ['stable under the tag as it is written', [['stable', 'amd64', 'v1.2.3']], {kind: 'published'}, 'v1.2.3'],
    [
      'stable everywhere',
      [
        ['stable', 'amd64', '1.2.3'],
        ['stable', 'arm64', '1.2.3'],
      ],
      {kind: 'published'},
      '1.2.3',
    ],
    [
      'stable for one architecture',
      [
        ['stable', 'amd64', '1.2.3'],
        ['stable', 'arm64', '1.2.2'],
      ],
      {kind: 'partial', missing: ['arm64']},
      '1.2.3',
    ],
    [
      'stable for one, elsewhere for the other',
      [
        ['stable', 'amd64', '1.2.3'],
        ['edge', 'arm64', '1.2.3'],
      ],
      {kind: 'partial', missing: ['arm64']},
      '1.2.3',
    ],
    [
      'edge alone',
      [
        ['edge', 'amd64', '1.2.3'],
        ['stable', 'amd64', '1.2.2'],
      ],
      {kind: 'waiting', for: 'a release to stable: it is in latest/edge alone'},
      '1.2.2',
    ],
    ['edge, and nothing stable', [['edge', 'amd64', '1.2.3']], {kind: 'waiting'}, null],
    ['an earlier version', [['stable', 'amd64', '1.2.2']], {kind: 'absent'}, '1.2.2'],
  ];
  it.each(states)('%s', async (_, entries, version, serves) => expect(await find(info(entries))).toMatchObject({version, serves}));
  it('is nothing where the store shows nothing', async () => {
    expect(await find(gone)).toMatchObject({
      serves: null,
      version: {kind: 'absent'},
      evidence: [{label: expect.stringContaining('private')}],
    });
  });
  it('takes no stranger’s snap for a guessed one', async () => {
    const entries: readonly Entry[] = [['stable', 'amd64', '1.2.3']];
    expect(await find(info(entries, 'https://github.com/other/thing'), projectOf())).toMatchObject({
      serves: null,
      version: {kind: 'absent'},
      belongsTo: 'another',
    });
    expect((await find(info(entries, 'https://tool.example'), projectOf())).version.kind).toBe('not-visible');
  });
  it('compares the download with the store’s digest', async () => {
    const verify = (body: string) =>
      against({[url]: info([['stable', 'amd64', '1.2.3']]), 'https://api.snapcraft.io/download/amd64.snap': {body}}, async (lookup) =>
        snapcraft.verifyPublication?.(lookup, project, {name: 'tool', serves: '1.2.3', version: {kind: 'published'}, evidence: []}),
      );
    expect([(await verify(bytes))?.files[0]?.result, (await verify('other'))?.files[0]?.result]).toEqual(['not-comparable', 'different']);
  });
});

describe('the account', () => {
  const own = 'https://dashboard.snapcraft.io/dev/api/account';
  const find = (replies: Readonly<Record<string, FakeReply>>, hasToken: boolean) =>
    against(replies, async (lookup) => snapcraft.findAccount?.(lookup, project), {hasToken});
  it('owns the name, by its own credential', async () => {
    expect(await find({[own]: {body: {username: 'octo', snaps: {'16': {tool: {status: 'Approved'}}}}}}, true)).toMatchObject({
      kind: 'owns',
      name: 'octo',
    });
    expect(await find({[own]: {body: {username: 'octo', snaps: {'16': {}}}}}, true)).toMatchObject({kind: 'exists', name: 'octo'});
  });
  it('is what everybody sees where the credential tells nothing', async () => {
    expect((await find({[own]: {status: 401}, [url]: gone}, true))?.kind).toBe('not-told');
    expect(await find({[url]: info([])}, false)).toMatchObject({kind: 'exists', name: 'octo'});
    expect((await find({[url]: info([], 'https://github.com/other/thing')}, false))?.kind).toBe('taken');
  });
});

const credential = (...caveats: readonly string[]) =>
  Buffer.from(
    JSON.stringify({t: 'u1-macaroon', v: {r: macaroonOf(Buffer.alloc(32, 1), ...caveats), d: macaroonOf(Buffer.alloc(32, 2))}}),
  ).toString('base64');

describe('the credential', () => {
  const read = (secret: string) => snapcraft.token?.readLocally?.(secret);
  it.each([
    ['a fresh one', credential('store|expires|2999-01-01T00:00:00.000', 'store|acl|["package_push","package_release"]'), undefined],
    ['an ended one', credential('store|expires|2020-01-01T00:00:00.000'), 'expired'],
    ['one that may not upload', credential('store|acl|["package_access"]'), 'lacks-right'],
    [
      'one of the old shape',
      Buffer.from(JSON.stringify({r: macaroonOf(Buffer.alloc(32)), d: macaroonOf(Buffer.alloc(32))})).toString('base64'),
      undefined,
    ],
    [
      'one of Snapcraft 6',
      `[login.ubuntu.com]\nmacaroon = ${macaroonOf(Buffer.alloc(32))}\nunbound_discharge = ${macaroonOf(Buffer.alloc(32))}\n`,
      undefined,
    ],
    ['one for Candid', Buffer.from('{"t":"macaroon","v":"x"}').toString('base64'), 'refused'],
    ['one that can’t be bound', Buffer.from('{"r":"AgEB","d":"AgEB"}').toString('base64'), 'undetermined'],
    ['one with the words around it', `Exported login credentials:\n${credential()}`, 'refused'],
    ['one cut off', credential().slice(0, 60), 'refused'],
    ['GitHub’s', 'ghp_abcdef', 'wrong-marketplace'],
  ])('%s', (_, secret, verdict) => expect(read(secret)?.verdict).toBe(verdict));
  it('is sent with its parts bound', () => {
    expect(snapcraft.token?.authorize(credential(), {})['authorization']).toMatch(/^Macaroon root=[\w-]+, discharge=[\w-]+$/);
    expect(snapcraft.token?.authorize('nonsense', {})).toEqual({});
  });
  const whoami = 'https://dashboard.snapcraft.io/api/v2/tokens/whoami';
  it.each([
    ['valid', {body: {account: {username: 'octo'}, permissions: null, expires: '2027-01-01T00:00:00.000'}}, 'valid'],
    ['without the right to release', {body: {account: {username: 'octo'}, permissions: ['package_push']}}, 'lacks-right'],
    ['aged and not ended', {status: 401, body: {'error-list': [{code: 'macaroon-needs-refresh'}]}}, 'undetermined'],
    ['aged, by the header', {status: 401, headers: {'www-authenticate': 'Macaroon needs_refresh=1'}}, 'undetermined'],
    ['refused', {status: 401, body: {'error-list': [{code: 'macaroon-authorization-required'}]}}, 'refused'],
    ['blocked', {status: 403}, 'blocked'],
    ['answered with a page', {body: '<html>'}, 'undetermined'],
  ] as readonly (readonly [string, FakeReply, string])[])('%s', async (_, reply, verdict) => {
    const result = await against({[whoami]: reply}, async (lookup) => snapcraft.token?.test?.(lookup, project), {hasToken: true});
    expect(result?.verdict).toBe(verdict);
    if (verdict === 'valid') expect(result).toMatchObject({identity: 'octo', expires: '2027-01-01T00:00:00.000Z'});
  });
});

describe('everything else', () => {
  it.each([
    [{run: 'snapcraft upload *.snap --release=stable'}, true],
    [{run: 'snapcraft push tool.snap'}, true],
    [{uses: 'snapcore/action-publish'}, true],
    [{run: 'snapcraft --destructive-mode'}, false],
    [{uses: 'snapcore/action-build'}, false],
  ])('knows what publishes', (step, isOne) => expect(snapcraft.publishedBy?.publishes(stepOf(step), jobOf([])) !== undefined).toBe(isOne));
  it.each([
    ['publish-snap', true],
    ['snapshot', false],
  ])('%s', (job, isOne) => expect(snapcraft.publishedBy?.jobNames.test(job)).toBe(isOne));
  it('reads snapcraft.yaml', () => {
    const read = (text: string) => snapcraft.packageFiles?.read('snap/snapcraft.yaml', text);
    const good =
      'name: tool\nbase: core24\nversion: "1.10"\nsummary: Does it\ndescription: Does it well\nconfinement: strict\nparts:\n  tool:\n    plugin: dump\n';
    expect(read(good)).toEqual({path: 'snap/snapcraft.yaml', name: 'tool', version: '1.10', faults: []});
    expect(read(good.replace('"1.10"', 'git'))).toMatchObject({name: 'tool', faults: []});
    expect(read(good.replace('version: "1.10"\n', 'adopt-info: tool\n'))?.faults).toEqual([]);
    // The limit counts characters, and not what they are made of.
    expect(read(good.replace('Does it\n', `${'🚢'.repeat(78)}\n`))?.faults).toEqual([]);
    expect(read(good.replace('Does it\n', `${'x'.repeat(79)}\n`))?.faults).toHaveLength(1);
    expect(read(good.replace('confinement: strict\n', '').replace('name: tool', 'name: Tool'))?.faults).toHaveLength(2);
    expect(read(`${good}x: [1`)?.faults[0]?.what).toContain('YAML');
  });
  it.each([
    ['No keyring found to store or retrieve credentials from.', 'credential-missing'],
    ['resource-not-found: Snap not found for name=tool', 'snap-not-registered'],
  ])('%s', (line, id) => expect(causesOf(snapcraft, line)).toEqual([id]));
});
