import {expect, test} from 'vitest';
import {zipOf} from '../../../src/demo/contextlite/zip.ts';
import type {VscodePublisher} from '../../../src/demo/marketplaces/vscode-state.ts';
import {basic, createTestWorld, type TestWorld} from './ask.ts';

const site = 'https://marketplace.visualstudio.com';
const roles = `${site}/_apis/securityroles/scopes/gallery.publisher/roleassignments/resources/tool?api-version=3.2-preview.1`;
const vsix = zipOf([{name: 'extension/package.json', contents: '{}'}]);

const query = ({ask}: TestWorld, flags: number, value = 'tool.contextlite', filterType = 7) =>
  ask(`${site}/_apis/public/gallery/extensionquery`, {method: 'POST', body: {filters: [{criteria: [{filterType, value}]}], flags}});

const publisher = (id: string): VscodePublisher => ({
  name: 'Tool',
  members: [{id, displayName: 'makuykendall', role: 'Contributor'}],
  extensions: {
    contextlite: {
      name: 'contextlite',
      displayName: 'ContextLite',
      versions: [
        {version: '1.0.35', targetPlatform: 'linux-x64', vsix, publishedAt: '2026-11-20T00:00:00Z', isValidated: false},
        {version: '1.0.34', vsix, publishedAt: '2026-11-19T00:00:00Z', isValidated: true},
      ],
    },
  },
});

test('answers with 200 and an empty list for what is not there', () => {
  const world = createTestWorld();
  const found = query(world, 403);
  expect(found.status).toBe(200);
  expect(found.json().results[0].extensions).toEqual([]);
  expect(found.json().results[0].resultMetadata[0].metadataItems[0]).toEqual({name: 'TotalCount', count: 0});
  expect(query(world, 403, 'tool', 18).json().results[0].extensions).toEqual([]);
  expect(world.ask(`${site}/publishers/tool`).status).toBe(404);
  expect(world.ask(`${site}/items?itemName=tool.contextlite`).status).toBe(404);
});

test('shows a version in validation only to those who ask for it', () => {
  const world = createTestWorld();
  world.states.vscode.publishers.tool = publisher('x');
  const versions = (flags: number): readonly string[] =>
    query(world, flags)
      .json()
      .results[0].extensions[0].versions.map(({version}: {version: string}) => version);
  expect(versions(403)).toEqual(['1.0.35', '1.0.34']);
  expect(versions(403 + 32)).toEqual(['1.0.34']);
  expect(versions(403 + 512)).toEqual(['1.0.35']);
  expect(versions(0)).toEqual([]);
  expect(query(world, 403, 'TOOL', 18).json().results[0].extensions).toHaveLength(1);
});

test('gives the package that its version names', () => {
  const world = createTestWorld();
  world.states.vscode.publishers.tool = publisher('x');
  const [newest, older] = query(world, 403).json().results[0].extensions[0].versions;
  expect(newest.targetPlatform).toBe('linux-x64');
  expect(world.ask(newest.files[0].source).bytes.equals(vsix)).toBe(true);
  expect(world.ask(older.files[0].source).status).toBe(200);
  expect(world.ask(newest.files[0].source.replace('linux-x64', 'web')).status).toBe(404);
});

test('lists members to members, and says why to others', () => {
  const world = createTestWorld();
  const {ask, tokens, states} = world;
  const headers = basic('OAuth', tokens.VSCE_PAT!);
  expect(tokens.VSCE_PAT).toMatch(/^[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}$/);
  expect(ask(roles, {headers}).status).toBe(404);
  states.vscode.publishers.tool = publisher('someone');
  expect(ask(roles, {headers}).json().message).toMatch(/^TF400813: /);
  const {id} = ask('https://app.vssps.visualstudio.com/_apis/profile/profiles/me?api-version=7.1', {headers}).json();
  states.vscode.publishers.tool = publisher(id);
  expect(ask(roles, {headers}).json().value[0]).toMatchObject({identity: {id}, role: {name: 'Contributor'}});
  expect(ask(roles, {headers: basic('OAuth', 'y')}).status).toBe(401);
  states.vscode.tokens[0]!.isExpired = true;
  expect(ask(roles, {headers}).status).toBe(401);
});
