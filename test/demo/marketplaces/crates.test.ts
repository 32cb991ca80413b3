import {expect, test} from 'vitest';
import type {Crate} from '../../../src/demo/marketplaces/crates-state.ts';
import {sha256} from '../../../src/demo/marketplaces/project.ts';
import {createTestWorld, type TestWorld} from './ask.ts';

const api = 'https://crates.io/api/v1';
const agent = {'user-agent': 'portcall (test)'};
const crate = Buffer.from('a crate');

const detail = ({ask}: TestWorld, url: string, headers: Record<string, string> = {}): readonly [number, string] => {
  const {status, json} = ask(url, {headers: {...agent, ...headers}});
  return [status, json().errors[0].detail];
};

const published: Crate = {
  name: 'Context-Lite',
  description: '',
  repository: '',
  owners: ['Michael-A-Kuykendall'],
  versions: {
    '1.0.34': {crate, createdAt: '2026-11-19T00:00:00Z', publishedBy: 'Michael-A-Kuykendall', isYanked: false},
    '1.0.35': {crate, createdAt: '2026-11-20T00:00:00Z', publishedBy: 'Michael-A-Kuykendall', isYanked: true, yankMessage: 'broken'},
  },
  trustedConfigs: [],
};

test('wants to know who asks', () => {
  const {ask} = createTestWorld();
  expect(ask(`${api}/crates/contextlite`)).toMatchObject({status: 403});
  expect(ask(`${api}/crates/contextlite`).text).toContain('We require that all requests include a `User-Agent` header');
});

test('has nothing under the name', () => {
  const world = createTestWorld();
  expect(detail(world, `${api}/crates/contextlite`)).toEqual([404, 'crate `contextlite` does not exist']);
  expect(world.ask('https://index.crates.io/co/nt/contextlite').status).toBe(404);
  expect(world.ask('https://static.crates.io/crates/contextlite/contextlite-1.0.34.crate').status).toBe(404);
  expect(world.ask(`${api}/users/michael-a-kuykendall`, {headers: agent}).json().user.login).toBe('Michael-A-Kuykendall');
  expect(detail(world, `${api}/users/nobody`)[0]).toBe(404);
});

test('tells by the wording of its refusal whether a token is known', () => {
  const world = createTestWorld();
  const {tokens, states} = world;
  const token = tokens.CARGO_REGISTRY_TOKEN!;
  expect(token).toMatch(/^cio[A-Za-z0-9]{32}$/);
  const known = [403, 'this action can only be performed on the crates.io website'];
  expect(detail(world, `${api}/me`, {authorization: token})).toEqual(known);
  expect(detail(world, `${api}/me`, {authorization: `Bearer ${token}`})).toEqual(known);
  expect(detail(world, `${api}/me`)).toEqual([403, 'this action requires authentication']);
  expect(detail(world, `${api}/me`, {authorization: `cio${'x'.repeat(32)}`})).toEqual([403, 'authentication failed']);
  expect(detail(world, `${api}/me`, {authorization: 'ghp_x'})[0]).toBe(401);
  expect(detail(world, `${api}/me`, {authorization: 'Basic x'})[1]).toContain('Invalid `Authorization` header');
  states.crates.tokens[0]!.isExpired = true;
  expect(detail(world, `${api}/me`, {authorization: token})).toEqual([403, 'authentication failed']);
});

test('serves a crate under any writing of its name, and yanked versions as such', () => {
  const {ask, states} = createTestWorld();
  states.crates.crates.context_lite = published;
  const about = ask(`${api}/crates/context_lite`, {headers: agent}).json();
  expect(about.crate).toMatchObject({name: 'Context-Lite', max_version: '1.0.34', newest_version: '1.0.35'});
  expect(ask(`${api}/crates/Context-Lite/1.0.35`, {headers: agent}).json().version).toMatchObject({yanked: true, yank_message: 'broken'});
  expect(ask(`${api}/crates/Context-Lite/2.0.0`, {headers: agent}).json().errors[0].detail).toBe(
    'crate `Context-Lite` does not have a version `2.0.0`',
  );
  const lines = ask('https://index.crates.io/co/nt/context-lite')
    .text.trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({vers, yanked}) => [vers, yanked])).toEqual([
    ['1.0.34', false],
    ['1.0.35', true],
  ]);
  const file = ask('https://static.crates.io/crates/Context-Lite/Context-Lite-1.0.34.crate').bytes;
  expect(sha256(file)).toBe(lines[0].cksum);
});

test('shows trusted publishers to owners with the scope for it', () => {
  const world = createTestWorld();
  const {states, tokens} = world;
  states.crates.crates.context_lite = published;
  const url = `${api}/trusted_publishing/github_configs?crate=Context-Lite`;
  const headers = {authorization: tokens.CARGO_REGISTRY_TOKEN!};
  expect(detail(world, url, headers)).toEqual([403, 'this token does not have the required permissions to perform this action']);
  states.crates.tokens[0] = {secret: headers.authorization, user: 'Michael-A-Kuykendall', scopes: ['trusted-publishing']};
  expect(world.ask(url, {headers: {...agent, ...headers}}).json().github_configs).toEqual([]);
  states.crates.tokens[0] = {secret: headers.authorization, user: 'someone'};
  expect(detail(world, url, headers)).toEqual([400, 'You are not an owner of this crate']);
});
