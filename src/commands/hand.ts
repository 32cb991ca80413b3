import type {MarketplaceId} from '../model/marketplace-id.ts';
import {revealSecret, Secret} from '../model/secret.ts';
import {createHeldValues, type HeldValues} from '../tools/held-values.ts';
import type {FoundToken, TokenSource} from './tokens.ts';

/** One row's token in hand: everything but its value, which is held under the handle. */
export type HeldToken = Omit<FoundToken, 'secret'> & {readonly handle: string; readonly masked: string};

/** The tokens of this session, outside every store and every view. */
export type Hand = {
  readonly values: HeldValues;
  /** Takes a row's token in place of the one before. */
  take(id: MarketplaceId, found: FoundToken): HeldToken;
  held(id: MarketplaceId): HeldToken | undefined;
  /** With its value, for whoever tests, keeps or sends it. */
  find(id: MarketplaceId): FoundToken | undefined;
  letGo(id: MarketplaceId): void;
  letGoOfAll(): void;
};

const sourceWords: Readonly<Record<TokenSource, string>> = {
  environment: 'the environment',
  vault: 'the vault',
  gh: 'gh',
  pasted: 'what was pasted',
};

export const createHand = (values: HeldValues = createHeldValues()): Hand => {
  const tokens = new Map<MarketplaceId, HeldToken>();
  const letGo = (id: MarketplaceId) => {
    values.forget(tokens.get(id)?.handle ?? '');
    tokens.delete(id);
  };
  return {
    values,
    take: (id, {secret, ...found}) => {
      letGo(id);
      const value = new Secret(secret);
      // Several rows may have a secret of one name, and each its own value.
      const held = {...found, handle: `${id}: ${found.name} from ${sourceWords[found.source]}`, masked: value.masked};
      values.hold(held.handle, value);
      tokens.set(id, held);
      return held;
    },
    held: (id) => tokens.get(id),
    find: (id) => {
      const token = tokens.get(id);
      const value = token === undefined ? undefined : values.find(token.handle);
      if (token === undefined || value === undefined) return undefined;
      const {handle: _, masked: __, ...found} = token;
      return {...found, secret: revealSecret(value)};
    },
    letGo,
    letGoOfAll: () => {
      tokens.clear();
      values.forget();
    },
  };
};
