import {createHash} from 'node:crypto';
import {Readable} from 'node:stream';
import type {ZodType} from 'zod';
import type {Digest, DigestAlgorithm, Lookup, LookupOptions, Reply} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import {listingOf} from '../../src/tools/archive-listing.ts';

/** One reply of the fake. `body`: text, bytes, or anything else as JSON. */
export type FakeReply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
export type Asked = {readonly method: string; readonly url: string; readonly as: LookupOptions['as']; readonly body?: string};
export type FakeLookup = Lookup & {
  readonly asked: readonly Asked[];
  /** Fails when a reply was never used. */
  finish(): void;
};
export type FakeSetting = {readonly hasToken?: boolean; readonly hasGitHubToken?: boolean};

const bytesOf = ({body}: FakeReply): Buffer =>
  Buffer.from(body instanceof Uint8Array || typeof body === 'string' ? (body as string) : JSON.stringify(body ?? null));

const refuse = (status: number, url: string): never => {
  const kind =
    status === 401
      ? 'unauthorized'
      : status === 403
        ? 'forbidden'
        : status === 429
          ? 'rate-limited'
          : status >= 500
            ? 'unreachable'
            : 'unexpected-answer';
  throw new Problem(kind, `The fake answers ${status} for ${url}.`, 'Nothing.');
};

/**
 * A strict lookup: a request that no reply stands for fails, and so does `finish` when a reply was not asked for.
 * Keys are addresses, with `HEAD ` or `POST ` before them where it is no GET.
 */
export const createFakeLookup = (replies: Readonly<Record<string, FakeReply>>, setting: FakeSetting = {}): FakeLookup => {
  const asked: Asked[] = [];
  const used = new Set<string>();
  const take = (method: string, url: string, options?: LookupOptions, body?: string): FakeReply => {
    asked.push(body === undefined ? {method, url, as: options?.as} : {method, url, as: options?.as, body});
    const key = method === 'GET' ? url : `${method} ${url}`;
    const reply = replies[key];
    if (reply === undefined) throw new Error(`Nobody expected this request: ${key}`);
    used.add(key);
    return reply;
  };
  const answered = (reply: FakeReply, url: string): Buffer | undefined => {
    const status = reply.status ?? 200;
    if (status === 404 || status === 410) return undefined;
    return status >= 400 ? refuse(status, url) : bytesOf(reply);
  };
  const parsed = <T>(body: Buffer | undefined, schema: ZodType<T>, url: string): T | undefined => {
    if (body === undefined) return undefined;
    const result = schema.safeParse(JSON.parse(body.toString()));
    if (!result.success)
      throw new Problem('unexpected-answer', `The reply of ${url} has another shape: ${result.error.message}`, 'Nothing.');
    return result.data;
  };
  const get = (url: string, options?: LookupOptions) => answered(take('GET', url, options), url);
  return {
    asked,
    finish: () => {
      const unused = Object.keys(replies).filter((key) => !used.has(key));
      if (unused.length > 0) throw new Error(`Nobody asked for: ${unused.join(', ')}`);
    },
    json: async (url, schema, options) => parsed(get(url, options), schema, url),
    pages: async (url, schema, options) => {
      const page = parsed(get(url, options), schema, url);
      return page === undefined ? undefined : [page];
    },
    text: async (url, options) => get(url, options)?.toString(),
    exists: async (url, options) => answered(take('HEAD', url, options), url) !== undefined,
    reply: async (url, options): Promise<Reply> => {
      const reply = take(options.post === undefined ? (options.method ?? 'GET') : 'POST', url, options, options.post?.body);
      const status = reply.status ?? 200;
      if (!options.accept.includes(status)) refuse(status, url);
      return {status, headers: reply.headers ?? {}, text: bytesOf(reply).toString()};
    },
    query: async (url, body, schema, options) => parsed(answered(take('POST', url, options, JSON.stringify(body)), url), schema, url),
    digest: async (url, algorithms, options) => digestOf(get(url, options), algorithms),
    stream: async (url, options) => {
      const body = get(url, options);
      return body === undefined
        ? undefined
        : (async function* () {
            yield new Uint8Array(body);
          })();
    },
    listing: async (url, name, options) => {
      const body = get(url, options);
      return body && listingOf(Readable.from([body]), name);
    },
    npmRegistry: 'https://registry.example',
    hasToken: setting.hasToken ?? false,
    hasGitHubToken: setting.hasGitHubToken ?? false,
  };
};

const digestOf = (body: Buffer | undefined, algorithms: readonly DigestAlgorithm[]): Digest | undefined =>
  body && {
    bytes: body.length,
    hex: Object.fromEntries(
      algorithms.map((one) => [
        one,
        createHash(one === 'sha3-384' ? 'sha3-384' : one)
          .update(body)
          .digest('hex'),
      ]),
    ),
    start: body.subarray(0, 64).toString('hex'),
  };

/** Runs something against a strict fake and checks that every reply was used. */
export const against = async <T>(
  replies: Readonly<Record<string, FakeReply>>,
  run: (lookup: FakeLookup) => Promise<T>,
  setting?: FakeSetting,
): Promise<T> => {
  const lookup = createFakeLookup(replies, setting);
  const result = await run(lookup);
  lookup.finish();
  return result;
};
