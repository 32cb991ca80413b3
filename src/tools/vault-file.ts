import {readFile} from 'node:fs/promises';
import {Decrypter, Encrypter, identityToRecipient} from 'age-encryption';
import {z} from 'zod';
import {revealSecret, Secret} from '../model/secret.ts';
import {codeOf} from './whole-file.ts';

/** What opens the vault's file: the key in the keychain, or what the person knows. */
export type VaultKey = {readonly kind: 'identity' | 'passphrase'; readonly secret: Secret};

/** What one file of the vault holds. */
export type Contents = ReadonlyMap<string, Kept>;

export type Kept = {
  readonly secret: Secret;
  /** ISO time. */
  readonly keptAt: string;
};

/** Each scrypt of a passphrase takes about a fifth of a second; the least length of a passphrase makes up for it. */
const workFactor = 16;

const format = 1;
const shape = z.object({format: z.literal(format), secrets: z.record(z.string(), z.object({value: z.string(), keptAt: z.string()}))});
const newerShape = z.object({format: z.number().gt(format)});

/** The file as it is on disk; undefined: there is none. */
export const readVaultFile = async (file: string): Promise<Uint8Array | undefined> => {
  try {
    return await readFile(file);
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return undefined;
    throw failure;
  }
};

/** Whether a text can be the key of a vault. */
export const isIdentity = (secret: Secret): Promise<boolean> =>
  identityToRecipient(revealSecret(secret)).then(
    () => true,
    () => false,
  );

/** What a file says it wants to be opened with; undefined: it doesn't read as an age file. */
export const wantedKey = (bytes: Uint8Array): VaultKey['kind'] | undefined => {
  const [version, first] = Buffer.from(bytes.subarray(0, 200)).toString('latin1').split('\n');
  if (version !== 'age-encryption.org/v1' || first === undefined) return undefined;
  return first.startsWith('-> scrypt ') ? 'passphrase' : first.startsWith('-> ') ? 'identity' : undefined;
};

/** A file opened, or why it is not: the key is another, a newer Portcall wrote it, or it is damaged. */
export type Opened = {readonly kind: 'opened'; readonly contents: Contents} | {readonly kind: 'other-key' | 'newer' | 'damaged'};

const contentsOf = (text: string): Opened => {
  const read: unknown = JSON.parse(text);
  if (newerShape.safeParse(read).success) return {kind: 'newer'};
  const entries = Object.entries(shape.parse(read).secrets);
  return {kind: 'opened', contents: new Map(entries.map(([name, {value, keptAt}]) => [name, {secret: new Secret(value), keptAt}]))};
};

/** Never throws what the file holds: an error of a parser would quote it. */
export const openVaultFile = async (bytes: Uint8Array, key: VaultKey): Promise<Opened> => {
  const wanted = wantedKey(bytes);
  if (wanted === undefined) return {kind: 'damaged'};
  if (wanted !== key.kind) return {kind: 'other-key'};
  try {
    const decrypter = new Decrypter();
    if (key.kind === 'identity') decrypter.addIdentity(revealSecret(key.secret));
    else decrypter.addPassphrase(revealSecret(key.secret));
    return contentsOf(await decrypter.decrypt(bytes, 'text'));
  } catch (failure) {
    return {kind: failure instanceof Error && failure.message.startsWith('no identity matched') ? 'other-key' : 'damaged'};
  }
};

/** The bytes of a file that only this key opens. */
export const sealVaultFile = async (contents: Contents, key: VaultKey): Promise<Uint8Array> => {
  const secrets = Object.fromEntries([...contents].map(([name, {secret, keptAt}]) => [name, {value: revealSecret(secret), keptAt}]));
  const encrypter = new Encrypter();
  if (key.kind === 'identity') encrypter.addRecipient(await identityToRecipient(revealSecret(key.secret)));
  else {
    encrypter.setPassphrase(revealSecret(key.secret));
    encrypter.setScryptWorkFactor(workFactor);
  }
  return encrypter.encrypt(JSON.stringify({format, secrets}));
};
