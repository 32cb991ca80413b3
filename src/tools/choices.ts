import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {type Choice, type ChoiceKind, choiceKinds} from '../model/choice.ts';
import {hasCredential} from '../model/credential-shapes.ts';
import {type MarketplaceId, marketplaceIds} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import {withLock} from './lock-file.ts';
import {codeOf, diskProblem, makeOwnFolder, setAside, sweepBeside, type WriteFile, writeWhole} from './whole-file.ts';

/** What a person decided about the tasks of one repository. */
export type ChoicesRead = {
  readonly choices: readonly Choice[];
  /** What happened to the file, in one sentence for people; absent: nothing. */
  readonly said?: string;
};

/** What a decision is about; absent task: the whole marketplace. */
export type ChoiceSubject = {readonly marketplace: MarketplaceId; readonly task?: string};

/** How a choice is written; tests hand in a disk that is full. */
export type ChoiceWriting = {
  /** Absent kind: what was decided is taken back. */
  readonly kind?: ChoiceKind;
  readonly now: () => number;
  readonly write?: WriteFile;
};

const format = 1;
const shape = z.object({format: z.literal(format), choices: z.array(z.unknown())});
const newerShape = z.object({format: z.number().gt(format)});
/* Nothing but words fits in it, and so no token. */
const choiceShape = z.object({
  marketplace: z.enum(marketplaceIds),
  task: z
    .string()
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
    .max(60)
    .refine((text) => !hasCredential(text))
    .optional(),
  kind: z.enum(choiceKinds),
  at: z.iso.datetime(),
});

/** Neither part of a repository's name can hold a plus sign; GitHub tells no upper case from lower case. */
const fileOf = (stateFolder: string, {owner, name}: RepositoryName): string =>
  path.join(stateFolder, 'choices', `${owner}+${name}.json`.toLowerCase());

const choiceOf = (read: unknown): readonly Choice[] => {
  const {data} = choiceShape.safeParse(read);
  if (data === undefined) return [];
  const {task, ...rest} = data;
  return [task === undefined ? rest : {...rest, task}];
};

type File = {readonly kind: 'read'; readonly entries: readonly unknown[]} | {readonly kind: 'damaged' | 'newer'};

const fileIn = (text: string): File => {
  try {
    const read: unknown = JSON.parse(text);
    if (newerShape.safeParse(read).success) return {kind: 'newer'};
    return {kind: 'read', entries: shape.parse(read).choices};
  } catch {
    return {kind: 'damaged'};
  }
};

const readAt = async (file: string): Promise<File> => {
  try {
    return fileIn(await readFile(file, 'utf8'));
  } catch (failure) {
    if (codeOf(failure) === 'ENOENT') return {kind: 'read', entries: []};
    throw diskProblem(`What was decided can't be read from ${file}`, failure);
  }
};

const damagedSaid = (aside: string) => `What was decided about tasks could not be read; the damaged file is kept as ${aside}.`;
const newerSaid = (file: string) => `A newer Portcall wrote ${file}, so what was decided about tasks is left aside.`;

const withLockOf = <T>(file: string, work: () => Promise<T>): Promise<T> => withLock(`${file}.lock`, work);

/** Under the lock: the file as it stands now; a damaged one is moved out of the way, so that nothing is ever written over it. */
const readForWriting = async (file: string, now: () => number): Promise<{readonly entries: readonly unknown[]; readonly said?: string}> => {
  const read = await readAt(file);
  if (read.kind === 'newer') throw new Problem('refused', newerSaid(file), 'Install the newer Portcall to decide about tasks.');
  if (read.kind === 'read') return {entries: read.entries};
  return {entries: [], said: damagedSaid(await setAside(file, 'damaged', new Date(now())))};
};

const readOrSetAside = async (file: string, now: () => number): Promise<ChoicesRead> => {
  const read = await readAt(file);
  if (read.kind === 'newer') return {choices: [], said: newerSaid(file)};
  if (read.kind === 'read') return {choices: read.entries.flatMap(choiceOf)};
  const {entries, said} = await withLockOf(file, () => readForWriting(file, now));
  return {choices: entries.flatMap(choiceOf), ...(said === undefined ? {} : {said})};
};

/** Reads what was decided; it never throws. A damaged file is kept aside under another name, and it is said. */
export const readChoices = async (stateFolder: string, repository: RepositoryName, now: () => number = Date.now): Promise<ChoicesRead> => {
  const file = fileOf(stateFolder, repository);
  try {
    return await readOrSetAside(file, now);
  } catch (failure) {
    const {message, next} = diskProblem(`What was decided about tasks can't be read from ${file}`, failure);
    return {choices: [], said: `${message} ${next}`};
  }
};

const isAbout = (one: {readonly marketplace?: unknown; readonly task?: unknown}, {marketplace, task}: ChoiceSubject): boolean =>
  one.marketplace === marketplace && one.task === task;

/** The choices after one more; absent kind: what was decided of the subject is taken back. Pure. */
export const withChoice = (
  choices: readonly Choice[],
  subject: ChoiceSubject,
  kind: ChoiceKind | undefined,
  at: string,
): readonly Choice[] => {
  const others = choices.filter((one) => !isAbout(one, subject));
  return kind === undefined ? others : [...others, {...subject, kind, at}];
};

/** Keeps one decision for later runs, and gives all that stand then. Entries that only a newer Portcall understands stay. */
export const writeChoice = async (
  stateFolder: string,
  repository: RepositoryName,
  subject: ChoiceSubject,
  {kind, now, write = writeWhole}: ChoiceWriting,
): Promise<ChoicesRead> => {
  const file = fileOf(stateFolder, repository);
  const at = new Date(now()).toISOString();
  if (!choiceShape.safeParse({...subject, kind: kind ?? 'skipped', at}).success)
    throw new Problem('bug', 'What was decided is about something that is no task, so it was not written.', 'Report it.');
  try {
    await makeOwnFolder(path.dirname(file));
    return await withLockOf(file, async () => {
      await sweepBeside(file);
      const {entries, said} = await readForWriting(file, now);
      const foreign = entries.filter((entry) => choiceOf(entry).length === 0);
      const choices = withChoice(entries.flatMap(choiceOf), subject, kind, at);
      const document = {format, repository: repositoryText(repository), choices: [...foreign, ...choices]};
      await write(file, `${JSON.stringify(document, undefined, 2)}\n`);
      return {choices, ...(said === undefined ? {} : {said})};
    });
  } catch (failure) {
    throw diskProblem("What was decided can't be kept", failure);
  }
};
