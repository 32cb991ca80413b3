import type {FirstFile} from '../model/first-package.ts';
import type {FileFault} from '../model/package-file.ts';
import {valueFilledIn} from './fill-line.ts';

/** What becomes of a file. `same`: it stands there, and every hand edit of it stays. */
export type FileAction = 'create' | 'update' | 'same';

/** A file of a first package, held against what stands at its place. */
export type PlacedFile = {
  readonly path: string;
  /** What it holds afterwards. */
  readonly contents: string;
  readonly action: FileAction;
  /** What stands there now; absent: nothing. */
  readonly before?: string;
  /** What Portcall would write where nothing stood. */
  readonly ours: string;
  readonly isExecutable?: true;
  /** Faults that stay in it, because ours says nothing that would mend them. */
  readonly faults: readonly FileFault[];
};

/** What in a file keeps it from being published as it stands. */
export type FaultsOf = (path: string, text: string) => readonly FileFault[];

type Fill = {readonly contents: string; readonly faults: readonly FileFault[]};

/** The text with the faulty lines filled in from ours, and what stays faulty. */
const filled = (before: string, ours: string, faults: readonly FileFault[]): Fill => {
  const lines = before.split('\n');
  const fresh = ours.split('\n');
  const left: FileFault[] = [];
  const done = new Map<number, string>();
  for (const fault of faults) {
    const at = (fault.line ?? 0) - 1;
    const line = done.has(at) ? undefined : valueFilledIn(lines, at, fresh);
    if (line !== undefined) done.set(at, line);
    else if (!done.has(at)) left.push(fault);
  }
  return {contents: lines.map((line, at) => done.get(at) ?? line).join('\n'), faults: left};
};

const placed = ({path, contents: ours, isExecutable}: FirstFile, before: string | undefined, faultsOf: FaultsOf): PlacedFile => {
  const common = {path, ours, ...(isExecutable === true ? {isExecutable} : {})};
  if (before === undefined) return {...common, contents: ours, action: 'create', faults: []};
  if (before === ours) return {...common, contents: before, action: 'same', before, faults: []};
  const {contents, faults} = filled(before, ours, faultsOf(path, before));
  return {...common, contents, action: contents === before ? 'same' : 'update', before, faults};
};

/**
 * Holds the files of a first package against what stands at their place. A file that stands there is never overwritten: only what is faulty in it is
 * filled in, line by line, and everything else stays; so a second time nothing changes. Pure.
 */
export const placedFiles = (
  files: readonly FirstFile[],
  standing: ReadonlyMap<string, string>,
  faultsOf: FaultsOf,
): readonly PlacedFile[] => files.map((file) => placed(file, standing.get(file.path), faultsOf));

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The files beside one that the project keeps elsewhere already: all of ours move there with it. Undefined: none does, or it is not clear which. */
export const movedBeside = <F extends FirstFile>(
  files: readonly F[],
  paths: readonly string[],
  isPackageFile: (path: string) => boolean,
): readonly F[] | undefined => {
  const there = new Set(paths);
  if (files.some(({path}) => there.has(path))) return undefined;
  for (const {path} of files.filter((one) => isPackageFile(one.path))) {
    const others = paths.filter((one) => isPackageFile(one) && nameOf(one) === nameOf(path));
    const [other] = others;
    if (other === undefined || others.length > 1) continue;
    const [from, to] = [folderOf(path), folderOf(other)];
    return files.map((file) => (file.path.startsWith(from) ? {...file, path: `${to}${file.path.slice(from.length)}`} : file));
  }
  return undefined;
};
