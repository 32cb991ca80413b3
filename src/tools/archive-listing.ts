import {createHash} from 'node:crypto';
import {rmSync} from 'node:fs';
import {mkdtemp, open, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {errorPageOf} from '../model/error-pages.ts';
import type {Listing} from '../model/lookup.ts';
import {KeptFiles, Unreadable} from './kept-files.ts';
import {formatOf, unpacked} from './packed-formats.ts';
import {TarFiles} from './tar-files.ts';
import {readZip} from './zip-files.ts';

/** A mebibyte: all that is kept of a program. */
const keptStart = 1024 * 1024;
/** What is larger is only hashed. */
const mostStored = 1024 * keptStart;

type Stored = Pick<Listing, 'sha256' | 'bytes'> & {readonly start: Uint8Array};

/** Writes the download where it can be read from its end, as a zip has to be, and hashes it. */
const store = async (body: AsyncIterable<Uint8Array>, to: string): Promise<Stored> => {
  const hash = createHash('sha256');
  const starts: Uint8Array[] = [];
  let bytes = 0;
  const file = await open(to, 'wx', 0o600);
  try {
    for await (const piece of body) {
      if (bytes < keptStart) starts.push(piece.slice(0, keptStart - bytes));
      bytes += piece.length;
      hash.update(piece);
      if (bytes <= mostStored) await file.write(piece);
    }
  } finally {
    await file.close();
  }
  return {sha256: hash.digest('hex'), bytes, start: new Uint8Array(Buffer.concat(starts))};
};

const held = async (stored: Stored, at: string, name: string): Promise<Pick<Listing, 'kind' | 'files'>> => {
  const page = errorPageOf(stored.sha256);
  if (page !== undefined) throw new Unreadable(`It is ${page}.`);
  const kind = formatOf(stored.start, name);
  if (kind === 'binary') return {kind, files: [{path: name, bytes: stored.bytes, sha256: stored.sha256, start: stored.start}]};
  if (stored.bytes > mostStored) throw new Unreadable('It is larger than a gibibyte, so that it was not looked into.');
  const kept = new KeptFiles(stored.bytes);
  if (kind === 'zip') await readZip(at, kept);
  else {
    const tar = new TarFiles(kept);
    for await (const piece of unpacked(at, kind)) tar.take(piece);
    tar.finish();
  }
  return {kind, files: kept.files};
};

/** What reading a damaged archive throws names no call to the system; what does is this machine's trouble. */
const whyUnreadable = (failure: unknown): string => {
  if (failure instanceof Unreadable) return failure.message;
  if (!(failure instanceof Error) || 'syscall' in failure) throw failure;
  return `It is cut off or damaged (${failure.message}).`;
};

/** Lists a download. It lies in a folder of its own for as long as it is read. */
export const listingOf = async (body: AsyncIterable<Uint8Array>, name: string): Promise<Listing> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-listing-'));
  const removeNow = () => rmSync(folder, {recursive: true, force: true});
  process.once('exit', removeNow);
  try {
    const at = path.join(folder, 'download');
    const stored = await store(body, at);
    const {sha256, bytes} = stored;
    try {
      return {sha256, bytes, ...(await held(stored, at, name))};
    } catch (failure) {
      return {sha256, bytes, kind: 'unreadable', why: whyUnreadable(failure), files: []};
    }
  } finally {
    await rm(folder, {recursive: true, force: true});
    process.off('exit', removeNow);
  }
};
