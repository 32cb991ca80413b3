import type {TokenStore} from '../model/token-store.ts';
import {foldersOf} from '../tools/folders.ts';
import {findVault, openVault, type Vault} from '../tools/vault.ts';
import type {Questions} from './questions.ts';
import {canAsk, type Surroundings} from './surroundings.ts';

/** The vault as a store of tokens: opened when it is first asked and only if there is one, and made when something is first kept. */
export const vaultStore = (surroundings: Surroundings, questions: Questions): TokenStore => {
  const {tell, isDemo} = surroundings;
  // The simulated world has no part in the person's keychain.
  const env = isDemo ? {...surroundings.env, CI: '1'} : surroundings.env;
  const ask = canAsk(surroundings) ? {ask: (question: string) => questions.secret(question)} : {};
  let opened: Promise<Vault> | undefined;
  const open = async (): Promise<Vault> => {
    opened ??= foldersOf(env).then((folders) => openVault({folders, env, tell, ...ask}));
    return opened;
  };
  return {
    find: async (name) => {
      if (opened === undefined && !(await findVault(await foldersOf(env)))) return undefined;
      return (await open()).find(name);
    },
    keep: async (name, token) => {
      const vault = await open();
      await vault.keep(name, token);
      return vault.kindText;
    },
  };
};
