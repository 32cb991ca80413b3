import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
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
const statuses: number[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-cache-'));
  version = 1;
  gone = false;
  statuses.length = 0;
  server = await serveOnLoopback((request, response) => {
    const etag = `"v${version}"`;
    const status = gone ? 404 : request.headers['if-none-match'] === etag ? 304 : 200;
    statuses.push(status);
    response.writeHead(status, gone ? {} : {etag}).end(status === 304 ? undefined : `{"version":${version}}`);
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

describe('the cache of answers', () => {
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
