import {gunzipSync} from 'node:zlib';

const block = 512;

/** The first file of that name, in whatever folder, in a gzipped tar; undefined: there is none, or it is no such archive. */
export const fileInTarGz = (archive: Buffer, name: string): Buffer | undefined => {
  if (archive[0] !== 0x1f || archive[1] !== 0x8b) return undefined;
  const tar = gunzipSync(archive);
  const textAt = (from: number, to: number): string => (tar.toString('latin1', from, to).split('\0')[0] ?? '').trim();
  for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(textAt(at + 124, at + 136), 8) || 0;
    if (
      textAt(at, at + 100)
        .split('/')
        .at(-1) === name &&
      '0'.includes(textAt(at + 156, at + 157))
    )
      return tar.subarray(at + block, at + block + size);
    at += block + Math.ceil(size / block) * block;
  }
  return undefined;
};
