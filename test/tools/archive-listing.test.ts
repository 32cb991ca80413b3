import {createHash, randomBytes} from 'node:crypto';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Readable} from 'node:stream';
import {gzipSync} from 'node:zlib';
import {describe, expect, it, vi} from 'vitest';
import {elfProgram} from '../../src/demo/contextlite/executables.ts';
import {tarOf} from '../../src/demo/contextlite/tar.ts';
import {zipOf} from '../../src/demo/contextlite/zip.ts';
import type {Listing} from '../../src/model/lookup.ts';
import {listingOf} from '../../src/tools/archive-listing.ts';
import {archiveNamed, foreignArchives, packedProgram, readme} from '../support/archives.ts';

/** Handed over in pieces that end anywhere. */
const list = (bytes: Buffer, name: string, size = 997): Promise<Listing> =>
  listingOf(
    Readable.from(Array.from({length: Math.ceil(bytes.length / size)}, (_, at) => bytes.subarray(at * size, (at + 1) * size))),
    name,
  );
const program = packedProgram('harbor', 'linux', 'amd64');
const brief = ({kind, files}: Listing) => ({kind, files: files.map(({path, bytes, mode}) => [path, bytes, mode])});
const programSize = program.contents.length;

describe('a download is listed', () => {
  it.each(['harbor.tar.gz', 'harbor.zip', 'harbor.tar.zst'])('as %s, with what each file is and how it begins', async (name) => {
    const bytes = archiveNamed(name, [{...program, name: './bin/harbor'}, readme]);
    const listing = await list(bytes, name);
    expect(brief(listing)).toEqual({
      kind: name.slice('harbor.'.length),
      files: [
        ['bin/harbor', programSize, 0o755],
        ['README.md', 9, 0o644],
      ],
    });
    expect(Buffer.from(listing.files[0]?.start ?? [])).toEqual(program.contents);
    expect([listing.sha256, listing.bytes]).toEqual([createHash('sha256').update(bytes).digest('hex'), bytes.length]);
  });

  it.each(['xz', 'bz2'] as const)('as tar.%s, without folders and links, long names included', async (kind) => {
    const listing = await list(Buffer.from(foreignArchives[kind], 'base64'), 'x', 50);
    expect(brief(listing)).toEqual({
      kind: `tar.${kind}`,
      files: [
        ['harbor/harbor', 22, 0o755],
        ['harbor/README.md', 9, 0o644],
      ],
    });
  });

  it.each([elfProgram('arm64', 'x'), Buffer.from('#!/bin/sh\nexit 0\n')])('as the program itself', async (bytes) => {
    expect(brief(await list(bytes, 'harbor-linux'))).toEqual({kind: 'binary', files: [['harbor-linux', bytes.length, undefined]]});
  });

  it('by its bytes where its name says something else', async () => {
    expect((await list(zipOf([readme]), 'harbor.tar.gz')).kind).toBe('zip');
  });

  it('with a mebibyte of a program and little of anything else', async () => {
    const large = Buffer.concat([program.contents as Buffer, randomBytes(2 ** 21)]);
    const files = [
      {...program, contents: large},
      {name: 'model.bin', contents: Buffer.concat([Buffer.alloc(8), large])},
    ];
    const {files: kept} = await list(archiveNamed('x.tar.gz', files), 'x.tar.gz', 65_536);
    expect(kept.map(({bytes, start}) => [bytes, start.length])).toEqual([
      [large.length, 2 ** 20],
      [large.length + 8, 4096],
    ]);
  });

  it('and leaves nothing on the disk', async () => {
    const own = await mkdtemp(path.join(tmpdir(), 'portcall-test-'));
    vi.stubEnv('TMPDIR', own);
    await list(archiveNamed('x.zip', [readme]), 'x.zip');
    await list(Buffer.from('nothing'), 'x.zip');
    vi.unstubAllEnvs();
    expect(await readdir(own)).toEqual([]);
    await rm(own, {recursive: true});
  });
});

const tar = tarOf([program, readme]);
const broken = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
};
const paths = (...names: readonly string[]) => names.map((name) => ({name, contents: 'x'}));

describe('what is no archive is told', () => {
  it.each<readonly [string, Buffer, string, RegExp]>([
    ['a page', Buffer.from('<!DOCTYPE html><html><body>Sign in</body></html>'), 'harbor.zip', /web page/],
    ['GitHub’s nine bytes', Buffer.from('Not Found'), 'harbor.tar.gz', /“Not Found”, which GitHub sends/],
    ['nothing', Buffer.alloc(0), 'harbor.zip', /empty/],
    ['a text', Buffer.from('harbor'), 'harbor', /neither an archive nor a program/],
    ['a text with an archive’s name', Buffer.from('harbor'), 'harbor.tar.gz', /Its name ends in \.tar\.gz, and its bytes/],
    ['a bare tar', tar, 'harbor.tar', /not compressed/],
    ['7z', Buffer.from('377abcaf271c0004', 'hex'), 'harbor.7z', /7z or RAR/],
    ['one compressed file', gzipSync(program.contents), 'harbor.gz', /a compressed file and no archive/],
    ['a cut-off tar.gz', gzipSync(tar).subarray(0, 150), 'harbor.tar.gz', /cut off or damaged/],
    ['a tar cut off in a file', gzipSync(tar.subarray(0, 600)), 'harbor.tar.gz', /cut off within a file/],
    ['a cut-off tar.xz', Buffer.from(foreignArchives.xz, 'base64').subarray(0, 160), 'harbor.tar.xz', /cut off/],
    ['a cut-off tar.bz2', Buffer.from(foreignArchives.bz2, 'base64').subarray(0, 160), 'harbor.tar.bz2', /cut off/],
    ['a cut-off tar.zst', archiveNamed('x.tar.zst', [program]).subarray(0, 60), 'harbor.tar.zst', /cut off/],
    ['a cut-off zip', zipOf([program, readme]).subarray(0, 200), 'harbor.zip', /cut off/],
    ['a zip with a flipped bit', broken(zipOf([program]), 80), 'harbor.zip', /not what its checksum says/],
    ['a tar with a broken header', gzipSync(broken(tar, 1024 + 5)), 'harbor.tar.gz', /damaged: a header/],
    ['a path upwards', gzipSync(tarOf(paths('../../etc/passwd'))), 'harbor.tar.gz', /leads out/],
    ['a path from the root', gzipSync(tarOf(paths('/etc/passwd'))), 'harbor.tar.gz', /leads out/],
    ['a zip’s path upwards', zipOf(paths('..\\x')), 'harbor.zip', /invalid|leads out/],
    ['too many files', gzipSync(tarOf(paths(...Array.from({length: 10_001}, (_, at) => `${at}`)))), 'harbor.tar.gz', /more than 10,000/],
    ['what fills a disk', gzipSync(tarOf([{name: 'zeros', contents: Buffer.alloc(100 * 2 ** 20)}])), 'harbor.tar.gz', /far more than/],
  ])('%s', async (_, bytes, name, why) => {
    const listing = await list(bytes, name, 65_536);
    expect(listing).toMatchObject({kind: 'unreadable', why: expect.stringMatching(why), files: [], bytes: bytes.length});
    expect(listing.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('but a download that ends in a failure is a failure', async () => {
    const failing = async function* () {
      yield gzipSync(tar).subarray(0, 100);
      throw new Error('the line went down');
    };
    await expect(listingOf(failing(), 'harbor.tar.gz')).rejects.toThrow('the line went down');
  });
});
