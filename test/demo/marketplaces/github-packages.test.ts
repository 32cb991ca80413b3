import {expect, test} from 'vitest';
import {imageOf} from '../../../src/demo/marketplaces/oci-image.ts';
import {basic, bearer, createTestWorld, type TestWorld} from './ask.ts';

const name = 'michael-a-kuykendall/contextlite';
const tokenUrl = `https://ghcr.io/token?service=ghcr.io&scope=repository:${name}:pull`;
const manifest = `https://ghcr.io/v2/${name}/manifests/1.0.35`;
const accept = 'application/vnd.oci.image.index.v1+json';

const publish = ({states, setting}: TestWorld, isPublic: boolean): void => {
  const {digest, stored} = imageOf(setting, '1.0.35', '2026-11-20T12:00:00Z');
  states.githubPackages.images[name] = {isPublic, tags: {'1.0.35': digest}, stored: {...stored}};
};

test('tells where tokens are got', () => {
  const {ask} = createTestWorld();
  const refused = ask('https://ghcr.io/v2/');
  expect(refused.status).toBe(401);
  expect(refused.headers['www-authenticate']).toBe(
    'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:user/image:pull"',
  );
});

test('an absent and a private image look alike to a stranger', () => {
  const world = createTestWorld();
  const absent = world.ask(tokenUrl);
  expect(absent.status).toBe(403);
  expect(absent.json().errors[0].code).toBe('DENIED');
  publish(world, false);
  expect(world.ask(tokenUrl).text).toBe(absent.text);
  publish(world, true);
  const {token} = world.ask(tokenUrl).json();
  expect(token.split('.')).toHaveLength(1);
  expect(world.ask(manifest, {headers: {...bearer(token), accept}}).status).toBe(200);
});

test('the owner sees a private image', () => {
  const world = createTestWorld();
  const headers = basic('Michael-A-Kuykendall', world.tokens.GITHUB_TOKEN!);
  const read = () => world.ask(manifest, {headers: {...bearer(world.ask(tokenUrl, {headers}).json().token), accept}});
  expect(read().json().errors[0].code).toBe('NAME_UNKNOWN');
  publish(world, false);
  expect(read().status).toBe(200);
  expect(world.ask(tokenUrl, {headers: basic('x', 'ghp_wrong')}).json().errors[0].code).toBe('UNAUTHORIZED');
});

test('the registry of npm packages always wants a token', () => {
  const {ask, tokens} = createTestWorld();
  const host = 'https://npm.pkg.github.com';
  expect(ask(`${host}/@michael-a-kuykendall%2Fcontextlite`).status).toBe(401);
  const headers = bearer(tokens.GITHUB_TOKEN!);
  expect(ask(`${host}/-/whoami`, {headers}).json()).toEqual({username: 'Michael-A-Kuykendall'});
  expect(ask(`${host}/@michael-a-kuykendall%2Fcontextlite`, {headers}).status).toBe(404);
});
