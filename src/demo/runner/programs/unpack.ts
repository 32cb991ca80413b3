import {gunzipSync} from 'node:zlib';
import {filesInTar} from '../../marketplaces/tar-reader.ts';
import {filesInZip} from '../../marketplaces/zip-reader.ts';
import {fullPath, type Program, type Shell} from '../shell/shell.ts';

const after = (args: readonly string[], name: string): string | undefined => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
};

const lay = (shell: Shell, folder: string, files: ReadonlyMap<string, Buffer>): void => {
  for (const [name, contents] of files)
    if (!name.endsWith('/')) shell.disk.files.set(fullPath(shell, `${folder}/${name}`), Buffer.from(contents));
};

/** A tar archive as it is, unpacked from gzip where it is packed; undefined: it is neither. */
const tarIn = (archive: Buffer): Buffer | undefined => {
  const isPacked = archive[0] === 0x1f && archive[1] === 0x8b;
  if (!isPacked) return archive.toString('latin1', 257, 262) === 'ustar' ? archive : undefined;
  try {
    return gunzipSync(archive);
  } catch {
    return undefined;
  }
};

/** `tar -x`: lays out what is in an archive, whole. */
export const untar: Program = (args, shell, {errors}) => {
  const [options = '', ...rest] = args;
  const path = options.endsWith('f') ? (rest[0] ?? '') : (after(args, '-f') ?? '');
  const archive = shell.disk.files.get(fullPath(shell, path));
  const tar = archive === undefined ? undefined : tarIn(archive);
  if (tar === undefined) {
    errors(
      archive === undefined
        ? `tar: ${path}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n`
        : 'tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n',
    );
    return 2;
  }
  lay(shell, after(args, '-C') ?? after(args, '--directory') ?? '.', filesInTar(tar));
  return 0;
};

/** `unzip`: lays out what is in a zip, whole. */
export const unzip: Program = (args, shell, {errors}) => {
  const folder = after(args, '-d') ?? '.';
  const path = args.find((arg, at) => !arg.startsWith('-') && args[at - 1] !== '-d') ?? '';
  const archive = shell.disk.files.get(fullPath(shell, path));
  const files = archive === undefined ? undefined : filesInZip(archive);
  if (files === undefined || files.size === 0) {
    errors(
      archive === undefined
        ? `unzip:  cannot find or open ${path}, ${path}.zip or ${path}.ZIP.\n`
        : `  End-of-central-directory signature not found.  Either this file is not\n  a zipfile, or it constitutes one disk of a multi-part archive.\nunzip:  cannot find zipfile directory in ${path}\n`,
    );
    return 9;
  }
  lay(shell, folder, files);
  return 0;
};
