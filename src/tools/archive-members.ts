import {createHash} from 'node:crypto';
import {mkdtemp, open, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {ArchiveFormat} from '../model/first-package.ts';
import {Problem} from '../model/problem.ts';
import {FileStart, KeptFiles, Unreadable} from './kept-files.ts';
import {unpacked} from './packed-formats.ts';
import {TarFiles} from './tar-files.ts';
import {readZip} from './zip-files.ts';

/** A released file that was pinned when the plan was made, and what is wanted out of it. */
export type PinnedArchive = {
  readonly url: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly format: ArchiveFormat;
  /** Paths in it; of a bare program whatever it is called. */
  readonly members: readonly string[];
};

const refused = (url: string, what: string): Problem =>
  new Problem(
    'refused',
    `${path.posix.basename(new URL(url).pathname)} ${what}.`,
    'Look at the file in the release, and plan it again from fresh facts.',
  );

/** Keeps the wanted files whole and nothing of the others. */
class WholeFiles extends KeptFiles {
  readonly found = new Map<string, Uint8Array>();
  readonly #wanted: ReadonlySet<string>;

  constructor(packed: number, wanted: readonly string[]) {
    super(packed);
    this.#wanted = new Set(wanted);
  }

  override begin({path: name, bytes}: {readonly path: string; readonly bytes: number; readonly mode: number | undefined}): FileStart {
    const plain = name.replace(/^(?:\.\/+)+/, '');
    if (!this.#wanted.has(plain))
      return new FileStart(
        () => 0,
        () => undefined,
      );
    return new FileStart(
      () => Number.POSITIVE_INFINITY,
      (whole) => {
        if (whole.length !== bytes) throw new Unreadable('It is damaged: a file in it is not as long as it says.');
        this.found.set(plain, whole);
      },
    );
  }
}

const store = async (body: AsyncIterable<Uint8Array>, to: string): Promise<{readonly sha256: string; readonly bytes: number}> => {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(to, 'wx', 0o600);
  try {
    for await (const piece of body) {
      hash.update(piece);
      bytes += piece.length;
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
  return {sha256: hash.digest('hex'), bytes};
};

const readMembers = async (at: string, bytes: number, {format, members}: PinnedArchive): Promise<ReadonlyMap<string, Uint8Array>> => {
  if (format === 'binary') {
    const whole = await readFile(at);
    return new Map(members.map((member) => [member, whole]));
  }
  const kept = new WholeFiles(bytes, members);
  if (format === 'zip') await readZip(at, kept);
  else {
    const tar = new TarFiles(kept);
    for await (const piece of unpacked(at, format)) tar.take(piece);
    tar.finish();
  }
  return kept.found;
};

/** The wanted files out of a download that has the very digest; nothing of it is left on disk. */
export const membersOf = async (body: AsyncIterable<Uint8Array>, pinned: PinnedArchive): Promise<ReadonlyMap<string, Uint8Array>> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-members-'));
  try {
    const at = path.join(folder, 'download');
    const {sha256, bytes} = await store(body, at);
    if (sha256 !== pinned.sha256.toLowerCase())
      throw refused(pinned.url, 'is not what it was when the plan was made: its SHA-256 is another');
    const found = await readMembers(at, bytes, pinned).catch((failure: unknown) => {
      if (failure instanceof Problem) throw failure;
      throw refused(pinned.url, 'can’t be unpacked');
    });
    const missing = pinned.members.find((member) => !found.has(member));
    if (missing !== undefined) throw refused(pinned.url, `holds no ${missing}`);
    return found;
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
};
