import {crc32} from 'node:zlib';
import {type Entry, openPromise, type ZipFile} from 'yauzl';
import {type KeptFiles, Unreadable} from './kept-files.ts';

/** The systems whose archives say who may do what with a file: Unix, and macOS. */
const unixMakers = [3, 19];
const [kindOfFile, link] = [0o170000, 0o120000];

const unixMode = ({versionMadeBy, externalFileAttributes}: Entry): number | undefined => {
  const mode = externalFileAttributes >>> 16;
  return unixMakers.includes(versionMadeBy >> 8) && mode !== 0 ? mode : undefined;
};

const takeFile = async (zip: ZipFile, entry: Entry, kept: KeptFiles, mode: number | undefined) => {
  const path = entry.fileName;
  if (entry.isEncrypted()) throw new Unreadable('It is locked by a password.');
  const file = kept.begin({path, bytes: entry.uncompressedSize, mode});
  let sum = 0;
  for await (const piece of await zip.openReadStreamPromise(entry)) {
    kept.count(piece.length);
    sum = crc32(piece, sum);
    file.take(piece);
  }
  if (sum !== entry.crc32) throw new Unreadable('It is damaged: a file in it is not what its checksum says.');
  file.end();
};

/** Reads the files that a zip's own directory names, each to its end. */
export const readZip = async (path: string, kept: KeptFiles): Promise<void> => {
  const zip = await openPromise(path);
  try {
    for await (const entry of zip.eachEntry()) {
      const mode = unixMode(entry);
      if (entry.fileName.endsWith('/') || (mode !== undefined && (mode & kindOfFile) === link)) continue;
      await takeFile(zip, entry, kept, mode);
    }
  } finally {
    zip.close();
  }
};
