import {isMarketplaceId, type MarketplaceId, marketplaceIds} from '../model/marketplace-id.ts';
import {nearMissOf} from '../model/near-miss.ts';
import {WrongUse} from './wrong-use.ts';

/** What to write in place of a word that is none of the known ones: the one that was probably meant, else any of them. */
export const nextFor = (word: string, known: readonly string[]): string => {
  const near = nearMissOf(word, known);
  return near === undefined ? `Choose among ${known.join(' ')}.` : `Did you mean “${near}”?`;
};

/** The marketplace that a word names; refuses a word that names none. `what`: what is said of such a word; absent: that it is no marketplace. */
export const marketplaceNamed = (word: string, what = `“${word}” is no marketplace.`): MarketplaceId => {
  if (isMarketplaceId(word)) return word;
  throw new WrongUse(what, nextFor(word, marketplaceIds));
};
