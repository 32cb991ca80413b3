import type {ZodType} from 'zod';

export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha512' | 'sha3-384';

/** What was learnt of a file by streaming it. */
export type Digest = {
  readonly bytes: number;
  /** Lower-case hex for each algorithm asked for. */
  readonly hex: Readonly<Partial<Record<DigestAlgorithm, string>>>;
  /** The first bytes as lower-case hex, at most 64 bytes: enough to tell an archive from an error page. */
  readonly start: string;
};

export type LookupOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whose token goes along. Requests to GitHub's API carry GitHub's token where one is known; `token` sends the marketplace's own, to the
   * origins it declares and nowhere else. Absent: no token (but GitHub's to GitHub).
   */
  readonly as?: 'token' | 'nobody';
};

export type Reply = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** A POST whose documentation says that it only reads. */
export type ReadingPost = {readonly type: string; readonly body: string};

/**
 * How a probe reads the world; nothing in it can change anything. A 404 or 410 is an answer (`undefined`); every other failure is thrown as
 * a Problem and caught by whoever runs the probe.
 */
export interface Lookup {
  /** The whole body as JSON, at most 64 MB, held against a schema of only the fields read. */
  json<T>(url: string, schema: ZodType<T>, options?: LookupOptions): Promise<T | undefined>;
  /** Every page of a list that GitHub serves in pages. */
  pages<T>(url: string, schema: ZodType<T>, options?: LookupOptions): Promise<readonly T[] | undefined>;
  /** The whole body as text, at most 64 MB. */
  text(url: string, options?: LookupOptions): Promise<string | undefined>;
  /** Whether something answers there, by HEAD. */
  exists(url: string, options?: LookupOptions): Promise<boolean>;
  /** The reply itself, for the statuses named in `accept` (404 included only if named): for answers whose refusals mean something. */
  reply(
    url: string,
    options: LookupOptions & {readonly accept: readonly number[]; readonly method?: 'GET' | 'HEAD'; readonly post?: ReadingPost},
  ): Promise<Reply>;
  /** A search sent as a POST, answered as JSON. */
  query<T>(url: string, body: unknown, schema: ZodType<T>, options?: LookupOptions): Promise<T | undefined>;
  /** Streams a file of any size and keeps only its digests. */
  digest(url: string, algorithms: readonly DigestAlgorithm[], options?: LookupOptions): Promise<Digest | undefined>;
  /** A body of any size, piece by piece. */
  stream(url: string, options?: LookupOptions): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** The origin of npm's registry, from the user's npm configuration, without a slash at its end. */
  readonly npmRegistry: string;
  /** Whether the marketplace's own token is at hand. */
  readonly hasToken: boolean;
  /** Whether a token for GitHub is at hand. */
  readonly hasGitHubToken: boolean;
}
