import {chmod, link, mkdir, open, readdir, rename, rm, unlink} from 'node:fs/promises';
import path from 'node:path';
import {Problem} from '../model/problem.ts';

/** How bytes reach the disk; a test hands in a disk that is full. */
export type WriteFile = (file: string, bytes: Uint8Array | string) => Promise<void>;

const reasons: Readonly<Record<string, readonly [why: string, next: string]>> = {
  ENOSPC: ['the disk is full', 'Make room on the disk and try again.'],
  EDQUOT: ['your share of the disk is used up', 'Make room on the disk and try again.'],
  EFBIG: ['the file may not grow any further', 'Raise the limit on the size of files and try again.'],
  EROFS: ['the disk can only be read', 'Name a folder that can be written with PORTCALL_HOME and try again.'],
  EACCES: ['this account may not write there', 'Name a folder that can be written with PORTCALL_HOME and try again.'],
  EPERM: ['this account may not write there', 'Name a folder that can be written with PORTCALL_HOME and try again.'],
  ENOTDIR: ['a part of its path is no folder', 'Name a folder with PORTCALL_HOME and try again.'],
  ENOENT: ["its folder can't be made", 'Name a folder that can be written with PORTCALL_HOME and try again.'],
  EISDIR: ['a folder has its name', 'Move that folder away and try again.'],
  EIO: ['the disk reports an error', 'Check the disk and try again.'],
};

export const codeOf = (failure: unknown): string => (failure instanceof Error ? ((failure as NodeJS.ErrnoException).code ?? '') : '');

/** Why a file could not be written or read, for people. `what` is the beginning of the sentence. */
export const diskProblem = (what: string, failure: unknown): Problem => {
  if (failure instanceof Problem) return failure;
  const code = codeOf(failure);
  const [why, next] = reasons[code] ?? [`the system says ${code || 'no'}`, 'Name another folder with PORTCALL_HOME and try again.'];
  return new Problem('refused', `${what}: ${why}.`, next);
};

/** A folder for its owner alone. */
export const makeOwnFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, {recursive: true, mode: 0o700});
  if (process.platform !== 'win32') await chmod(folder, 0o700).catch(() => undefined);
};

/** Makes the names in a folder survive a power cut, where the system knows how. */
const keepNames = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};

const ending = '.new';

/** Writes a file for its owner alone, whole or not at all, and so that it survives a power cut. */
export const writeWhole: WriteFile = async (file, bytes) => {
  const fresh = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}${ending}`;
  try {
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (failure) {
    await rm(fresh, {force: true}).catch(() => undefined);
    throw failure;
  }
  await keepNames(path.dirname(file));
};

/** Takes away what a writer that was killed has left beside a file; only for whoever alone may write it. */
export const sweepBeside = async (file: string): Promise<void> => {
  const [folder, start] = [path.dirname(file), `${path.basename(file)}.`];
  const left = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(start) && name.endsWith(ending));
  await Promise.all(left.map((name) => rm(path.join(folder, name), {force: true}).catch(() => undefined)));
};

/** Gives a file another name beside its own, never that of another file; the result is the new path. */
export const setAside = async (file: string, word: string, now: Date): Promise<string> => {
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  for (let count = 1; ; count++) {
    const aside = `${file}.${word}-${stamp}${count === 1 ? '' : `-${count}`}`;
    try {
      await link(file, aside);
      await unlink(file);
      return aside;
    } catch (failure) {
      if (codeOf(failure) === 'EEXIST') continue;
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(failure))) throw failure;
      await rename(file, aside);
      return aside;
    }
  }
};
