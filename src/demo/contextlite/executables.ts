/*
 * The smallest programs that a system takes for its own, by its documented file format. Those for Linux run, and say one text; those for macOS and
 * Windows have the head, which tells the processor, and the text.
 */

export type Processor = 'amd64' | 'arm64';

const base = 0x400000;
const headLength = 0x78;

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, at * 4);
  return bytes;
};

const [writeNumber, exitNumber] = [1, 60];
const amd64Length = 34;

/** `write(1, text, length)` and `exit(0)`; the text follows the code. */
const amd64Code = (length: number): Buffer => {
  const set = (register: number, value: number): Buffer => Buffer.concat([Buffer.from([register]), words(value)]);
  const [eax, edi, esi, edx] = [0xb8, 0xbf, 0xbe, 0xba];
  const call = Buffer.from([0x0f, 0x05]);
  const first = [set(eax, writeNumber), set(edi, 1), set(esi, base + headLength + amd64Length), set(edx, length), call];
  return Buffer.concat([...first, set(eax, exitNumber), set(edi, 0), call]);
};

const arm64Code = (length: number): Buffer => {
  const set = (register: number, value: number): number => 0xd2800000 | (value << 5) | register;
  const [call, write, exit] = [0xd4000001, 64, 93];
  const textAfter = 7 * 4;
  return words(set(0, 1), 0x10000000 | ((textAfter >> 2) << 5) | 1, set(2, length), set(8, write), call, set(0, 0), set(8, exit), call);
};

/** A static program for Linux. */
export const elfProgram = (processor: Processor, text: string): Buffer => {
  const said = Buffer.from(text);
  const code = processor === 'amd64' ? amd64Code(said.length) : arm64Code(said.length);
  const head = Buffer.alloc(headLength);
  head.write('\x7fELF\x02\x01\x01', 'latin1');
  head.writeUInt16LE(2, 16);
  head.writeUInt16LE(processor === 'amd64' ? 62 : 183, 18);
  head.writeUInt32LE(1, 20);
  head.writeBigUInt64LE(BigInt(base + headLength), 24);
  head.writeBigUInt64LE(64n, 32);
  head.writeUInt16LE(64, 52);
  head.writeUInt16LE(56, 54);
  head.writeUInt16LE(1, 56);
  // One segment: the whole file, which may be read and run.
  const length = BigInt(headLength + code.length + said.length);
  words(1, 5).copy(head, 64);
  for (const [at, value] of [0n, BigInt(base), BigInt(base), length, length, 0x10000n].entries()) head.writeBigUInt64LE(value, 72 + at * 8);
  return Buffer.concat([head, code, said]);
};

/** A program for macOS: its head and its text. */
export const machProgram = (processor: Processor, text: string): Buffer => {
  const executable = 2;
  const [type, kind] = processor === 'amd64' ? [0x01000007, 3] : [0x0100000c, 0];
  return Buffer.concat([words(0xfeedfacf, type, kind, executable, 0, 0, 0x200085, 0), Buffer.from(text)]);
};

/** A program for Windows: its head and its text. */
export const peProgram = (processor: Processor, text: string): Buffer => {
  const head = Buffer.alloc(0x108);
  head.write('MZ');
  head.writeUInt32LE(0x80, 0x3c);
  head.write('PE\0\0', 0x80);
  head.writeUInt16LE(processor === 'amd64' ? 0x8664 : 0xaa64, 0x84);
  // It can be run, and knows addresses beyond two gigabytes.
  head.writeUInt16LE(0x70, 0x94);
  head.writeUInt16LE(0x22, 0x96);
  head.writeUInt16LE(0x20b, 0x98);
  const console = 3;
  head.writeUInt16LE(console, 0xdc);
  return Buffer.concat([head, Buffer.from(text)]);
};
