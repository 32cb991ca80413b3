import {createHash} from 'node:crypto';
import type {ZodType} from 'zod';
import type {Digest, DigestAlgorithm, Listing, Lookup, LookupOptions, ReadingPost, Reply} from '../model/lookup.ts';
import {Problem} from '../model/problem.ts';
import {Asker, type Credential, type LookupSources, type Round} from './asker.ts';
import type {HttpAnswer} from './http.ts';
import {problemOfFailure} from './http-problem.ts';

const parsed = <T>(url: string, text: string, schema: ZodType<T>): T => {
  const {host} = new URL(url);
  const strange = (what: string) =>
    new Problem('unexpected-answer', `${host} answers with ${what}.`, 'Check again later; report it if it stays so.');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw strange(/^\s*</.test(text) ? 'a web page instead of JSON' : 'something that is not JSON');
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw strange(`JSON of an unknown shape (${issue?.path.join('.') || 'root'}: ${issue?.message ?? 'unknown'})`);
};

/** More than any list that is read here has; a server whose last page names a next one would be asked for ever. */
const mostPages = 200;

const endless = (url: string) =>
  new Problem(
    'unexpected-answer',
    `${new URL(url).host} sends a list of more than ${mostPages} pages.`,
    'Check again later; report it if it stays so.',
  );

const nextPage = (link: string | undefined): string | undefined => /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];

const isMissing = ({status}: Reply) => status === 404 || status === 410;

async function* readable(host: string, answer: HttpAnswer): AsyncIterable<Uint8Array> {
  try {
    yield* answer.body;
  } catch (failure) {
    throw problemOfFailure(host, failure).problem;
  }
}

const digestOf = async (body: AsyncIterable<Uint8Array>, algorithms: readonly DigestAlgorithm[]): Promise<Digest> => {
  const hashes = algorithms.map((name) => [name, createHash(name)] as const);
  let bytes = 0;
  let start = Buffer.alloc(0);
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (start.length < 64) start = Buffer.concat([start, piece]).subarray(0, 64);
    for (const [, hash] of hashes) hash.update(piece);
  }
  return {bytes, hex: Object.fromEntries(hashes.map(([name, hash]) => [name, hash.digest('hex')])), start: start.toString('hex')};
};

class WebLookup implements Lookup {
  readonly npmRegistry: string;
  readonly hasToken: boolean;
  readonly hasGitHubToken: boolean;
  readonly #asker: Asker;

  constructor(sources: LookupSources, round: Round, credential: Credential | undefined) {
    this.npmRegistry = sources.npmRegistry;
    this.hasToken = credential !== undefined;
    this.hasGitHubToken = sources.gitHubToken !== undefined;
    this.#asker = new Asker(sources, round, credential);
  }

  #get(url: string, options: LookupOptions = {}): Promise<Reply> {
    return this.#asker.ask({url, options, accept: [200, 203, 404, 410], method: 'GET'});
  }

  async json<T>(url: string, schema: ZodType<T>, options?: LookupOptions): Promise<T | undefined> {
    const reply = await this.#get(url, options);
    return isMissing(reply) ? undefined : parsed(url, reply.text, schema);
  }

  async text(url: string, options?: LookupOptions): Promise<string | undefined> {
    const reply = await this.#get(url, options);
    return isMissing(reply) ? undefined : reply.text;
  }

  async exists(url: string, options: LookupOptions = {}): Promise<boolean> {
    return !isMissing(await this.#asker.ask({url, options, accept: [200, 404, 410], method: 'HEAD'}));
  }

  async pages<T>(url: string, schema: ZodType<T>, options?: LookupOptions): Promise<readonly T[] | undefined> {
    const found: T[] = [];
    for (let next: string | undefined = url; next !== undefined; ) {
      if (found.length >= mostPages) throw endless(url);
      const reply: Reply = await this.#get(next, options);
      if (isMissing(reply)) return found.length === 0 ? undefined : found;
      found.push(parsed(next, reply.text, schema));
      next = nextPage(reply.headers.link);
    }
    return found;
  }

  reply(
    url: string,
    {
      accept,
      method = 'GET',
      post,
      ...options
    }: LookupOptions & {readonly accept: readonly number[]; readonly method?: 'GET' | 'HEAD'; readonly post?: ReadingPost},
  ): Promise<Reply> {
    return this.#asker.ask(post === undefined ? {url, options, accept, method} : {url, options, accept, method: 'POST', post});
  }

  async query<T>(url: string, body: unknown, schema: ZodType<T>, options: LookupOptions = {}): Promise<T | undefined> {
    const post = {type: 'application/json', body: JSON.stringify(body)};
    const reply = await this.#asker.ask({url, options, accept: [200, 404, 410], method: 'POST', post});
    return isMissing(reply) ? undefined : parsed(url, reply.text, schema);
  }

  async stream(url: string, options: LookupOptions = {}): Promise<AsyncIterable<Uint8Array> | undefined> {
    const answer = await this.#asker.send({url, options, accept: [200, 404, 410], method: 'GET'});
    if (answer.status === 200) return readable(answer.from ?? new URL(url).host, answer);
    await answer.drop();
    return undefined;
  }

  async digest(url: string, algorithms: readonly DigestAlgorithm[], options?: LookupOptions): Promise<Digest | undefined> {
    const body = await this.stream(url, options);
    return body === undefined ? undefined : digestOf(body, algorithms);
  }

  async listing(url: string, name: string, options?: LookupOptions): Promise<Listing | undefined> {
    const body = await this.stream(url, options);
    if (body === undefined) return undefined;
    const {listingOf} = await import('./archive-listing.ts');
    return listingOf(body, name);
  }
}

/** How probes read the world. Only reads can be asked of it, and a token goes to the origins it is meant for. */
export const createLookup = (sources: LookupSources, round: Round, credential?: Credential): Lookup =>
  new WebLookup(sources, round, credential);
