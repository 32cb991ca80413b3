import {machProgram} from '../../src/demo/contextlite/executables.ts';

const elfHash = (name: string): number =>
  [...name].reduce((before, character) => {
    const shifted = ((before << 4) + character.charCodeAt(0)) >>> 0;
    const high = shifted & 0xf0000000;
    return ((shifted ^ (high >>> 24)) & ~high) >>> 0;
  }, 0);

export type ElfSketch = {
  readonly machine?: number;
  readonly is32?: true;
  readonly isBigEndian?: true;
  /** 2 runs at a fixed address, 3 at any. */
  readonly type?: number;
  readonly entry?: number;
  /** The byte that names the system. */
  readonly system?: number;
  /** Absent: nothing starts it but the kernel. */
  readonly loader?: string;
  /** Versions that its symbols ask for. */
  readonly glibc?: readonly string[];
  /** Versions that stand in it as a text only. */
  readonly mentioned?: readonly string[];
  readonly isDynamic?: true;
};

/** The head of an ELF file: its program headers, its loader, its names of versions and the table that asks for them. */
export const elfOf = (sketch: ElfSketch): Buffer => {
  const {machine = 62, is32, isBigEndian, type = 2, entry = 0x1000, system = 0, loader, glibc = [], mentioned = [], isDynamic} = sketch;
  const bytes = Buffer.alloc(0x400);
  const short = (value: number, at: number) => (isBigEndian ? bytes.writeUInt16BE(value, at) : bytes.writeUInt16LE(value, at));
  const word = (value: number, at: number) => (isBigEndian ? bytes.writeUInt32BE(value, at) : bytes.writeUInt32LE(value, at));
  const wide = (value: number, at: number) => (is32 ? word(value, at) : bytes.writeBigUInt64LE(BigInt(value), at));
  bytes.set([0x7f, 0x45, 0x4c, 0x46, is32 ? 1 : 2, isBigEndian ? 2 : 1, 1, system]);
  short(type, 16);
  short(machine, 18);
  wide(entry, 24);
  wide(0x40, is32 ? 28 : 32);
  const segments = [{type: 1, at: 0, size: 0x400}, ...(isDynamic ? [{type: 2, at: 0x300, size: 0}] : [])];
  if (loader !== undefined) segments.push({type: 3, at: 0x180, size: loader.length + 1});
  const size = is32 ? 32 : 56;
  short(size, is32 ? 42 : 54);
  short(segments.length, is32 ? 44 : 56);
  for (const [index, segment] of segments.entries()) {
    const start = 0x40 + index * size;
    word(segment.type, start);
    wide(segment.at, start + (is32 ? 4 : 8));
    wide(segment.size, start + (is32 ? 16 : 32));
  }
  bytes.write(loader ?? '', 0x180);
  bytes.write(['', ...glibc, ...mentioned].map((version) => (version === '' ? '' : `GLIBC_${version}`)).join('\0'), 0x200);
  for (const [index, version] of glibc.entries()) word(elfHash(`GLIBC_${version}`), 0x300 + index * 16);
  return bytes;
};

/** A universal program for both processors of macOS. */
export const universalProgram = (slices: readonly Buffer[] = [machProgram('amd64', 'x'), machProgram('arm64', 'x')]): Buffer => {
  const head = Buffer.alloc(0x100);
  head.writeUInt32BE(0xcafebabe, 0);
  head.writeUInt32BE(slices.length, 4);
  for (const [index, slice] of slices.entries()) {
    head.writeUInt32BE(slice.readUInt32LE(4), 8 + index * 20);
    head.writeUInt32BE(0x100 * (index + 1), 16 + index * 20);
    head.writeUInt32BE(slice.length, 20 + index * 20);
  }
  return Buffer.concat([head, ...slices.map((slice) => Buffer.concat([slice, Buffer.alloc(0x100 - slice.length)]))]);
};
