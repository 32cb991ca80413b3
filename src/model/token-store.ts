import type {Secret} from './secret.ts';

/** Where tokens stay between runs, as commands see it; each by the name of its secret. */
export type TokenStore = {
  /** Undefined: nothing is kept under this name. */
  find(name: string): Promise<Secret | undefined>;
  /** Keeps a token and says where, in one sentence. */
  keep(name: string, token: Secret): Promise<string>;
};
