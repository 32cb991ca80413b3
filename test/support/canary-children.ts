import {chmod, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';

/** Every program that Portcall starts, and whatever else might be taken for a browser. */
const programs = ['gh', 'git', 'ssh', 'ssh-keygen', 'xdg-open', 'gio', 'sensible-browser', 'wslview', 'security', 'secret-tool'];

const shimText = (records: string, name: string, real: string | undefined): string => `#!/bin/sh
record="${records}/${name}-$$"
{ printf 'argv'; printf ' <%s>' "$0" "$@"; printf '\\n'; tr '\\0' '\\n' < "/proc/$$/environ"; } > "$record"
${real === undefined ? 'exit 0' : `exec ${real} "$@"`}
`;

export type WatchedChildren = {
  /** To be put first in the path. */
  readonly folder: string;
  /** What each started program saw of arguments and environment. */
  records(): Promise<readonly {readonly name: string; readonly text: string}[]>;
};

/** Programs that write down how they were started; git then does its work. */
export const watchChildren = async (folder: string, realGit: string | undefined): Promise<WatchedChildren> => {
  const [bin, records] = [path.join(folder, 'bin'), path.join(folder, 'records')];
  await mkdir(bin, {recursive: true});
  await mkdir(records, {recursive: true});
  for (const name of programs) {
    await writeFile(path.join(bin, name), shimText(records, name, name === 'git' ? realGit : undefined));
    await chmod(path.join(bin, name), 0o755);
  }
  return {
    folder: bin,
    records: async () =>
      Promise.all((await readdir(records)).map(async (name) => ({name, text: await readFile(path.join(records, name), 'utf8')}))),
  };
};
