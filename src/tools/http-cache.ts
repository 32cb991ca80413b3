import {createHash} from 'node:crypto';
import {readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from './make-folder.ts';

/** An answer worth asking about again: with its validators, so that the next question costs a 304. */
export type CachedAnswer = {
  /** Milliseconds since 1970. */
  readonly at: number;

  readonly etag?: string;
  readonly lastModified?: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** Answers by address on disk; it may be deleted at any time. Nothing that was asked with a marketplace's token is ever kept. */
export type HttpCache = {
  find(key: string): Promise<CachedAnswer | undefined>;
  keep(key: string, answer: CachedAnswer): Promise<void>;
};

/** No cache: nothing found, nothing kept. */
export const noCache: HttpCache = {find: async () => undefined, keep: async () => undefined};

const largest = 4_000_000;

/** Milliseconds after which an answer that nobody asked for again is thrown away. */
const oldest = 30 * 24 * 3_600_000;

const throwOldAway = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > oldest) await rm(file, {force: true}).catch(() => undefined);
  }
};

/** A cache in a folder, one file an answer, written whole or not at all. A file that doesn't read as one is as good as none. */
export const createHttpCache = (folder: string): HttpCache => {
  const fileOf = (key: string) => path.join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`);
  let isTrimmed = false;
  return {
    find: async (key) => {
      try {
        const kept = JSON.parse(await readFile(fileOf(key), 'utf8')) as CachedAnswer & {key: string};
        return kept.key === key && typeof kept.text === 'string' ? kept : undefined;
      } catch {
        return undefined;
      }
    },
    keep: async (key, answer) => {
      if (answer.text.length > largest) return;
      const file = fileOf(key);
      const fresh = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
      try {
        await makeFolder(folder);
        await writeFile(fresh, JSON.stringify({key, ...answer}), {mode: 0o600});
        await rename(fresh, file);
        if (!isTrimmed) {
          isTrimmed = true;
          await throwOldAway(folder);
        }
      } catch {
        // A cache that can't be written only costs speed.
      }
    },
  };
};
