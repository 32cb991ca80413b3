import {execa} from 'execa';
import {harmlessEnvironment} from './harmless-environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const service = 'org.freedesktop.secrets';
const collection = '/org/freedesktop/secrets/aliases/default';
const member = 'org.freedesktop.Secret.Collection';
const get = 'org.freedesktop.DBus.Properties.Get';

/* Whichever program for D-Bus is here; each prints the word alone beside its type. */
const askers: readonly (readonly [string, ...string[]])[] = [
  ['gdbus', 'call', '--session', '--timeout', '2', '--dest', service, '--object-path', collection, '--method', get, member, 'Locked'],
  ['busctl', '--user', '--timeout=2', 'get-property', service, collection, member, 'Locked'],
  ['dbus-send', '--session', '--print-reply=literal', `--dest=${service}`, collection, get, `string:${member}`, 'string:Locked'],
];

/**
 * Whether the keychain can be asked without a dialog that nobody expects. On Linux asking a locked one opens it, by a dialog; whether it is locked
 * is asked first, and where that can't be learnt it counts as locked. Elsewhere it stands open while its owner is signed in.
 */
export const isKeychainOpen = async (env: Environment, platform: string = process.platform): Promise<boolean> => {
  if (platform !== 'linux') return true;
  for (const [command, ...args] of askers) {
    const ended = await execa(command, args, {
      env: harmlessEnvironment(env),
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
      timeout: 2_500,
      killSignal: 'SIGKILL',
      maxBuffer: 10_000,
    });
    if (!ended.failed) return /\bfalse\b/.test(ended.stdout);
  }
  return false;
};
