import {type FileStart, type KeptFiles, Unreadable} from './kept-files.ts';

const block = 512;
const mostOfNote = 1024 * 1024;

const textOf = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
};

/** Octal digits, or after a set first bit the number itself. */
const numberOf = (bytes: Uint8Array): number => {
  if (((bytes[0] ?? 0) & 0x80) !== 0) return bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, (bytes[0] ?? 0) & 0x7f);
  const digits = textOf(bytes).trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
};

const hasRightSum = (header: Uint8Array): boolean =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0) === numberOf(header.subarray(148, 156));

const isZero = (header: Uint8Array): boolean => header.every((byte) => byte === 0);

/** What a note before a file says of it, and the header has no room for. */
type Noted = {readonly path?: string; readonly size?: number};

/** Lines of a pax note: their length, a key, `=` and a value. */
const paxOf = (bytes: Buffer): Noted => {
  let noted: Noted = {};
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 20), 10);
    if (!(length > 0)) break;
    const [, key, value] = /^\d+ ([^=]+)=([\s\S]*)\n$/.exec(bytes.toString('utf8', at, at + length)) ?? [];
    if (key === 'path' && value !== undefined) noted = {...noted, path: value};
    if (key === 'size' && value !== undefined) noted = {...noted, size: Number(value)};
    at += length;
  }
  return noted;
};

/** What a header announces: bytes that go somewhere, or are left out. */
type Member = {left: number; readonly padding: number; take?(piece: Uint8Array): void; end?(): void};

/** Reads a tar archive piece by piece: ustar, GNU's and pax's long names, sizes of any length. */
export class TarFiles {
  readonly #kept: KeptFiles;
  readonly #header = new Uint8Array(block);
  #filled = 0;
  #member: Member | undefined;
  #skipped = 0;
  #noted: Noted = {};
  #members = 0;
  #isEnded = false;

  constructor(kept: KeptFiles) {
    this.#kept = kept;
  }

  take(piece: Uint8Array) {
    this.#kept.count(piece.length);
    for (let at = 0; at < piece.length && !this.#isEnded; ) at += this.#takeFrom(piece.subarray(at));
  }

  /** Called after the last piece. */
  finish() {
    if (this.#members === 0 && !this.#isEnded) throw new Unreadable('It is a compressed file and no archive.');
    if (!this.#isEnded && (this.#member !== undefined || this.#skipped > 0 || this.#filled > 0))
      throw new Unreadable('It is cut off within a file.');
  }

  #takeFrom(rest: Uint8Array): number {
    if (this.#member !== undefined) return this.#takeMember(this.#member, rest);
    if (this.#skipped > 0) {
      const length = Math.min(this.#skipped, rest.length);
      this.#skipped -= length;
      return length;
    }
    const part = rest.subarray(0, block - this.#filled);
    this.#header.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled === block) this.#begin(this.#header.slice());
    return part.length;
  }

  #takeMember(member: Member, rest: Uint8Array): number {
    const part = rest.subarray(0, member.left);
    member.take?.(part);
    member.left -= part.length;
    if (member.left === 0) this.#endMember(member);
    return part.length;
  }

  #endMember(member: Member) {
    member.end?.();
    this.#member = undefined;
    this.#skipped = member.padding;
  }

  #begin(header: Uint8Array) {
    this.#filled = 0;
    if (isZero(header)) {
      this.#isEnded = true;
      return;
    }
    if (!hasRightSum(header))
      throw new Unreadable(this.#members === 0 ? 'It is a compressed file and no archive.' : 'It is damaged: a header in it is none.');
    this.#members++;
    const type = String.fromCharCode(header[156] ?? 0).replace('\0', '0');
    const isNote = 'xgLK'.includes(type);
    const size = isNote ? numberOf(header.subarray(124, 136)) : (this.#noted.size ?? numberOf(header.subarray(124, 136)));
    if (!Number.isSafeInteger(size) || size < 0) throw new Unreadable('It is damaged: a file in it has no size.');
    if (type === 'S') throw new Unreadable('It holds a file with holes, which is not read here.');
    const member: Member = {
      left: size,
      padding: (block - (size % block)) % block,
      ...(isNote ? this.#note(type, size) : this.#file(type, header, size)),
    };
    this.#member = member;
    if (size === 0) this.#endMember(member);
  }

  #note(type: string, size: number): Pick<Member, 'take' | 'end'> {
    if (type === 'g' || type === 'K') return {};
    if (size > mostOfNote) throw new Unreadable('It is damaged: a name in it has no end.');
    const pieces: Uint8Array[] = [];
    const end = () => {
      const bytes = Buffer.concat(pieces);
      this.#noted = {...this.#noted, ...(type === 'x' ? paxOf(bytes) : {path: textOf(bytes)})};
    };
    return {take: (piece) => void pieces.push(Uint8Array.from(piece)), end};
  }

  #file(type: string, header: Uint8Array, bytes: number): Pick<Member, 'take' | 'end'> {
    const isNewer = textOf(header.subarray(257, 262)) === 'ustar';
    const prefix = isNewer && header[263] === 0x30 ? textOf(header.subarray(345, 500)) : '';
    const name = textOf(header.subarray(0, 100));
    const path = this.#noted.path ?? (prefix === '' ? name : `${prefix}/${name}`);
    this.#noted = {};
    // Old archives mark a folder by its name alone.
    if ((type !== '0' && type !== '7') || path.endsWith('/')) return {};
    const mode = numberOf(header.subarray(100, 108));
    const file: FileStart = this.#kept.begin({path, bytes, mode: Number.isNaN(mode) ? undefined : mode});
    return {take: (piece) => file.take(piece), end: () => file.end()};
  }
}
