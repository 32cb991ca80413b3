import type {ZodType} from 'zod';
import type {ArchiveFormat} from './first-package.ts';

export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha512' | 'sha3-384';

/** What was learnt of a file by streaming it. */
export type Digest = {
  readonly bytes: number;
  /** Lower-case hex for each algorithm asked for. */
  readonly hex: Readonly<Partial<Record<DigestAlgorithm, string>>>;
  /** The first bytes as lower-case hex, at most 64 bytes: enough to tell an archive from an error page. */
  readonly start: string;
};

/** One file in an archive. */
export type ArchivedFile = {
  /** From the archive's root, with `/`, as it is spelled there but for a leading `./`. */
  readonly path: string;
  readonly bytes: number;
  /** The lower nine bits as Unix has them; absent: the archive does not say. */
  readonly mode?: number;
  /** Of the whole file, lower-case hex; absent: it was not read. */
  readonly sha256?: string;
  /** The first bytes: of what starts like a program at most a mebibyte, which tells what it is built for; of a PowerShell script 64 KiB, of any other file 4. */
  readonly start: Uint8Array;
};

/** What a downloaded file holds. */
export type Listing = {
  /** Of the whole file, lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** `unreadable`: it is none of these, or is cut off or damaged; `why` says how, in one sentence. `binary`: one file, the download itself. */
  readonly kind: ArchiveFormat | 'unreadable';
  readonly why?: string;
  /** Without folders and links; at most 10,000 files. */
  readonly files: readonly ArchivedFile[];
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
  /** Downloads an archive, or a bare program, and lists what it holds; nothing of it stays on the disk. `name` tells the format where the bytes don't. */
  listing(url: string, name: string, options?: LookupOptions): Promise<Listing | undefined>;
  /** A body of any size, piece by piece. */
  stream(url: string, options?: LookupOptions): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** The origin of npm's registry, from the user's npm configuration, without a slash at its end. */
  readonly npmRegistry: string;
  /** Whether the marketplace's own token is at hand. */
  readonly hasToken: boolean;
  /** Whether a token for GitHub is at hand. */
  readonly hasGitHubToken: boolean;
}
