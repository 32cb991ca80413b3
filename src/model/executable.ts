import {ByteReader} from './byte-reader.ts';
import {elfOf} from './elf.ts';
import type {LibraryNeed, ProgramArchitecture, ProgramSystem} from './first-package.ts';

/** What a file that a machine can run is built for. */
export type Executable =
  | {
      readonly kind: 'program';
      readonly system: ProgramSystem;
      /** Several in a universal program of macOS. */
      readonly architectures: readonly [ProgramArchitecture, ...ProgramArchitecture[]];
      /** Of a Linux program; absent: another system, or its head does not tell. */
      readonly library?: LibraryNeed;
      /** The file by which Linux starts it, such as `/lib64/ld-linux-x86-64.so.2`; absent: none is needed or known. */
      readonly loader?: string;
    }
  /** For a system or a processor that no package here is made for; `what` names both. */
  | {readonly kind: 'foreign'; readonly what: string}
  /** Code that other programs load. */
  | {readonly kind: 'library'}
  /** A text that names its interpreter and runs wherever that is. */
  | {readonly kind: 'script'; readonly interpreter: string};

const appleProcessors: Readonly<Record<number, ProgramArchitecture>> = {7: '386', 16777223: 'amd64', 16777228: 'arm64'};
const appleLibraries = [1, 6, 8, 9];

const appleProgram = (processors: readonly number[]): Executable => {
  const known = [...new Set(processors.flatMap((one) => appleProcessors[one] ?? []))];
  const [first, ...others] = known;
  return first === undefined
    ? {kind: 'foreign', what: 'macOS on an unknown processor'}
    : {kind: 'program', system: 'macos', architectures: [first, ...others]};
};

const machOf = (read: ByteReader): Executable =>
  appleLibraries.includes(read.word(12)) ? {kind: 'library'} : appleProgram([read.word(4)]);

/** Java's classes begin with the same four bytes; their version, which follows, is larger than any number of processors. */
const mostSlices = 20;

const universalOf = (bytes: Uint8Array, is64: boolean): Executable | undefined => {
  const read = new ByteReader(bytes, false);
  const count = read.word(4);
  if (count < 1 || count > mostSlices) return undefined;
  const starts = Array.from({length: count}, (_, index) => 8 + index * (is64 ? 32 : 20));
  const slice = (is64 ? read.long(16) : read.word(16)) || 0;
  const first = bytes.subarray(slice, slice + 32);
  if (first.length === 32 && appleLibraries.includes(new ByteReader(first, first[0] !== 0xfe).word(12))) return {kind: 'library'};
  return appleProgram(starts.map((at) => read.word(at)));
};

const windowsProcessors: Readonly<Record<number, ProgramArchitecture>> = {332: '386', 34404: 'amd64', 43620: 'arm64'};
const isLibraryFlag = 0x2000;

const windowsOf = (bytes: Uint8Array): Executable | undefined => {
  const read = new ByteReader(bytes, true);
  const head = read.word(0x3c);
  if (head < 0 || read.word(head) !== 0x4550) return bytes.length < 64 ? undefined : {kind: 'foreign', what: 'DOS'};
  const flags = read.short(head + 22);
  if (flags < 0) return undefined;
  if ((flags & isLibraryFlag) !== 0) return {kind: 'library'};
  const processor = windowsProcessors[read.short(head + 4)];
  return processor === undefined
    ? {kind: 'foreign', what: 'Windows on an unknown processor'}
    : {kind: 'program', system: 'windows', architectures: [processor]};
};

const scriptOf = (bytes: Uint8Array): Executable | undefined => {
  const line = /^#!\s*([^\r\n]{1,120})/.exec(String.fromCharCode(...bytes.subarray(0, 128)))?.[1];
  return line === undefined ? undefined : {kind: 'script', interpreter: line.trim()};
};

/** What a file is built for, by its first bytes and never by its name; undefined: it is nothing that runs. */
export const executableOf = (bytes: Uint8Array): Executable | undefined => {
  const read = new ByteReader(bytes, true);
  if (read.startsWith(0x7f, 0x45, 0x4c, 0x46)) return elfOf(bytes);
  if (read.startsWith(0xcf, 0xfa, 0xed, 0xfe) || read.startsWith(0xce, 0xfa, 0xed, 0xfe)) return machOf(read);
  if (read.startsWith(0xfe, 0xed, 0xfa)) return machOf(new ByteReader(bytes, false));
  if (read.startsWith(0xca, 0xfe, 0xba, 0xbe)) return universalOf(bytes, false);
  if (read.startsWith(0xca, 0xfe, 0xba, 0xbf)) return universalOf(bytes, true);
  if (read.startsWith(0x4d, 0x5a)) return windowsOf(bytes);
  if (read.startsWith(0x23, 0x21)) return scriptOf(bytes);
  return undefined;
};

/** Whether a file's first four bytes are those of something that runs: enough to know that more of it has to be kept. */
export const startsLikeProgram = (bytes: Uint8Array): boolean =>
  [
    [0x7f, 0x45, 0x4c, 0x46],
    [0xcf, 0xfa, 0xed, 0xfe],
    [0xce, 0xfa, 0xed, 0xfe],
    [0xfe, 0xed, 0xfa],
    [0xca, 0xfe, 0xba],
    [0x4d, 0x5a],
    [0x23, 0x21],
  ].some((shape) => shape.every((byte, at) => bytes[at] === byte));
