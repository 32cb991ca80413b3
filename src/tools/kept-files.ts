import {createHash} from 'node:crypto';
import {startsLikeProgram} from '../model/executable.ts';
import type {ArchivedFile} from '../model/lookup.ts';

/** Why a download can't be listed, in one sentence; nothing is wrong but the download. */
export class Unreadable extends Error {}

const kibi = 1024;
const mebi = 1024 * kibi;
/** Of a program, whose head and tables lie there, and of any other file. */
const programStart = mebi;
const otherStart = 4 * kibi;
/** What an install script does stands in it whole. */
const scriptStart = 64 * kibi;
/** Of programs and scripts; together with the starts of ten thousand other files no more than 64 MiB are held. */
const mostLong = 24 * mebi;
const mostFiles = 10_000;
const mostUnpacked = 4096 * mebi;
/** Programs are packed to a third; only what was made to fill a disk is packed to a two-hundredth. */
const mostRatio = 200;

const plainPath = (path: string): string => {
  const plain = path.replace(/^(?:\.\/+)+/, '');
  if (plain.startsWith('/') || /^[A-Za-z]:/.test(plain) || plain.split('/').includes('..') || plain.includes('\0'))
    throw new Unreadable('It holds a file whose path leads out of the archive.');
  return plain;
};

type NewFile = {readonly path: string; readonly bytes: number; readonly mode: number | undefined};

/** One file while its bytes come in. */
export class FileStart {
  readonly #kept: Uint8Array[] = [];
  #length = 0;
  #limit: number | undefined;
  readonly #limitOf: (head: Uint8Array) => number;
  readonly #done: (start: Uint8Array, sha256: string) => void;
  readonly #hash = createHash('sha256');

  constructor(limitOf: (head: Uint8Array) => number, done: (start: Uint8Array, sha256: string) => void) {
    this.#limitOf = limitOf;
    this.#done = done;
  }

  take(piece: Uint8Array) {
    this.#hash.update(piece);
    if (this.#limit !== undefined && this.#length >= this.#limit) return;
    // Copied: a piece is part of a larger buffer that would live as long as the start of the file.
    this.#kept.push(Uint8Array.from(piece.subarray(0, (this.#limit ?? programStart) - this.#length)));
    this.#length += this.#kept.at(-1)?.length ?? 0;
    if (this.#limit === undefined && this.#length >= 4) this.#limit = this.#limitOf(this.#start());
  }

  end() {
    this.#done(this.#start().slice(0, this.#limit), this.#hash.digest('hex'));
  }

  #start(): Uint8Array {
    return this.#kept.length === 1 && this.#kept[0] !== undefined ? this.#kept[0] : new Uint8Array(Buffer.concat(this.#kept));
  }
}

/** The files of one archive, with the start of each; refuses what was made to fill a memory or a disk. */
export class KeptFiles {
  readonly files: ArchivedFile[] = [];
  readonly #mostUnpacked: number;
  #unpacked = 0;
  #long = 0;

  /** `packed`: how many bytes the archive itself has. */
  constructor(packed: number) {
    this.#mostUnpacked = Math.min(mostUnpacked, packed * mostRatio + 64 * mebi);
  }

  /** Counts what was unpacked. */
  count(bytes: number) {
    this.#unpacked += bytes;
    if (this.#unpacked > this.#mostUnpacked) throw new Unreadable('It unpacks to far more than a program needs.');
  }

  begin({path, bytes, mode}: NewFile): FileStart {
    if (this.files.length >= mostFiles) throw new Unreadable(`It holds more than ${mostFiles.toLocaleString('en')} files.`);
    const plain = plainPath(path);
    return new FileStart(
      (head) => this.#limitOf(head, plain),
      (start, sha256) => this.files.push({path: plain, bytes, ...(mode === undefined ? {} : {mode: mode & 0o777}), sha256, start}),
    );
  }

  #limitOf(head: Uint8Array, path: string): number {
    const long = /\.ps1$/i.test(path) ? scriptStart : startsLikeProgram(head) ? programStart : 0;
    if (long === 0 || this.#long + long > mostLong) return otherStart;
    this.#long += long;
    return long;
  }
}
