import type {LedgerEntry} from '../model/ledger-entry.ts';
import {safeLine} from '../model/safe-text.ts';
import {folderNames} from '../tools/folders.ts';
import {readLedger} from '../tools/ledger.ts';
import type {Options} from './options.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';

const isWanted = ({repository, marketplace}: LedgerEntry, {repository: asked, only, except}: Options): boolean => {
  if (asked !== undefined && repository.toLowerCase() !== `${asked.owner}/${asked.name}`.toLowerCase()) return false;
  if (only !== undefined && (marketplace === undefined || !only.includes(marketplace))) return false;
  return marketplace === undefined || !except.includes(marketplace);
};

const lineOf = ({at, who, what, marketplace, repository, result}: LedgerEntry): string => {
  const where = marketplace === undefined ? repository : `${repository}, ${marketplace}`;
  return safeLine(`${at.slice(0, 16).replace('T', ' ')} UTC  ${who} on ${where}: ${what}: ${result}`, 2_000);
};

/** Prints what was done and attested, newest first: of every repository, or of the one that is named. */
export const runLedger = async (options: Options, {env, print}: Surroundings): Promise<number> => {
  const entries = (await readLedger(folderNames(env).state)).filter((entry) => isWanted(entry, options)).reverse();
  if (options.json) print(`${JSON.stringify({formatVersion: 1, entries}, undefined, 2)}\n`);
  else print(entries.length === 0 ? 'Nothing was done yet.\n' : entries.map((entry) => `${lineOf(entry)}\n`).join(''));
  return exitCodes.ok;
};
