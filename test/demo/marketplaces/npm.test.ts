import {createHash} from 'node:crypto';
import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {npmVersionOf} from '../../../src/demo/marketplaces/npm-package.ts';
import {bearer, createTestWorld} from './ask.ts';

const registry = 'https://registry.example';

test('serves 1.0.34 as latest, whole and abbreviated, under whatever host the registry has', () => {
  const {ask} = createTestWorld();
  const whole = ask(`${registry}/contextlite`).json();
  expect(whole['dist-tags']).toEqual({latest: '1.0.34'});
  expect(Object.keys(whole.versions)).toEqual(['1.0.33', '1.0.34']);
  expect(Object.keys(whole.time)).toEqual(['created', 'modified', '1.0.33', '1.0.34']);
  expect(whole.maintainers).toEqual([{name: 'makuykendall'}]);
  expect(whole.repository.url).toBe('git+https://github.com/Michael-A-Kuykendall/contextlite.git');
  const short = ask(`${registry}/contextlite`, {headers: {accept: 'application/vnd.npm.install-v1+json'}});
  expect(short.headers['content-type']).toBe('application/vnd.npm.install-v1+json');
  expect(short.json()).not.toHaveProperty('time');
  expect(short.json().versions['1.0.34'].dist.integrity).toBe(whole.versions['1.0.34'].dist.integrity);
  expect(ask('https://registry.npm.mirror.example/contextlite/latest').json().dist.tarball).toMatch(
    /^https:\/\/registry\.npm\.mirror\.example\//,
  );
});

test('gives archives that open and fit their digests, with the released program inside', () => {
  const {ask} = createTestWorld();
  const {dist} = ask(`${registry}/contextlite/1.0.34`).json();
  const archive = ask(dist.tarball).bytes;
  expect(`sha512-${createHash('sha512').update(archive).digest('base64')}`).toBe(dist.integrity);
  expect(createHash('sha1').update(archive).digest('hex')).toBe(dist.shasum);
  const tar = gunzipSync(archive).toString('latin1');
  expect(tar).toContain('package/package.json');
  expect(tar).toContain('contextlite 1.0.34 linux/amd64');
  expect(dist.fileCount).toBe(5);
});

test('says in its own words what it does not have', () => {
  const {ask} = createTestWorld();
  expect(ask(`${registry}/contextlite/1.0.35`)).toMatchObject({status: 404, text: '"version not found: 1.0.35"'});
  expect(ask(`${registry}/nothing`)).toMatchObject({status: 404, text: '{"error":"Not found"}'});
  expect(ask(`${registry}/@scope%2Fname`)).toMatchObject({status: 404});
  expect(ask(`${registry}/constructor`)).toMatchObject({status: 404});
  expect(ask(`${registry}/contextlite/-/contextlite-1.0.35.tgz`).status).toBe(404);
});

test('knows the token, and refuses others without a reason', () => {
  const {ask, tokens, states} = createTestWorld();
  const headers = bearer(tokens.NPM_TOKEN!);
  expect(tokens.NPM_TOKEN).toMatch(/^npm_[A-Za-z0-9]{36}$/);
  expect(ask(`${registry}/-/whoami`, {headers}).json()).toEqual({username: 'makuykendall'});
  expect(ask(`${registry}/-/whoami`)).toMatchObject({status: 401, text: '{}'});
  expect(ask(`${registry}/-/whoami`, {headers: bearer('npm_other')}).status).toBe(401);
  states.npm.tokens[0]!.isOutsideRange = true;
  expect(ask(`${registry}/-/whoami`, {headers})).toMatchObject({status: 401, headers: {'www-authenticate': 'ipaddress'}});
});

test("tells a user's rights and stages to any token, and the tokens themselves to sessions alone", () => {
  const {ask, tokens, states} = createTestWorld();
  const headers = bearer(tokens.NPM_TOKEN!);
  expect(ask(`${registry}/-/package/contextlite/collaborators`, {headers}).json()).toEqual({makuykendall: 'read-write'});
  expect(ask(`${registry}/-/package/contextlite/collaborators`).status).toBe(401);
  expect(ask(`${registry}/-/package/contextlite/visibility`, {headers}).json()).toEqual({public: true});
  expect(ask(`${registry}/-/package/contextlite/trust`, {headers})).toMatchObject({status: 401, headers: {'www-authenticate': 'OTP'}});
  expect(ask(`${registry}/-/package/contextlite/dist-tags`).json()).toEqual({latest: '1.0.34'});
  expect(ask(`${registry}/-/stage?package=contextlite`, {headers}).json()).toMatchObject({items: [], total: 0});
  expect(ask(`${registry}/-/npm/v1/tokens`, {headers}).status).toBe(403);
  states.npm.tokens.push({secret: 'session', user: 'makuykendall', kind: 'session'});
  const listed = ask(`${registry}/-/npm/v1/tokens`, {headers: bearer('session')}).json();
  expect(listed.objects[0].token).toBe(`${tokens.NPM_TOKEN!.slice(0, 8)}...${tokens.NPM_TOKEN!.slice(-4)}`);
  expect(ask(`${registry}/-/v1/search?text=maintainer:makuykendall`).json().objects[0].package.name).toBe('contextlite');
  expect(ask(`${registry}/-/user/makuykendall/package`, {headers}).json()).toEqual({contextlite: 'read-write'});
});

test('shows every later state of a version', () => {
  const {ask, setting, states} = createTestWorld();
  const found = states.npm.packages.contextlite!;
  found.versions['1.0.34']!.deprecated = 'broken';
  expect(ask(`${registry}/contextlite/1.0.34`).json().deprecated).toBe('broken');
  found.versions['1.0.35'] = npmVersionOf(setting, '1.0.35', '2026-11-20T12:00:00.000Z');
  expect(ask(`${registry}/contextlite/1.0.35`).status).toBe(200);
  delete found.versions['1.0.35'];
  found.unpublished['1.0.35'] = '2026-11-20T12:00:00.000Z';
  expect(ask(`${registry}/contextlite`).json().time['1.0.35']).toBe('2026-11-20T12:00:00.000Z');
  found.unpublishedAt = '2026-11-20T13:00:00.000Z';
  const gone = ask(`${registry}/contextlite`).json();
  expect(gone).not.toHaveProperty('versions');
  expect(gone.time.unpublished.time).toBe('2026-11-20T13:00:00.000Z');
});

test('counts downloads and shows pages', () => {
  const {ask} = createTestWorld();
  expect(ask('https://api.npmjs.org/downloads/point/last-week/contextlite').json()).toMatchObject({downloads: 214, package: 'contextlite'});
  expect(ask('https://api.npmjs.org/downloads/point/last-week/nothing')).toMatchObject({
    status: 404,
    text: '{"error":"package nothing not found"}',
  });
  expect(ask('https://www.npmjs.com/~makuykendall').status).toBe(200);
  expect(ask('https://www.npmjs.com/~nobody').status).toBe(404);
});
