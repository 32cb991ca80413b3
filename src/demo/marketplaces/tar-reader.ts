import {gunzipSync} from 'node:zlib';

const block = 512;

/** The files of a tar archive by their paths, without a leading `./`; empty: it holds none. */
export const filesInTar = (tar: Buffer): ReadonlyMap<string, Buffer> => {
  const files = new Map<string, Buffer>();
  const textAt = (from: number, to: number): string => (tar.toString('latin1', from, to).split('\0')[0] ?? '').trim();
  for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(textAt(at + 124, at + 136), 8) || 0;
    const name = textAt(at, at + 100).replace(/^\.\//, '');
    if ('0'.includes(textAt(at + 156, at + 157)) && !files.has(name)) files.set(name, tar.subarray(at + block, at + block + size));
    at += block + Math.ceil(size / block) * block;
  }
  return files;
};

/** The first file of that name, in whatever folder, in a gzipped tar; undefined: there is none, or it is no such archive. */
export const fileInTarGz = (archive: Buffer, name: string): Buffer | undefined => {
  if (archive[0] !== 0x1f || archive[1] !== 0x8b) return undefined;
  return [...filesInTar(gunzipSync(archive))].find(([path]) => path.split('/').at(-1) === name)?.[1];
};
