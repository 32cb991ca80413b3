import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {sha256} from '../../../src/demo/marketplaces/project.ts';
import {basic, bearer, createTestWorld, type TestWorld} from './ask.ts';

const hub = 'https://hub.docker.com/v2';
const image = 'https://registry-1.docker.io/v2/makuykendall/contextlite';
const index = 'application/vnd.oci.image.index.v1+json';
const all = [index, 'application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.manifest.v1+json'].join(', ');

const tokenUrl = (actions: string, name = 'makuykendall/contextlite'): string =>
  `https://auth.docker.io/token?service=registry.docker.io&scope=repository:${name}:${actions}`;
const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
const anonymous = ({ask}: TestWorld) => ({...bearer(ask(tokenUrl('pull')).json().token), accept: all});

test('has 1.0.34 and latest, the same image, under both forms of its address', () => {
  const {ask} = createTestWorld();
  for (const form of ['namespaces/makuykendall/repositories/contextlite', 'repositories/makuykendall/contextlite']) {
    const tag = ask(`${hub}/${form}/tags/1.0.34`).json();
    expect(tag).toMatchObject({name: '1.0.34', tag_status: 'active'});
    expect(tag.images.map(({os, architecture}: Record<string, string>) => `${os}/${architecture}`)).toEqual([
      'linux/amd64',
      'linux/arm64',
      'unknown/unknown',
      'unknown/unknown',
    ]);
    expect(ask(`${hub}/${form}/tags/latest/`).json().digest).toBe(tag.digest);
    expect(ask(`${hub}/${form}/tags?page_size=1`).json()).toMatchObject({count: 2, previous: null, results: [{name: '1.0.34'}]});
    expect(ask(`${hub}/${form}/`).json()).toMatchObject({namespace: 'makuykendall', is_private: false});
    expect(ask(`${hub}/${form}/tags/1.0.35`)).toMatchObject({status: 404, text: '{"message":"tag not found","errinfo":{}}'});
  }
  expect(ask(`${hub}/namespaces/makuykendall/repositories/other`)).toMatchObject({
    status: 404,
    text: '{"message":"object not found","errinfo":{}}',
  });
  expect(ask(`${hub}/repositories/makuykendall/`).json().count).toBe(1);
});

test('tells accounts and tests a token', () => {
  const {ask, tokens, pass} = createTestWorld();
  expect(ask(`${hub}/users/makuykendall/`).json().username).toBe('makuykendall');
  expect(ask(`${hub}/users/nobody/`).status).toBe(404);
  expect(ask(`${hub}/orgs/makuykendall/`).status).toBe(404);
  const body = {identifier: tokens.DOCKERHUB_USERNAME, secret: tokens.DOCKERHUB_TOKEN};
  const {access_token: token} = ask(`${hub}/auth/token`, {method: 'POST', body}).json();
  expect(ask(`${hub}/access-tokens`, {headers: bearer(token)}).json().results[0]).toMatchObject({scopes: ['repo:write'], expires_at: null});
  expect(ask(`${hub}/auth/token`, {method: 'POST', body: {...body, secret: 'dckr_pat_other'}})).toMatchObject({
    status: 401,
    text: '{"detail":"Incorrect authentication credentials"}',
  });
  expect(ask(`${hub}/users/login`, {method: 'POST', body: {username: body.identifier, password: body.secret}}).json().token).toBeTruthy();
  expect(ask(`${hub}/access-tokens`).status).toBe(401);
  pass(3_600_000);
  expect(ask(`${hub}/access-tokens`, {headers: bearer(token)}).status).toBe(401);
});

test('grants in a token what may be done, and leaves out the rest', () => {
  const {ask, tokens, states} = createTestWorld();
  const headers = basic(tokens.DOCKERHUB_USERNAME!, tokens.DOCKERHUB_TOKEN!);
  const granted = (url: string, asking = {}) => claims(ask(url, asking).json().token).access;
  expect(granted(tokenUrl('pull,push'), {headers})).toEqual([
    {type: 'repository', name: 'makuykendall/contextlite', actions: ['pull', 'push']},
  ]);
  expect(granted(tokenUrl('pull,push'))).toEqual([{type: 'repository', name: 'makuykendall/contextlite', actions: ['pull']}]);
  expect(granted(tokenUrl('pull,push', 'makuykendall/new'), {headers})[0].actions).toEqual(['pull', 'push']);
  expect(granted(tokenUrl('pull,push', 'someone/else'), {headers})).toEqual([]);
  expect(granted(tokenUrl('pull,delete'), {headers})[0].actions).toEqual(['pull']);
  expect(ask(tokenUrl('pull'), {headers: basic('makuykendall', 'wrong')})).toMatchObject({
    status: 401,
    text: '{"details":"incorrect username or password"}',
  });
  states.docker.tokens.push({...states.docker.tokens[0]!, secret: 'dckr_pat_reader', scope: 'repo:read'});
  expect(ask(tokenUrl('pull,push'), {headers: basic('makuykendall', 'dckr_pat_reader')})).toMatchObject({
    status: 401,
    text: '{"details":"access token has insufficient scopes"}',
  });
});

test('serves the index to those who accept one, and one platform to others', () => {
  const world = createTestWorld();
  const {ask} = world;
  const headers = anonymous(world);
  const found = ask(`${image}/manifests/1.0.34`, {headers});
  expect(found.headers['content-type']).toBe(index);
  expect(found.headers['docker-content-digest']).toBe(`sha256:${sha256(found.bytes)}`);
  const attested = found.json().manifests.filter(({annotations}: {annotations?: object}) => annotations !== undefined);
  expect(attested).toHaveLength(2);
  const single = ask(`${image}/manifests/1.0.34`, {headers: {...headers, accept: 'application/vnd.oci.image.manifest.v1+json'}});
  expect(single.headers['docker-content-digest']).toBe(found.json().manifests[0].digest);
  expect(single.headers['docker-content-digest']).toBe(`sha256:${sha256(single.bytes)}`);
  expect(
    ask(`${image}/manifests/${found.headers['docker-content-digest']}`, {headers: {...headers, accept: ''}}).headers['content-type'],
  ).toBe(index);
  expect(ask(`${image}/manifests/1.0.34`, {method: 'HEAD', headers}).headers['docker-content-digest']).toBe(
    found.headers['docker-content-digest'],
  );
  expect(ask(`${image}/tags/list`, {headers}).json().tags).toEqual(['1.0.34', 'latest']);
});

test('leads to the released program, by a signed address that takes no token', () => {
  const world = createTestWorld();
  const {ask} = world;
  const headers = anonymous(world);
  const {manifests} = ask(`${image}/manifests/latest`, {headers}).json();
  const {layers} = ask(`${image}/manifests/${manifests[1].digest}`, {headers}).json();
  const moved = ask(`${image}/blobs/${layers[0].digest}`, {headers});
  expect(moved.status).toBe(307);
  const blob = ask(moved.headers.location!);
  expect(`sha256:${sha256(blob.bytes)}`).toBe(layers[0].digest);
  expect(gunzipSync(blob.bytes).toString('latin1')).toContain('contextlite 1.0.34 linux/arm64');
  expect(ask(moved.headers.location!, {headers}).status).toBe(400);
  expect(ask(moved.headers.location!.replace(/verify=.*/, 'verify=x')).status).toBe(403);
});

test('refuses in the words of the protocol', () => {
  const world = createTestWorld();
  const {ask, states, pass} = world;
  const refused = ask(`${image}/manifests/1.0.34`);
  expect(refused).toMatchObject({status: 401});
  expect(refused.json().errors[0].code).toBe('UNAUTHORIZED');
  expect(refused.headers['www-authenticate']).toBe(
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:makuykendall/contextlite:pull"',
  );
  expect(ask('https://registry-1.docker.io/v2/').headers['www-authenticate']).not.toContain('scope');
  const headers = anonymous(world);
  expect(ask(`${image}/manifests/1.0.35`, {headers}).json().errors[0]).toEqual({
    code: 'MANIFEST_UNKNOWN',
    message: 'manifest unknown',
    detail: 'unknown tag=1.0.35',
  });
  expect(ask(`${image}/blobs/sha256:00`, {headers}).json().errors[0].code).toBe('BLOB_UNKNOWN');
  states.docker.isOverPullLimit = true;
  expect(ask(`${image}/manifests/1.0.34`, {headers})).toMatchObject({status: 429});
  expect(ask(`${image}/manifests/1.0.34`, {method: 'HEAD', headers}).status).toBe(200);
  pass(301_000);
  expect(ask(`${image}/manifests/1.0.34`, {method: 'HEAD', headers}).status).toBe(401);
});
