import {describe, expect, it} from 'vitest';
import {winget} from '../../checks/winget.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const [amd, arm] = ['a1'.repeat(32), 'b2'.repeat(32)];
const release = releaseOf([assetOf('tool-windows-amd64.zip', {sha256: amd}), assetOf('tool-windows-arm64.zip', {sha256: arm})]);
const project = projectOf({release, packages: {winget: {name: 'Octo.Tool', from: 'workflow'}}});
const folder = 'https://api.github.com/repos/microsoft/winget-pkgs/contents/manifests/o/Octo/Tool';
const file = (version = '1.2.3', path = 'o/Octo/Tool', id = 'Octo.Tool') =>
  `https://raw.githubusercontent.com/microsoft/winget-pkgs/master/manifests/${path}/${version}/${id}.installer.yaml`;
const searchFor = (words: string) =>
  `https://api.github.com/search/issues?q=${encodeURIComponent(`repo:microsoft/winget-pkgs is:pr in:title ${words}`)}&per_page=30`;
const gone: FakeReply = {status: 404};
const listing = (...names: readonly string[]): FakeReply => ({body: names.map((name) => ({type: 'dir', name, path: name}))});
const manifest = (hashes: readonly (string | undefined)[], owner = 'octo'): FakeReply => ({
  body: `PackageIdentifier: Octo.Tool\nPackageVersion: 1.2.3\nInstallers:\n${hashes
    .map(
      (hash, at) =>
        `- Architecture: ${at === 0 ? 'x64' : 'arm64'}\n  InstallerUrl: https://github.com/${owner}/tool/releases/download/v1.2.3/tool-windows-${at === 0 ? 'amd64' : 'arm64'}.zip\n${hash === undefined ? '' : `  InstallerSha256: ${hash}\n`}`,
    )
    .join('')}ManifestType: installer\nManifestVersion: 1.12.0\n`,
});

describe('a version in winget-pkgs', () => {
  const states: readonly (readonly [string, FakeReply, string])[] = [
    ['every checksum is the release’s', manifest([amd.toUpperCase(), arm.toUpperCase()]), 'published'],
    ['an architecture left out', manifest([amd]), 'partial'],
    ['one checksum twice', manifest([amd, amd]), 'wrong'],
    ['the checksum of an error page', manifest([amd, '0019DFC4B32D63C1392AA264AED2253C1E0C2FB09216F8E2CC269BBFB8BB49B5']), 'wrong'],
    ['no checksum', manifest([amd, undefined]), 'wrong'],
    ['no installer manifest', gone, 'partial'],
    ['a manifest that can’t be read', {body: 'a: [1'}, 'not-visible'],
  ];
  it.each(states)('%s', async (_, reply, kind) => {
    const replies = {[folder]: listing('1.2.2', '1.2.3', 'Beta'), [file()]: reply};
    const publication = await against(replies, (lookup) => winget.findPublication(lookup, project));
    expect([publication.version.kind, publication.serves]).toEqual([kind, '1.2.3']);
  });
  it('keeps a version as it is written', async () => {
    const given = {...project, version: '1.10', tag: 'v1.10'};
    const body = `PackageVersion: 1.10\nInstallers:\n- Architecture: x64\n  InstallerUrl: https://github.com/octo/tool/releases/download/v1.10/tool-windows-amd64.zip\n  InstallerSha256: ${amd}\n`;
    const publication = await against({[folder]: listing('1.9', '1.10'), [file('1.10')]: {body}}, (lookup) =>
      winget.findPublication(lookup, given),
    );
    expect(publication).toMatchObject({serves: '1.10', version: {kind: 'partial'}});
  });
});

describe('a version that is not there', () => {
  const request = (over: object): FakeReply => ({
    body: {
      items: [
        {
          title: 'New version: octo.tool version 1.2.3',
          state: 'open',
          html_url: 'https://github.com/microsoft/winget-pkgs/pull/1',
          created_at: '2026-11-20T10:00:00Z',
          ...over,
        },
      ],
    },
  });
  it.each([
    ['open', request({labels: [{name: 'Needs-CLA'}, {name: 'New-Package'}]}), 'waiting', 'Needs-CLA'],
    ['merged', request({state: 'closed', pull_request: {merged_at: '2026-11-20T11:00:00Z'}}), 'waiting', 'merged'],
    ['closed', request({state: 'closed', labels: [{name: 'Validation-Domain'}]}), 'rejected', 'Validation-Domain'],
    [
      'that removed it',
      request({title: 'Remove version: Octo.Tool version 1.2.3', state: 'closed', pull_request: {merged_at: '2026-11-20T11:00:00Z'}}),
      'absent',
      '',
    ],
    ['of another version', request({title: 'New version: Octo.Tool version 1.2.3-beta'}), 'absent', ''],
    ['none', {body: {items: []}}, 'absent', ''],
  ] as const)('may have a pull request: %s', async (_, reply, kind, word) => {
    const publication = await against({[folder]: listing('1.2.2'), [searchFor('Octo.Tool 1.2.3')]: reply}, (lookup) =>
      winget.findPublication(lookup, project),
    );
    expect([publication.version.kind, publication.serves]).toEqual([kind, '1.2.2']);
    expect(JSON.stringify(publication.version)).toContain(word);
  });
  it('prefers the pull request that is open', async () => {
    const [first] = (request({state: 'closed'}).body as {items: readonly object[]}).items;
    const [second] = (request({created_at: '2026-11-01T10:00:00Z'}).body as {items: readonly object[]}).items;
    const publication = await against({[folder]: gone, [searchFor('Octo.Tool 1.2.3')]: {body: {items: [first, second]}}}, (lookup) =>
      winget.findPublication(lookup, project),
    );
    expect(publication.version).toMatchObject({kind: 'waiting', since: '2026-11-01T10:00:00Z'});
  });
  it('takes no stranger’s package for a guessed one', async () => {
    const guessed = projectOf({
      release,
      packages: {winget: {name: winget.usualName?.({owner: 'octo', name: 'tool'}) ?? '', from: 'guess'}},
    });
    const place = 'https://api.github.com/repos/microsoft/winget-pkgs/contents/manifests/o/octo/tool';
    const look = (digests: readonly string[]) =>
      against({[place]: listing('1.2.3'), [file('1.2.3', 'o/octo/tool', 'octo.tool')]: manifest(digests, 'other')}, (lookup) =>
        winget.findPublication(lookup, guessed),
      );
    expect(await look(['d'.repeat(64), 'e'.repeat(64)])).toMatchObject({serves: null, version: {kind: 'absent'}, belongsTo: 'another'});
    // What has the released digests is the project's own under a former name.
    expect(await look([amd, arm])).toMatchObject({serves: '1.2.3', version: {kind: 'published'}, belongsTo: 'this-project'});
  });
});

describe('everything else', () => {
  const fork = 'https://api.github.com/repos/octo/winget-pkgs';
  it('knows a fork', async () => {
    expect(
      (
        await against({[fork]: {body: {full_name: 'octo/winget-pkgs', fork: true}}}, async (lookup) =>
          winget.findAccount?.(lookup, project),
        )
      )?.kind,
    ).toBe('exists');
    expect((await against({[fork]: gone}, async (lookup) => winget.findAccount?.(lookup, project)))?.kind).toBe('not-told');
    expect((await against({}, async (lookup) => winget.findAccount?.(lookup, projectOf())))?.kind).toBe('not-told');
  });
  it('refuses a fine-grained token before it is sent', () =>
    expect(winget.token?.readLocally?.('github_pat_abc')?.verdict).toBe('lacks-right'));
  it.each([
    [{uses: 'vedantmgoyal2009/winget-releaser', with: {identifier: 'Octo.Tool'}}, 'Octo.Tool'],
    [{run: 'wingetcreate update Octo.Tool -u "https://x|x64" -v 1.2.3 --submit'}, 'Octo.Tool'],
    [{run: '.\\wingetcreate.exe update --submit Octo.Tool'}, 'Octo.Tool'],
    [{run: 'komac update Octo.Tool --version 1.2.3 --submit'}, 'Octo.Tool'],
  ])('knows what publishes', (step, name) => {
    expect(winget.publishedBy?.publishes(stepOf(step), jobOf([]))).toBeDefined();
    expect(winget.publishedBy?.packageName?.(stepOf(step))).toBe(name);
  });
  it('reads manifests', () => {
    const read = (text: string) => winget.packageFiles?.read('winget/Octo.Tool.installer.yaml', text);
    expect(read(String(manifest([amd]).body))).toMatchObject({name: 'Octo.Tool', version: '1.2.3', faults: []});
    expect(read(String(manifest([undefined]).body))?.faults).toHaveLength(1);
    expect(
      read('PackageIdentifier: Octo.Tool\nPackageVersion: 1.2.3\nManifestType: defaultLocale\nManifestVersion: 1.12.0\n')?.faults,
    ).toHaveLength(5);
    expect(read('name: other')).toBeUndefined();
    expect(
      ['manifests/o/Octo/Tool/1.2.3/Octo.Tool.yaml', 'winget/x.installer.yaml', '.github/workflows/ci.yml'].map((path) =>
        winget.packageFiles?.matches(path),
      ),
    ).toEqual([true, true, false]);
  });
  it.each([
    ['Resource not accessible by personal access token', 'fine-grained-token'],
    ['There is already an open pull request for Octo.Tool 1.2.3', 'pull-request-skipped'],
  ])('%s', (line, id) => expect(causesOf(winget, line)).toEqual([id]));
});
