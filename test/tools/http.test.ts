import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import * as z from 'zod';
import {Problem, type ProblemKind} from '../../src/model/problem.ts';
import {createHttp} from '../../src/tools/http.ts';
import {noCache} from '../../src/tools/http-cache.ts';
import {problemOfFailure} from '../../src/tools/http-problem.ts';
import {createLookup} from '../../src/tools/lookup.ts';
import {type Loopback, serveOnLoopback} from '../support/loopback.ts';

const servers: Loopback[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

type Answer = (path: string, response: ServerResponse, headers: Readonly<Record<string, unknown>>) => void;

const world = async (answer: Answer) => {
  const server = await serveOnLoopback((request, response) => answer(request.url ?? '', response, request.headers));
  servers.push(server);
  const http = createHttp({hosts: {own: {'*': server.origin}, ofRepository: {}}, userAgent: 'portcall-test', timeout: 300, pause: 1});
  const lookup = createLookup(
    {http, cache: noCache, npmRegistry: 'https://registry.example', believesAbsenceFor: 0, gitHubToken: 'github-secret'},
    new Map(),
    {
      headers: {'https://market.example': {authorization: 'Bearer market-secret'}},
    },
  );
  return {server, lookup};
};

const shape = z.object({name: z.string()});
const problemFrom = async (promise: Promise<unknown>): Promise<Problem> => {
  const thrown = await promise.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  expect(thrown).toBeInstanceOf(Problem);
  return thrown as Problem;
};

describe('what an answer means', () => {
  const cases: readonly [string, (response: ServerResponse) => void, ProblemKind][] = [
    ['401', (response) => response.writeHead(401).end('{"message":"Bad credentials"}'), 'unauthorized'],
    ['403', (response) => response.writeHead(403).end('{"message":"no"}'), 'forbidden'],
    [
      '403 with nothing left',
      (response) => response.writeHead(403, {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800'}).end(),
      'rate-limited',
    ],
    [
      '403 of the secondary limit',
      (response) => response.writeHead(403).end('{"message":"You have exceeded a secondary rate limit"}'),
      'rate-limited',
    ],
    ['429', (response) => response.writeHead(429, {'retry-after': '30'}).end(), 'rate-limited'],
    ['500 with a page', (response) => response.writeHead(500, {'content-type': 'text/html'}).end('<html>oops</html>'), 'unreachable'],
    ['a page instead of JSON', (response) => response.writeHead(200).end('<!DOCTYPE html><title>Sign in</title>'), 'unexpected-answer'],
    ['other JSON', (response) => response.writeHead(200).end('{"nom":1}'), 'unexpected-answer'],
    ['half an answer', (response) => response.writeHead(200, {'content-length': '500'}).end('{"na'), 'unreachable'],
    ['silence', () => undefined, 'unreachable'],
    ['a broken connection', (response) => response.destroy(), 'unreachable'],
    ['a redirect in a circle', (response) => response.writeHead(302, {location: 'https://a.example/x'}).end(), 'unexpected-answer'],
    [
      'a redirect to an unsafe address',
      (response) => response.writeHead(302, {location: 'http://elsewhere.example/x'}).end(),
      'unexpected-answer',
    ],
  ];

  it.each(cases)('%s', async (_, answer, kind) => {
    const {lookup} = await world((_path, response) => answer(response));
    const problem = await problemFrom(lookup.json('https://a.example/x', shape));
    expect(problem.kind).toBe(kind);
    expect(problem.next).not.toBe('');
  });

  it('takes a 404 for an answer', async () => {
    const {lookup} = await world((_, response) => response.writeHead(404).end('Not Found'));
    expect(await lookup.json('https://a.example/x', shape)).toBeUndefined();
    expect(await lookup.exists('https://a.example/x')).toBe(false);
    expect(await lookup.digest('https://a.example/x', ['sha256'])).toBeUndefined();
  });

  it('names what a fine-grained token lacks', async () => {
    const {lookup} = await world((_, response) =>
      response.writeHead(403, {'x-accepted-github-permissions': 'secrets=read'}).end('{"message":"Resource not accessible"}'),
    );
    const problem = await problemFrom(lookup.json('https://api.github.com/repos/a/b/actions/secrets', shape));
    expect(problem.next).toContain('secrets=read');
  });

  it('says when a rate limit ends, and asks that host nothing until then', async () => {
    const {lookup, server} = await world((_, response) => response.writeHead(429, {'retry-after': '60'}).end());
    const first = await problemFrom(lookup.json('https://a.example/x', shape));
    const second = await problemFrom(lookup.json('https://a.example/y', shape));
    expect(first.until).toBeDefined();
    expect(second.kind).toBe('rate-limited');
    expect(server.requests).toHaveLength(1);
  });

  it('stops at one limit of GitHub and leaves the other', async () => {
    const {lookup, server} = await world((path, response) =>
      path.includes('/search/')
        ? response.writeHead(403, {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800'}).end()
        : response.writeHead(200).end('{"name":"a"}'),
    );
    const search = () => problemFrom(lookup.json('https://api.github.com/search/issues?q=a', shape));
    expect((await search()).kind).toBe('rate-limited');
    expect(await lookup.json('https://api.github.com/user', shape)).toEqual({name: 'a'});
    expect((await problemFrom(lookup.json('https://api.github.com/search/code', shape))).kind).toBe('rate-limited');
    expect(server.requests).toHaveLength(2);
  });

  it('takes a 403 that only says "not now" for no answer', async () => {
    const {lookup} = await world((_, response) => response.writeHead(403, {'retry-after': '60'}).end('{}'));
    expect((await problemFrom(lookup.reply('https://api.github.com/user', {accept: [200, 403]}))).kind).toBe('rate-limited');
  });

  it('asks a host that says nothing no more after a few tries', async () => {
    const {lookup, server} = await world(() => undefined);
    const ask = (name: string) => problemFrom(lookup.json(`https://a.example/${name}`, shape));
    await Promise.all(['1', '2', '3'].map(ask));
    expect((await ask('4')).message).toContain('it does not answer in time');
    expect(server.requests).toHaveLength(3);
  });

  it('does not take the absence at another host for one at the host that was asked', async () => {
    const {lookup} = await world((path, response) =>
      path.startsWith('/a.example')
        ? response.writeHead(302, {location: 'https://b.example/x'}).end()
        : response.writeHead(404).end('Not Found'),
    );
    expect((await problemFrom(lookup.json('https://a.example/x', shape))).message).toContain('a.example redirects to b.example');
  });

  it('tries again what failed in passing', async () => {
    let count = 0;
    const {lookup} = await world((_, response) =>
      ++count < 3 ? response.writeHead(502).end() : response.writeHead(200).end('{"name":"a"}'),
    );
    expect(await lookup.json('https://a.example/x', shape)).toEqual({name: 'a'});
    expect(count).toBe(3);
  });

  it('refuses a body without end instead of holding it', async () => {
    const piece = Buffer.alloc(1_000_000, 32);
    const {lookup} = await world((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
    });
    const problem = await problemFrom(lookup.json('https://a.example/x', shape));
    expect(problem.message).toContain('64 MB');
  });
});

describe('where a token goes', () => {
  it('sends the token of GitHub to its API alone', async () => {
    const seen: Record<string, unknown> = {};
    const {lookup} = await world((path, response, headers) => {
      seen[path] = headers.authorization;
      response.writeHead(200).end('{"name":"a"}');
    });
    await lookup.json('https://api.github.com/user', shape);
    await lookup.json('https://market.example/x', shape);
    await lookup.json('https://market.example/own', shape, {as: 'token'});
    expect(seen).toEqual({
      '/api.github.com/user': 'Bearer github-secret',
      '/market.example/x': undefined,
      '/market.example/own': 'Bearer market-secret',
    });
  });

  it('never sends a token to an origin that its marketplace does not declare', async () => {
    const {lookup, server} = await world((_, response) => response.writeHead(200).end('{"name":"a"}'));
    const problem = await problemFrom(lookup.json('https://other.example/x', shape, {as: 'token'}));
    expect(problem.kind).toBe('bug');
    expect(server.requests).toHaveLength(0);
  });

  it('drops the token when a redirect leaves the host', async () => {
    const seen: unknown[] = [];
    const {lookup} = await world((path, response, headers) => {
      seen.push([path, headers.authorization]);
      if (path.startsWith('/api.github.com/logs')) response.writeHead(302, {location: 'https://storage.example/log?sig=1'}).end();
      else response.writeHead(200).end('{"name":"a"}');
    });
    await lookup.json('https://api.github.com/logs', shape);
    expect(seen).toEqual([
      ['/api.github.com/logs', 'Bearer github-secret'],
      ['/storage.example/log?sig=1', undefined],
    ]);
  });
});

describe('a round', () => {
  it('asks nothing twice', async () => {
    const {lookup, server} = await world((_, response) => response.writeHead(200).end('{"name":"a"}'));
    await Promise.all([
      lookup.json('https://a.example/x', shape),
      lookup.json('https://a.example/x', shape),
      lookup.text('https://a.example/x'),
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('does not take the answer to one token for the answer to another', async () => {
    const {server} = await world((_, response, headers) => response.writeHead(200).end(JSON.stringify({name: headers.authorization})));
    const http = createHttp({hosts: {own: {'*': server.origin}, ofRepository: {}}, userAgent: 'portcall-test'});
    const round = new Map();
    const sources = {http, cache: noCache, npmRegistry: 'https://registry.example', believesAbsenceFor: 0};
    const ask = (secret: string) =>
      createLookup(sources, round, {headers: {'https://a.example': {authorization: secret}}}).json('https://a.example/me', shape, {
        as: 'token',
      });
    expect(await Promise.all([ask('one'), ask('two')])).toEqual([{name: 'one'}, {name: 'two'}]);
  });

  it('follows the pages of a list', async () => {
    const {lookup} = await world((path, response) => {
      const page = path.endsWith('page=2') ? 2 : 1;
      response.writeHead(200, page === 1 ? {link: '<https://api.github.com/list?page=2>; rel="next"'} : {}).end(`{"name":"${page}"}`);
    });
    expect(await lookup.pages('https://api.github.com/list', shape)).toEqual([{name: '1'}, {name: '2'}]);
  });

  it('streams a file of any size into its digests', async () => {
    const {lookup} = await world((_, response) => response.writeHead(200).end('Not Found'));
    const digest = await lookup.digest('https://a.example/file', ['sha256']);
    expect(digest).toEqual({
      bytes: 9,
      hex: {sha256: '0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5'},
      start: Buffer.from('Not Found').toString('hex'),
    });
  });
});

describe('the way out', () => {
  it('goes through the proxy that the environment names, and never past it', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    const {port} = proxy.address() as AddressInfo;
    const http = createHttp({
      hosts: {own: {}, ofRepository: {}},
      userAgent: 'portcall-test',
      timeout: 300,
      pause: 1,
      proxy: {https: `http://127.0.0.1:${port}`},
    });
    const lookup = createLookup({http, cache: noCache, npmRegistry: 'https://registry.example', believesAbsenceFor: 0}, new Map());
    expect((await problemFrom(lookup.json('https://a.example/x', shape))).kind).toBe('unreachable');
    expect(asked[0]).toBe('a.example:443');
    await new Promise((closed) => proxy.close(closed));
  });

  it('names a certificate that has expired', () => {
    const failure = Object.assign(new Error('fetch failed'), {
      cause: Object.assign(new Error('certificate has expired'), {code: 'CERT_HAS_EXPIRED'}),
    });
    const {problem, isFinal} = problemOfFailure('a.example', failure);
    expect(problem.message).toContain('its certificate has expired');
    expect(isFinal).toBe(true);
  });
});
