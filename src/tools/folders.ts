import {homedir} from 'node:os';
import path from 'node:path';
import {makeFolder} from './make-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Portcall keeps what it keeps. */
export type Folders = {
  readonly config: string;
  readonly state: string;
  /** May be deleted at any time. */
  readonly cache: string;
};

/** The machine it runs on; handed in by tests. */
export type Machine = {readonly platform: string; readonly home: string};

const thisMachine = (): Machine => ({platform: process.platform, home: homedir()});

/** A folder named by the environment; a relative one is left out, as the XDG specification demands. */
const named = (value: string | undefined, isAbsolute: (text: string) => boolean): string | undefined =>
  value !== undefined && isAbsolute(value) ? value : undefined;

/** The folders by name alone: `PORTCALL_HOME` if it is set, else those of the platform. Pure. */
export const folderNames = (env: Environment, {platform, home}: Machine = thisMachine()): Folders => {
  const {join, isAbsolute, resolve} = platform === 'win32' ? path.win32 : path.posix;
  const own = env.PORTCALL_HOME;
  if (own) return {config: join(resolve(own), 'config'), state: join(resolve(own), 'state'), cache: join(resolve(own), 'cache')};
  if (platform === 'win32') {
    const roaming = named(env.APPDATA, isAbsolute) ?? join(home, 'AppData', 'Roaming');
    const local = named(env.LOCALAPPDATA, isAbsolute) ?? join(home, 'AppData', 'Local');
    return {config: join(roaming, 'portcall'), state: join(local, 'portcall', 'state'), cache: join(local, 'portcall', 'cache')};
  }
  if (platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support', 'portcall');
    return {config: join(support, 'config'), state: join(support, 'state'), cache: join(home, 'Library', 'Caches', 'portcall')};
  }
  const xdg = (name: string, ...usual: readonly string[]) => join(named(env[name], isAbsolute) ?? join(home, ...usual), 'portcall');
  return {
    config: xdg('XDG_CONFIG_HOME', '.config'),
    state: xdg('XDG_STATE_HOME', '.local', 'state'),
    cache: xdg('XDG_CACHE_HOME', '.cache'),
  };
};

/** Where the vault lies, if there is one. */
export const vaultFileOf = ({config}: Pick<Folders, 'config'>): string => path.join(config, 'vault.age');

export const stateFolderOf = (env: Environment): string => folderNames(env).state;

/** The folders, made for their owner alone. One that can't be made is noticed by whoever writes into it. */
export const foldersOf = async (env: Environment, machine: Machine = thisMachine()): Promise<Folders> => {
  const folders = folderNames(env, machine);
  await Promise.all(Object.values(folders).map((folder) => makeFolder(folder).catch(() => undefined)));
  return folders;
};
