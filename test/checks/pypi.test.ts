import {describe, expect, it} from 'vitest';
import {pythonVersion, wheelPlatform} from '../../checks/family/python-package.ts';
import {pypi} from '../../checks/pypi.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const url = 'https://pypi.org/pypi/tool/json';
const named = projectOf({packages: {pypi: {name: 'Tool', from: 'file', path: 'pyproject.toml'}}});
const guessed = projectOf({release: releaseOf([])});
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const file = (filename: string, over: object = {}) => ({
  filename,
  url: `https://files.pythonhosted.org/packages/${filename}`,
  digests: {sha256},
  yanked: false,
  upload_time_iso_8601: '2026-11-20T10:05:00Z',
  ...over,
});
const early = {upload_time_iso_8601: '2026-11-01T10:00:00Z'};
const both = [file('tool-1.2.3-py3-none-any.whl'), file('tool-1.2.3.tar.gz')];
const before = [file('tool-1.2.2.tar.gz', early)];
const listing = (version: string, releases: object, over: object = {}) => ({
  info: {name: 'tool', version, yanked: false, project_urls: {Source: 'https://github.com/octo/tool'}, ...over},
  releases,
});

describe('what PyPI serves', () => {
  const wheels = {
    '1.2.2': [file('tool-1.2.2-py3-none-win_amd64.whl', early), file('tool-1.2.2-py3-none-macosx_11_0_arm64.whl', early)],
    '1.2.3': [file('tool-1.2.3-py3-none-win_amd64.whl')],
  };
  const states: readonly (readonly [string, FakeReply, string, string | null])[] = [
    ['the version of the tag', {body: listing('1.2.3', {'1.2.3': both})}, 'published', '1.2.3'],
    ['an earlier version', {body: listing('1.2.2', {'1.2.2': before})}, 'absent', '1.2.2'],
    [
      'a yanked version',
      {body: listing('1.2.2', {'1.2.2': before, '1.2.3': [file('tool-1.2.3.tar.gz', {yanked: true, yanked_reason: 'broken'})]})},
      'withdrawn',
      '1.2.2',
    ],
    ['a version whose files were deleted', {body: listing('1.2.2', {'1.2.2': before, '1.2.3': []})}, 'withdrawn', '1.2.2'],
    ['wheels for fewer platforms than before', {body: listing('1.2.3', wheels)}, 'partial', '1.2.3'],
    ['a project without any file', {body: listing('1.2.3', {})}, 'absent', null],
  ];
  it.each(states)('%s', async (_, reply, kind, serves) => {
    const publication = await against({[url]: reply}, (lookup) => pypi.findPublication(lookup, named));
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });

  const simple = 'https://pypi.org/simple/tool/';
  const quarantined = {name: 'tool', 'project-status': {status: 'quarantined', reason: 'It holds malware.'}, files: []};
  it.each([
    ['nowhere', {status: 404}, {kind: 'absent'}],
    ['in quarantine', {body: quarantined}, {kind: 'withdrawn', why: expect.stringContaining('quarantine: It holds malware.')}],
    ['without a release', {body: {name: 'tool', 'project-status': {status: 'active'}}}, {kind: 'absent'}],
  ])('a project that its JSON does not show is %s', async (_, reply, version) => {
    const publication = await against({[url]: {status: 404}, [simple]: reply}, (lookup) => pypi.findPublication(lookup, named));
    expect(publication).toMatchObject({serves: null, version});
  });
  it('asks no further for a project that nothing names', async () => {
    const guess = projectOf({packages: {pypi: {name: 'tool', from: 'guess'}}});
    const {version} = await against({[url]: {status: 404}}, (lookup) => pypi.findPublication(lookup, guess));
    expect(version.kind).toBe('absent');
  });
  it('takes an answer without releases for none', async () => {
    const {releases: _, ...body} = listing('1.2.3', {});
    await expect(against({[url]: {body}}, (lookup) => pypi.findPublication(lookup, named))).rejects.toThrow('shape');
  });

  it('knows a version however it is spelt', async () => {
    const project = projectOf({packages: named.packages, version: '1.3.0-rc.1', tag: 'v1.3.0-rc.1'});
    const reply = {body: listing('1.2.3', {'1.2.3': both, '1.3rc1': [file('tool-1.3rc1.tar.gz')]})};
    const {version} = await against({[url]: reply}, (lookup) => pypi.findPublication(lookup, project));
    expect(version).toMatchObject({kind: 'published', note: expect.stringContaining('prerelease')});
    expect(['1.0', '1.0.0', 'v1', '1.0.0+build'].map(pythonVersion)).toEqual(['1', '1', '1', '1']);
    expect(pythonVersion('2.10.0-beta.2')).toBe('2.10b2');
  });
  it('reads the platform of a wheel', () => {
    expect(wheelPlatform('tool-1-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl')).toBe('linux x86_64');
    expect(wheelPlatform('tool-1-py3-none-any.whl')).toBeUndefined();
  });
});

describe('whose project it is', () => {
  const bare = {project_urls: null};
  it("takes no stranger's project of the same name for ours", async () => {
    const reply = {body: listing('1.2.3', {'1.2.3': both}, {project_urls: {Home: 'https://github.com/other/thing'}})};
    const publication = await against({[url]: reply}, (lookup) => pypi.findPublication(lookup, guessed));
    expect(publication).toMatchObject({serves: null, version: {kind: 'absent'}, belongsTo: 'another'});
  });
  it('takes one without addresses whose files came with the release', async () => {
    const publication = await against({[url]: {body: listing('1.2.3', {'1.2.3': both}, bare)}}, (lookup) =>
      pypi.findPublication(lookup, guessed),
    );
    expect(publication).toMatchObject({serves: '1.2.3', version: {kind: 'published'}, belongsTo: 'this-project'});
  });
  it('is not green for one without addresses whose files came at another time', async () => {
    const old = [file('tool-1.2.3.tar.gz', {upload_time_iso_8601: '2020-01-01T00:00:00Z'})];
    const {version} = await against({[url]: {body: listing('1.2.3', {'1.2.3': old}, bare)}}, (lookup) =>
      pypi.findPublication(lookup, guessed),
    );
    expect(version.kind).toBe('not-visible');
  });
  it('names the owners', async () => {
    const body = {...listing('1.2.3', {'1.2.3': both}), ownership: {roles: [{role: 'Owner', user: 'octo'}], organization: null}};
    expect(await against({[url]: {body}}, async (lookup) => pypi.findAccount?.(lookup, named))).toMatchObject({kind: 'owns', name: 'octo'});
  });
});

const varied = (bytes: readonly (readonly [number, string])[]) => {
  const parts = bytes.flatMap(([type, text]) => [type, text.length, ...new TextEncoder().encode(text)]);
  return `pypi-${Buffer.from([2, ...parts, 0, 0]).toString('base64url')}`;
};

describe("PyPI's token", () => {
  const upload = 'POST https://upload.pypi.org/legacy/';
  const tests: readonly (readonly [string, FakeReply, string])[] = [
    ['is known', {status: 400, body: "'' is an invalid value for Name. Error: This field is required."}, 'valid-rights-unknown'],
    [
      'is refused',
      {status: 403, body: 'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth'},
      'refused',
    ],
    ['meets a read-only index', {status: 403, body: 'Read-only mode: Uploads are temporarily disabled.'}, 'undetermined'],
    ['meets a limit', {status: 429, body: ''}, 'undetermined'],
    ['meets another answer', {status: 404, body: 'Not Found'}, 'undetermined'],
  ];
  it.each(tests)('%s', async (_, reply, verdict) => {
    const test = await against({[upload]: reply}, async (lookup) => {
      const answer = await pypi.token?.test?.(lookup, named);
      expect(lookup.asked).toEqual([{method: 'POST', url: 'https://upload.pypi.org/legacy/', as: 'token', body: '%3Aaction=file_upload'}]);
      return answer;
    });
    expect(test?.verdict).toBe(verdict);
  });
  const local: readonly (readonly [string, string, string | undefined])[] = [
    [
      'of PyPI',
      varied([
        [1, 'pypi.org'],
        [2, 'x'.repeat(36)],
      ]),
      undefined,
    ],
    [
      'of TestPyPI',
      varied([
        [1, 'test.pypi.org'],
        [2, 'x'.repeat(36)],
      ]),
      'wrong-marketplace',
    ],
    [
      'past its end',
      varied([
        [1, 'pypi.org'],
        [2, 'id'],
        [2, '[0, 1700000000, 1600000000]'],
      ]),
      'expired',
    ],
    [
      'still before its end',
      varied([
        [1, 'pypi.org'],
        [2, 'id'],
        [2, '[0, 4000000000, 1600000000]'],
      ]),
      undefined,
    ],
    ['damaged', 'pypi-%%%', 'refused'],
    ['without its prefix', 'AgEIcHlwaS5vcmc', 'wrong-marketplace'],
    ['cut off', 'pypi-AgEIcHlwaS', undefined],
    ['empty', ' ', 'missing'],
  ];
  it.each(local)('%s, by its text', (_, secret, verdict) => expect(pypi.token?.readLocally?.(secret)?.verdict).toBe(verdict));
  it('is sent as the user __token__', () =>
    expect(pypi.token?.authorize('pypi-x', {})).toEqual({authorization: `Basic ${btoa('__token__:pypi-x')}`}));
});

describe('what PyPI sends', () => {
  it('is compared with the digest PyPI names', async () => {
    const replies = {[url]: {body: listing('1.2.3', {'1.2.3': both})}, [both[0]!.url]: {body: 'abc'}, [both[1]!.url]: {body: 'Not Found'}};
    const found = await against(replies, async (lookup) =>
      pypi.verifyPublication?.(lookup, named, {name: 'tool', serves: '1.2.3', version: {kind: 'published'}, evidence: []}),
    );
    expect(found?.files.map(({result}) => result)).toEqual(['not-comparable', 'different']);
  });
});

describe('the files and jobs of PyPI', () => {
  const read = (path: string, text: string) => pypi.packageFiles?.read(path, text);
  it('reads names and versions', () => {
    expect(read('pyproject.toml', '[project]\nname = "My_Tool"\nversion = "1.2.3"')).toMatchObject({
      name: 'my-tool',
      version: '1.2.3',
      faults: [],
    });
    expect(read('pyproject.toml', '[tool.poetry]\nname = "tool"\nversion = "1.2.3"')).toMatchObject({name: 'tool', version: '1.2.3'});
    expect(read('pyproject.toml', '[tool.ruff]\nline-length = 100')).toBeUndefined();
    expect(read('pyproject.toml', '[project')?.faults).toHaveLength(1);
    expect(read('setup.py', 'setup(\n    name="tool",\n    version="1.2.3",\n)')).toMatchObject({name: 'tool', version: '1.2.3'});
    expect(read('setup.py', 'setup(name="tool", version=VERSION)')).toEqual({path: 'setup.py', name: 'tool', faults: []});
    expect(read('setup.cfg', '[metadata]\nname = tool\nversion = attr: tool.__version__')).toEqual({
      path: 'setup.cfg',
      name: 'tool',
      faults: [],
    });
  });
  const cases: readonly (readonly [string, Parameters<typeof stepOf>[0], boolean])[] = [
    ['twine', {run: 'python -m twine upload dist/*'}, true],
    ['uv', {run: 'uv publish'}, true],
    ['the action', {uses: 'pypa/gh-action-pypi-publish'}, true],
    ['maturin', {uses: 'pyo3/maturin-action', with: {command: 'upload'}}, true],
    ['the test index', {uses: 'pypa/gh-action-pypi-publish', with: {'repository-url': 'https://test.pypi.org/legacy/'}}, false],
    ['a check', {run: 'twine check dist/*'}, false],
    ['a maturin build', {uses: 'pyo3/maturin-action', with: {command: 'build'}}, false],
  ];
  it.each(cases)('recognises %s', (_, step, isPublishing) => {
    expect(pypi.publishedBy?.publishes(stepOf(step), jobOf([])) !== undefined).toBe(isPublishing);
  });
  it('needs an identity where no password is given', () => {
    const permissions = (password?: string) =>
      pypi.publishedBy?.permissions?.(
        stepOf({uses: 'pypa/gh-action-pypi-publish', with: password === undefined ? {} : {password}}),
        jobOf([]),
      );
    expect(permissions()).toEqual({'id-token': 'write'});
    expect(permissions('${{ secrets.PYPI_TOKEN }}')).toEqual({});
  });
  it('names what a log shows', () => {
    expect(causesOf(pypi, 'HTTPError: 403 Forbidden: Invalid or non-existent authentication information.')).toEqual(['token-refused']);
    expect(causesOf(pypi, '`invalid-publisher`: valid token, but no corresponding publisher')).toEqual(['trusted-publisher-mismatch']);
    expect(causesOf(pypi, 'HTTPError: 400 Uploading new files to releases older than 14 days is not allowed.')).toEqual([
      'release-too-old',
    ]);
  });
});
