import {gzipSync} from 'node:zlib';

/** A file to be packed. */
export type PackedFile = {readonly name: string; readonly contents: string | Buffer; readonly isExecutable?: boolean};

const block = 512;
const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;

const header = (file: PackedFile, size: number): Buffer => {
  const bytes = Buffer.alloc(block);
  bytes.write(file.name, 0);
  bytes.write(octal(file.isExecutable ? 0o755 : 0o644, 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(0, 12), 136);
  bytes.write(' '.repeat(8), 148);
  bytes.write('0', 156);
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
};

/** A tar archive: the same files always give the same bytes. */
export const tarOf = (files: readonly PackedFile[]): Buffer => {
  const parts = files.flatMap((file) => {
    const contents = Buffer.from(file.contents as string);
    return [header(file, contents.length), contents, Buffer.alloc((block - (contents.length % block)) % block)];
  });
  return Buffer.concat([...parts, Buffer.alloc(block * 2)]);
};

/** Stored and without the packing system's number, so that every machine makes the same bytes. */
export const tarGzOf = (files: readonly PackedFile[]): Buffer => {
  const packed = gzipSync(tarOf(files), {level: 0});
  packed[9] = 255;
  return packed;
};
