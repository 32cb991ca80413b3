import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {chocolatey} from '../../checks/chocolatey.ts';
import type {PackedFile} from '../../src/demo/contextlite/tar.ts';
import {zipOf} from '../../src/demo/contextlite/zip.ts';
import type {Situation} from '../../src/model/diagnosis.ts';
import {Problem} from '../../src/model/problem.ts';
import type {QueuedVersion} from '../../src/model/publication.ts';
import {packedProgram} from '../support/archives.ts';
import {against, createFakeLookup, type FakeReply} from '../support/fake-lookup.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const api = 'https://community.chocolatey.org/api/v2';
const page = 'HEAD https://community.chocolatey.org/packages/tool';
const single = `${api}/Packages(Id='tool',Version='1.2.3')`;
const feed = `${api}/FindPackagesById()?id='tool'&semVerLevel=2.0.0`;
const submitted = `${api}/submitted/FindPackagesById()?id='tool'`;
const project = projectOf({packages: {chocolatey: {name: 'tool', from: 'workflow'}}});

type Fields = Readonly<Record<string, string>>;
const approved: Fields = {
  PackageStatus: 'Approved',
  IsApproved: 'true',
  Published: '2026-11-01T10:00:00',
  ProjectSourceUrl: 'https://github.com/octo/tool',
};
const waiting: Fields = {
  PackageStatus: 'Submitted',
  PackageSubmittedStatus: 'Ready',
  IsApproved: 'false',
  Published: '1900-01-01T00:00:00',
};
const entry = (version: string, fields: Fields) =>
  `<entry xmlns="http://www.w3.org/2005/Atom" xmlns:d="d" xmlns:m="m"><title type="text">tool</title><updated>2026-11-02T10:00:00Z</updated><m:properties><d:Version>${version}</d:Version>${Object.entries(
    fields,
  )
    .map(([name, value]) => `<d:${name}>${value}</d:${name}>`)
    .join('')}<d:Summary m:null="true"/></m:properties></entry>`;
const one = (version: string, fields: Fields): FakeReply => ({body: `<?xml version="1.0"?>${entry(version, fields)}`});
const many = (...entries: readonly string[]): FakeReply => ({
  body: `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Packages</title>${entries.join('')}</feed>`,
});
const gone: FakeReply = {status: 404};

describe('the states of a version', () => {
  const states: readonly (readonly [string, Fields, string, string | null])[] = [
    ['approved and listed', approved, 'published', '1.2.3'],
    ['exempt from moderation', {...approved, PackageStatus: 'Exempted'}, 'published', '1.2.3'],
    ['approved and unlisted', {...approved, Published: '1900-01-01T00:00:00'}, 'withdrawn', null],
    ['approved, with a failing install test', {...approved, PackageTestResultStatus: 'Failing'}, 'wrong', '1.2.3'],
    ['waiting for a moderator', waiting, 'waiting', null],
    ['waiting for the maintainer', {...waiting, PackageSubmittedStatus: 'Waiting'}, 'waiting', null],
    ['rejected', {PackageStatus: 'Rejected', IsApproved: 'false'}, 'rejected', null],
    ['of a state nobody knows', {PackageStatus: 'Unknown', IsApproved: 'false'}, 'not-visible', null],
  ];
  it.each([
    ['its checks', {PackageSubmittedStatus: 'Pending'}, 'machine', undefined],
    ['a moderator', {}, 'theirs', undefined],
    ['a moderator, after an answer', {PackageSubmittedStatus: 'Responded', PackageTestResultStatus: 'Failing'}, 'theirs', undefined],
    ['a moderator, after another push', {PackageSubmittedStatus: 'Updated'}, 'theirs', undefined],
    ['its maintainer', {PackageSubmittedStatus: 'Waiting', PackageReviewedDate: '2026-11-05T10:00:00Z'}, 'yours', '2026-11-05T10:00:00Z'],
    ['its maintainer, by its install test', {PackageTestResultStatus: 'Failing'}, 'yours', undefined],
    ['its maintainer, by its validation', {PackageValidationResultStatus: 'Failing'}, 'yours', undefined],
  ] as const)('is the turn of %s', async (_, over, whose, since) => {
    const fields = {...waiting, ...over};
    const {version, queued} = await against({[single]: one('1.2.3', fields), [feed]: many(), [submitted]: gone}, (lookup) =>
      chocolatey.findPublication(lookup, project),
    );
    const next = version.kind === 'waiting' ? version.next : undefined;
    expect([next?.whose, next?.since]).toEqual([whose, since]);
    expect(queued?.[0]?.next).toEqual(next);
  });
  it.each(states)('%s', async (_, fields, kind, serves) => {
    const publication = await against({[single]: one('1.2.3', fields), [feed]: many(), [submitted]: gone}, (lookup) =>
      chocolatey.findPublication(lookup, project),
    );
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });
  it('serves the earlier version while the tag’s is in moderation', async () => {
    const replies = {
      [single]: one('1.2.3', waiting),
      [feed]: many(entry('1.2.2', {...approved, IsLatestVersion: 'true'})),
      [submitted]: many(entry('1.2.3', waiting)),
    };
    const publication = await against(replies, (lookup) => chocolatey.findPublication(lookup, project));
    expect(publication).toMatchObject({
      serves: '1.2.2',
      version: {kind: 'waiting', since: '2026-11-02T10:00:00Z'},
      belongsTo: 'this-project',
      queued: [{version: '1.2.3'}],
    });
    expect(publication.queued).toHaveLength(1);
  });
  it('names a version in the queue that is not the tag’s', async () => {
    const failing = {...waiting, PackageSubmittedStatus: 'Waiting', PackageTestResultStatus: 'Failing'};
    const replies = {[single]: gone, [feed]: many(), [submitted]: many(entry('1.0.15', failing)), [`${page}/1.2.3`]: gone};
    const publication = await against(replies, (lookup) => chocolatey.findPublication(lookup, project));
    expect(publication).toMatchObject({
      serves: null,
      version: {kind: 'absent'},
      queued: [{version: '1.0.15', state: expect.stringMatching(/moderation \(Waiting\).*install test fails/)}],
    });
  });
  it('tells a rejected version by the page that no feed lists', async () => {
    const replies = {[single]: gone, [feed]: many(), [submitted]: many(), [page]: {}, [`${page}/1.2.3`]: {}};
    expect((await against(replies, (lookup) => chocolatey.findPublication(lookup, project))).version.kind).toBe('rejected');
  });
  it.each([
    ['of the package', {[page]: {status: 403}}],
    ['of the version', {[page]: {}, [`${page}/1.2.3`]: {status: 403}}],
  ] as readonly (readonly [string, Readonly<Record<string, FakeReply>>])[])(
    'calls nothing absent where the page %s is behind a check',
    async (_, pages) => {
      const replies = {[single]: gone, [feed]: many(), [submitted]: many(), ...pages};
      expect((await against(replies, (lookup) => chocolatey.findPublication(lookup, project))).version.kind).toBe('not-visible');
    },
  );
  it('asks no further where the package has no page', async () => {
    const replies = {[single]: gone, [feed]: many(), [submitted]: many(), [page]: gone};
    expect(await against(replies, (lookup) => chocolatey.findPublication(lookup, project))).toMatchObject({
      serves: null,
      version: {kind: 'absent'},
    });
  });
  it('follows the pages of a feed', async () => {
    const next = `${api}/FindPackagesById?next=2`;
    const first = {body: `<feed><link rel="next" href="${next}"/>${entry('1.2.1', approved)}</feed>`};
    const replies = {[single]: one('1.2.3', approved), [feed]: first, [next]: many(entry('1.2.2', approved)), [submitted]: gone};
    expect((await against(replies, (lookup) => chocolatey.findPublication(lookup, project))).version.kind).toBe('published');
  });
  it.each([
    ['another project', {...approved, ProjectSourceUrl: 'https://github.com/other/thing'}, 'absent', 'another'],
    ['nobody', {...approved, ProjectSourceUrl: ''}, 'not-visible', undefined],
  ])('takes no package that names %s for a guessed one', async (_, fields, kind, belongsTo) => {
    const publication = await against({[single]: one('1.2.3', fields), [feed]: many(), [submitted]: gone}, (lookup) =>
      chocolatey.findPublication(lookup, projectOf()),
    );
    expect([publication.version.kind, publication.belongsTo]).toEqual([kind, belongsTo]);
  });
  it.each(['{"a": 1}', '<html><body>busy', '<html><body>busy</body></html>', ''])('does not understand %s', async (body) => {
    const lookup = createFakeLookup({[single]: {body}, [feed]: {body}, [submitted]: {body}});
    await expect(chocolatey.findPublication(lookup, project)).rejects.toSatisfy(
      (thrown) => thrown instanceof Problem && thrown.kind === 'unexpected-answer',
    );
  });
});

describe('the cause of a refused push', () => {
  const queued: readonly QueuedVersion[] = [{version: '1.0.15', state: 'moderation (Waiting)', since: '2026-11-02T10:00:00Z'}];
  const workflow = {id: 1, name: 'Publish', path: 'p.yml', url: 'https://github.com/octo/tool'};
  const situation = (over: Partial<Situation>): Situation => ({
    marketplace: {id: 'chocolatey', title: 'Chocolatey'},
    project,
    publication: {name: 'tool', serves: null, version: {kind: 'absent'}, queued, evidence: []},
    job: {
      marketplace: 'chocolatey',
      workflow,
      job: jobOf([]),
      because: '',
      publishingSteps: ['Send it'],
      isEnabled: true,
      secrets: [],
      findings: [],
    },
    ...over,
  });
  const run = (failed: string): Situation['run'] & object => ({
    id: 1,
    runId: 1,
    name: 'publish',
    status: 'completed',
    conclusion: 'failure',
    url: 'https://github.com/octo/tool',
    steps: [{number: 8, name: failed, status: 'completed', conclusion: 'failure'}],
  });
  const judge = (over: Partial<Situation>) => chocolatey.causes?.[0]?.judge(situation(over));
  it('is confirmed where the pushing step failed and nothing was ever approved', () => {
    const judgement = judge({run: run('Send it')});
    expect(judgement?.confidence).toBe('confirmed');
    expect(judgement?.evidence.join(' ')).toMatch(/1\.0\.15 is in moderation.*2026-11-02.*step 8/);
  });
  it('is less sure where another step failed, or none', () => {
    expect([judge({run: run('Build')})?.confidence, judge({})?.confidence]).toEqual(['likely', 'possible']);
  });
  it('is none where a version is approved, or the tag’s own is the one in the queue', () => {
    const publication = {name: 'tool', serves: '1.0.14', version: {kind: 'absent'}, queued, evidence: []} as const;
    expect(judge({publication})).toBeUndefined();
    expect(judge({publication: {...publication, serves: null, queued: [{version: '1.2.3', state: 'moderation'}]}})).toBeUndefined();
  });
  it.each([
    ['Response status code does not indicate success: 403 (Forbidden).', 'push-forbidden'],
    ['The default push source configuration is not set.', 'push-source-missing'],
    ["Checksum for 'x' did not meet 'y' for checksum type 'sha256'", 'checksum-mismatch'],
  ])('%s', (line, id) => expect(causesOf(chocolatey, line)).toContain(id));
});

describe('the key', () => {
  const key = '0123abcd-0123-4567-89ab-0123456789ab';
  const verify = 'https://push.chocolatey.org/api/v2/verifykey';
  const test = (first: FakeReply, second?: FakeReply) =>
    against(
      {[`${verify}/`]: first, ...(second === undefined ? {} : {[`${verify}/tool/1.2.3`]: second})},
      async (lookup) => chocolatey.token?.test?.(lookup, project),
      {hasToken: true},
    );
  it.each([
    ['owner', {}, {}, 'valid'],
    ['stranger', {}, {status: 403}, 'lacks-right'],
    ['no such version', {}, {status: 404}, 'valid-rights-unknown'],
    ['unknown', {status: 403, body: 'does not provide the authority to push'}, undefined, 'refused'],
    ['no GUID', {status: 400}, undefined, 'refused'],
    ['browser check', {status: 403, body: '<html>'}, undefined, 'undetermined'],
    ['no such test', {status: 405}, undefined, 'untestable'],
  ] as readonly (readonly [string, FakeReply, FakeReply | undefined, string])[])('%s', async (_, first, second, verdict) =>
    expect((await test(first, second))?.verdict).toBe(verdict),
  );
  it('shows its shape', () => {
    expect(chocolatey.token?.readLocally?.(key)).toBeUndefined();
    expect([chocolatey.token?.readLocally?.('ghp_abc')?.verdict, chocolatey.token?.readLocally?.('secret')?.verdict]).toEqual([
      'wrong-marketplace',
      'wrong-marketplace',
    ]);
    expect(chocolatey.token?.authorize(`${key}\n`, {})).toEqual({'x-nuget-apikey': key});
  });
});

describe('what the package is compared with', () => {
  const bytes = 'nupkg';
  const hash = createHash('sha512').update(bytes).digest('base64');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const published = {name: 'tool', serves: '1.2.3', version: {kind: 'published'}, evidence: []} as const;
  const verify = async (body: string, given = project) => {
    const replies = {
      [single]: one('1.2.3', {...approved, PackageHash: hash, PackageHashAlgorithm: 'SHA512'}),
      [`${api}/package/tool/1.2.3`]: {body},
    };
    return (await against(replies, async (lookup) => chocolatey.verifyPublication?.(lookup, given, published)))?.files[0]?.result;
  };
  const script = (url: string, checksum: string) =>
    `$version = $env:ChocolateyPackageVersion\n# checksum64 = 'of nothing'\n$arguments = @{\n  url64bit = "${url}"\n  checksum64 = '${checksum}'\n}\n`;
  const zipUrl = 'https://github.com/octo/tool/releases/download/v1.2.3/tool-windows-amd64.zip';
  const exe = packedProgram('tool.exe', 'windows', 'amd64');
  const zip = zipOf([exe]);
  const released = createHash('sha256').update(zip).digest('hex');
  const inside = async (files: readonly PackedFile[], asked: readonly string[]) => {
    const nupkg = zipOf(files);
    const PackageHash = createHash('sha512').update(nupkg).digest('base64');
    const replies = {
      [single]: one('1.2.3', {...approved, PackageHash, PackageHashAlgorithm: 'SHA512'}),
      [`${api}/package/tool/1.2.3`]: {body: nupkg},
      ...Object.fromEntries(asked.map((url) => [url, {body: zip}])),
    };
    const given = {...project, release: releaseOf([assetOf('tool-windows-amd64.zip', {sha256: released})])};
    const integrity = await against(replies, async (lookup) => chocolatey.verifyPublication?.(lookup, given, published));
    return integrity?.files.map(({result, note}) => [result, note ?? '']);
  };
  const installs = (contents: string): PackedFile => ({name: 'tools/chocolateyInstall.ps1', contents});
  const versioned = zipUrl.replace('1.2.3', '$version');

  it.each([
    ['the release’s file by its digest', [installs(script(zipUrl, released))], 'same', ''],
    ['an address with the version in a variable', [installs(script(versioned, released.toUpperCase()))], 'same', ''],
    ['another digest', [installs(script(zipUrl, 'ab'.repeat(32)))], 'different', 'does not have the checksum'],
    ['a placeholder for it', [installs(script(zipUrl, 'PLACEHOLDER'))], 'different', 'does not have the checksum'],
  ] as const)('is what the install script fetches: %s', async (_, files, result, note) =>
    expect(await inside(files, [zipUrl])).toEqual([[result, expect.stringContaining(note)]]),
  );

  it('is what it carries: the program of the release, the release’s own file, or another program', async () => {
    expect(await inside([{...exe, name: 'tools/tool.exe'}], [zipUrl])).toEqual([['same', '']]);
    expect(await inside([{name: 'tools/tool.zip', contents: zip}], [])).toEqual([['same', '']]);
    const other = packedProgram('other.exe', 'windows', 'arm64');
    expect(await inside([{...other, name: 'tools/tool.exe'}], [zipUrl])).toEqual([
      ['different', 'No program in the release has its digest.'],
    ]);
  });

  it('leaves open what the release has no file of that name for', async () => {
    const helper = {...packedProgram('helper.exe', 'windows', 'amd64'), name: 'tools/helper.exe'};
    expect(await inside([{...exe, name: 'tools/tool.exe'}, helper], [zipUrl])).toEqual([
      ['same', ''],
      ['not-comparable', 'The release names no digest for it.'],
    ]);
  });

  it('is the feed’s digest alone where it holds nothing of a release', async () => {
    expect(await inside([installs('Write-Host hello')], [])).toEqual([['not-comparable', expect.stringContaining('neither')]]);
    expect(await inside([installs(script('https://example.org/$name.zip', released))], [])).toEqual([
      ['not-comparable', 'It is no single download.'],
    ]);
  });

  it('is the feed’s digest, and the release’s where it holds a package', async () => {
    expect(await verify(bytes)).toBe('not-comparable');
    expect(await verify('other')).toBe('different');
    expect(await verify(bytes, {...project, release: releaseOf([assetOf('tool.1.2.3.nupkg', {sha256})])})).toBe('same');
    expect(await verify(bytes, {...project, release: releaseOf([assetOf('tool.1.2.3.nupkg')])})).toBe('different');
  });
});

describe('what publishes there', () => {
  const publishes = (run: string) => chocolatey.publishedBy?.publishes(stepOf({run}), jobOf([])) !== undefined;
  it.each([
    ['choco push tool.1.2.3.nupkg --source https://push.chocolatey.org/', true, 'tool'],
    ['choco push dist/my-tool.portable.${{ inputs.version }}.nupkg', true, 'my-tool.portable'],
    ['choco push (Get-Item *.nupkg)', true, undefined],
    ['echo "choco push tool.1.2.3.nupkg"', false, undefined],
    ['choco pack chocolatey/tool.nuspec', false, undefined],
    ['nuget push x.nupkg -Source https://push.chocolatey.org/', true, undefined],
    ['nuget push x.nupkg -Source nuget.org', false, undefined],
  ])('%s', (run, isPublishing, name) => {
    expect(publishes(run)).toBe(isPublishing);
    expect(chocolatey.publishedBy?.packageName?.(stepOf({run}))).toBe(name);
  });
});

describe('a nuspec', () => {
  const read = (metadata: string) =>
    chocolatey.packageFiles?.read('choco/tool.nuspec', `<?xml version="1.0"?><package><metadata>${metadata}</metadata></package>`);
  it('names package and version', () => {
    expect(read('<id>tool</id><version>1.2.3</version><authors>a</authors><description>d</description>')).toEqual({
      path: 'choco/tool.nuspec',
      name: 'tool',
      version: '1.2.3',
      faults: [],
    });
    expect(read('<id>tool</id><version>$version$</version><authors>a</authors><description>d</description>')?.version).toBeUndefined();
  });
  it('shows what is missing or was never filled in', () => {
    expect(read('<id>tool</id><version>__VERSION__</version><authors>a</authors>')?.faults.map(({what}) => what)).toEqual([
      'It has no description, which Chocolatey wants.',
      '__VERSION__ is a placeholder that was never filled in.',
    ]);
    expect(chocolatey.packageFiles?.read('a.nuspec', '<package><metadata><id>')?.faults).toHaveLength(1);
    expect(chocolatey.packageFiles?.read('a.nuspec', '<other/>')).toBeUndefined();
  });
});
