import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {RepositoryName} from '../model/project.ts';

type Named = {readonly repository: RepositoryName; readonly tag: string};

const format = 1;

const fileOf = (folder: string, {repository, tag}: Named) =>
  path.join(folder, 'surveys', `${repository.owner}+${repository.name}+${tag.replace(/[^A-Za-z0-9._-]/g, '+')}.json`.toLowerCase());

/** Keeps a survey for the next start. It holds what marketplaces said, and nothing secret. */
export const remember = async (folder: string, named: Named, survey: object): Promise<void> => {
  const file = fileOf(folder, named);
  const fresh = `${file}.${process.pid}`;
  try {
    await mkdir(path.dirname(file), {recursive: true, mode: 0o700});
    await writeFile(fresh, JSON.stringify({format, survey}), {mode: 0o600});
    await rename(fresh, file);
  } catch {
    // Only the next start's first frame is poorer for it.
  }
};

/** What was last remembered; undefined: nothing, or nothing that this version can read. */
export const recall = async <Survey>(folder: string, named: Named): Promise<Survey | undefined> => {
  try {
    const kept = JSON.parse(await readFile(fileOf(folder, named), 'utf8')) as {format?: unknown; survey?: Survey};
    return kept.format === format ? kept.survey : undefined;
  } catch {
    return undefined;
  }
};
