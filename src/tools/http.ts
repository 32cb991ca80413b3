import {setTimeout as wait} from 'node:timers/promises';
import {Agent, type Dispatcher, request} from 'undici';
import {Problem} from '../model/problem.ts';
import {echoFilter} from './echo.ts';
import {createGates} from './gates.ts';
import {plainHeaders, refuseUnsendable} from './header-text.ts';
import {type Hosts, type Route, routeOf} from './hosts.ts';
import {isUsedUp, problemOfFailure, problemOfStatus, rateLimited, retryTimeOf} from './http-problem.ts';
import {outwardBy, type WayThrough} from './proxy.ts';

export type HttpRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The public address; the host map decides where it really goes. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers that carry a secret: dropped when a redirect leaves the host. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Milliseconds until a server that says nothing to this request counts as unreachable; absent: as for every other. */
  readonly patience?: number;
  /** Statuses that are answers to the asker; every other one becomes a Problem. */
  readonly accept: readonly number[];
  /** True for what belongs to a write: it is sent to the very host, where the person themself says it lies, and follows no redirect. */
  readonly isStrict?: boolean;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
  /** The public host that answered after every redirect; absent: the one that was asked. */
  readonly from?: string;
  /** Takes out of a text whatever it repeats of the secrets that were sent; absent: none was. */
  hide?(text: string): string;
  /** Lets go of a body that nobody reads. */
  drop(): Promise<void>;
};

export type Http = {send(request: HttpRequest): Promise<HttpAnswer>};

export type HttpOptions = {
  readonly hosts: Hosts;
  readonly userAgent: string;
  /** Milliseconds until a server that says nothing counts as unreachable. */
  readonly timeout?: number;
  /** Milliseconds before the first repetition of a request that failed in passing. */
  readonly pause?: number;
  /** Where requests that are not mapped go out by; absent: directly. */
  readonly proxy?: WayThrough;
  /** Hears GitHub's headers. */
  readonly onHeaders?: (host: string, headers: Readonly<Record<string, string>>) => void;
  readonly signal?: AbortSignal;
};

const passing = new Set([502, 503, 504]);
const maxRedirects = 5;
const maxTries = 3;

const gitHub = 'api.github.com';
const gitHubSearch = `${gitHub} search`;

/** GitHub counts searches by themselves. */
const gateOf = ({host, pathname}: URL): string => (host === gitHub && pathname.startsWith('/search/') ? gitHubSearch : host);

/** The gates that an answer closes: one limit that is used up leaves the other, and being too fast closes both. */
const closedBy = ({headers}: HttpAnswer, gate: string): readonly string[] =>
  gate.startsWith(gitHub) && headers['retry-after'] !== undefined ? [gitHub, gitHubSearch] : [gate];

type Sending = {readonly options: HttpOptions; readonly direct: Dispatcher; readonly outward: Dispatcher};

/** What is mapped to this machine needs no proxy. */
const isLocal = ({url, isMapped}: Route): boolean => isMapped && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);

const untrusted = (host: string) =>
  new Problem(
    'refused',
    `Only this repository's portcall.yaml says where ${host} lies, so nothing is written there.`,
    'Set PORTCALL_HOSTS if the address is right.',
  );

/** What reads may be sent again, and may be sent elsewhere by a redirect. */
const isReading = ({method}: HttpRequest): boolean => method === 'GET' || method === 'HEAD';

const sendOnce = async ({options, direct, outward}: Sending, asked: HttpRequest, url: URL, withSecrets: boolean): Promise<HttpAnswer> => {
  const route = routeOf(options.hosts, url);
  if (asked.isStrict && !route.isTrusted) throw untrusted(url.host);
  const timeout = asked.patience ?? options.timeout ?? 20_000;
  const secrets = withSecrets && route.isTrusted ? (asked.secretHeaders ?? {}) : {};
  const sent = {'user-agent': options.userAgent, ...asked.headers, ...secrets};
  refuseUnsendable(sent, url.host);
  const reply = await request(route.url, {
    method: asked.method,
    headers: sent,
    ...(asked.body === undefined ? {} : {body: asked.body}),
    dispatcher: isLocal(route) ? direct : outward,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    ...(options.signal === undefined ? {} : {signal: options.signal}),
  });
  const hide = echoFilter(secrets);
  const headers = plainHeaders(reply.headers, hide);
  options.onHeaders?.(url.host, headers);
  const drop = () => reply.body.dump({limit: 65_536}).then(() => undefined);
  return {status: reply.statusCode, headers, body: reply.body, from: url.host, ...(hide === undefined ? {} : {hide}), drop};
};

/** Follows redirects by hand: a secret goes no further than the host it was meant for. */
const follow = async (sending: Sending, asked: HttpRequest): Promise<HttpAnswer> => {
  let url = new URL(asked.url);
  let withSecrets = true;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const answer = await sendOnce(sending, asked, url, withSecrets);
    const location = answer.headers.location;
    const isRedirect = answer.status >= 300 && answer.status < 400 && answer.status !== 304 && location !== undefined;
    if (!isRedirect || !isReading(asked) || asked.isStrict) return answer;
    await answer.drop();
    const next = new URL(location, url);
    if (next.protocol !== 'https:' && !(next.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(next.hostname))) {
      throw new Problem(
        'unexpected-answer',
        `${url.host} redirects to ${next.protocol}//${next.host}, which is not safe to follow.`,
        'Open the page in a browser and look where it leads.',
      );
    }
    if (next.host !== url.host) withSecrets = false;
    url = next;
  }
  throw new Problem('unexpected-answer', `${new URL(asked.url).host} redirects in a circle.`, 'Try again later.');
};

class WayOut implements Http {
  readonly #options: HttpOptions;
  readonly #sending: Sending;
  readonly #gates = createGates();

  constructor(options: HttpOptions) {
    const connect = {timeout: options.timeout ?? 20_000};
    this.#options = options;
    this.#sending = {options, direct: new Agent({connect}), outward: outwardBy(options.proxy, connect)};
  }

  async send(asked: HttpRequest): Promise<HttpAnswer> {
    const {host} = new URL(asked.url);
    const {pause = 300, signal} = this.#options;
    const leave = await this.#gates.enter(gateOf(new URL(asked.url)));
    try {
      for (let tried = 1; ; tried++) {
        const answer = await this.#try(asked, host, tried === maxTries || !isReading(asked));
        if (answer !== undefined) return answer;
        await wait(pause * tried * (0.75 + Math.random() / 2), undefined, signal === undefined ? {} : {signal});
      }
    } finally {
      leave();
    }
  }

  /** Undefined: it failed in passing and may be tried again. */
  async #try(asked: HttpRequest, host: string, isLast: boolean): Promise<HttpAnswer | undefined> {
    const gate = gateOf(new URL(asked.url));
    try {
      const answer = await this.#answer(asked, host, isLast);
      this.#gates.heard(gate);
      return answer;
    } catch (failure) {
      if (failure instanceof Problem) throw failure;
      const {problem, isFinal, isSilence} = problemOfFailure(host, failure);
      if (isSilence) this.#gates.heard(gate, problem);
      if (isLast || isFinal) throw problem;
      return undefined;
    }
  }

  async #answer(asked: HttpRequest, host: string, isLast: boolean): Promise<HttpAnswer | undefined> {
    const answer = await follow(this.#sending, asked);
    const {from = host} = answer;
    if (isUsedUp(answer)) this.#close(asked, answer, rateLimited(from, answer.headers));
    // A 403 that only says "not now" is no answer, even to who takes one for an answer.
    if (asked.accept.includes(answer.status) && (answer.status === 429 || !isUsedUp(answer))) return answer;
    if (passing.has(answer.status) && !isLast) {
      await answer.drop();
      return undefined;
    }
    const problem = await problemOfStatus(from, answer);
    if (problem.kind === 'rate-limited') this.#close(asked, answer, problem);
    throw problem;
  }

  /** The host that answered is asked no more; a host that only sent the question on may be. */
  #close({url}: HttpRequest, answer: HttpAnswer, why: Problem) {
    const asked = new URL(url);
    const gate = answer.from === undefined || answer.from === asked.host ? gateOf(asked) : answer.from;
    for (const one of closedBy(answer, gate)) this.#gates.closeUntil(one, retryTimeOf(answer.headers), why);
  }
}

/** The only way out: gates per host, retries of passing failures, redirects, and the mapping of statuses to problems. */
export const createHttp = (options: HttpOptions): Http => new WayOut(options);
