import {expect, test} from 'vitest';
import {sha256} from '../../../src/demo/marketplaces/project.ts';
import {bearer, createTestWorld, type TestWorld} from './ask.ts';

const api = 'https://open-vsx.org/api';
const vsix = Buffer.from('a vsix');

const publish = ({states}: TestWorld, isActive: boolean, members = ['Michael-A-Kuykendall']): void => {
  const version = {version: '1.0.35', vsix, publishedAt: '2026-11-20T00:00:00Z', isActive};
  const versions = ['linux-x64', 'darwin-arm64'].map((targetPlatform) => ({...version, targetPlatform}));
  states.openVsx.namespaces.tool = {name: 'tool', isVerified: false, members, extensions: {contextlite: versions}};
};

test('says what it does not have', () => {
  const {ask} = createTestWorld();
  expect(ask(`${api}/tool/contextlite`)).toMatchObject({status: 404, text: '{"error":"Extension not found: tool.contextlite"}'});
  expect(ask(`${api}/tool`)).toMatchObject({status: 404, text: '{"error":"Namespace not found: tool"}'});
  expect(ask(`${api}/version`).json()).toHaveProperty('maxExtensionSize');
});

test('looks at the token before the namespace', () => {
  const world = createTestWorld();
  const {ask, tokens, states} = world;
  const verify = (token: string) => ask(`${api}/tool/verify-pat`, {headers: bearer(token)});
  expect(verify('wrong')).toMatchObject({status: 400, text: '{"error":"Invalid access token."}'});
  expect(verify(tokens.OVSX_PAT!)).toMatchObject({status: 404, text: '{"error":"Namespace not found: tool"}'});
  publish(world, true, []);
  expect(verify(tokens.OVSX_PAT!)).toMatchObject({status: 400, text: '{"error":"Insufficient access rights for namespace: tool"}'});
  publish(world, true);
  expect(verify(tokens.OVSX_PAT!).json()).toEqual({success: 'Valid token'});
  states.openVsx.tokens[0]!.isExpired = true;
  expect(verify(tokens.OVSX_PAT!).status).toBe(400);
});

test('serves a version for each platform, and nothing of one that is still scanned', () => {
  const world = createTestWorld();
  publish(world, true);
  const found = world.ask(`${api}/Tool/ContextLite/darwin-arm64/1.0.35`).json();
  expect(found).toMatchObject({version: '1.0.35', targetPlatform: 'darwin-arm64'});
  expect(Object.keys(found.downloads)).toEqual(['linux-x64', 'darwin-arm64']);
  expect(world.ask(found.files.sha256).text).toBe(sha256(world.ask(found.files.download).bytes));
  expect(world.ask(`${api}/tool/contextlite/linux-x64`).json().targetPlatform).toBe('linux-x64');
  expect(world.ask(`${api}/tool/contextlite/1.0.36`).status).toBe(404);
  expect(world.ask(`${api}/tool/contextlite/versions`).json().versions).toHaveProperty('1.0.35');
  expect(Object.keys(world.ask(`${api}/tool`).json().extensions)).toEqual(['contextlite']);
  publish(world, false);
  expect(world.ask(`${api}/tool/contextlite/1.0.35`).status).toBe(404);
});
