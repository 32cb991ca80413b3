import {createReadStream} from 'node:fs';
import {Readable, type Transform} from 'node:stream';
import * as zlib from 'node:zlib';
import unbzip2 from 'unbzip2-stream';
import {XzReadableStream} from 'xz-decompress';
import {startsLikeErrorPage} from '../model/error-pages.ts';
import {executableOf} from '../model/executable.ts';
import type {ArchiveFormat} from '../model/first-package.ts';
import {Unreadable} from './kept-files.ts';

const signatures: readonly (readonly [ArchiveFormat, RegExp])[] = [
  ['tar.gz', /^1f8b/],
  ['tar.xz', /^fd377a585a00/],
  ['tar.bz2', /^425a683[1-9]/],
  ['tar.zst', /^28b52ffd/],
  ['zip', /^504b(?:0304|0506)/],
];
const endings = /\.(?:zip|tgz|txz|tbz2?|tzst|tar(?:\.(?:gz|xz|bz2|zst))?|gz|xz|bz2|zst|7z|rar)$/i;

/** The format by the first bytes; where they tell none, the name tells what was meant, and why it is not. */
export const formatOf = (start: Uint8Array, name: string): ArchiveFormat => {
  const hex = Buffer.from(start.subarray(0, 64)).toString('hex');
  if (start.length === 0) throw new Unreadable('It is empty.');
  const found = signatures.find(([, shape]) => shape.test(hex))?.[0];
  if (found !== undefined) return found;
  if (executableOf(start) !== undefined) return 'binary';
  if (startsLikeErrorPage(hex)) throw new Unreadable('It is a web page or an error text instead of a file.');
  if (/^(?:377abcaf|52617221)/.test(hex)) throw new Unreadable('It is a 7z or RAR archive, which is not read here.');
  if (Buffer.from(start.subarray(257, 262)).toString('latin1') === 'ustar')
    throw new Unreadable('It is a tar archive that is not compressed, which no package takes.');
  const ending = endings.exec(name)?.[0];
  throw new Unreadable(
    ending === undefined ? 'It is neither an archive nor a program.' : `Its name ends in ${ending}, and its bytes are no such thing.`,
  );
};

const zstd = (): Transform => {
  // Node 22 has it from 22.15 on.
  if (zlib.createZstdDecompress === undefined)
    throw new Unreadable('It is packed with zstd, which this Node.js does not read; use a newer one.');
  return zlib.createZstdDecompress();
};

/** Ends what follows when the file can't be read. */
const through = (path: string, unpack: Transform): AsyncIterable<Uint8Array> => {
  const file = createReadStream(path);
  file.on('error', (failure) => unpack.destroy(failure));
  unpack.on('close', () => file.destroy());
  return file.pipe(unpack);
};

/** What the package throws when bytes are wrong is nothing to read to anybody. */
async function* unpackedBzip2(path: string): AsyncIterable<Uint8Array> {
  const unpack = unbzip2();
  const pieces: Uint8Array[] = [];
  let isBroken = false;
  unpack.on('data', (piece) => pieces.push(piece));
  unpack.on('error', () => {
    isBroken = true;
  });
  const next = (): readonly Uint8Array[] => {
    if (isBroken) throw new Unreadable('It is cut off or damaged.');
    return pieces.splice(0);
  };
  for await (const piece of createReadStream(path)) {
    unpack.write(piece);
    yield* next();
  }
  unpack.end();
  yield* next();
}

/** The tar archive in a compressed file, piece by piece. */
export const unpacked = (path: string, format: Exclude<ArchiveFormat, 'zip' | 'binary'>): AsyncIterable<Uint8Array> => {
  switch (format) {
    case 'tar.gz':
      return through(path, zlib.createGunzip());
    case 'tar.zst':
      return through(path, zstd());
    case 'tar.bz2':
      return unpackedBzip2(path);
    case 'tar.xz':
      return new XzReadableStream(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>);
  }
};
