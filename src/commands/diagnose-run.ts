import {generalCauses} from '../diagnosis/causes.ts';
import {diagnose} from '../diagnosis/diagnose.ts';
import {runOfJob} from '../flow/job-run.ts';
import {knownSituation} from '../flow/row-situation.ts';
import type {Survey} from '../flow/survey.ts';
import {confidences, type Diagnosis, type Situation} from '../model/diagnosis.ts';
import {hasFailed, hasFallenShort} from '../model/job-outcome.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {Run, RunJob} from '../model/repository.ts';
import type {PublishingJob} from '../model/workflow.ts';
import {type Desk, decide, type Failure, readLogOf} from './diagnosed.ts';

/** A run that could not even start has no job; it stands for itself. */
const startless = (run: Run): RunJob => ({
  id: run.id,
  runId: run.id,
  name: run.path.split('/').at(-1) ?? run.path,
  status: run.status,
  conclusion: run.conclusion,
  url: run.url,
  steps: [],
});

/** The jobs that failed by themselves; where none did, those that were cancelled. */
export const failedJobsOf = (run: Run, jobs: readonly RunJob[]): readonly RunJob[] => {
  const all = jobs.length === 0 ? [startless(run)] : jobs;
  const failed = all.filter(hasFailed);
  return failed.length > 0 ? failed : all.filter(hasFallenShort);
};

/** Where a job of the run publishes; empty: nowhere that is known. */
export const publishersOf = (survey: Survey, run: Run, job: RunJob): readonly PublishingJob[] =>
  (survey.repository.understanding.value?.jobs ?? []).filter((one) => one.workflow.path === run.path && runOfJob(one, [job]) !== undefined);

/** Of a job that publishes nowhere known, the causes that every marketplace shares are judged. */
const elsewhere = (survey: Survey, job: RunJob): Situation | undefined => {
  const {project, repository} = survey;
  const [about, secrets, policy] = [repository.about.value, repository.secrets.value, repository.policy.value];
  return (
    project && {
      marketplace: {id: 'github-releases', title: 'the other side'},
      project,
      run: job,
      ...(about === undefined ? {} : {about}),
      ...(secrets === undefined ? {} : {secrets}),
      ...(policy === undefined ? {} : {policy}),
    }
  );
};

type Seat = {readonly situation: Situation; readonly marketplace?: Marketplace};

/** The job as each marketplace that it publishes to would see it. */
const seatsOf = ({setting}: Desk, survey: Survey, run: Run, job: RunJob): readonly Seat[] => {
  const seats = publishersOf(survey, run, job).flatMap((publisher): readonly Seat[] => {
    const marketplace = setting.everyMarketplace.find(({id}) => id === publisher.marketplace);
    const known = marketplace && knownSituation(survey, marketplace);
    if (marketplace === undefined || known === undefined) return [];
    const {log, decided, ...rest} = known;
    const isSame = known.run?.id === job.id;
    return [
      {
        marketplace,
        situation: {...rest, job: publisher, run: job, ...(isSame && log ? {log} : {}), ...(isSame && decided ? {decided} : {})},
      },
    ];
  });
  const nowhere = elsewhere(survey, job);
  return seats.length > 0 || nowhere === undefined ? seats : [{situation: nowhere}];
};

/** Best first, each cause once; what is unknown is said only where nothing else is known. */
const merged = (all: readonly Diagnosis[]): readonly Diagnosis[] => {
  const sorted = [...all].sort((one, other) => confidences.indexOf(one.confidence) - confidences.indexOf(other.confidence));
  const once = sorted.filter((one, index) => sorted.findIndex(({cause}) => cause === one.cause) === index);
  const known = once.filter(({cause}) => cause !== 'unknown-failure');
  return known.length > 0 ? known : once;
};

const titleOf = (seats: readonly Seat[], job: RunJob): string => {
  const names = seats.flatMap(({marketplace}) => marketplace?.title ?? []);
  return names.length === 0 ? `Job “${job.name}”` : `${names.join(', ')}: job “${job.name}”`;
};

/** Why one job failed, whatever it publishes. */
export const diagnoseJob = async (desk: Desk, survey: Survey, run: Run, job: RunJob): Promise<Failure> => {
  const seats = seatsOf(desk, survey, run, job);
  const known = seats.find(({situation}) => situation.log !== undefined)?.situation.log;
  const {log = known, problem} = known !== undefined || job.id === run.id ? {} : await readLogOf(desk, 'github-releases', job);
  const found = await Promise.all(
    seats.map(async ({situation, marketplace}) => {
      const causes = [...(marketplace?.causes ?? []), ...generalCauses];
      const whole = log === undefined ? situation : {...situation, log};
      return diagnose(await decide(desk, whole, causes, marketplace), causes);
    }),
  );
  return {
    title: titleOf(seats, job),
    run: job,
    diagnosis: merged(found.flat()),
    log: log?.lines ?? [],
    ...(problem === undefined ? {} : {problem}),
  };
};
