import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import type {AurPackage} from '../../../src/demo/marketplaces/aur.ts';
import {createTestWorld} from './ask.ts';

const aur = 'https://aur.archlinux.org';
const found: AurPackage = {
  name: 'contextlite-bin',
  version: '1.0.35-1',
  description: 'A context engine',
  url: 'https://github.com/Michael-A-Kuykendall/contextlite',
  maintainer: 'makuykendall',
  submitter: 'makuykendall',
  outOfDate: null,
  firstSubmitted: 1_790_000_000,
  lastModified: 1_790_000_000,
  pendingRequests: 0,
  files: {'.SRCINFO': 'pkgbase = contextlite-bin\n'},
};

test('has no package of the project', () => {
  const {ask} = createTestWorld();
  expect(ask(`${aur}/rpc/v5/info/contextlite-bin`).json()).toEqual({version: 5, type: 'multiinfo', resultcount: 0, results: []});
  expect(ask(`${aur}/rpc/v5/info?arg[]=contextlite&arg[]=contextlite-bin`).json().resultcount).toBe(0);
  expect(ask(`${aur}/packages/contextlite-bin`).status).toBe(404);
  expect(ask(`${aur}/cgit/aur.git/plain/.SRCINFO?h=contextlite-bin`).status).toBe(404);
  expect(ask(`${aur}/cgit/aur.git/snapshot/contextlite-bin.tar.gz`).status).toBe(404);
  expect(ask(`${aur}/account/makuykendall`).status).toBe(401);
  expect(ask(`${aur}/account/nobody`).status).toBe(401);
  expect(ask(`${aur}/register`).status).toBe(503);
  expect(gunzipSync(ask(`${aur}/users.gz`).bytes).toString()).toBe('makuykendall\n');
});

test('describes a package, whoever asks and however', () => {
  const {ask, states} = createTestWorld();
  states.aur.packages['contextlite-bin'] = found;
  const described = {Name: 'contextlite-bin', Version: '1.0.35-1', Maintainer: 'makuykendall', OutOfDate: null, PendingRequests: 0};
  expect(ask(`${aur}/rpc/v5/info/contextlite-bin`).json().results[0]).toMatchObject(described);
  expect(ask(`${aur}/rpc/?v=5&type=info&arg[]=contextlite-bin`).json().results[0]).toMatchObject(described);
  expect(ask(`${aur}/rpc/v5/search/makuykendall?by=maintainer`).json()).toMatchObject({type: 'search', resultcount: 1});
  expect(ask(`${aur}/cgit/aur.git/plain/.SRCINFO?h=contextlite-bin`).text).toBe('pkgbase = contextlite-bin\n');
});

test('answers errors with 200, and too many requests with 429', () => {
  const {ask, states} = createTestWorld();
  const error = (path: string): string => ask(`${aur}${path}`).json().error;
  expect(error('/rpc/v5/search/a')).toBe('Query arg too small.');
  expect(error('/rpc/v5/search/abc?by=colour')).toBe('Incorrect by field specified.');
  expect(error('/rpc/v5/search/abc?by=constructor')).toBe('Incorrect by field specified.');
  expect(error('/rpc/?type=info')).toBe('Please specify an API version.');
  expect(ask(`${aur}/rpc/v5/search/a`)).toMatchObject({status: 200});
  states.aur.requestsLeft = 0;
  expect(ask(`${aur}/rpc/v5/info/contextlite`)).toMatchObject({status: 429});
});

test('knows official packages, whose names are taken', () => {
  const {ask, states} = createTestWorld();
  const search = (name: string) => ask(`https://archlinux.org/packages/search/json/?name=${name}`).json();
  expect(search('contextlite')).toMatchObject({valid: true, results: []});
  states.aur.official.tool = {repository: 'extra', version: '1.0.0'};
  expect(search('tool').results[0]).toMatchObject({pkgname: 'tool', repo: 'extra'});
});
