import {foldersOf} from '../tools/folders.ts';
import {findVault, openVault, type Vault} from '../tools/vault.ts';
import type {Questions} from './questions.ts';
import type {KeptValues} from './secret-value.ts';
import {canAsk, type Surroundings} from './surroundings.ts';

/** The vault, opened when it is first asked and only if there is one. */
export const keptValues = (surroundings: Surroundings, questions: Questions): KeptValues => {
  const {env, tell} = surroundings;
  const open = async (): Promise<Vault | undefined> => {
    const folders = await foldersOf(env);
    if (!(await findVault(folders))) return undefined;
    return openVault({folders, env, tell, ...(canAsk(surroundings) ? {ask: (question: string) => questions.secret(question)} : {})});
  };
  let opened: Promise<Vault | undefined> | undefined;
  return {
    find: async (name) => {
      opened ??= open();
      return (await opened)?.find(name);
    },
  };
};
