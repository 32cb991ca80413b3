import type {Lookup} from '../model/lookup.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {TokenTest} from '../model/publication.ts';
import {createLookup} from '../tools/lookup.ts';
import type {Looking} from './looking.ts';
import {credentialOf, type FoundToken, findToken, type TokenSource} from './tokens.ts';

/** The row's token, from wherever this survey looks for tokens; undefined: there is none. */
export const tokenOfRow = async ({findToken: find, env}: Looking, marketplace: Marketplace): Promise<FoundToken | undefined> =>
  find === undefined ? findToken(marketplace, env) : find(marketplace);

/** How a row is looked at: with its token, where there is one. */
export const lookupFor = ({sources, round}: Looking, marketplace: Marketplace, found: FoundToken | undefined): Lookup =>
  createLookup(sources, round, credentialOf(marketplace, found, sources.npmRegistry));

const origins: Partial<Readonly<Record<TokenSource, string>>> = {vault: 'It is the one in the vault.', pasted: 'It is the one you pasted.'};

/** The test of a token that nobody would look for in the environment says where it came from. */
export const withOrigin = (test: TokenTest, found: FoundToken | undefined): TokenTest => {
  const origin = found === undefined ? undefined : origins[found.source];
  return origin === undefined ? test : {...test, note: `${test.note} ${origin}`};
};
