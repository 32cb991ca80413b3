import type {Marketplace} from '../model/marketplace.ts';
import type {RowJobs} from './cells/repository-cells.ts';
import {lastRunOf, mainJobOf, otherTagOf} from './job-run.ts';
import {publisherFindingOf} from './publisher-finding.ts';
import type {Survey} from './survey.ts';
import {unreadFor} from './unread-workflows.ts';

/** The jobs of one marketplace, and the one a row stands for. */
export const jobsOf = (survey: Survey, marketplace: Marketplace): RowJobs => {
  const {id} = marketplace;
  const all = (survey.repository.understanding.value?.jobs ?? []).filter((job) => job.marketplace === id);
  const runs = survey.repository.runs.value ?? [];
  const main = mainJobOf(all, runs);
  const run = main === undefined ? undefined : lastRunOf(main, runs);
  const unread = unreadFor(marketplace, survey.repository);
  const publisherFinding = main && publisherFindingOf(survey.rows[id].proofs.value ?? {}, main);
  const ranFor = run && survey.project && otherTagOf(run, survey.project.tag, runs);
  return {
    all,
    unread,
    ...(main === undefined ? {} : {main}),
    ...(run === undefined ? {} : {run}),
    ...(ranFor === undefined ? {} : {ranFor}),
    ...(publisherFinding === undefined ? {} : {publisherFinding}),
  };
};
