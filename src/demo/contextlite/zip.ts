import {crc32} from 'node:zlib';
import type {PackedFile} from './tar.ts';

/** The first of January 1980, the earliest day that a zip can hold. */
const firstDay = 0x21;
const utf8Names = 0x800;

const entryOf = (file: PackedFile, offset: number) => {
  const name = Buffer.from(file.name);
  const contents = Buffer.from(file.contents as string);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(utf8Names, 2);
  common.writeUInt16LE(firstDay, 8);
  common.writeUInt32LE(crc32(contents), 10);
  common.writeUInt32LE(contents.length, 14);
  common.writeUInt32LE(contents.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, contents]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((0o100000 | (file.isExecutable ? 0o755 : 0o644)) << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  /* Made by Unix, so that the mode of the file counts. */
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, name]);
  return {local, central};
};

/** A zip archive whose files are stored: the same files always give the same bytes. */
export const zipOf = (files: readonly PackedFile[]): Buffer => {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const {local, central} = entryOf(file, offset);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
};
