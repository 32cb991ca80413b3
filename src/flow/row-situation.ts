import type {FailureLog, Situation} from '../model/diagnosis.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {Project} from '../model/project.ts';
import type {RunJob} from '../model/repository.ts';
import type {RowJobs} from './cells/repository-cells.ts';
import {packageFilesOf} from './open-faults.ts';
import {jobsOf} from './row-jobs.ts';
import type {KnownRow, Survey} from './survey.ts';

/** An object without the members that are undefined. */
export const present = <T extends object>(members: T): {[K in keyof T]?: Exclude<T[K], undefined>} =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {[K in keyof T]?: Exclude<T[K], undefined>};

/** The log of the job's last execution; that of an earlier one tells nothing of it. */
export const logOf = ({log}: KnownRow, run: RunJob | undefined): FailureLog | undefined =>
  log.value?.jobId === run?.id ? log.value : undefined;

/** Everything known of one row, for the causes to judge. */
export const situationOf = (survey: Survey, project: Project, marketplace: Marketplace, {main, run}: RowJobs): Situation => {
  const {repository, rows} = survey;
  const row = rows[marketplace.id];
  return {
    marketplace: {id: marketplace.id, title: marketplace.title},
    project,
    ...present({
      about: repository.about.value,
      release: repository.release.value,
      secrets: repository.secrets.value,
      unlistedSecrets: repository.unlistedSecrets.value,
      understanding: repository.understanding.value,
      files: packageFilesOf(repository, marketplace.id),
      policy: repository.policy.value,
      needsRepository: marketplace.publishedBy?.needsRepository,
      job: main,
      run,
      log: logOf(row, run),
      decided: row.decided?.value?.jobId === run?.id ? row.decided?.value?.causes : undefined,
      workflowRuns: repository.runs.value?.find(({path}) => path === main?.workflow.path),
      publication: row.publication.value,
      account: row.account.value,
      token: row.token.value,
      integrity: row.integrity.value,
    }),
  };
};

/** Everything known of one marketplace now; undefined: no project was found yet. */
export const knownSituation = (survey: Survey, marketplace: Marketplace): Situation | undefined =>
  survey.project === undefined ? undefined : situationOf(survey, survey.project, marketplace, jobsOf(survey, marketplace));
