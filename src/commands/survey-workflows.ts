import {repositoryApi} from '../../checks/family/github.ts';
import {findPolicy} from '../../checks/repository/about.ts';
import {findSecrets} from '../../checks/repository/secrets.ts';
import {findActions, findRuns, findWorkflows} from '../../checks/repository/workflows.ts';
import {searchLog} from '../diagnosis/search-log.ts';
import {lastRunOf, mainJobOf, runOfJob} from '../flow/job-run.ts';
import type {FailureLog} from '../model/diagnosis.ts';
import {failedStepOf, hasFailed} from '../model/job-outcome.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {RunJob, WorkflowRuns} from '../model/repository.ts';
import type {SourceTree} from '../model/source-tree.ts';
import type {PublishingJob, WorkflowUnderstanding} from '../model/workflow.ts';
import {failWith, type Looking, probe} from './looking.ts';

/** Reads the workflows and what they are judged by; undefined: nothing could be read, now or before. */
export const understandLater = async (looking: Looking, tree: SourceTree): Promise<WorkflowUnderstanding | undefined> => {
  const {lookup, repository, everyMarketplace, survey} = looking;
  const listed = findSecrets(lookup, repository);
  const secrets = probe(looking, {of: 'repository', fact: 'secrets'}, async () => (await listed).names);
  const unlisted = probe(looking, {of: 'repository', fact: 'unlistedSecrets'}, async () => (await listed).unlisted);
  const policy = probe(looking, {of: 'repository', fact: 'policy'}, () => findPolicy(lookup, repository));
  const workflows = await probe(looking, {of: 'repository', fact: 'workflows'}, () => findWorkflows(lookup, repository));
  const files = workflows ?? survey().repository.workflows.value;
  const [secretsNow, unlistedNow, policyNow, composite] = await Promise.all([secrets, unlisted, policy, findActions(tree).catch(() => [])]);
  const setSecrets = secretsNow ?? survey().repository.secrets.value;
  const unlistedSecrets = unlistedNow ?? survey().repository.unlistedSecrets.value;
  const actions = policyNow ?? survey().repository.policy.value;
  if (files === undefined) return failWith(looking, {of: 'repository', fact: 'understanding'}, survey().repository.workflows.problem);
  return probe(looking, {of: 'repository', fact: 'understanding'}, async () => {
    const {understandWorkflows} = await import('../workflow/understand.ts');
    return understandWorkflows([...files, ...composite], everyMarketplace, {
      repository,
      tag: looking.tag,
      ...(setSecrets === undefined ? {} : {secrets: setSecrets}),
      ...(unlistedSecrets === undefined ? {} : {unlistedSecrets}),
      ...(actions === undefined ? {} : {policy: actions}),
    });
  });
};

/** What reading the log of a job takes. */
type LogSources = Pick<Looking, 'lookup' | 'repository' | 'sources' | 'now'>;

const readLog = async ({lookup, repository}: LogSources, run: RunJob): Promise<FailureLog> => {
  const step = failedStepOf(run);
  const wanted = {jobId: run.id, url: run.url, ...(step === undefined ? {} : {step})};
  const body = await lookup.stream(repositoryApi(repository, `/actions/jobs/${run.id}/logs`));
  return body === undefined ? {...wanted, lines: []} : searchLog(body, wanted);
};

/** The log of a job that has ended never changes: it is read once. */
export const findJobLog = async (looking: LogSources, run: RunJob): Promise<FailureLog> => {
  const {cache} = looking.sources;
  const key = `log of ${repositoryApi(looking.repository)} ${run.id}`;
  const kept = await cache.find(key);
  if (kept !== undefined) return JSON.parse(kept.text) as FailureLog;
  const log = await readLog(looking, run);
  if (log.lines.length > 0) await cache.keep(key, {at: looking.now(), status: 200, headers: {}, text: JSON.stringify(log)});
  return log;
};

const lookAtLog = (looking: Looking, {id}: Marketplace, jobs: readonly PublishingJob[], runs: readonly WorkflowRuns[]) => {
  const main = mainJobOf(
    jobs.filter(({marketplace}) => marketplace === id),
    runs,
  );
  const run = main === undefined ? undefined : lastRunOf(main, runs);
  return run !== undefined && hasFailed(run) ? probe(looking, {of: id, fact: 'log'}, () => findJobLog(looking, run)) : undefined;
};

/** Looks at the last runs of what publishes, and at the logs of those that failed. */
export const lookAtRuns = async (looking: Looking, understanding: WorkflowUnderstanding | undefined) => {
  const {understanding: known} = looking.survey().repository;
  const jobs = (understanding ?? known.value)?.jobs;
  if (jobs === undefined) return failWith(looking, {of: 'repository', fact: 'runs'}, known.problem);
  const hasExecuted = (job: PublishingJob, seen: readonly RunJob[]) => runOfJob(job, seen) !== undefined;
  const runs = await probe(looking, {of: 'repository', fact: 'runs'}, () =>
    findRuns(looking.lookup, looking.repository, looking.tag, jobs, hasExecuted),
  );
  await Promise.all(looking.marketplaces.map((marketplace) => lookAtLog(looking, marketplace, jobs, runs ?? [])));
};
