import {describe, expect, it} from 'vitest';
import {openWorld, repositoryPath} from '../support/demo-world.ts';

describe('a served world', () => {
  it('gives strong ETags and 304 to those who hold them', async () => {
    const {ask, askGitHub, served} = await openWorld();
    for (const url of ['https://api.github.com/repos/Homebrew/homebrew-core', 'https://pypi.org/pypi/contextlite/json']) {
      const headers = {'user-agent': 'portcall-test'};
      const first = await ask(url, {headers});
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[^"]+"$/);
      expect(Number(first.headers.get('content-length'))).toBe((await first.arrayBuffer()).byteLength);
      const second = await ask(url, {headers: {...headers, 'if-none-match': etag}});
      expect([second.status, await second.text()]).toEqual([304, '']);
    }
    const weak = await askGitHub(repositoryPath);
    const held = await askGitHub(repositoryPath, {headers: {'if-none-match': `W/${weak.headers.get('etag')}, "other"`}});
    expect(held.status).toBe(304);
    expect(served.log.all().filter((one) => one.conditional).length).toBe(3);
  });

  it('answers HEAD like GET without a body', async () => {
    const {askGitHub} = await openWorld();
    const whole = await (await askGitHub(repositoryPath)).text();
    const head = await askGitHub(repositoryPath, {method: 'HEAD'});
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(Buffer.byteLength(whole)), '']);
  });

  it('keeps a log of every request, and marks hosts that nobody simulates', async () => {
    const {ask, askGitHub, served} = await openWorld();
    await askGitHub(`${repositoryPath}/releases?per_page=1`);
    expect((await ask('https://nobody.example/a?b=c')).status).toBe(404);
    expect(served.log.all()).toEqual([
      {
        method: 'GET',
        host: 'api.github.com',
        path: `${repositoryPath}/releases?per_page=1`,
        authorized: true,
        conditional: false,
        status: 200,
      },
      {method: 'GET', host: 'nobody.example', path: '/a?b=c', authorized: false, conditional: false, status: 404, unserved: true},
    ]);
  });

  it("answers for npm's registry under the name that the user configured", async () => {
    const {ask} = await openWorld({npmRegistry: 'https://mirror.example/npm/'});
    const reply = await ask('https://mirror.example/npm/contextlite');
    expect([reply.status, ((await reply.json()) as {name: string}).name]).toEqual([200, 'contextlite']);
  });

  it('is steered by programs on this machine and by no web page', async () => {
    const {served, ask} = await openWorld();
    const steer = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
      fetch(`${served.origin}/__demo/${path}`, {method, headers, ...(body === undefined ? {} : {body})});
    const faults = '[{"host":"pypi.org","effect":{"kind":"status","status":503}}]';
    expect((await steer('POST', 'faults', faults, {origin: 'https://evil.example'})).status).toBe(404);
    expect((await steer('POST', 'faults', '[{"host":1}]')).status).toBe(422);
    expect((await steer('POST', 'faults', faults)).status).toBe(200);
    expect((await ask('https://pypi.org/pypi/contextlite/json')).status).toBe(503);
    expect(await (await steer('GET', 'log')).json()).toMatchObject([{host: 'pypi.org', status: 503, fault: 'status'}]);
    await steer('DELETE', 'faults');
    expect((await ask('https://pypi.org/pypi/contextlite/json')).status).toBe(200);
  });
});
