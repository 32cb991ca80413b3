import type {RepositoryName} from '../model/project.ts';
import {WrongUse} from './wrong-use.ts';

/** Which run is meant, as a number or by its address. */
export type AskedRun = {
  readonly run: number;
  /** Absent: every job of it. */
  readonly job?: number;
  /** Absent: the number alone was given. */
  readonly repository?: RepositoryName;
};

const address =
  /^https?:\/\/[^/]+\/([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+)\/actions\/runs\/(\d+)(?:\/attempts\/\d+)?(?:\/job\/(\d+))?\/?(?:[?#].*)?$/;

/** A run's number, or the address of a run or of one of its jobs. */
export const askedRunOf = (word: string): AskedRun => {
  if (/^[1-9]\d{0,15}$/.test(word)) return {run: Number(word)};
  const [, owner, name, run, job] = address.exec(word) ?? [];
  if (owner === undefined || name === undefined || run === undefined)
    throw new WrongUse(`"${word}" is no run.`, 'Give its number, or the address of the run or of one of its jobs on GitHub.');
  return {run: Number(run), repository: {owner, name}, ...(job === undefined ? {} : {job: Number(job)})};
};
