import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import type {Started} from '../model/follow.ts';
import {marketplaceIds} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import {withLock} from './lock-file.ts';
import {codeOf, diskProblem, makeOwnFolder, setAside, sweepBeside, type WriteFile, writeWhole} from './whole-file.ts';

const format = 1;
const fileShape = z.object({format: z.literal(format), started: z.array(z.unknown())});
const newerShape = z.object({format: z.number().gt(format)});
const startedShape = z.object({
  marketplace: z.enum(marketplaceIds),
  repository: z.string(),
  tag: z.string(),
  askedAt: z.iso.datetime(),
  by: z.enum(['run-workflow', 'rerun-job']),
  workflow: z.string(),
  ref: z.string(),
  inputs: z.record(z.string(), z.string()),
  run: z.number().optional(),
  attempt: z.number().optional(),
  job: z.string(),
  commit: z.string().optional(),
});

/** What is under way, and what happened to the file; absent: nothing. */
type StartedRead = {readonly started: readonly Started[]; readonly said?: string};

const fileIn = (stateFolder: string): string => path.join(stateFolder, 'started.json');

const startedOf = (entry: unknown): readonly Started[] => {
  const {data} = startedShape.safeParse(entry);
  if (data === undefined) return [];
  const {run, attempt, commit, ...rest} = data;
  return [
    {
      ...rest,
      ...(run === undefined ? {} : {run}),
      ...(attempt === undefined ? {} : {attempt}),
      ...(commit === undefined ? {} : {commit}),
    },
  ];
};

type File = {readonly kind: 'read'; readonly entries: readonly unknown[]} | {readonly kind: 'damaged' | 'newer'};

const readAt = async (file: string): Promise<File> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return {kind: 'read', entries: []};
    throw diskProblem(`What was started can't be read from ${file}`, failure);
  }
  try {
    const read: unknown = JSON.parse(text);
    return newerShape.safeParse(read).success ? {kind: 'newer'} : {kind: 'read', entries: fileShape.parse(read).started};
  } catch {
    return {kind: 'damaged'};
  }
};

/** What was started and has not ended, the oldest first. A damaged file says so and counts as empty; it is kept aside when it is next written. */
export const readStarted = async (stateFolder: string): Promise<StartedRead> => {
  const file = fileIn(stateFolder);
  const read = await readAt(file);
  if (read.kind === 'read') return {started: read.entries.flatMap(startedOf)};
  return {
    started: [],
    said:
      read.kind === 'newer'
        ? `A newer Portcall wrote ${file}, so what it started is left aside.`
        : `What was started could not be read from ${file}; look at the runs on GitHub’s page.`,
  };
};

/** Whether two are the same publish: one version of one project at one marketplace. */
export const isSameStart = (one: Started, other: Pick<Started, 'marketplace' | 'repository' | 'tag'>): boolean =>
  one.marketplace === other.marketplace && one.tag === other.tag && one.repository.toLowerCase() === other.repository.toLowerCase();

const change = async (stateFolder: string, turn: (started: readonly Started[]) => readonly Started[], write: WriteFile): Promise<void> => {
  const file = fileIn(stateFolder);
  try {
    await makeOwnFolder(stateFolder);
    await withLock(`${file}.lock`, async () => {
      await sweepBeside(file);
      const read = await readAt(file);
      if (read.kind === 'newer')
        throw new Problem('refused', `A newer Portcall wrote ${file}.`, 'Install the newer Portcall to publish with it.');
      if (read.kind === 'damaged') await setAside(file, 'damaged', new Date());
      const entries = read.kind === 'read' ? read.entries : [];
      const foreign = entries.filter((entry) => startedOf(entry).length === 0);
      const started = [...foreign, ...turn(entries.flatMap(startedOf))];
      await write(file, `${JSON.stringify({format, started}, undefined, 2)}\n`);
    });
  } catch (failure) {
    throw diskProblem("What is started can't be kept, so it could not be followed", failure);
  }
};

/** Keeps what is started, in place of what was known of the same publish. */
export const keepStarted = (stateFolder: string, started: Started, write: WriteFile = writeWhole): Promise<void> =>
  change(stateFolder, (all) => [...all.filter((one) => !isSameStart(one, started)), started], write);

/** Forgets what has ended. */
export const forgetStarted = (stateFolder: string, started: Started, write: WriteFile = writeWhole): Promise<void> =>
  change(stateFolder, (all) => all.filter((one) => !isSameStart(one, started)), write);
