import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {vscode} from '../../checks/vscode.ts';
import {against, createFakeLookup, type FakeReply} from '../support/fake-lookup.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const gallery = 'https://marketplace.visualstudio.com';
const query = `POST ${gallery}/_apis/public/gallery/extensionquery`;
const project = projectOf({packages: {vscode: {name: 'octo.tool-code', from: 'file'}}});

type Version = Readonly<{
  version: string;
  flags?: string;
  targetPlatform?: string;
  validationResultMessage?: string;
  lastUpdated?: string;
  isPrerelease?: boolean;
}>;
const ok = (version: string, over: Partial<Version> = {}): Version => ({version, flags: 'validated', ...over});
const extension = (versions: readonly Version[], over: object = {}, source = 'https://github.com/octo/tool'): FakeReply => ({
  body: {
    results: [
      {
        extensions: [
          {
            flags: 'validated, public',
            versions: versions.map(({isPrerelease, ...one}) => ({
              ...one,
              properties: [
                {key: 'Microsoft.VisualStudio.Services.Links.Source', value: source},
                ...(isPrerelease ? [{key: 'Microsoft.VisualStudio.Code.PreRelease', value: 'true'}] : []),
              ],
            })),
            ...over,
          },
        ],
      },
    ],
  },
});
const none: FakeReply = {body: {results: [{extensions: []}]}};
const find = (reply: FakeReply, given = project) => against({[query]: reply}, (lookup) => vscode.findPublication(lookup, given));

describe('the states of an extension', () => {
  const states: readonly (readonly [string, FakeReply, object, string | null])[] = [
    ['validated', extension([ok('1.2.3'), ok('1.2.2')]), {kind: 'published'}, '1.2.3'],
    [
      'in validation',
      extension([{version: '1.2.3', flags: 'none', lastUpdated: '2026-11-20T10:00:00Z'}, ok('1.2.2')]),
      {kind: 'waiting', since: '2026-11-20T10:00:00Z'},
      '1.2.2',
    ],
    [
      'refused',
      extension([{version: '1.2.3', validationResultMessage: 'It holds a virus.'}]),
      {kind: 'rejected', why: 'It holds a virus.'},
      null,
    ],
    ['an earlier version', extension([ok('1.2.2')]), {kind: 'absent'}, '1.2.2'],
    [
      'a pre-release',
      extension([ok('1.2.3', {isPrerelease: true}), ok('1.2.2')]),
      {kind: 'published', note: expect.stringContaining('pre-release')},
      '1.2.2',
    ],
    [
      'a platform of before left out',
      extension([
        ok('1.2.3', {targetPlatform: 'linux-x64'}),
        ok('1.2.2', {targetPlatform: 'linux-x64'}),
        ok('1.2.2', {targetPlatform: 'win32-x64'}),
      ]),
      {kind: 'partial', missing: ['win32-x64']},
      '1.2.3',
    ],
    [
      'a platform still in validation',
      extension([ok('1.2.3', {targetPlatform: 'linux-x64'}), {version: '1.2.3', targetPlatform: 'win32-x64'}]),
      {kind: 'partial', missing: ['win32-x64']},
      '1.2.3',
    ],
    [
      'one package for all platforms after many',
      extension([ok('1.2.3'), ok('1.2.2', {targetPlatform: 'win32-x64'})]),
      {kind: 'published'},
      '1.2.3',
    ],
    ['unpublished', extension([ok('1.2.3')], {flags: 'validated, unpublished'}), {kind: 'withdrawn'}, '1.2.3'],
    ['not public', extension([ok('1.2.3')], {flags: 'validated'}), {kind: 'not-visible'}, '1.2.3'],
    ['nothing', none, {kind: 'absent'}, null],
  ];
  it.each(states)('%s', async (_, reply, version, serves) => expect(await find(reply)).toMatchObject({version, serves}));
  it('asks once, for what is in validation as well', async () => {
    const lookup = createFakeLookup({[query]: none});
    await vscode.findPublication(lookup, project);
    expect(JSON.parse(lookup.asked[0]?.body ?? '')).toEqual({
      filters: [{pageNumber: 1, pageSize: 1, criteria: [{filterType: 7, value: 'octo.tool-code'}]}],
      assetTypes: [],
      flags: 403,
    });
  });
  it('takes no stranger’s extension for a guessed one', async () => {
    const guessed = projectOf({packages: {vscode: {name: vscode.usualName?.({owner: 'octo', name: 'tool'}) ?? '', from: 'guess'}}});
    expect(await find(extension([ok('1.2.3')], {}, 'https://github.com/other/thing'), guessed)).toMatchObject({
      name: 'octo.tool',
      serves: null,
      version: {kind: 'absent'},
      belongsTo: 'another',
    });
    expect((await find(extension([ok('1.2.3')], {}, 'https://tool.example'), guessed)).version.kind).toBe('not-visible');
  });
  it('does not take half an answer for nothing', async () => {
    await expect(find({body: {results: []}})).rejects.toThrow('shape');
  });
});

describe('the publisher', () => {
  const page = `HEAD ${gallery}/publishers/octo`;
  it.each([
    [{}, 'exists'],
    [{status: 404}, 'absent'],
  ] as const)('is known by its page', async (reply, kind) => {
    expect((await against({[page]: reply}, async (lookup) => vscode.findAccount?.(lookup, project)))?.kind).toBe(kind);
  });
  it('is not guessed', async () =>
    expect((await against({}, async (lookup) => vscode.findAccount?.(lookup, projectOf())))?.kind).toBe('not-told'));
});

describe('the token', () => {
  const url = `${gallery}/_apis/securityroles/scopes/gallery.publisher/roleassignments/resources/octo?api-version=3.2-preview.1`;
  const roles = (...names: readonly string[]): FakeReply => ({
    body: {count: names.length, value: names.map((name) => ({identity: {displayName: 'x'}, role: {name}}))},
  });
  it.each([
    ['a member of a publisher where all may publish', roles('Owner', 'Contributor'), 'valid'],
    ['a member among readers', roles('Owner', 'Reader'), 'valid-rights-unknown'],
    ['a reader', roles('Reader'), 'lacks-right'],
    ['refused', {status: 401}, 'refused'],
    ['no member', {status: 403}, 'lacks-right'],
    ['a sign-in page', {status: 203, body: '<html>'}, 'undetermined'],
    ['a page instead of a list', {body: '<html>'}, 'undetermined'],
    ['no such publisher', {status: 404}, 'undetermined'],
  ] as readonly (readonly [string, FakeReply, string])[])('%s', async (_, reply, verdict) => {
    expect((await against({[url]: reply}, async (lookup) => vscode.token?.test?.(lookup, project), {hasToken: true}))?.verdict).toBe(
      verdict,
    );
  });
  it('warns of the end of its kind', async () => {
    expect(
      (await against({[url]: roles('Owner')}, async (lookup) => vscode.token?.test?.(lookup, project), {hasToken: true}))?.note,
    ).toContain('2026-12-01');
  });
  it('needs a publisher', async () =>
    expect((await against({}, async (lookup) => vscode.token?.test?.(lookup, projectOf()), {hasToken: true}))?.verdict).toBe(
      'undetermined',
    ));
  const jwt = (claims: object) => `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  it.each([
    ['a'.repeat(84), undefined],
    [jwt({exp: 1000}), 'expired'],
    [jwt({exp: 99_999_999_999}), undefined],
    ['ovsxat_0123', 'wrong-marketplace'],
    ['ghp_abc', 'wrong-marketplace'],
  ])('shows its shape', (secret, verdict) => expect(vscode.token?.readLocally?.(secret)?.verdict).toBe(verdict));
  it('is sent as a password', () =>
    expect(vscode.token?.authorize('secret\n', {})).toEqual({authorization: `Basic ${btoa('OAuth:secret')}`}));
});

describe('everything else', () => {
  it.each([
    [{run: 'npx vsce publish -p $VSCE_PAT'}, true],
    [{run: 'npx @vscode/vsce@4 publish --azure-credential'}, true],
    [{run: 'npx vsce package'}, false],
    [{uses: 'haaleo/publish-vscode-extension', with: {registryUrl: 'https://marketplace.visualstudio.com'}}, true],
    [{uses: 'haaleo/publish-vscode-extension', with: {pat: 'x'}}, false],
  ])('knows what publishes', (step, isOne) => expect(vscode.publishedBy?.publishes(stepOf(step), jobOf([])) !== undefined).toBe(isOne));
  it('knows which rights an identity of its own needs', () => {
    expect(vscode.publishedBy?.permissions?.(stepOf({run: 'npx vsce publish --azure-credential'}), jobOf([]))).toEqual({
      'id-token': 'write',
    });
    expect(vscode.publishedBy?.permissions?.(stepOf({run: 'npx vsce publish'}), jobOf([]))).toEqual({});
  });
  it('reads the package.json of an extension alone', () => {
    const read = (value: object) => vscode.packageFiles?.read('editor/package.json', JSON.stringify(value));
    const good = {name: 'tool-code', publisher: 'octo', version: '1.2.3', engines: {vscode: '^1.90.0'}};
    expect(read(good)).toEqual({path: 'editor/package.json', name: 'octo.tool-code', version: '1.2.3', faults: []});
    expect(read({...good, engines: {node: '>=22'}})).toBeUndefined();
    expect(read({...good, publisher: undefined, version: '1.2.3-rc1'})?.faults).toHaveLength(2);
    expect(read({...good, icon: 'icon.svg'})?.faults).toEqual([{what: 'The marketplace takes no SVG as an icon, and icon.svg is one.'}]);
    expect(read({...good, icon: 'icon.png'})?.faults).toEqual([]);
    expect(vscode.packageFiles?.read('package.json', '{')).toBeUndefined();
  });
  it('compares what is served with the released package', async () => {
    const body = 'PK vsix';
    const sha256 = createHash('sha256').update(body).digest('hex');
    const download = `${gallery}/_apis/public/gallery/publishers/octo/vsextensions/tool-code/1.2.3/vspackage`;
    const verify = async (digest: string) =>
      (
        await against({[query]: extension([ok('1.2.3')]), [download]: {body}}, async (lookup) =>
          vscode.verifyPublication?.(
            lookup,
            {...project, release: releaseOf([assetOf('tool-code.vsix', {sha256: digest})])},
            {name: 'octo.tool-code', serves: '1.2.3', version: {kind: 'published'}, evidence: []},
          ),
        )
      )?.files[0]?.result;
    expect([await verify(sha256), await verify('f'.repeat(64))]).toEqual(['same', 'different']);
  });
  it('holds no earlier version against the release', async () => {
    const replies = {
      [query]: extension([ok('1.2.2')]),
      [`${gallery}/_apis/public/gallery/publishers/octo/vsextensions/tool-code/1.2.2/vspackage`]: {body: 'PK'},
    };
    const integrity = await against(replies, async (lookup) =>
      vscode.verifyPublication?.(
        lookup,
        {...project, release: releaseOf([assetOf('tool-code.vsix')])},
        {name: 'octo.tool-code', serves: '1.2.2', version: {kind: 'absent'}, evidence: []},
      ),
    );
    expect(integrity?.files[0]).toMatchObject({result: 'not-comparable', note: 'The release is 1.2.3, so it holds nothing of 1.2.2.'});
  });
  it('knows a foreign token by the log', () =>
    expect(causesOf(vscode, 'ERROR TF400813: Resource not available for anonymous access')).toEqual(['not-a-member']));
});
