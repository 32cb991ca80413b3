import {createRequire} from 'node:module';
import {execa} from 'execa';
import {revealSecret, Secret} from '../model/secret.ts';

/** What a keychain says to a question for the vault's key. */
export type KeychainAnswer =
  | {readonly kind: 'found'; readonly key: Secret}
  /** It answers, and holds no key of ours. */
  | {readonly kind: 'empty'}
  /** Why not, as a sentence without its full stop. */
  | {readonly kind: 'unavailable'; readonly why: string};

/** The one entry that Portcall has in the operating system's keychain. */
export type Keychain = {
  find(): Promise<KeychainAnswer>;
  /** Stores the key and reads it back in another process; `found` only if it is the same. */
  keep(key: Secret): Promise<KeychainAnswer>;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Carried out by a Node of its own: a keychain that waits for a person blocks its whole process, and what only a second process can read is
 * kept for longer than one. On Linux the Secret Service is demanded, since the package falls back silently to keys that no restart survives.
 * The key travels by standard input and output.
 */
const script = `
const {readFileSync, writeSync} = require('node:fs');
const answer = (said) => writeSync(1, JSON.stringify(said));
try {
  const {place, service, account, key} = JSON.parse(readFileSync(0, 'utf8'));
  const {Entry} = require(place);
  const entry = new Entry(service, account, {linux: {store: 'secret-service'}});
  if (key !== undefined) entry.setPassword(key);
  answer({key: entry.getPassword()});
} catch (failure) {
  answer({failure: String(failure && failure.message)});
}
`;

/* What a keychain needs to be reached, and no token of the person's. */
const needed =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|LC_.*|TMPDIR|TEMP|TMP|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|XDG_.*|SYSTEMROOT|WINDIR|USERPROFILE|APPDATA|LOCALAPPDATA|USERNAME|USERDOMAIN|HOMEDRIVE|HOMEPATH)$/i;

const environmentFor = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value !== undefined && needed.test(name) ? [[name, value]] : [])));

const whyNot = (failure: string): string => {
  if (/Cannot find native binding|Failed to load native binding|Cannot find module/.test(failure))
    return 'the package for it is not installed here';
  if (/no result found/i.test(failure)) return 'no keyring was made in it yet';
  if (/DBus|D-Bus|zbus|org\.freedesktop/i.test(failure)) return 'no Secret Service answers in this session';
  if (/cancel|denied|-128\b|dismissed/i.test(failure)) return 'it was refused';
  if (/lock|-25308|interaction/i.test(failure)) return 'it is locked';
  return 'it reports an error';
};

const placeOfPackage = (): string | undefined => {
  try {
    return createRequire(import.meta.url).resolve('keytar');
  } catch {
    return undefined;
  }
};

/** How the keychain is reached; tests hand in their own. */
export type KeychainSetting = {
  readonly env: Environment;
  /** Milliseconds that one question may take. */
  readonly patience?: number;
  /** Where the package lies; absent: where Node finds it. */
  readonly place?: string;
  readonly service?: string;
};

/** The operating system's keychain, through the package under keytar's name. It never throws. */
export const createKeychain = ({env, patience = 3_000, place = placeOfPackage(), service = 'portcall'}: KeychainSetting): Keychain => {
  const ask = async (key?: Secret): Promise<KeychainAnswer> => {
    if (place === undefined) return {kind: 'unavailable', why: 'the package for it is not installed here'};
    const question = {place, service, account: 'vault key', ...(key === undefined ? {} : {key: revealSecret(key)})};
    const ended = await execa(process.execPath, ['--input-type=commonjs', '-e', script], {
      input: JSON.stringify(question),
      env: environmentFor(env),
      extendEnv: false,
      timeout: patience,
      killSignal: 'SIGKILL',
      reject: false,
      stderr: 'ignore',
    });
    if (ended.timedOut) return {kind: 'unavailable', why: `it does not answer within ${Math.ceil(patience / 1000)} s`};
    return answerOf(ended.stdout ?? '');
  };
  return {
    find: () => ask(),
    keep: async (key) => {
      const stored = await ask(key);
      if (stored.kind !== 'found') return stored.kind === 'empty' ? {kind: 'unavailable', why: 'it forgets what it is given'} : stored;
      const read = await ask();
      if (read.kind === 'unavailable') return read;
      const isSame = read.kind === 'found' && revealSecret(read.key) === revealSecret(key);
      return isSame ? read : {kind: 'unavailable', why: 'it forgets what it is given'};
    },
  };
};

const answerOf = (printed: string): KeychainAnswer => {
  try {
    const said = JSON.parse(printed) as {key?: string | null; failure?: string};
    if (typeof said.key === 'string' && said.key !== '') return {kind: 'found', key: new Secret(said.key)};
    if (said.failure === undefined) return {kind: 'empty'};
    return {kind: 'unavailable', why: whyNot(said.failure)};
  } catch {
    return {kind: 'unavailable', why: 'it ends without an answer'};
  }
};
