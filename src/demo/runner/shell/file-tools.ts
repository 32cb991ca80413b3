import {childrenOf, fullPath, isFolder, type Program, type Shell} from './shell.ts';

const plain = (args: readonly string[]): readonly string[] => args.filter((arg) => !arg.startsWith('-'));

/** Every file at a path or below it, with its path from there. */
const below = (shell: Shell, path: string): readonly (readonly [rest: string, contents: Buffer])[] => {
  const full = fullPath(shell, path);
  return [...shell.disk.files].flatMap(([file, contents]) => {
    if (file === full) return [['', contents] as const];
    return file.startsWith(`${full}/`) ? [[file.slice(full.length), contents] as const] : [];
  });
};

const transfer =
  (name: string, isMove: boolean): Program =>
  (args, shell, {errors}) => {
    const paths = plain(args);
    const target = fullPath(shell, paths.at(-1) ?? '.');
    const isInto = isFolder(shell, target) || paths.at(-1)?.endsWith('/') === true;
    for (const path of paths.slice(0, -1)) {
      const found = below(shell, path);
      if (found.length === 0 && !isFolder(shell, fullPath(shell, path))) {
        errors(`${name}: cannot stat '${path}': No such file or directory\n`);
        return 1;
      }
      const start = isInto && !/\/\.?$/.test(path) ? `${target}/${fullPath(shell, path).split('/').at(-1)}` : target;
      for (const [rest, contents] of found) {
        if (isMove) shell.disk.files.delete(`${fullPath(shell, path)}${rest}`);
        shell.disk.files.set(`${start}${rest}`.replace(/\/{2,}/g, '/'), contents);
      }
    }
    return 0;
  };

const remove: Program = (args, shell) => {
  for (const path of plain(args)) {
    for (const [rest] of below(shell, path)) shell.disk.files.delete(`${fullPath(shell, path)}${rest}`);
    shell.disk.folders.delete(fullPath(shell, path));
  }
  return 0;
};

const makeFolder: Program = (args, shell) => {
  for (const path of plain(args)) shell.disk.folders.add(fullPath(shell, path));
  return 0;
};

const makeTemporary: Program = (args, shell, {out}) => {
  const path = `/tmp/tmp.${String(shell.disk.files.size + shell.disk.folders.size).padStart(10, '0')}`;
  if (args.includes('-d')) shell.disk.folders.add(path);
  else shell.disk.files.set(path, Buffer.alloc(0));
  out(`${path}\n`);
  return 0;
};

const list: Program = (args, shell, {out, errors}) => {
  for (const path of plain(args).length === 0 ? ['.'] : plain(args)) {
    const full = fullPath(shell, path);
    if (!isFolder(shell, full) && !shell.disk.files.has(full)) {
      errors(`ls: cannot access '${path}': No such file or directory\n`);
      return 2;
    }
    for (const name of shell.disk.files.has(full) ? [path] : childrenOf(shell, full)) out(`${name}\n`);
  }
  return 0;
};

const touch: Program = (args, shell) => {
  for (const path of plain(args)) {
    const full = fullPath(shell, path);
    if (!shell.disk.files.has(full)) shell.disk.files.set(full, Buffer.alloc(0));
  }
  return 0;
};

const basename: Program = ([path = '', ending = ''], _shell, {out}) => {
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  out(`${ending !== '' && name.endsWith(ending) ? name.slice(0, -ending.length) : name}\n`);
  return 0;
};

const dirname: Program = ([path = ''], _shell, {out}) => {
  out(`${path.includes('/') ? path.replace(/\/[^/]*\/?$/, '') || '/' : '.'}\n`);
  return 0;
};

/** `install`: copies files and makes the folders that it needs; modes are not kept here. */
const install: Program = (args, shell, streams) =>
  transfer('install', false)(
    args.filter((arg, at) => !arg.startsWith('-') && !/^-\w*m$/.test(args[at - 1] ?? '')),
    shell,
    streams,
  );

const nothing: Program = () => 0;

/** The tools for files that every runner has. */
export const fileTools: Readonly<Record<string, Program>> = {
  cp: transfer('cp', false),
  mv: transfer('mv', true),
  install,
  rm: remove,
  mkdir: makeFolder,
  mktemp: makeTemporary,
  ls: list,
  touch,
  basename,
  dirname,
  chmod: nothing,
  uname: ((_args, _shell, {out}) => {
    out('Linux\n');
    return 0;
  }) satisfies Program,
};
