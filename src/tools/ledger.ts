import {open, readFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {hasCredential} from '../model/credential-shapes.ts';
import type {LedgerEntry} from '../model/ledger-entry.ts';
import {isMarketplaceId, type MarketplaceId} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import {safeLine} from '../model/safe-text.ts';
import {codeOf, diskProblem, makeOwnFolder} from './whole-file.ts';

const fileName = 'ledger.jsonl';

const shape = z.object({
  at: z.string(),
  who: z.string(),
  what: z.string(),
  marketplace: z.string().optional(),
  repository: z.string(),
  result: z.string(),
});

/* In this order in the file, and nothing else, whatever else the object carries. */
const lineOf = ({at, who, what, marketplace, repository, result}: LedgerEntry): string => {
  const texts = {at, who: safeLine(who), what: safeLine(what), marketplace, repository: safeLine(repository), result: safeLine(result)};
  if (Object.values(texts).some((text) => text !== undefined && hasCredential(text)))
    throw new Problem('bug', 'Something in the shape of a token was about to be written to the ledger, and was not.', 'Report it.');
  return `${JSON.stringify(texts)}\n`;
};

/** Whether the last writer was cut off in the middle of its line. */
const isTorn = async (handle: Awaited<ReturnType<typeof open>>): Promise<boolean> => {
  const {size} = await handle.stat();
  if (size === 0) return false;
  const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString('latin1') !== '\n';
};

/** Adds one line and waits until it is on the disk. A line that was torn by a kill stays torn, and this one stands on its own. */
export const appendToLedger = async (stateFolder: string, entry: LedgerEntry): Promise<void> => {
  const line = lineOf(entry);
  const file = path.join(stateFolder, fileName);
  try {
    await makeOwnFolder(stateFolder);
    const handle = await open(file, 'a+', 0o600);
    try {
      if (process.platform !== 'win32') await handle.chmod(0o600);
      // One write for the whole line, so that two writers at once don't mix theirs.
      await handle.appendFile((await isTorn(handle)) ? `\n${line}` : line);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (failure) {
    throw diskProblem(`The ledger ${file} can't be written`, failure);
  }
};

const entryOf = (line: string): readonly LedgerEntry[] => {
  try {
    const {marketplace, ...read} = shape.parse(JSON.parse(line));
    // A newer Portcall may know more marketplaces.
    const known: {marketplace?: MarketplaceId} = marketplace !== undefined && isMarketplaceId(marketplace) ? {marketplace} : {};
    return [{...read, ...known}];
  } catch {
    return [];
  }
};

/** Everything that was done, oldest first; a torn line is no entry. */
export const readLedger = async (stateFolder: string): Promise<readonly LedgerEntry[]> => {
  const file = path.join(stateFolder, fileName);
  try {
    return (await readFile(file, 'utf8')).split('\n').flatMap((line) => (line === '' ? [] : entryOf(line)));
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return [];
    throw diskProblem(`The ledger ${file} can't be read`, failure);
  }
};
