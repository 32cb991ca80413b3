import {type Executable, executableOf} from '../../src/model/executable.ts';
import type {ArchiveFormat} from '../../src/model/first-package.ts';
import type {ArchivedFile, Listing} from '../../src/model/lookup.ts';
import type {Asset} from '../../src/model/project.ts';

/** A file in an archive that runs. */
export type FoundExecutable = {
  readonly path: string;
  readonly isExecutable: boolean;
  readonly executable: Exclude<Executable, {readonly kind: 'library'}>;
};

/** What one released file was found to be: all that is kept of its listing. */
export type ExaminedAsset = {
  readonly asset: Asset;
  readonly sha256: string;
  readonly format: ArchiveFormat;
  /** The one folder that everything lies in; empty: there is none. */
  readonly folder: string;
  readonly paths: readonly string[];
  readonly executables: readonly FoundExecutable[];
};

export const baseName = (path: string): string => path.split('/').at(-1) ?? path;

const isLibraryName = (name: string): boolean => /\.(?:so(?:\.\d+)*|dylib|dll|node|bundle|a|o|ko|pyd|sys|efi)$/i.test(name);
/** What macOS adds to archives beside each file. */
const isShadow = (path: string): boolean => path.startsWith('__MACOSX/') || baseName(path).startsWith('._');

const executablesIn = (files: readonly ArchivedFile[]): readonly FoundExecutable[] =>
  files.flatMap(({path, mode, start}) => {
    const executable = isLibraryName(baseName(path)) ? undefined : executableOf(start);
    if (executable === undefined || executable.kind === 'library') return [];
    return [{path, isExecutable: ((mode ?? 0) & 0o111) !== 0, executable}];
  });

const folderOf = (paths: readonly string[]): string => {
  const [first = ''] = paths;
  const folder = first.includes('/') ? (first.split('/')[0] ?? '') : '';
  return folder !== '' && paths.every((path) => path.startsWith(`${folder}/`)) ? folder : '';
};

/** What a listing tells of an asset; a text: why it can't be used, in one sentence. */
export const examined = (asset: Asset, listing: Listing): ExaminedAsset | string => {
  const {kind, sha256, why = 'It can’t be read.'} = listing;
  if (kind === 'unreadable') return `${asset.name} holds no program that can be packaged. ${why}`;
  if (asset.sha256 !== undefined && asset.sha256 !== sha256)
    return `What GitHub serves as ${asset.name} has the digest ${sha256.slice(0, 12)}… and not ${asset.sha256.slice(0, 12)}…, which GitHub names.`;
  const files = listing.files.filter(({path}) => !isShadow(path));
  const paths = files.map(({path}) => path);
  return {asset, sha256, format: kind, folder: kind === 'binary' ? '' : folderOf(paths), paths, executables: executablesIn(files)};
};
