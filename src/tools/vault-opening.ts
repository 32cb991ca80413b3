import {generateX25519Identity} from 'age-encryption';
import {Problem} from '../model/problem.ts';
import {Secret} from '../model/secret.ts';
import type {Keychain, KeychainAnswer} from './keychain.ts';
import {withLock} from './lock-file.ts';
import {type Contents, isIdentity, openVaultFile, readVaultFile, type VaultKey, wantedKey} from './vault-file.ts';
import {diskProblem, makeOwnFolder, setAside} from './whole-file.ts';

/** Asks for a passphrase without showing it; undefined or empty: the person wants none. */
export type AskPassphrase = (question: string) => Promise<string | undefined>;

/** Where the vault lies, and how it may be opened. */
export type VaultPlace = {
  readonly folder: string;
  readonly file: string;
  readonly lock: string;
  /** Absent: this is a machine that builds, and its keychain is nobody's. */
  readonly keychain?: Keychain;
  /** Absent: nobody can be asked. */
  readonly ask?: AskPassphrase;
  /** Tells the person what happened to their vault. */
  readonly tell: (text: string) => void;
  readonly now: () => number;
};

/** How the vault stands open: with a key, or for this session alone. `why` says why it is no better, as a sentence without its full stop. */
export type Opening =
  | {
      readonly kind: 'keychain' | 'passphrase';
      readonly key: VaultKey;
      /** As read; absent: there is no file yet. */
      readonly bytes?: Uint8Array;
      readonly contents: Contents;
      readonly why: string;
    }
  | {readonly kind: 'session'; readonly why: string};

const session = (why: string): Opening => ({kind: 'session', why});
const empty: Contents = new Map();
const shortestPassphrase = 12;
const tries = 3;
const newer = ['a newer Portcall wrote it', 'install that one to open it'] as const;

const askKeychain = async ({keychain}: VaultPlace): Promise<KeychainAnswer> => {
  if (keychain === undefined) return {kind: 'unavailable', why: 'CI is set, and a machine that builds keeps nothing'};
  const answer = await keychain.find();
  const isKey = answer.kind !== 'found' || (await isIdentity(answer.key));
  return isKey ? answer : {kind: 'unavailable', why: 'what it holds for Portcall is no key'};
};

const withoutStop = (failure: unknown, what: string): string => diskProblem(what, failure).message.replace(/\.$/, '');

/** Moves a damaged file out of the way and says so. */
export const setDamagedAside = async ({file, tell, now}: VaultPlace): Promise<void> => {
  const aside = await setAside(file, 'damaged', new Date(now()));
  tell(`The vault was damaged and could not be read. It is kept as ${aside}, and a new one is begun.`);
};

/** The key in the keychain; a fresh one where there is none yet. Under the lock, so that two at once don't make two keys. */
const findOrMakeKey = (place: VaultPlace): Promise<KeychainAnswer> =>
  withLock(place.lock, async () => {
    const answer = await askKeychain(place);
    if (answer.kind !== 'empty' || place.keychain === undefined) return answer;
    return place.keychain.keep(new Secret(await generateX25519Identity()));
  });

const choosePassphrase = async ({ask, tell}: VaultPlace): Promise<Secret | undefined> => {
  for (let tried = 0; ask !== undefined && tried < tries; tried++) {
    const chosen = await ask(
      `Choose a passphrase of ${shortestPassphrase} characters or more for the vault (empty: keep tokens for this session alone):`,
    );
    if (!chosen) return undefined;
    if ([...chosen].length < shortestPassphrase) tell(`A passphrase needs ${shortestPassphrase} characters or more.`);
    else if ((await ask('Write the passphrase again:')) === chosen) return new Secret(chosen);
    else tell('The two passphrases differ.');
  }
  return undefined;
};

/** Where no file is: the keychain, else a passphrase, else this session alone. */
const beginVault = async (place: VaultPlace): Promise<Opening> => {
  let answer: KeychainAnswer;
  try {
    await makeOwnFolder(place.folder);
    answer = await findOrMakeKey(place);
  } catch (failure) {
    return session(withoutStop(failure, `${place.folder} can't be written`));
  }
  if (answer.kind === 'found') return {kind: 'keychain', key: {kind: 'identity', secret: answer.key}, contents: empty, why: ''};
  const why = `the keychain can't be used: ${answer.kind === 'empty' ? 'it forgets what it is given' : answer.why}`;
  const passphrase = await choosePassphrase(place);
  if (passphrase === undefined) return session(why);
  return {kind: 'passphrase', key: {kind: 'passphrase', secret: passphrase}, contents: empty, why};
};

const moveAway = 'to begin a new vault, move that file away';

const leave = ({file}: VaultPlace, why: string, next = moveAway): Opening =>
  session(`the vault ${file} stays closed and is left as it is: ${why}; ${next}`);

/** Sets the file aside if it is still the one that was found damaged, and begins anew. */
const replaceDamaged = async (place: VaultPlace, bytes: Uint8Array): Promise<Opening> => {
  try {
    const isStillThere = await withLock(place.lock, async () => {
      const again = await readVaultFile(place.file);
      if (again === undefined || Buffer.compare(again, bytes) !== 0) return false;
      await setDamagedAside(place);
      return true;
    });
    return isStillThere ? beginVault(place) : openExisting(place);
  } catch (failure) {
    return session(withoutStop(failure, `the vault ${place.file} is damaged and can't be moved aside`));
  }
};

const openWithKeychain = async (place: VaultPlace, bytes: Uint8Array): Promise<Opening> => {
  const answer = await askKeychain(place);
  if (answer.kind === 'empty') return leave(place, 'its key is not in the keychain of this computer');
  if (answer.kind === 'unavailable')
    return leave(place, `its key is in the keychain, which can't be used: ${answer.why}`, 'start Portcall again when it can be used');
  const key: VaultKey = {kind: 'identity', secret: answer.key};
  const opened = await openVaultFile(bytes, key);
  if (opened.kind === 'opened') return {kind: 'keychain', key, bytes, contents: opened.contents, why: ''};
  if (opened.kind === 'damaged') return replaceDamaged(place, bytes);
  return opened.kind === 'newer' ? leave(place, ...newer) : leave(place, 'the key in the keychain is not its own');
};

const openWithPassphrase = async (place: VaultPlace, bytes: Uint8Array): Promise<Opening> => {
  if (place.ask === undefined)
    return leave(place, 'a passphrase opens it, and nobody can be asked', 'start Portcall in a terminal to open it');
  for (let tried = 0; tried < tries; tried++) {
    const given = await place.ask("The vault's passphrase (empty: leave it closed):");
    if (!given) return leave(place, 'no passphrase was given', 'start Portcall again to give it');
    const key: VaultKey = {kind: 'passphrase', secret: new Secret(given)};
    const opened = await openVaultFile(bytes, key);
    if (opened.kind === 'opened') return {kind: 'passphrase', key, bytes, contents: opened.contents, why: 'it was begun with a passphrase'};
    if (opened.kind === 'damaged') return replaceDamaged(place, bytes);
    if (opened.kind === 'newer') return leave(place, ...newer);
    place.tell('That is not the passphrase of the vault.');
  }
  return leave(place, `the passphrase was wrong ${tries} times`);
};

const openExisting = async (place: VaultPlace): Promise<Opening> => {
  const bytes = await readVaultFile(place.file);
  if (bytes === undefined) return beginVault(place);
  const wanted = wantedKey(bytes);
  if (wanted === undefined) return replaceDamaged(place, bytes);
  return wanted === 'identity' ? openWithKeychain(place, bytes) : openWithPassphrase(place, bytes);
};

/** Finds out how the vault can stand open. Only what the person does in `ask` can make it throw. */
export const findOpening = async (place: VaultPlace): Promise<Opening> => {
  try {
    return await openExisting(place);
  } catch (failure) {
    if (failure instanceof Problem || (failure instanceof Error && 'syscall' in failure))
      return session(withoutStop(failure, `the vault ${place.file} can't be read`));
    throw failure;
  }
};
