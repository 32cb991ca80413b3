import {isUnderWay} from '../model/job-outcome.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {RunJob} from '../model/repository.ts';
import {lastRunOf, mainJobOf, otherTagOf} from './job-run.ts';
import {type Visibility, visibilityAt} from './propagation.ts';
import type {Survey} from './survey.ts';

/** A version that is on its way to people. */
export type Awaited = {readonly id: MarketplaceId; readonly title: string; readonly visibility: Visibility};

/** Milliseconds between two looks at a job that still runs. */
const whileRunning = 15_000;

/** The last execution of a row's job for this tag; undefined: there was none. */
const lastJobOf = ({project, repository}: Survey, id: MarketplaceId): RunJob | undefined => {
  const runs = repository.runs.value ?? [];
  const jobs = (repository.understanding.value?.jobs ?? []).filter(({marketplace}) => marketplace === id);
  const main = mainJobOf(jobs, runs);
  const run = main === undefined ? undefined : lastRunOf(main, runs);
  return run !== undefined && otherTagOf(run, project?.tag ?? '', runs) === undefined ? run : undefined;
};

/** Whether the version is still to come: neither served whole, nor known to be wrong, refused or taken back. */
const isToCome = (survey: Survey, id: MarketplaceId): boolean => {
  const publication = survey.rows[id].publication.value;
  return (
    publication !== undefined && publication.belongsTo !== 'another' && ['absent', 'waiting', 'partial'].includes(publication.version.kind)
  );
};

const visibilityOf = (survey: Survey, {id, propagation}: Marketplace, startedAt: number, now: number): Visibility | undefined => {
  const run = lastJobOf(survey, id);
  const version = survey.rows[id].publication.value?.version;
  if (run !== undefined && isUnderWay(run))
    return {kind: 'expected', nextLook: now + whileRunning, usually: '', text: 'its job still runs, next look in 15 seconds'};
  const ended = run?.conclusion === 'success' ? Date.parse(run.completedAt ?? '') : Number.NaN;
  const submitted = version?.kind === 'waiting' ? Date.parse(version.since ?? '') || startedAt : Number.NaN;
  const since = Math.max(...[ended, submitted].filter(Number.isFinite));
  return propagation === undefined || !Number.isFinite(since) ? undefined : visibilityAt(propagation, since, now);
};

/**
 * The versions that should become visible by themselves: their job ended well or still runs, or the marketplace says that it has them in a queue.
 * `startedAt` stands for a time that nobody tells.
 */
export const awaitedOf = (survey: Survey, marketplaces: readonly Marketplace[], startedAt: number, now: number): readonly Awaited[] =>
  marketplaces.flatMap((marketplace): readonly Awaited[] => {
    const {id, title} = marketplace;
    const visibility = isToCome(survey, id) ? visibilityOf(survey, marketplace, startedAt, now) : undefined;
    return visibility === undefined ? [] : [{id, title, visibility}];
  });
