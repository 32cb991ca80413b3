import {assetsOf} from '../../../src/demo/contextlite/assets.ts';
import {createMarketplaceServices, type MarketplaceStates, marketplacesAtStart} from '../../../src/demo/marketplaces.ts';
import type {DemoReply, DemoSetting} from '../../../src/demo/service.ts';
import {createTokens} from '../../../src/demo/tokens.ts';

export type Asking = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: string | Buffer | object;
};

export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever a service may answer.
  json(): any;
};

export type TestWorld = {
  readonly setting: DemoSetting;
  readonly tokens: Readonly<Record<string, string>>;
  readonly states: MarketplaceStates;
  /** Moves the simulated clock. */
  pass(milliseconds: number): void;
  ask(url: string, asking?: Asking): Answered;
};

const bytesOf = (body: DemoReply['body'] | Asking['body']): Buffer => {
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

const answered = (reply: DemoReply): Answered => {
  const bytes = bytesOf(reply.body);
  return {
    status: reply.status,
    headers: reply.headers ?? {},
    bytes,
    text: bytes.toString('utf8'),
    json: () => JSON.parse(bytes.toString('utf8')),
  };
};

/** The marketplaces of the audit, asked directly. */
export const createTestWorld = (): TestWorld => {
  let time = Date.parse('2026-11-20T12:00:00Z');
  const tokens = createTokens(time);
  const setting: DemoSetting = {now: () => time, tokens, asset: (tag, name) => assetsOf(tag.slice(1)).get(name)};
  const states = marketplacesAtStart(setting);
  const services = createMarketplaceServices(setting, states);
  const serves = (pattern: string, host: string): boolean =>
    pattern.endsWith('*') ? host.startsWith(pattern.slice(0, -1)) : pattern === host;
  return {
    setting,
    tokens,
    states,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    ask(url, {method = 'GET', headers = {}, body} = {}) {
      const {host, pathname, searchParams} = new URL(url);
      const service = services.find(({hosts}) => hosts.some((pattern) => serves(pattern, host)));
      if (service === undefined) throw new Error(`Nobody simulates ${host}.`);
      const reply = service.answer({method, host, path: pathname, query: searchParams, headers, body: bytesOf(body)});
      return reply === undefined ? answered({status: 404, body: 'no such address'}) : answered(reply);
    },
  };
};

export const bearer = (token: string): Record<string, string> => ({authorization: `Bearer ${token}`});
export const basic = (user: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
