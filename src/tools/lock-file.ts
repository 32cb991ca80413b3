import {randomUUID} from 'node:crypto';
import {link, open, readFile, rm, stat} from 'node:fs/promises';
import {hostname} from 'node:os';
import {setTimeout as wait} from 'node:timers/promises';
import {Problem} from '../model/problem.ts';
import {codeOf} from './whole-file.ts';

/** Who holds a lock: written into its file. */
type Holder = {readonly process: number; readonly machine: string; readonly mark: string};

/** Milliseconds. */
export type LockTimes = {
  /** How long another holder is waited for. */
  readonly patience: number;
  /** After this much a lock that can't be traced to a living process of this machine is given up on. */
  readonly longest: number;
};

const usualTimes: LockTimes = {patience: 15_000, longest: 60_000};

/* A file that was created and not yet filled: its writer is given this long. */
const filling = 2_000;
const unmarked = 'unmarked';

const isAlive = (process_: number): boolean => {
  try {
    process.kill(process_, 0);
    return true;
  } catch (failure) {
    return codeOf(failure) === 'EPERM';
  }
};

const holderIn = async (file: string): Promise<Partial<Holder> | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return {};
  }
};

/** Whether whoever took the lock is gone without giving it back. */
const isLeft = async (file: string, {process: id, machine}: Partial<Holder>, {longest}: LockTimes): Promise<boolean> => {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return false;
  const age = Date.now() - found.mtimeMs;
  if (id === undefined) return age > filling;
  return (machine === hostname() && !isAlive(id)) || age > longest;
};

/**
 * Removes a lock whose holder is gone. Several may come to this at once, and by then the lock may be another's: the one that first ties the
 * old mark to the file may remove it, if the mark still stands in it.
 */
const breakLock = async (file: string, mark: string, times: LockTimes): Promise<void> => {
  const tied = `${file}.${mark}`;
  try {
    await link(file, tied);
  } catch (failure) {
    if (codeOf(failure) === 'EEXIST' || codeOf(failure) === 'ENOENT') return;
    await rm(file, {force: true});
    return;
  }
  const held = await holderIn(tied);
  if ((held?.mark ?? unmarked) === mark && (await isLeft(tied, held ?? {}, times))) await rm(file, {force: true});
  await rm(tied, {force: true});
};

const take = async (file: string, holder: Holder): Promise<boolean> => {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(holder));
    } catch (failure) {
      await rm(file, {force: true});
      throw failure;
    } finally {
      await handle.close();
    }
    return true;
  } catch (failure) {
    if (codeOf(failure) === 'EEXIST') return false;
    throw failure;
  }
};

/** Carries out work that only one Portcall of this account may do at a time. A lock left by one that was killed is taken over. */
export const withLock = async <T>(file: string, work: () => Promise<T>, times: LockTimes = usualTimes): Promise<T> => {
  const holder: Holder = {process: process.pid, machine: hostname(), mark: randomUUID()};
  const begun = Date.now();
  while (!(await take(file, holder))) {
    const other = await holderIn(file);
    if (other !== undefined && (await isLeft(file, other, times))) await breakLock(file, other.mark ?? unmarked, times);
    if (Date.now() - begun > times.patience)
      throw new Problem(
        'refused',
        'Another Portcall is still writing its files.',
        `Wait for it to end and try again; if none runs, delete ${file}.`,
      );
    await wait(20 + Math.random() * 40);
  }
  try {
    return await work();
  } finally {
    if ((await holderIn(file))?.mark === holder.mark) await rm(file, {force: true});
  }
};
