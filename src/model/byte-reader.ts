/** Numbers and texts out of the first bytes of a file. What lies behind them reads as -1 or as nothing, and never fails. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isLittle: boolean;

  constructor(bytes: Uint8Array, isLittle: boolean) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittle = isLittle;
  }

  #holds(at: number, length: number): boolean {
    return Number.isSafeInteger(at) && at >= 0 && at + length <= this.bytes.length;
  }

  byte(at: number): number {
    return this.#holds(at, 1) ? this.#view.getUint8(at) : -1;
  }

  short(at: number): number {
    return this.#holds(at, 2) ? this.#view.getUint16(at, this.#isLittle) : -1;
  }

  word(at: number): number {
    return this.#holds(at, 4) ? this.#view.getUint32(at, this.#isLittle) : -1;
  }

  /** Beyond 2^53 it is not exact, and lies behind every file that is kept. */
  long(at: number): number {
    return this.#holds(at, 8) ? Number(this.#view.getBigUint64(at, this.#isLittle)) : -1;
  }

  /** Up to the first zero byte, as Latin-1; undefined: not all of it is there. */
  text(at: number, most: number): string | undefined {
    if (!this.#holds(at, 1)) return undefined;
    const end = this.bytes.subarray(at, at + most).indexOf(0);
    return end < 0 ? undefined : latin(this.bytes.subarray(at, at + end));
  }

  startsWith(...bytes: readonly number[]): boolean {
    return bytes.every((byte, at) => this.bytes[at] === byte);
  }
}

/** Bytes as characters, one for each. */
export const latin = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};
