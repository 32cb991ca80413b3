import {access, constants, readdir, realpath, stat} from 'node:fs/promises';
import path from 'node:path';

const windowsEndings = ['.exe', '.cmd', '.bat', '.com', '.ps1'];
const onWindows = process.platform === 'win32';
const endings = onWindows ? ['', ...windowsEndings] : [''];
/** Folders below which a program is looked for, and the entries that are looked at. */
const deepest = 5;
const mostEntries = 5000;

const isProgram = async (file: string): Promise<boolean> => {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  if (onWindows) return windowsEndings.includes(path.extname(file).toLowerCase());
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
};

/** Where a program lies in these folders, the first wins; undefined: in none. */
export const findProgram = async (name: string, folders: readonly string[]): Promise<string | undefined> => {
  for (const folder of folders)
    for (const ending of endings) {
      const file = path.join(folder, `${name}${ending}`);
      if (await isProgram(file)) return file;
    }
  return undefined;
};

const programsBelow = async (folder: string, depth: number, seen: {entries: number}): Promise<readonly string[]> => {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.sort((one, other) => one.name.localeCompare(other.name))) {
    seen.entries += 1;
    if (seen.entries > mostEntries) return found;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) found.push(...(await programsBelow(file, depth - 1, seen)));
    else if (!/\.(?:so|dylib|dll)(?:\.|$)/.test(entry.name) && (await isProgram(file))) found.push(file);
  }
  return found;
};

/** The program that was installed into a folder, or the names of those among which nothing decides. */
export type Installed = {readonly file: string} | {readonly among: readonly string[]};

/** A program of one of these names, else the only one; a link that leads out of `within` is none. */
export const findInstalled = async (
  {
    folder,
    names,
    isDeep,
    aside,
  }: {readonly folder: string; readonly names: readonly string[]; readonly isDeep?: true; readonly aside?: RegExp},
  within: string,
): Promise<Installed> => {
  const all = await programsBelow(folder, isDeep === true ? deepest : 0, {entries: 0});
  const real = await Promise.all(all.map((file) => realpath(file).catch(() => '')));
  const inside = all.filter((_, at) => (real[at] ?? '').startsWith(`${within}${path.sep}`) || !folder.startsWith(within));
  const bareName = (file: string): string => path.basename(file).replace(onWindows ? /\.(?:exe|cmd|bat|com|ps1)$/i : /$^/, '');
  const named = names.flatMap((name) => inside.filter((file) => bareName(file) === name))[0];
  if (named !== undefined) return {file: named};
  const others = inside.filter((file) => aside?.test(path.basename(file)) !== true);
  const distinct = [...new Set(others.map(bareName))];
  const [only] = others;
  return distinct.length === 1 && only !== undefined ? {file: only} : {among: distinct};
};
