import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {sha256} from '../../../src/demo/marketplaces/project.ts';
import {basic, bearer, createTestWorld, type TestWorld} from './ask.ts';

const upload = 'https://upload.pypi.org/legacy/';
const simple = {headers: {accept: 'application/vnd.pypi.simple.v1+json'}};

const post = ({ask}: TestWorld, token: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(upload, {
    method: 'POST',
    headers: {...basic('__token__', token), 'content-type': 'application/x-www-form-urlencoded', ...headers},
    body: new URLSearchParams(fields).toString(),
  });

const multipart = (fields: Record<string, string>, filename: string, content: Buffer): Buffer =>
  Buffer.concat([
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--mark\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    ),
    Buffer.from(
      `--mark\r\nContent-Disposition: form-data; name="content"; filename="${filename}"\r\nContent-Type: application/gzip\r\n\r\n`,
    ),
    content,
    Buffer.from('\r\n--mark--\r\n'),
  ]);

const send = ({ask, tokens}: TestWorld, version: string, filename: string, content: Buffer, digest = sha256(content)) =>
  ask(upload, {
    method: 'POST',
    headers: {...basic('__token__', tokens.PYPI_TOKEN!), 'content-type': 'multipart/form-data; boundary=mark'},
    body: multipart(
      {':action': 'file_upload', protocol_version: '1', metadata_version: '2.1', name: 'contextlite', version, sha256_digest: digest},
      filename,
      content,
    ),
  });

test('serves 1.0.34 with its owner and its addresses', () => {
  const {ask} = createTestWorld();
  const project = ask('https://pypi.org/pypi/contextlite/json').json();
  expect(project.info).toMatchObject({name: 'contextlite', version: '1.0.34', yanked: false});
  expect(project.info.project_urls.Homepage).toBe('https://github.com/Michael-A-Kuykendall/contextlite');
  expect(project.ownership).toEqual({roles: [{role: 'Owner', user: 'makuykendall'}], organization: null});
  expect(Object.keys(project.releases)).toEqual(['1.0.33', '1.0.34']);
  expect(ask('https://pypi.org/pypi/ContextLite/1.0.34/json').json()).not.toHaveProperty('releases');
  expect(ask('https://pypi.org/pypi/contextlite/1.0.35/json')).toMatchObject({status: 404, text: '{"message":"Not Found"}'});
  expect(ask('https://pypi.org/pypi/nothing/json').status).toBe(404);
  expect(ask('https://pypi.org/pypi/constructor/json').status).toBe(404);
});

test('negotiates the form of the simple index', () => {
  const {ask} = createTestWorld();
  const found = ask('https://pypi.org/simple/contextlite/', simple);
  expect(found.headers['content-type']).toBe('application/vnd.pypi.simple.v1+json');
  expect(found.json()).toMatchObject({meta: {'api-version': '1.4'}, 'project-status': {status: 'active'}, versions: ['1.0.33', '1.0.34']});
  expect(ask('https://pypi.org/simple/contextlite/').headers['content-type']).toMatch(/^text\/html/);
  expect(ask('https://pypi.org/simple/contextlite')).toMatchObject({
    status: 301,
    headers: {location: 'https://pypi.org/simple/contextlite/'},
  });
  expect(ask('https://pypi.org/simple/nothing/', simple).status).toBe(404);
});

test('gives files that fit their digests', () => {
  const {ask} = createTestWorld();
  const {urls} = ask('https://pypi.org/pypi/contextlite/1.0.34/json').json();
  expect(urls.map(({packagetype}: {packagetype: string}) => packagetype)).toEqual(['bdist_wheel', 'sdist']);
  for (const {url, size, digests} of urls) {
    const file = ask(url);
    expect(file.bytes.length).toBe(size);
    expect(sha256(file.bytes)).toBe(digests.sha256);
  }
  expect(ask('https://files.pythonhosted.org/packages/00/00/nothing.whl').status).toBe(404);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython)("Python's own zip reader opens the wheel", () => {
  const {ask} = createTestWorld();
  const {urls} = ask('https://pypi.org/pypi/contextlite/1.0.34/json').json();
  const folder = mkdtempSync(path.join(tmpdir(), 'wheel-'));
  try {
    writeFileSync(path.join(folder, 'wheel.zip'), ask(urls[0].url).bytes);
    const check = 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print("\\n".join(z.namelist()))';
    const names = execFileSync('python3', ['-c', check, path.join(folder, 'wheel.zip')], {encoding: 'utf8'});
    expect(names.split('\n')).toContain('contextlite-1.0.34.dist-info/RECORD');
  } finally {
    rmSync(folder, {recursive: true});
  }
});

test('has no provenance, and pages for those who exist', () => {
  const {ask} = createTestWorld();
  expect(ask('https://pypi.org/integrity/contextlite/1.0.34/contextlite-1.0.34.tar.gz/provenance').status).toBe(404);
  expect(ask('https://pypi.org/user/makuykendall/').status).toBe(200);
  expect(ask('https://pypi.org/user/nobody/').status).toBe(404);
  expect(ask('https://pypi.org/project/contextlite/').status).toBe(200);
});

test('shows yanked, emptied, archived and quarantined ones as documented', () => {
  const {ask, states} = createTestWorld();
  const project = states.pypi.projects.contextlite!;
  project.releases['1.0.34']!.isYanked = true;
  project.releases['1.0.34']!.yankedReason = 'broken';
  expect(ask('https://pypi.org/pypi/contextlite/json').json().info.version).toBe('1.0.33');
  expect(ask('https://pypi.org/simple/contextlite/', simple).json().files.at(-1).yanked).toBe('broken');
  project.releases['1.0.34']!.files = [];
  expect(ask('https://pypi.org/pypi/contextlite/1.0.34/json').json().urls).toEqual([]);
  expect(ask('https://pypi.org/simple/contextlite/', simple).json().versions).toEqual(['1.0.33']);
  project.status = 'archived';
  expect(ask('https://pypi.org/simple/contextlite/', simple).json()['project-status']).toEqual({status: 'archived'});
  project.status = 'quarantined';
  expect(ask('https://pypi.org/pypi/contextlite/json').status).toBe(404);
  expect(ask('https://pypi.org/simple/contextlite/', simple).json()).toMatchObject({'project-status': {status: 'quarantined'}, files: []});
});

test('tests a token by an empty upload, in the order of the real checks', () => {
  const world = createTestWorld();
  const {tokens, states, ask} = world;
  const action = {':action': 'file_upload'};
  expect(tokens.PYPI_TOKEN).toMatch(/^pypi-AgEIcHlwaS5vcmcCJ[A-Za-z0-9-_]{70,}$/);
  expect(post(world, tokens.PYPI_TOKEN!, action)).toMatchObject({status: 400});
  expect(post(world, tokens.PYPI_TOKEN!, action).text).toContain("'' is an invalid value for Name. Error: This field is required.");
  expect(post(world, 'pypi-wrong', action)).toMatchObject({status: 403});
  expect(post(world, 'pypi-wrong', action).text).toContain('Invalid or non-existent authentication information.');
  expect(post(world, tokens.PYPI_TOKEN!, {...action, protocol_version: '2'}).text).toContain('Unknown protocol version.');
  expect(post(world, tokens.PYPI_TOKEN!, {}).status).toBe(404);
  expect(ask(upload, {method: 'POST', headers: bearer(tokens.PYPI_TOKEN!), body: '%3Aaction=file_upload'}).status).toBe(400);
  expect(ask('https://upload.pypi.org/legacy', {method: 'POST'}).status).toBe(308);
  states.pypi.closed = 'read-only';
  expect(post(world, 'pypi-wrong', action).text).toContain('Read-only mode: Uploads are temporarily disabled.');
  states.pypi.closed = 'uploads-disabled';
  expect(post(world, tokens.PYPI_TOKEN!, action, {accept: 'text/plain'}).text).toMatch(/^403 New uploads are temporarily disabled\./);
});

test('finds a damaged end, an expiry and a foreign project only after the first fields', () => {
  const world = createTestWorld();
  const {tokens, states} = world;
  const named = {':action': 'file_upload', name: 'contextlite'};
  const damaged = `${tokens.PYPI_TOKEN!.slice(0, -8)}AAAAAAAA`;
  expect(post(world, damaged, {':action': 'file_upload'}).status).toBe(400);
  expect(post(world, damaged, named)).toMatchObject({status: 403});
  expect(post(world, tokens.PYPI_TOKEN!, {...named, name: 'other'}).text).toContain(
    "project-scoped token is not valid for project: 'other'",
  );
  states.pypi.projects.contextlite!.roles = [];
  expect(post(world, tokens.PYPI_TOKEN!, named).text).toContain(
    "The user 'makuykendall' isn't allowed to upload to project 'contextlite'.",
  );
  states.pypi.tokens[0]!.isExpired = true;
  expect(post(world, tokens.PYPI_TOKEN!, named).text).toContain('token is expired');
});

test('takes a new file once, and the same again without a word', () => {
  const world = createTestWorld();
  const {ask, pass, states} = world;
  const content = Buffer.from('a source archive');
  expect(send(world, '1.0.35', 'contextlite-1.0.35.tar.gz', content, '0'.repeat(64)).text).toContain('The digest supplied does not match');
  expect(send(world, '1.0.35', 'contextlite-1.0.35.tar.gz', content).status).toBe(200);
  expect(ask('https://pypi.org/pypi/contextlite/json').json().info.version).toBe('1.0.35');
  expect(send(world, '1.0.35', 'contextlite-1.0.35.tar.gz', content).status).toBe(200);
  expect(send(world, '1.0.35', 'contextlite-1.0.35.tar.gz', Buffer.from('other')).text).toContain('File already exists');
  states.pypi.projects.contextlite!.burnedFilenames.push('contextlite-1.0.36.tar.gz');
  expect(send(world, '1.0.36', 'contextlite-1.0.36.tar.gz', content).text).toContain(
    'previously used by a file that has since been deleted',
  );
  pass(15 * 86_400_000);
  expect(send(world, '1.0.35', 'contextlite-1.0.35-py3-none-any.whl', content).text).toContain('older than 14 days');
});
