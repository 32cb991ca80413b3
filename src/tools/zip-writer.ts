import {crc32, deflateRawSync} from 'node:zlib';

export type ZippedFile = {readonly path: string; readonly contents: Uint8Array};

/** The first of January 1980, the earliest day that a zip can hold, so that the same files always give the same bytes. */
const firstDay = 0x21;
const utf8Names = 0x800;
const deflated = 8;

type Entry = {readonly local: Buffer; readonly central: Buffer};

const entryOf = ({path, contents}: ZippedFile, offset: number): Entry => {
  const name = Buffer.from(path);
  const squeezed = deflateRawSync(contents, {level: 9});
  const isSmaller = squeezed.length < contents.length;
  const packed = isSmaller ? squeezed : contents;
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(utf8Names, 2);
  common.writeUInt16LE(isSmaller ? deflated : 0, 4);
  common.writeUInt16LE(firstDay, 8);
  common.writeUInt32LE(crc32(contents), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(contents.length, 18);
  common.writeUInt16LE(name.length, 22);
  const place = Buffer.alloc(14);
  place.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\u0003\u0004'), common, name, packed]),
    central: Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, place, name]),
  };
};

/** A zip archive of at most 4 GiB, in the order given. */
export const zipOf = (files: readonly ZippedFile[]): Buffer => {
  const entries: Entry[] = [];
  let offset = 0;
  for (const file of files) {
    const entry = entryOf(file, offset);
    entries.push(entry);
    offset += entry.local.length;
  }
  const directory = Buffer.concat(entries.map(({central}) => central));
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...entries.map(({local}) => local), directory, end]);
};
