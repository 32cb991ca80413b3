import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {FirstFile} from '../model/first-package.ts';
import {Problem} from '../model/problem.ts';
import {safeLine} from '../model/safe-text.ts';
import type {FoundPackage} from './first-package-found.ts';
import type {PackageWork} from './first-package-work.ts';
import {exitCodes} from './surroundings.ts';
import {WrongUse} from './wrong-use.ts';

/** What became of a file in a folder. */
export type WrittenFile = {readonly path: string; readonly result: 'written' | 'same' | 'kept'};

/** A path that stays in its folder, whatever the marketplace's name for a package is. */
const refuseOutside = (file: string): void => {
  const parts = file.split('/');
  if (path.posix.isAbsolute(file) || file.includes('\\') || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new Problem('refused', `${JSON.stringify(file)} is no path within a folder.`, 'Name the package in portcall.yaml.');
};

const codeOf = (failure: unknown): string | undefined => (failure as NodeJS.ErrnoException).code;

const writeOne = async (folder: string, {path: name, contents, isExecutable}: FirstFile): Promise<WrittenFile> => {
  refuseOutside(name);
  const file = path.join(folder, ...name.split('/'));
  try {
    await mkdir(path.dirname(file), {recursive: true});
    await writeFile(file, contents, {flag: 'wx', mode: isExecutable === true ? 0o755 : 0o644});
    return {path: name, result: 'written'};
  } catch (failure) {
    if (codeOf(failure) !== 'EEXIST')
      throw new WrongUse(`${file} can't be written: ${codeOf(failure)}.`, 'Name another folder after --output.');
    const standing = await readFile(file, 'utf8').catch(() => undefined);
    return {path: name, result: standing === contents ? 'same' : 'kept'};
  }
};

/** Writes files into a folder; whatever stands there stays. */
const writeFiles = async (folder: string, files: readonly FirstFile[]): Promise<readonly WrittenFile[]> => {
  const written: WrittenFile[] = [];
  for (const file of files) written.push(await writeOne(folder, file));
  return written;
};

const resultWords: Readonly<Record<WrittenFile['result'], string>> = {
  written: 'written',
  same: 'is there already, and the same',
  kept: 'is there already and holds something else, so it stays as it is',
};

/** Writes what Portcall would write where nothing stood, and tells what became of each file; the result is the exit code. */
export const tellWritten = async (work: PackageWork, folder: string, {files, choice}: FoundPackage): Promise<number> => {
  if (choice.kind === 'blocked') {
    work.surroundings.tell(`${safeLine(`${choice.because} ${choice.next}`, 2000)}\n`);
    return exitCodes.broken;
  }
  const ours = files.map(({path: file, ours: contents, isExecutable}) => ({
    path: file,
    contents,
    ...(isExecutable === true ? {isExecutable} : {}),
  }));
  if (work.options.dryRun) return exitCodes.ok;
  for (const {path: file, result} of await writeFiles(path.resolve(work.surroundings.cwd, folder), ours))
    work.say(`  ${safeLine(`${path.join(folder, file)} ${resultWords[result]}.`, 2000)}`);
  return exitCodes.ok;
};
