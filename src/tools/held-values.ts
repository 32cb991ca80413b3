import type {Secret} from '../model/secret.ts';

/** Values on their way into a secret, by handles that may be shown; held in memory alone and only until they are used. */
export type HeldValues = {
  /** Keeps a value under a handle that says where it comes from and nothing of what it is. */
  hold(handle: string, value: Secret): void;
  /** Undefined: nothing is held under it. */
  find(handle: string): Secret | undefined;
  /** Lets go of one value, or of everything. */
  forget(handle?: string): void;
};

export const createHeldValues = (): HeldValues => {
  const held = new Map<string, Secret>();
  return {
    hold: (handle, value) => {
      held.set(handle, value);
    },
    find: (handle) => held.get(handle),
    forget: (handle) => {
      if (handle === undefined) held.clear();
      else held.delete(handle);
    },
  };
};
