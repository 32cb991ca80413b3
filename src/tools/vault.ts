import path from 'node:path';
import {Problem} from '../model/problem.ts';
import type {Secret} from '../model/secret.ts';
import {type Folders, vaultFileOf} from './folders.ts';
import {createKeychain, type Keychain} from './keychain.ts';
import {withLock} from './lock-file.ts';
import {type Contents, type Kept, openVaultFile, readVaultFile, sealVaultFile} from './vault-file.ts';
import {type AskPassphrase, findOpening, type Opening, setDamagedAside, type VaultPlace} from './vault-opening.ts';
import {diskProblem, sweepBeside, type WriteFile, writeWhole} from './whole-file.ts';

/** The person's tokens by name: in a file that only a key opens, or in memory for this session alone. */
export type Vault = {
  readonly kind: 'keychain' | 'passphrase' | 'session';
  /** Where tokens are kept and why there, in one sentence for people. */
  readonly kindText: string;
  names(): readonly string[];
  find(name: string): Secret | undefined;
  /** ISO time; undefined: it holds none of that name. */
  keptAt(name: string): string | undefined;
  /** Throws a Problem when it can't be written; the token is then still held for this session. */
  keep(name: string, secret: Secret): Promise<void>;
  forget(name: string): Promise<void>;
};

export type VaultSetting = {
  readonly folders: Pick<Folders, 'config'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Tells the person what happened to their vault. */
  readonly tell: (text: string) => void;
  /** Absent: nobody can be asked. */
  readonly ask?: AskPassphrase;
  /** Absent: the operating system's, unless CI is set. */
  readonly keychain?: Keychain;
  readonly write?: WriteFile;
  readonly now?: () => number;
};

/** Whether there is a vault to open at all: asking for its key may cost a person a dialog. */
export const findVault = async (folders: Pick<Folders, 'config'>): Promise<boolean> =>
  (await readVaultFile(vaultFileOf(folders)).catch(() => new Uint8Array())) !== undefined;

const placeOf = ({folders, env, tell, ask, keychain, now = Date.now}: VaultSetting): VaultPlace => {
  const own = keychain ?? (env.CI ? undefined : createKeychain({env}));
  return {
    folder: folders.config,
    file: vaultFileOf(folders),
    lock: path.join(folders.config, 'vault.lock'),
    tell,
    now,
    ...(ask === undefined ? {} : {ask}),
    ...(own === undefined ? {} : {keychain: own}),
  };
};

const textOf = ({kind, why}: Opening, {file}: VaultPlace): string => {
  if (kind === 'keychain') return `Tokens are kept encrypted in ${file}, and its key in the keychain of this computer.`;
  if (kind === 'passphrase') return `Tokens are kept encrypted in ${file}, which your passphrase opens, because ${why}.`;
  return `Tokens are kept in memory for this session alone, because ${why}.`;
};

/** What was changed and does not stand in the file yet; undefined: to be forgotten. */
type Changes = Map<string, Kept | undefined>;

const applied = (contents: Contents, changes: Changes): Contents => {
  const all = new Map(contents);
  for (const [name, kept] of changes)
    if (kept === undefined) all.delete(name);
    else all.set(name, kept);
  return all;
};

type OpenFile = Exclude<Opening, {readonly kind: 'session'}>;

/** What the file holds now: another Portcall may have written since. */
const readAgain = async (place: VaultPlace, known: OpenFile): Promise<Contents> => {
  const bytes = await readVaultFile(place.file);
  if (bytes === undefined || (known.bytes !== undefined && Buffer.compare(bytes, known.bytes) === 0)) return known.contents;
  const opened = await openVaultFile(bytes, known.key);
  if (opened.kind === 'opened') return opened.contents;
  if (opened.kind === 'damaged') {
    await setDamagedAside(place);
    return known.contents;
  }
  throw new Problem(
    'refused',
    `${place.file} now has another key than when it was opened.`,
    'Start Portcall again and keep the token once more.',
  );
};

/** Tokens in hand, and in the file where there is one. */
const createStore = (begun: Opening, place: VaultPlace, write: WriteFile) => {
  let opening = begun;
  const changes: Changes = new Map();
  const save = (known: OpenFile): Promise<OpenFile> =>
    withLock(place.lock, async () => {
      await sweepBeside(place.file);
      const done = new Map(changes);
      const contents = applied(await readAgain(place, known), done);
      const bytes = await sealVaultFile(contents, known.key);
      await write(place.file, bytes);
      for (const [name, kept] of done) if (changes.get(name) === kept) changes.delete(name);
      return {...known, bytes, contents};
    });
  return {
    held: (): Contents => applied(opening.kind === 'session' ? new Map() : opening.contents, changes),
    /** What can't be saved now is saved with the next change that can. `failed` begins the sentence that says so. */
    change: async (name: string, kept: Kept | undefined, failed: string): Promise<void> => {
      changes.set(name, kept);
      if (opening.kind === 'session') return;
      try {
        opening = await save(opening);
      } catch (failure) {
        throw diskProblem(failed, failure);
      }
    },
  };
};

/** Opens the vault as well as it can be opened here; a vault that can't be stays as it is, and tokens are held for this session. */
export const openVault = async (setting: VaultSetting): Promise<Vault> => {
  const {write = writeWhole, now = Date.now} = setting;
  const place = placeOf(setting);
  const opening = await findOpening(place);
  const {held, change} = createStore(opening, place, write);
  return {
    kind: opening.kind,
    kindText: textOf(opening, place),
    names: () => [...held().keys()].sort(),
    find: (name) => held().get(name)?.secret,
    keptAt: (name) => held().get(name)?.keptAt,
    keep: (name, secret) => {
      const kept = {secret, keptAt: new Date(now()).toISOString()};
      return change(name, kept, `${name} is held for this session alone, since the vault can't be written`);
    },
    forget: (name) => change(name, undefined, `${name} still stands in the vault, which can't be written`),
  };
};
