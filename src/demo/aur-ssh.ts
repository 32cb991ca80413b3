import type {AurState} from './marketplaces/aur.ts';
import {type AurPush, connectionFault, headOf, receiveAurPush} from './marketplaces/aur-push.ts';
import {held} from './marketplaces/routes.ts';

/** What the simulated AUR says over SSH. */
type SshReply = {readonly text: string; readonly code: number};

const commands = [
  'adopt',
  'comment',
  'disown',
  'flag',
  'help',
  'list-repos',
  'restore',
  'set-comaintainers',
  'set-keywords',
  'setup-repo',
  'unflag',
];

/** Answers one command as the AUR does to whoever has the key of this world; `account` is whose it is. */
export const answerAurSsh = (knownKey: string | undefined, account: string, key: string, command: string): SshReply => {
  if (knownKey === undefined || key.trim() !== knownKey.trim())
    return {text: 'aur@aur.archlinux.org: Permission denied (publickey).', code: 255};
  if (command === '')
    return {
      text: `Welcome to AUR, ${account}! Interactive shell is disabled.\nTry \`ssh aur@aur.archlinux.org help\` for a list of commands.`,
      code: 1,
    };
  if (command === 'help') return {text: ['Commands:', ...commands.map((one) => `  ${one}`)].join('\n'), code: 0};
  return {text: `${command}: invalid command: ${command}`, code: 1};
};

/** Which package of the simulated AUR is meant, and with which key. */
type AurPlace = {readonly key: string; readonly path: string};

type AurCheckout = {
  read(path: string): Promise<string | undefined>;
  commit(files: readonly {readonly path: string; readonly after: string}[]): Promise<string>;
  push(branch: string): Promise<SshReply>;
};

const nameOf = ({path}: AurPlace): string => path.replace(/\.git$/, '');

const checkoutOf = (state: AurState, place: AurPlace, now: () => number): AurCheckout => {
  const name = nameOf(place);
  const base = held(state.packages, name);
  const files: Record<string, string> = {...base?.files};
  let pushed: AurPush | undefined;
  return {
    read: async (path) => files[path],
    commit: async (changed) => {
      for (const {path, after} of changed) files[path] = after;
      pushed = {key: place.key, name, files: {...files}, seconds: Math.floor(now() / 1000)};
      return headOf({files: pushed.files, lastModified: pushed.seconds});
    },
    push: async (branch) => {
      if (branch !== 'master') return {text: 'remote: error: pushing to a branch other than master is restricted', code: 1};
      const current = held(state.packages, name);
      if (current !== base) return {text: ' ! [rejected] HEAD -> master (fetch first)', code: 1};
      const fault = pushed === undefined ? undefined : receiveAurPush(state, pushed);
      return fault === undefined ? {text: 'HEAD -> master', code: 0} : {text: fault, code: 1};
    },
  };
};

/** Git over SSH at the simulated AUR, as the real one answers it. */
export const createAurGit = (state: AurState, now: () => number) => ({
  findHead: async (place: AurPlace): Promise<SshReply & {readonly head?: string}> => {
    const fault = connectionFault(state, place.key);
    if (fault !== undefined) return {text: fault, code: 128};
    const found = held(state.packages, nameOf(place));
    return {text: '', code: 0, ...(found === undefined ? {} : {head: headOf(found)})};
  },
  withCheckout: <T>(place: AurPlace, _from: unknown, use: (checkout: AurCheckout) => Promise<T>): Promise<T> =>
    use(checkoutOf(state, place, now)),
});
