import type {Secret} from '../model/secret.ts';
import {type Folders, vaultFileOf} from './folders.ts';
import {createKeychain, type Keychain} from './keychain.ts';
import {isKeychainOpen} from './keychain-lock.ts';
import {openVaultFile, readVaultFile, wantedKey} from './vault-file.ts';

export type QuietVaultSetting = {
  readonly folders: Pick<Folders, 'config'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absent: the operating system's, unless CI is set. */
  readonly keychain?: Keychain;
  /** Absent: asks the system. */
  readonly isOpen?: () => Promise<boolean>;
};

/** Tokens that can be had without a word: no question, no dialog, nothing made, moved or said. Empty wherever that can't be. */
export const findTokensQuietly = async (setting: QuietVaultSetting): Promise<ReadonlyMap<string, Secret>> => {
  const {folders, env, isOpen = () => isKeychainOpen(env)} = setting;
  const none: ReadonlyMap<string, Secret> = new Map();
  const keychain = setting.keychain ?? (env.CI ? undefined : createKeychain({env}));
  if (keychain === undefined) return none;
  const bytes = await readVaultFile(vaultFileOf(folders)).catch(() => undefined);
  if (bytes === undefined || wantedKey(bytes) !== 'identity' || !(await isOpen())) return none;
  const answer = await keychain.find();
  if (answer.kind !== 'found') return none;
  const opened = await openVaultFile(bytes, {kind: 'identity', secret: answer.key});
  return opened.kind === 'opened' ? new Map([...opened.contents].map(([name, {secret}]) => [name, secret])) : none;
};
