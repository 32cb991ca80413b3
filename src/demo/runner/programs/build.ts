import {assetsOf, programOf} from '../../contextlite/assets.ts';
import {tarGzOf} from '../../contextlite/tar.ts';
import {zipOf} from '../../contextlite/zip.ts';
import {pypiFilesOf} from '../../marketplaces/pypi-files.ts';
import type {Place} from '../place.ts';
import {fullPath, type Program, readBytes, type Shell, writeBytes} from '../shell/shell.ts';
import {untar} from './unpack.ts';

const words = ['amber', 'basalt', 'cedar', 'delta', 'ember', 'fjord', 'garnet', 'harbor', 'indigo', 'juniper', 'kestrel', 'lagoon'];

const after = (args: readonly string[], name: string): string | undefined => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
};

/** `go build`: the program says the version that was put into it, and nothing else. */
export const go: Program = ([command = '', ...args], shell, {out, errors}) => {
  if (command === 'version') out('go version go1.22.12 linux/amd64\n');
  if (command !== 'build') return 0;
  const version = /main\.version=v?([^\s"']+)/.exec(args.join(' '))?.[1] ?? 'dev';
  const {GOOS: system = 'linux', GOARCH: machine = 'amd64'} = shell.variables;
  const {name, contents} = programOf(version, system, machine);
  const output = after(args, '-o') ?? name;
  if (args.includes('-v')) for (const word of words) errors(`internal/${word}\n`);
  writeBytes(shell, output.endsWith('/') ? `${output}${name}` : output, Buffer.from(contents as string).toString('latin1'));
  return 0;
};

/** Built once and kept, as whoever builds reproducibly gets the same bytes again; undefined: it is no archive of the project. */
const knownArchive = (path: string): Buffer | undefined => {
  const name = path.split('/').at(-1) ?? path;
  const version = /^contextlite-(\d[^-]*(?:-(?!linux|darwin|windows)[^-]+)?)-/.exec(name)?.[1];
  return version === undefined ? undefined : assetsOf(version).get(name);
};

const below = (shell: Shell, folder: string, paths: readonly string[]) => {
  const root = fullPath(shell, folder);
  const wanted = paths.map((path) => fullPath({...shell, folder: root}, path));
  return [...shell.disk.files]
    .filter(([file]) => wanted.some((path) => file === path || file.startsWith(`${path === '/' ? '' : path}/`)))
    .map(([file, contents]) => ({name: file.slice(root.length + 1), contents, isExecutable: !file.includes('.')}));
};

/** `tar`: packs with `-c` and unpacks with `-x`. */
export const tar: Program = (args, shell, streams) => {
  const {errors} = streams;
  if (/x/.test(args[0] ?? '')) return untar(args, shell, streams);
  if (!/c/.test(args[0] ?? '')) return 0;
  const [path = '', ...rest] = args.slice(1);
  const folder = after(rest, '-C') ?? '.';
  const paths = rest.filter((arg, at) => arg !== '-C' && rest[at - 1] !== '-C');
  const files = below(shell, folder, paths);
  if (files.length === 0) {
    errors(`tar: ${paths[0] ?? ''}: Cannot stat: No such file or directory\n`);
    return 2;
  }
  shell.disk.files.set(fullPath(shell, path), knownArchive(path) ?? tarGzOf(files));
  return 0;
};

export const zip: Program = (args, shell, {errors}) => {
  const [path = '', ...paths] = args.filter((arg) => !arg.startsWith('-'));
  const files = below(shell, '.', paths);
  if (files.length === 0) {
    errors('zip error: Nothing to do!\n');
    return 12;
  }
  shell.disk.files.set(fullPath(shell, path), knownArchive(path) ?? zipOf(files));
  return 0;
};

const versionIn = (shell: Shell): string => {
  const text = `${readBytes(shell, 'pyproject.toml') ?? ''}\n${readBytes(shell, 'setup.py') ?? ''}`;
  return /version\s*=\s*["']([^"']+)["']/.exec(text)?.[1] ?? '0.0.0';
};

/** `python -m build`: a wheel and a source archive under `dist`. */
export const buildPython = (place: Place, shell: Shell): number => {
  if (readBytes(shell, 'setup.py') === undefined && readBytes(shell, 'pyproject.toml') === undefined) return 1;
  const version = versionIn(shell);
  const now = new Date(place.setting.now()).toISOString();
  for (const {filename, content} of pypiFilesOf(place.setting, version, now))
    shell.disk.files.set(fullPath(shell, `dist/${filename}`), content);
  return 0;
};
