import {describe, expect, it} from 'vitest';
import {echoFilter} from '../../src/tools/echo.ts';
import {hostMapOf} from '../../src/tools/hosts.ts';
import {createHttp, type HttpRequest} from '../../src/tools/http.ts';
import {textReaderOf} from '../../src/tools/short-text.ts';
import {serveOnLoopback} from '../support/loopback.ts';

const token = 'npm_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5';
const authorization = `Bearer ${token}`;

describe('what the other side repeats of a secret', () => {
  const hide = echoFilter({authorization}) ?? ((text) => text);

  it.each([
    ['whole', `Bad token ${token}.`, 'Bad token ***.'],
    ['its beginning', `Bad token ${token.slice(0, 12)}…`, 'Bad token ***…'],
    ['its end', `Bad token …${token.slice(-9)}`, 'Bad token …***'],
    ['a piece from its middle', `Bad ${token.slice(7, 18)}!`, 'Bad ***!'],
    ['twice, at different lengths', `${token} ${token.slice(0, 16)} ${token}`, '*** *** ***'],
    ['four characters', `Bad token …${token.slice(-4)}`, `Bad token …${token.slice(-4)}`],
    ['nothing', '{"message": "Bad credentials"}', '{"message": "Bad credentials"}'],
  ])('is taken out: %s', (_, text, clean) => {
    expect(hide(text)).toBe(clean);
  });

  it('is the password of a Basic header in both its forms, and not the user', () => {
    const basic = echoFilter({authorization: `Basic ${btoa(`makuykendall:${token}`)}`});
    expect(basic?.(`makuykendall ${token}`)).toBe('makuykendall ***');
    const sent = btoa(`makuykendall:${token}`);
    expect(basic?.(`It was ${sent}!`)).toBe(`It was ${sent.slice(0, 20)}***!`);
    // Whoever answers with a token of their own names the user in it.
    const answered = btoa('{"sub":"makuykendall","for":"makuykendall","or":"makuykendall"}');
    expect(basic?.(answered)).toBe(answered);
  });

  it('is each part of a header that has several', () => {
    const both = echoFilter({authorization: `Macaroon root="${token}", discharge="${'x1'.repeat(20)}"`});
    expect(both?.(`Macaroon discharge ${token} ${'x1'.repeat(20)}`)).toBe('Macaroon discharge *** ***');
  });

  it('is not looked for where no secret was sent', () => {
    expect(echoFilter({})).toBeUndefined();
  });
});

describe('an answer that repeats the token', () => {
  const asking = async (status: number, ask: (send: (over?: Partial<HttpRequest>) => Promise<string>) => Promise<unknown>) => {
    const server = await serveOnLoopback((request, response) => {
      const echo = `${request.headers.authorization} is not good`;
      response.writeHead(status, {'x-github-sso': `required; url=https://sso.example/${token}`}).end(JSON.stringify({message: echo}));
    });
    const hosts = {own: hostMapOf(`*=${server.origin}`), ofRepository: {}};
    const http = createHttp({hosts, userAgent: 'a test', pause: 1});
    const request = {method: 'GET', url: 'https://api.github.com/x', headers: {}, secretHeaders: {authorization}, accept: [200]} as const;
    const send = async (over: Partial<HttpRequest> = {}) => {
      const answer = await http.send({...request, ...over});
      return `${JSON.stringify(answer.headers)} ${await textReaderOf(http)('api.github.com', answer)}`;
    };
    try {
      return await ask(send);
    } finally {
      await server.close();
    }
  };

  it.each([401, 403, 500])('becomes a problem without it (%s)', async (status) => {
    const problem = await asking(status, (send) => send().catch((failure) => `${failure.message} ${failure.next}`));
    expect(problem).not.toContain(token.slice(0, 8));
    expect(problem).toContain(status === 403 ? 'https://sso.example/***' : 'api.github.com');
  });

  it('is read without it, headers included', async () => {
    const text = await asking(200, (send) => send());
    expect(text).toContain('*** is not good');
    expect(text).not.toContain(token.slice(4, 12));
  });
});
