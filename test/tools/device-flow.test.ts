import {afterEach, describe, expect, it} from 'vitest';
import {demoClientId} from '../../src/demo/github/device-flow.ts';
import {type DeviceCode, signInByDevice} from '../../src/tools/device-flow.ts';
import {createHttp} from '../../src/tools/http.ts';
import {openWorld} from '../support/demo-world.ts';
import {type Loopback, serveOnLoopback} from '../support/loopback.ts';

const servers: Loopback[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A sign-in whose clock goes on with its waiting. */
const signIn = async (origin: string, over: {readonly clientId?: string; readonly clock?: {now: number}; readonly hurry?: number} = {}) => {
  const clock = over.clock ?? {now: Date.parse('2026-11-21T12:00:00Z')};
  const shown: DeviceCode[] = [];
  const waits: number[] = [];
  const promise = signInByDevice({
    http: createHttp({hosts: {own: {'*': origin}, ofRepository: {}}, userAgent: 'portcall-test', pause: 1}),
    clientId: over.clientId ?? demoClientId,
    scopes: ['repo', 'workflow'],
    show: (code) => void shown.push(code),
    now: () => clock.now,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      clock.now += over.hurry ?? milliseconds;
    },
  });
  const outcome = await promise.catch((failure: Error) => failure);
  return {outcome, shown, waits};
};

const code = {device_code: 'd', user_code: 'ABCD-1234', verification_uri: 'https://github.com/login/device', expires_in: 900, interval: 5};

/** A GitHub that says these things one after the other. */
const saying = async (...answers: readonly (object | string)[]) => {
  let next = 0;
  const server = await serveOnLoopback((request, response) => {
    request.resume();
    const body = request.url?.endsWith('/login/device/code') ? code : (answers[next++] ?? {error: 'unexpected'});
    response.writeHead(200, {'content-type': 'application/json'}).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  servers.push(server);
  return server;
};

describe('signing in to GitHub by a code', () => {
  it('shows it, waits, and gets a token that the simulated GitHub takes', async () => {
    const clock = {now: Date.parse('2026-11-21T12:00:00Z')};
    const {served, world, ask} = await openWorld({now: () => clock.now});
    const {outcome, shown, waits} = await signIn(served.origin, {clock});
    expect(shown).toEqual([
      {
        userCode: expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{4}$/),
        page: 'https://github.com/login/device',
        expires: '2026-11-21T12:15:00.000Z',
      },
    ]);
    expect(waits).toEqual([5000, 5000, 5000]);
    expect(outcome).toMatchObject({token: expect.stringMatching(/^gho_/), scopes: ['repo', 'workflow']});
    const {token} = outcome as {token: string};
    const user = await ask('https://api.github.com/user', {headers: {authorization: `Bearer ${token}`, 'user-agent': 'test'}});
    expect(user.status).toBe(200);
    expect(world.github.tokens.has(token)).toBe(true);
  });

  it('slows down as the simulated GitHub tells it to', async () => {
    const clock = {now: Date.parse('2026-11-21T12:00:00Z')};
    const {served} = await openWorld({now: () => clock.now});
    const {outcome, waits} = await signIn(served.origin, {clock, hurry: 4000});
    expect(waits.slice(0, 3)).toEqual([5000, 10_000, 15_000]);
    expect(outcome).toBeInstanceOf(Error);
  });

  it('waits five seconds more, or as long as GitHub says, when it is told to slow down', async () => {
    const {origin} = await saying(
      {error: 'slow_down'},
      {error: 'slow_down', interval: 30},
      {error: 'authorization_pending'},
      {access_token: 't'},
    );
    const {outcome, waits} = await signIn(origin);
    expect(waits).toEqual([5000, 10_000, 30_000, 30_000]);
    expect(outcome).toEqual({token: 't', scopes: []});
  });

  it('takes what was granted, which may be less', async () => {
    const {origin} = await saying({access_token: 'gho_x', scope: 'repo', token_type: 'bearer'});
    expect((await signIn(origin)).outcome).toEqual({token: 'gho_x', scopes: ['repo']});
  });

  it.each([
    ['expired_token', /within its time/],
    ['access_denied', /not to let Portcall in/],
    ['incorrect_device_code', /does not know the code/],
    ['incorrect_client_credentials', /no app with this client id/],
    ['device_flow_disabled', /no device flow/],
    ['unsupported_grant_type', /kind of sign-in/],
    ['something_new', /something_new/],
  ])('ends at %s', async (error, message) => {
    const {origin} = await saying({error: 'authorization_pending'}, {error});
    expect((await signIn(origin)).outcome).toMatchObject({kind: 'unauthorized', message: expect.stringMatching(message)});
  });

  it('ends by itself when the code is over', async () => {
    const {origin} = await saying(...Array.from({length: 400}, () => ({error: 'authorization_pending'})));
    const {outcome, waits} = await signIn(origin);
    expect(outcome).toMatchObject({message: expect.stringMatching(/within its time/)});
    expect(waits.length).toBe(180);
  });

  it('ends at an unknown client and at an answer that makes no sense', async () => {
    const {served} = await openWorld();
    expect((await signIn(served.origin, {clientId: 'nobody'})).outcome).toMatchObject({message: expect.stringMatching(/no app/)});
    expect((await signIn((await saying('<html>')).origin)).outcome).toMatchObject({kind: 'unexpected-answer'});
    expect((await signIn((await saying({ok: true})).origin)).outcome).toMatchObject({kind: 'unexpected-answer'});
  });

  it('never asks a host that only the repository’s own configuration names', async () => {
    const server = await saying({access_token: 't'});
    const http = createHttp({hosts: {own: {}, ofRepository: {'github.com': 'http://elsewhere.example'}}, userAgent: 'test', pause: 1});
    await expect(
      signInByDevice({http, clientId: 'c', scopes: [], show: () => undefined, now: Date.now, wait: async () => undefined}),
    ).rejects.toThrow(/portcall\.yaml/);
    expect(server.requests).toEqual([]);
  });
});
