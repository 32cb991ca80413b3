import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Project} from '../model/project.ts';
import type {Row} from '../model/row.ts';
import {makeFolder} from './make-folder.ts';

/** What was asked: the same question from the same folder has the same memory. */
export type Question = {
  readonly cwd: string;
  /** As it was named; empty: the folder's own. */
  readonly repository: string;
  /** As it was named; empty: the newest. */
  readonly tag: string;
};

/** What the last run had learnt: what marketplaces said, and nothing secret. */
export type Remembered<Survey> = {
  readonly format: 2;
  readonly project: Project;
  readonly checkedAt: string;
  readonly rows: readonly Row[];
  readonly survey: Survey;
};

const fileOf = (stateFolder: string, question: Question): string => {
  const key = createHash('sha256').update(JSON.stringify([question.cwd, question.repository.toLowerCase(), question.tag]));
  return path.join(stateFolder, 'last-known', `${key.digest('hex').slice(0, 32)}.json`);
};

/** Keeps what was learnt for the next start. */
export const remember = async <Survey>(stateFolder: string, question: Question, remembered: Remembered<Survey>): Promise<void> => {
  const file = fileOf(stateFolder, question);
  const fresh = `${file}.${process.pid}`;
  try {
    await makeFolder(path.dirname(file));
    await writeFile(fresh, JSON.stringify(remembered), {mode: 0o600});
    await rename(fresh, file);
  } catch {
    // Only the next start's first frame is poorer for it.
  }
};

/** What the last run had learnt; undefined: nothing, or nothing that this version can read. Read at once, since a first frame waits for it. */
export const recall = <Survey>(stateFolder: string, question: Question): Remembered<Survey> | undefined => {
  try {
    const kept = JSON.parse(readFileSync(fileOf(stateFolder, question), 'utf8')) as Remembered<Survey>;
    const isWhole = kept.format === 2 && Array.isArray(kept.rows) && typeof kept.project === 'object' && typeof kept.survey === 'object';
    return isWhole ? kept : undefined;
  } catch {
    return undefined;
  }
};
