import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {boundDischarge} from '../../../src/demo/macaroon.ts';
import {readSnapCredentials} from '../../../src/demo/marketplaces/snap-credentials.ts';
import type {Snap} from '../../../src/demo/marketplaces/snap-state.ts';
import {createTestWorld, type TestWorld} from './ask.ts';

const store = 'https://api.snapcraft.io/v2';
const whoami = 'https://dashboard.snapcraft.io/api/v2/tokens/whoami';
const headers = {'snap-device-series': '16', 'user-agent': 'portcall (test)'};
const content = Buffer.from('a squashfs');
const digest = createHash('sha3-384').update(content);
const day = 86_400_000;

const snap: Snap = {
  name: 'contextlite',
  snapId: 'abcdefghijklmnopqrstuvwxyz012345',
  publisher: 'makuykendall',
  summary: 'A context engine',
  isPrivate: false,
  registeredAt: '2026-11-20T00:00:00Z',
  revisions: [{revision: 1, version: '1.0.35', architecture: 'amd64', content, createdAt: '2026-11-20T01:00:00Z', status: 'Published'}],
  channels: [{risk: 'stable', architecture: 'amd64', revision: 1, releasedAt: '2026-11-20T02:00:00Z'}],
};

const login = ({tokens}: TestWorld, discharge?: string) => {
  const {root, discharge: own} = readSnapCredentials(tokens.SNAPCRAFT_STORE_CREDENTIALS!)!;
  return {root, own, headers: {authorization: `Macaroon root=${root}, discharge=${boundDischarge(root, discharge ?? own)}`}};
};

test('wants both headers, and knows no snap of the project', () => {
  const {ask} = createTestWorld();
  const url = `${store}/snaps/info/contextlite`;
  expect(ask(url, {headers})).toMatchObject({status: 404});
  expect(ask(url, {headers}).json()).toEqual({
    'error-list': [{code: 'resource-not-found', message: "No snap named 'contextlite' found in series '16'."}],
  });
  expect(ask(url, {headers: {'user-agent': 'x'}}).status).toBe(400);
  expect(ask(url, {headers: {'snap-device-series': '16'}}).status).toBe(400);
  expect(ask(`${store}/snaps/find?publisher=makuykendall`, {headers}).json()).toEqual({results: []});
});

test('serves a released snap with a file that fits its digest', () => {
  const {ask, states} = createTestWorld();
  states.snap.snaps.contextlite = snap;
  const found = ask(`${store}/snaps/info/contextlite`, {headers}).json();
  expect(found['channel-map'][0]).toMatchObject({channel: {risk: 'stable', architecture: 'amd64'}, version: '1.0.35', revision: 1});
  const {download} = found['channel-map'][0];
  const file = ask(download.url).bytes;
  expect(createHash('sha3-384').update(file).digest('hex')).toBe(download['sha3-384']);
  expect(ask(`${store}/assertions/snap-revision/${digest.copy().digest('base64url')}`).json().headers['snap-revision']).toBe('1');
  expect(ask(`${store}/assertions/snap-revision/other`).status).toBe(404);
  expect(ask(`${store}/assertions/snap-declaration/16/${snap.snapId}`).json().headers['snap-name']).toBe('contextlite');
  expect(ask('https://snapcraft.io/contextlite').status).toBe(200);
});

test('hides private snaps and names without a release', () => {
  const {ask, states} = createTestWorld();
  for (const hidden of [
    {...snap, isPrivate: true},
    {...snap, channels: []},
  ]) {
    states.snap.snaps.contextlite = hidden;
    expect(ask(`${store}/snaps/info/contextlite`, {headers}).status).toBe(404);
  }
});

test('knows a login by its two macaroons, properly bound', () => {
  const world = createTestWorld();
  const {root, own, headers: signed} = login(world);
  expect(world.ask(whoami, {headers: signed}).json()).toMatchObject({account: {username: 'makuykendall'}, channels: null});
  expect(world.ask(whoami, {headers: signed}).json().permissions).toContain('package_push');
  expect(world.ask(whoami).status).toBe(401);
  expect(world.ask(whoami, {headers: {authorization: `Macaroon root=${root}, discharge=${own}`}}).status).toBe(401);
  expect(world.ask(whoami, {headers: {authorization: signed.authorization.replace(/=(\S+)/g, '="$1"').replace(',"', '",')}}).status).toBe(
    200,
  );
  world.states.snap.logins[0]!.isRevoked = true;
  expect(world.ask(whoami, {headers: signed}).json()['error-list'][0].code).toBe('macaroon-invalid');
});

test('an aged discharge wants refreshing, which only a dead login is refused', () => {
  const world = createTestWorld();
  const {own, headers: signed} = login(world);
  const refresh = () => world.ask('https://login.ubuntu.com/api/v2/tokens/refresh', {method: 'POST', body: {discharge_macaroon: own}});
  world.pass(day + 1);
  const aged = world.ask(whoami, {headers: signed});
  expect(aged.status).toBe(401);
  expect(aged.headers['www-authenticate']).toBe('Macaroon needs_refresh=1');
  expect(aged.json()['error-list'][0].code).toBe('macaroon-needs-refresh');
  const fresh = refresh().json().discharge_macaroon;
  expect(world.ask(whoami, {headers: login(world, fresh).headers}).status).toBe(200);
  world.pass(365 * day);
  expect(refresh().status).toBe(401);
  expect(world.ask(whoami, {headers: login(world, fresh).headers}).json()['error-list'][0].code).toBe('macaroon-invalid');
});

test('tells a publisher names, rights and revisions', () => {
  const world = createTestWorld();
  const {ask, states} = world;
  const signed = login(world).headers;
  const push = (name: string) =>
    ask('https://dashboard.snapcraft.io/dev/api/snap-push/', {method: 'POST', headers: signed, body: {name, dry_run: true}});
  expect(ask('https://dashboard.snapcraft.io/dev/api/account', {headers: signed}).json().snaps).toEqual({'16': {}});
  expect(push('contextlite').json()['error-list'][0]).toMatchObject({code: 'user-not-ready'});
  states.snap.agreed.push('makuykendall');
  expect(push('contextlite').json()['error-list'][0]).toEqual({code: 'resource-not-found', message: 'Snap not found for name=contextlite'});
  states.snap.snaps.contextlite = {...snap, channels: [], revisions: [{...snap.revisions[0]!, status: 'ManualReviewPending'}]};
  expect(push('contextlite').status).toBe(202);
  expect(ask('https://dashboard.snapcraft.io/api/v2/snaps/contextlite/releases', {headers: signed}).json()).toMatchObject({
    revisions: [{revision: 1, version: '1.0.35', status: 'ManualReviewPending', architectures: ['amd64']}],
    releases: [],
  });
  states.snap.snaps.contextlite = {...snap, publisher: 'someone'};
  expect(push('contextlite').json()['error-list'][0].message).toBe('Cannot upload new revisions for name=contextlite');
  const verify = (authorization: string) =>
    ask('https://dashboard.snapcraft.io/dev/api/acl/verify/', {method: 'POST', body: {auth_data: {authorization}}}).json();
  expect(verify(signed.authorization)).toMatchObject({allowed: true, snap_ids: null});
  expect(verify('Macaroon root=x, discharge=y')).toMatchObject({allowed: false, refresh_required: false});
});
