import {describe, expect, it} from 'vitest';
import {createFaultBoard, type FaultEffect, readFaults} from '../../src/demo/faults.ts';
import {openWorld} from '../support/demo-world.ts';

const url = 'https://pypi.org/pypi/contextlite/json';
const under = async (effect: FaultEffect) => {
  const opened = await openWorld({faults: [{host: 'pypi.org', effect}]});
  return {...opened, reply: (options?: RequestInit) => opened.ask(url, options)};
};

describe('a fault', () => {
  it.each([401, 403, 404, 429, 500, 502])('answers %i', async (status) => {
    const {reply} = await under({kind: 'status', status});
    const answer = await reply();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, null]);
    expect(answer.headers.get('content-type')).toMatch(status >= 500 ? /html/ : /json/);
  });

  it('says when to come back', async () => {
    expect((await (await under({kind: 'status', status: 429, retryAfter: 7})).reply()).headers.get('retry-after')).toBe('7');
    const limited = await (await under({kind: 'secondary-limit'})).reply();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([403, '60']);
    expect(await limited.text()).toContain('secondary rate limit');
  });

  it('sends a web page or other JSON where JSON was due', async () => {
    expect(await (await (await under({kind: 'html'})).reply()).text()).toMatch(/^<!DOCTYPE html>/);
    expect(await (await (await under({kind: 'other-json'})).reply()).json()).toEqual({unexpected: ['another', 'shape']});
  });

  it('breaks the answer off half-way', async () => {
    const answer = await (await under({kind: 'cut-off'})).reply();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it('resets the connection', async () => {
    const {reply, served} = await under({kind: 'reset'});
    await expect(reply()).rejects.toThrow();
    expect(served.log.all()).toMatchObject([{status: 0, fault: 'reset'}]);
  });

  it('never answers, and the world still ends at once', async () => {
    const {reply, served} = await under({kind: 'silence'});
    const waiting = reply().then(
      () => 'answered',
      () => 'hung up on',
    );
    await expect.poll(() => served.log.count()).toBe(1);
    await served.close();
    expect(await waiting).toBe('hung up on');
  });

  it('sends a gigabyte, piece by piece', async () => {
    const {reply} = await under({kind: 'huge'});
    const answer = await reply();
    expect(answer.headers.get('content-length')).toBe(String(1024 ** 3));
    const reader = answer.body?.getReader();
    const before = process.memoryUsage().rss;
    for (let taken = 0; taken < 20 * 1024 * 1024; ) taken += (await reader?.read())?.value?.length ?? 0;
    await reader?.cancel();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    const small = await (await under({kind: 'huge', bytes: 100_001})).reply();
    expect((await small.text()).length).toBe(100_001);
  });

  it('sends the request to another host', async () => {
    const answer = await (await under({kind: 'redirect', to: 'https://elsewhere.example'})).reply();
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://elsewhere.example/pypi/contextlite/json']);
  });

  it('strikes only where it is aimed, and as often as it should', async () => {
    const {ask, world} = await openWorld();
    world.faults.set([{host: '*', path: '^/pypi/.*json', times: 1, effect: {kind: 'status', status: 500}}]);
    expect((await ask('https://pypi.org/simple/contextlite/')).status).not.toBe(500);
    expect((await ask(url)).status).toBe(500);
    expect((await ask(url)).status).toBe(200);
  });
});

describe('faults as text', () => {
  it('are read, or refused as a whole', () => {
    const good = [{host: 'crates.io', path: '^/api', times: 2, effect: {kind: 'huge', bytes: 5}}];
    expect(readFaults(JSON.stringify(good))).toEqual(good);
    const bad = [
      '{',
      '{}',
      '[{"host":"a"}]',
      '[{"host":"a","effect":{"kind":"explode"}}]',
      '[{"host":"a","path":"(","effect":{"kind":"html"}}]',
    ];
    for (const text of [
      ...bad,
      '[{"host":"a","effect":{"kind":"status"}}]',
      '[{"host":"a","effect":{"kind":"redirect","to":"elsewhere"}}]',
    ])
      expect([text, readFaults(text)]).toEqual([text, undefined]);
  });

  it('can be added and cleared', () => {
    const board = createFaultBoard();
    board.add({host: 'a.example', effect: {kind: 'html'}});
    expect([board.list().length, board.strike('b.example', '/'), board.strike('a.example', '/')?.kind]).toEqual([1, undefined, 'html']);
    board.clear();
    expect(board.strike('a.example', '/')).toBeUndefined();
  });
});
