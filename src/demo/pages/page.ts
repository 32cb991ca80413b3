import {createTokenMaker} from '../tokens.ts';
import type {World} from '../world.ts';

/** What the simulated person did on a page. */
export type PageOutcome = {
  /** One sentence, without anything secret. */
  readonly said: string;
  /** The token that the page showed, under the usual name of such a secret; absent: it showed none. */
  readonly token?: {readonly name: string; readonly value: string};
};

/** One opening of a page. */
export type Visit = {
  readonly world: World;
  readonly query: URLSearchParams;
  /** The groups of the page's path, decoded; an absent one is ''. */
  readonly parts: readonly string[];
};

/** A page for people, with what a person does there; undefined: there is no such page after all. */
export type Page = {
  readonly hosts: readonly string[];
  /** Matched against the path without a slash at its end. */
  readonly path: RegExp;
  open(visit: Visit): PageOutcome | undefined;
};

/** The pages of one host, or of several that show the same. */
export const pagesOf = (
  hosts: string | readonly string[],
  pages: readonly (readonly [path: RegExp, open: Page['open']])[],
): readonly Page[] => pages.map(([path, open]) => ({hosts: typeof hosts === 'string' ? [hosts] : hosts, path, open}));

export const did = (said: string): PageOutcome => ({said});
export const showed = (said: string, name: string, value: string): PageOutcome => ({said, token: {name, value}});

/** Makes the tokens that pages show: each is new, and those given out before stay good. */
export const make = createTokenMaker();

/** Adds a name to a list once; true: it was not there. */
export const addOnce = (list: string[], name: string): boolean => {
  if (list.includes(name)) return false;
  list.push(name);
  return true;
};
