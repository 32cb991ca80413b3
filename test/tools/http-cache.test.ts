import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import * as z from 'zod';
import {createHttp} from '../../src/tools/http.ts';
import {createHttpCache} from '../../src/tools/http-cache.ts';
import {createLookup} from '../../src/tools/lookup.ts';
import {type Loopback, serveOnLoopback} from '../support/loopback.ts';

let folder: string;
let server: Loopback;
let version = 1;
let gone = false;
let hasEtag = true;
const statuses: number[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-cache-'));
  version = 1;
  gone = false;
  hasEtag = true;
  statuses.length = 0;
  server = await serveOnLoopback((request, response) => {
    const etag = `"v${version}"`;
    const status = gone ? 404 : request.headers['if-none-match'] === etag ? 304 : 200;
    statuses.push(status);
    const headers = gone ? {'x-oauth-scopes': 'repo'} : hasEtag ? {etag} : {};
    response.writeHead(status, headers).end(status === 304 ? undefined : `{"version":${version}}`);
  });
});

afterEach(async () => {
  await server.close();
  await rm(folder, {recursive: true});
});

const shape = z.object({version: z.number()});
const ask = (options: {as?: 'token'} = {}, believesAbsenceFor = 60_000) => {
  const http = createHttp({hosts: {own: {'*': server.origin}, ofRepository: {}}, userAgent: 'portcall-test'});
  const credential = {headers: {'https://a.example': {authorization: 'Bearer secret'}}};
  return createLookup(
    {http, cache: createHttpCache(folder), npmRegistry: 'https://registry.example', believesAbsenceFor},
    new Map(),
    credential,
  ).json('https://a.example/x', shape, options);
};

const askGitHub = (gitHubToken: string) => {
  const http = createHttp({hosts: {own: {'*': server.origin}, ofRepository: {}}, userAgent: 'portcall-test'});
  const sources = {http, cache: createHttpCache(folder), npmRegistry: 'https://registry.example', believesAbsenceFor: 60_000, gitHubToken};
  return createLookup(sources, new Map()).reply('https://api.github.com/x', {accept: [200, 404]});
};

describe('the cache of answers', () => {
  it('believes no absence that another token of GitHub was told', async () => {
    gone = true;
    expect((await askGitHub('ghp_one')).status).toBe(404);
    gone = false;
    expect((await askGitHub('ghp_one')).status).toBe(404);
    expect((await askGitHub('ghp_two')).status).toBe(200);
    const kept = await Promise.all((await readdir(folder)).map((file) => readFile(path.join(folder, file), 'utf8')));
    expect(kept.join()).not.toMatch(/ghp_/);
  });

  it('keeps with an absence what the token that asked may do', async () => {
    gone = true;
    expect((await askGitHub('ghp_one')).headers['x-oauth-scopes']).toBe('repo');
    expect((await askGitHub('ghp_one')).headers['x-oauth-scopes']).toBe('repo');
    expect(statuses).toEqual([404]);
  });

  it('asks conditionally the second time, and believes the server', async () => {
    expect(await ask()).toEqual({version: 1});
    expect(await ask()).toEqual({version: 1});
    version = 2;
    expect(await ask()).toEqual({version: 2});
    expect(statuses).toEqual([200, 304, 200]);
  });

  it('believes an absence for a short while, and asks again when a fresh look is asked for', async () => {
    gone = true;
    expect(await ask()).toBeUndefined();
    expect(await ask()).toBeUndefined();
    expect(statuses).toEqual([404]);
    gone = false;
    expect(await ask({}, 0)).toEqual({version: 1});
  });

  it('believes no absence that a fresh look has found over, even where the server names no validator', async () => {
    gone = true;
    hasEtag = false;
    expect(await ask()).toBeUndefined();
    gone = false;
    expect(await ask({}, 0)).toEqual({version: 1});
    version = 2;
    expect(await ask()).toEqual({version: 2});
    expect(statuses).toEqual([404, 200, 200]);
  });

  it('keeps nothing that was asked with a token', async () => {
    await ask({as: 'token'});
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a damaged file for none', async () => {
    await ask();
    for (const file of await readdir(folder)) await writeFile(path.join(folder, file), '{"key":');
    expect(await ask()).toEqual({version: 1});
    expect(statuses).toEqual([200, 200]);
  });
});
