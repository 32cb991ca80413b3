import type {Verdict} from '../model/cell.ts';
import {hasFailed, isUnderWay} from '../model/job-outcome.ts';
import {isRefusal} from '../model/publication.ts';
import type {RowJobs} from './cells/repository-cells.ts';
import {isLeftBehind} from './left-behind.ts';
import type {KnownRepository, KnownRow} from './survey.ts';

const isWrong = ({publication, integrity}: KnownRow): boolean =>
  publication.value?.version.kind === 'wrong' || (integrity.value?.files.some(({result}) => result === 'different') ?? false);

/** Whether the last attempt failed, or was green with nothing ever published. */
const hasFailedToPublish = ({publication}: KnownRow, {run}: RowJobs): boolean => {
  if (run === undefined) return false;
  if (hasFailed(run)) return true;
  const {value} = publication;
  return run.conclusion === 'success' && value?.version.kind === 'absent' && value.serves === null;
};

/** Whether it is known that no job publishes here, or how the one that does last ended. */
const isJobKnown = ({understanding, runs}: KnownRepository, {main, unread = []}: RowJobs): boolean =>
  understanding.value !== undefined && unread.length === 0 && (main?.isEnabled !== true || runs.value !== undefined);

/** What a row comes to. Only the marketplace's own answer makes it `working`; not having been able to look is never taken for an absence. */
export const verdictOf = (row: KnownRow, repository: KnownRepository, jobs: RowJobs, tagged: string): Verdict => {
  const {value: publication} = row.publication;
  const version = publication?.version.kind;
  if (isWrong(row) || version === 'rejected') return 'broken';
  if (publication !== undefined && version === 'published') return isLeftBehind(publication, tagged) ? 'partial' : 'working';
  if (version === 'waiting' || (jobs.run !== undefined && isUnderWay(jobs.run))) return 'waiting';
  if (hasFailedToPublish(row, jobs) || (row.token.value !== undefined && isRefusal(row.token.value.verdict))) return 'broken';
  if (publication === undefined || version === 'not-visible') return 'unknown';
  if (publication.serves !== null || version === 'partial' || version === 'withdrawn') return 'partial';
  return isJobKnown(repository, jobs) ? 'not-set-up' : 'unknown';
};
