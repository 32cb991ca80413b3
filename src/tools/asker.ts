import {createHash} from 'node:crypto';
import type {LookupOptions, ReadingPost, Reply} from '../model/lookup.ts';
import {Problem} from '../model/problem.ts';
import {whyUnsendable} from './header-text.ts';
import type {Http, HttpAnswer} from './http.ts';
import type {HttpCache} from './http-cache.ts';
import {textReaderOf} from './short-text.ts';

const gitHubOrigin = 'https://api.github.com';
/** Answers that say that something isn't there. */
const absences = new Set([404, 410]);
/** Headers of a kept answer that somebody still reads: the pages that follow, and what the token that asked may do. */
const keptHeaders = ['link', 'x-oauth-scopes'];

/** A marketplace's credential as a lookup sends it: the headers for each origin that it may go to, and nowhere else. */
export type Credential = {
  readonly headers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The variable of the environment that it was read from; absent: not known. */
  readonly variable?: string;
};

export type LookupSources = {
  readonly http: Http;
  readonly cache: HttpCache;
  /** Without a slash at its end. */
  readonly npmRegistry: string;
  /** Absent: not signed in. */
  readonly gitHubToken?: string;
  /** Milliseconds for which a 404 is believed without asking again; a person who asks for a fresh look gets one. */
  readonly believesAbsenceFor: number;
};

/** What one round has already asked, so that nothing is asked twice; a fresh Map starts a round. */
export type Round = Map<string, Promise<Reply>>;

export type Asked = {
  readonly url: string;
  readonly options: LookupOptions;
  readonly accept: readonly number[];
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly post?: ReadingPost;
};

const validatorsOf = (headers: Readonly<Record<string, string>>): {etag?: string; lastModified?: string} => ({
  ...(headers.etag === undefined ? {} : {etag: headers.etag}),
  ...(headers['last-modified'] === undefined ? {} : {lastModified: headers['last-modified']}),
});

const keptOf = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(keptHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));

/** Tells one token from another and gives neither away. */
const markOf = (token: string): string => createHash('sha256').update(`portcall ${token}`).digest('hex').slice(0, 12);

/** The headers as they are; a secret that no header may hold is refused before it is sent. */
const sendable = (headers: Readonly<Record<string, string>>, variable: string): Readonly<Record<string, string>> => {
  const why = Object.values(headers)
    .map(whyUnsendable)
    .find((one) => one !== undefined);
  if (why === undefined) return headers;
  throw new Problem('unauthorized', `${variable} holds ${why}.`, 'Set it again without it.');
};

/** A host that sends the question on to another one has not said itself that something isn't there. */
const refuseForeignAbsence = (host: string, {status, from}: HttpAnswer) => {
  if (from === undefined || from === host || !absences.has(status)) return;
  throw new Problem(
    'unexpected-answer',
    `${host} redirects to ${from}, which does not have what is looked for.`,
    'Check again later; a proxy or a sign-in page may stand in between.',
  );
};

/** Asks each question once a round, conditionally where an earlier answer is kept, with the token that belongs to the origin and no other. */
export class Asker {
  readonly #sources: LookupSources;
  readonly #round: Round;
  readonly #credential: Credential | undefined;

  constructor(sources: LookupSources, round: Round, credential?: Credential) {
    this.#sources = sources;
    this.#round = round;
    this.#credential = credential;
  }

  ask(asked: Asked): Promise<Reply> {
    const key = JSON.stringify([asked.method, asked.url, asked.options, asked.accept, asked.post ?? null, this.#markOf(asked)]);
    const round = this.#round;
    const running = round.get(key);
    if (running !== undefined) return running;
    const reply = this.#conditional(asked);
    round.set(key, reply);
    return reply;
  }

  /** An answer to one marketplace's token is none to another's; empty: no such token goes along. */
  #markOf({url, options}: Asked): string {
    return options.as === 'token' ? markOf(JSON.stringify(this.#credential?.headers[new URL(url).origin] ?? null)) : '';
  }

  /** Sends without asking the round or the cache; for bodies of any size. */
  send(asked: Asked, conditions: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    const isConditional = Object.keys(conditions).length > 0;
    return this.#sources.http.send({
      method: asked.method,
      url: asked.url,
      headers: {...this.#plainHeaders(asked), ...conditions},
      secretHeaders: this.#secretHeaders(asked),
      accept: isConditional ? [...asked.accept, 304] : asked.accept,
      ...(asked.post === undefined ? {} : {body: asked.post.body}),
    });
  }

  #secretHeaders({url, options}: Asked): Readonly<Record<string, string>> {
    const {origin} = new URL(url);
    if (options.as !== 'token') {
      const {gitHubToken} = this.#sources;
      return options.as !== 'nobody' && origin === gitHubOrigin && gitHubToken !== undefined
        ? sendable({authorization: `Bearer ${gitHubToken}`}, 'GITHUB_TOKEN or GH_TOKEN')
        : {};
    }
    if (this.#credential === undefined) throw new Problem('bug', 'A token was to be sent where none is at hand.', 'Report this.');
    const headers = Object.hasOwn(this.#credential.headers, origin) ? this.#credential.headers[origin] : undefined;
    if (headers === undefined)
      throw new Problem('bug', `A token was to be sent to ${origin}, which its marketplace does not declare.`, 'Report this.');
    return sendable(headers, this.#credential.variable ?? 'The token');
  }

  #plainHeaders({url, options, post}: Asked): Record<string, string> {
    return {
      ...(new URL(url).origin === gitHubOrigin ? {accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28'} : {}),
      ...(post === undefined ? {} : {'content-type': post.type}),
      ...options.headers,
    };
  }

  #cacheKey({url, options, method}: Asked): string | undefined {
    if (method === 'POST' || options.as === 'token') return undefined;
    const {gitHubToken} = this.#sources;
    const isSignedIn = new URL(url).origin === gitHubOrigin && options.as !== 'nobody' && gitHubToken !== undefined;
    return `${method} ${url} ${JSON.stringify(options.headers ?? {})}${isSignedIn ? ` signed in as ${markOf(gitHubToken)}` : ''}`;
  }

  async #conditional(asked: Asked): Promise<Reply> {
    const {host} = new URL(asked.url);
    const {cache} = this.#sources;
    const key = this.#cacheKey(asked);
    const kept = key === undefined ? undefined : await cache.find(key);
    if (kept !== undefined && absences.has(kept.status) && Date.now() - kept.at < this.#sources.believesAbsenceFor) return kept;
    const conditions: Record<string, string> = {};
    if (kept?.etag !== undefined) conditions['if-none-match'] = kept.etag;
    else if (kept?.lastModified !== undefined) conditions['if-modified-since'] = kept.lastModified;
    const answer = await this.send(asked, conditions);
    if (answer.status === 304 && kept !== undefined) {
      await answer.drop();
      return {status: kept.status, headers: {...kept.headers, ...answer.headers}, text: kept.text};
    }
    refuseForeignAbsence(host, answer);
    const text = asked.method === 'HEAD' ? '' : await textReaderOf(this.#sources.http)(answer.from ?? host, answer);
    const validators = validatorsOf(answer.headers);
    const isAbsence = absences.has(answer.status);
    // What was kept is no longer so, even where the new answer has nothing to be asked by again.
    const isKept = isAbsence || kept !== undefined || Object.keys(validators).length > 0;
    if (key !== undefined && asked.accept.includes(answer.status) && isKept) {
      await cache.keep(key, {...validators, at: Date.now(), status: answer.status, headers: keptOf(answer.headers), text});
    }
    return {status: answer.status, headers: answer.headers, text};
  }
}
