import {inflateRawSync} from 'node:zlib';

const entryMark = 0x04034b50;

/** The files of a zip archive by their names; empty: it is none. */
export const filesInZip = (archive: Buffer): ReadonlyMap<string, Buffer> => {
  const files = new Map<string, Buffer>();
  for (let at = 0; at + 30 <= archive.length && archive.readUInt32LE(at) === entryMark; ) {
    const [method, size] = [archive.readUInt16LE(at + 8), archive.readUInt32LE(at + 18)];
    const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 30, at + 30 + archive.readUInt16LE(at + 26));
    const packed = archive.subarray(start, start + size);
    files.set(name, method === 8 ? inflateRawSync(packed) : packed);
    at = start + size;
  }
  return files;
};
