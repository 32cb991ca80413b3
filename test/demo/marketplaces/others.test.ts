import {brotliDecompressSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {createTestWorld} from './ask.ts';

const flathub = 'https://flathub.org/api/v2';
const id = 'io.github.octo.Tool';

test('Flathub knows no such application, and refuses a malformed name', () => {
  const {ask} = createTestWorld();
  expect(ask(`${flathub}/appstream/${id}`)).toMatchObject({status: 404, text: '{"detail":"App not found"}'});
  expect(ask(`${flathub}/summary/${id}`).status).toBe(404);
  expect(ask(`${flathub}/appstream/x`).status).toBe(422);
  expect(ask(`${flathub}/appstream`).json()).toEqual([]);
});

test('Flathub shows what an application claims and what was built, until its end of life', () => {
  const {ask, states} = createTestWorld();
  const app = {
    id,
    name: 'Tool',
    summary: '',
    releases: [{version: '1.0.0', timestamp: 1_790_000_000}],
    architectures: ['x86_64'],
    builtAt: 1,
    isVerified: true,
  };
  states.flathub.apps[id] = {...app, isEndOfLife: false};
  expect(ask(`${flathub}/appstream/${id}`).json().releases[0].version).toBe('1.0.0');
  expect(ask(`${flathub}/summary/${id}`).json().arches).toEqual(['x86_64']);
  expect(ask(`${flathub}/verification/${id}/status`).json()).toEqual({verified: true});
  states.flathub.apps[id] = {...app, isEndOfLife: true};
  expect(ask(`${flathub}/appstream/${id}`).status).toBe(404);
});

test('a channel of nixpkgs has a commit and a compressed list', () => {
  const {ask} = createTestWorld();
  const channel = 'https://channels.nixos.org/nixos-unstable';
  expect(ask(`${channel}/git-revision`).text).toMatch(/^[0-9a-f]{40}$/);
  const list = ask(`${channel}/packages.json.br`);
  expect(list.headers['content-encoding']).toBe('br');
  const {version, packages} = JSON.parse(brotliDecompressSync(list.bytes).toString());
  expect(version).toBe('2');
  expect(packages).toHaveProperty('hello');
  expect(packages).not.toHaveProperty('contextlite');
  expect(ask('https://channels.nixos.org/nixos-1.0/git-revision').status).toBe(404);
});

test('Repology answers clients that name themselves, with an empty list for the unknown', () => {
  const {ask, states} = createTestWorld();
  const headers = {'user-agent': 'portcall/0.1.0 (+https://github.com/octo/portcall)'};
  const api = 'https://repology.org/api/v1/project';
  expect(ask(`${api}/contextlite`, {headers})).toMatchObject({status: 200, text: '[]'});
  expect(ask(`${api}/contextlite`)).toMatchObject({status: 403});
  expect(ask(`${api}/contextlite`, {headers: {'user-agent': 'curl/8.0'}}).status).toBe(403);
  const by = 'https://repology.org/tools/project-by?repo=aur&name_type=srcname&target_page=api_v1_project&name=tool-bin';
  expect(ask(by, {headers}).status).toBe(404);
  states.repology.projects.tool = [{repo: 'aur', srcname: 'tool-bin', version: '1.0.0', status: 'newest'}];
  expect(ask(by, {headers})).toMatchObject({status: 302, headers: {location: `${api}/tool`}});
});
