import {readFile, writeFile} from 'node:fs/promises';
import {revealSecret, Secret} from '../../src/model/secret.ts';
import type {Keychain} from '../../src/tools/keychain.ts';

export type FakeKeychain = Keychain & {
  /** What it holds; undefined: nothing. */
  key?: Secret | undefined;
  /** Why it refuses; undefined: it answers. */
  refusal?: string | undefined;
  /** Questions so far. */
  asked: number;
};

/** A keychain in memory. */
export const createFakeKeychain = (): FakeKeychain => {
  const refused = () => (fake.refusal === undefined ? undefined : ({kind: 'unavailable', why: fake.refusal} as const));
  const fake: FakeKeychain = {
    asked: 0,
    find: async () => {
      fake.asked++;
      return refused() ?? (fake.key === undefined ? {kind: 'empty'} : {kind: 'found', key: fake.key});
    },
    keep: async (key) => {
      fake.asked++;
      if (fake.refusal === undefined) fake.key = key;
      return refused() ?? {kind: 'found', key};
    },
  };
  return fake;
};

/** A keychain that several processes share. */
export const keychainInFile = (file: string): Keychain => ({
  find: async () => {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? {kind: 'empty'} : {kind: 'found', key: new Secret(text)};
  },
  keep: async (key) => {
    await writeFile(file, revealSecret(key), {flag: 'wx'});
    return {kind: 'found', key};
  },
});
