import {marketplaces} from '../../checks/index.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {type FoundPackage, findPackage, type PackageSearch} from './first-package-found.ts';
import {handIn, showPackage} from './first-package-one.ts';
import {tellWritten} from './first-package-output.ts';
import {beginSearch} from './first-package-search.ts';
import type {PackageTools, PackageWork} from './first-package-work.ts';
import {printPackages} from './first-package-work.ts';
import {createHand} from './hand.ts';
import {nextFor} from './near-word.ts';
import type {Options} from './options.ts';
import {idsIn} from './publish.ts';
import {beginStand, createWork, marketplaceOf, worstOf} from './publish-work.ts';
import {hasLeft} from './questions.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';
import {vaultStore} from './vault-store.ts';
import {WrongUse} from './wrong-use.ts';

const askText = async (message: string): Promise<string> => {
  const {input} = await import('@inquirer/prompts');
  return input({message});
};

const variantsOf = ({firstPackage}: Marketplace): readonly string[] => firstPackage?.variants?.map(({id}) => id) ?? [];

const refuseVariant = (ids: readonly MarketplaceId[], variant: string | undefined): void => {
  const known = ids.flatMap((id) => variantsOf(marketplaceOf(id)));
  if (variant === undefined || known.includes(variant)) return;
  throw new WrongUse(`There is no way “${variant}” to write it.`, known.length === 0 ? 'Leave --variant out.' : nextFor(variant, known));
};

const chosenIds = (options: Options): readonly MarketplaceId[] => {
  const ids = idsIn(options);
  if (ids.length > 0) return ids;
  const able = marketplaces.filter(({firstPackage}) => firstPackage !== undefined).map(({id}) => id);
  throw new WrongUse('first-package wants a marketplace.', `Choose among ${able.join(' ')}.`);
};

const searchFor = (search: PackageSearch, marketplace: Marketplace, {variant}: Options): PackageSearch =>
  variant !== undefined && variantsOf(marketplace).includes(variant) ? {...search, variant} : search;

const run = async (work: PackageWork): Promise<number> => {
  const {options} = work;
  const ids = chosenIds(options);
  refuseVariant(ids, options.variant);
  const stand = await beginStand(work, ids);
  const search = await beginSearch(stand, ids);
  const found: FoundPackage[] = [];
  const codes: number[] = [];
  for (const id of ids) {
    const one = await findPackage(marketplaceOf(id), searchFor(search, marketplaceOf(id), options));
    found.push(one);
    showPackage(work, one);
    if (options.output !== undefined) codes.push(await tellWritten(work, options.output, one));
    else codes.push(await handIn(work, stand, one));
    if (codes.at(-1) === exitCodes.interrupted || codes.at(-1) === exitCodes.signIn) break;
  }
  printPackages(work, stand, found);
  return worstOf(codes);
};

/** Writes the first package of marketplaces: shows the files and what stands at their place, and hands in what is agreed to. */
export const runFirstPackage = async (options: Options, given: Surroundings, tools: Partial<PackageTools> = {}): Promise<number> => {
  const hand = createHand();
  const plain = createWork(options, given, tools, given.end ?? new AbortController().signal);
  const surroundings = {...given, store: given.store ?? vaultStore(given, plain.questions)};
  try {
    return await run({...plain, surroundings, hand, askText: tools.askText ?? askText, outcomes: []});
  } catch (failure) {
    if (hasLeft(failure)) return exitCodes.interrupted;
    throw failure;
  } finally {
    hand.letGoOfAll();
  }
};
