import {repositoryApi} from '../../checks/family/github.ts';
import {findAbout, findImmutableReleases, findPolicy} from '../../checks/repository/about.ts';
import {createGitHubTree, findPackageFiles} from '../../checks/repository/files.ts';
import {findRelease} from '../../checks/repository/release.ts';
import {findSecrets} from '../../checks/repository/secrets.ts';
import {findActions, findRuns, findWorkflows} from '../../checks/repository/workflows.ts';
import {searchLog} from '../diagnosis/search-log.ts';
import type {FactName, FactValue, SurveyEvent} from '../flow/event.ts';
import {lastRunOf, mainJobOf, runOfJob} from '../flow/job-run.ts';
import {packagesOf} from '../flow/package-names.ts';
import {runProbe} from '../flow/run-probe.ts';
import type {Survey} from '../flow/survey.ts';
import type {Configuration} from '../model/configuration.ts';
import type {FailureLog} from '../model/diagnosis.ts';
import {failedStepOf, hasFailed} from '../model/job-outcome.ts';
import type {Lookup} from '../model/lookup.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {type Project, type RepositoryName, versionOfTag} from '../model/project.ts';
import type {RunJob, WorkflowRuns} from '../model/repository.ts';
import type {SourceTree} from '../model/source-tree.ts';
import type {PublishingJob, WorkflowUnderstanding} from '../model/workflow.ts';
import type {LookupSources, Round} from '../tools/asker.ts';
import {createLookup} from '../tools/lookup.ts';
import {credentialOf, findToken, testToken} from './tokens.ts';

export type SurveyPlan = {
  readonly repository: RepositoryName;
  readonly tag: string;
  readonly marketplaces: readonly Marketplace[];
  readonly configuration: Configuration;
  readonly sources: LookupSources;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absent: the files are read through GitHub. */
  readonly checkout?: SourceTree;
  /** What was already asked, for the first round; absent: nothing. */
  readonly asked?: Round;
  readonly dispatch: (event: SurveyEvent) => void;
  readonly survey: () => Survey;
  readonly now: () => number;
};

/** Looks at the world in rounds; everything it learns goes out as events. */
export type Surveyor = {
  /** Looks at everything, or at the repository and these marketplaces; `isFresh` believes no earlier absence. */
  look(only?: readonly MarketplaceId[], isFresh?: boolean): Promise<void>;
  /** Downloads what these marketplaces serve and compares it. */
  verify(only?: readonly MarketplaceId[]): Promise<void>;
};

type Looking = SurveyPlan & {readonly lookup: Lookup; readonly round: Round; readonly marketplaces: readonly Marketplace[]};

const probe = <N extends FactName>(looking: Looking, name: N, find: () => Promise<FactValue<N>>) =>
  runProbe(name, find, {dispatch: looking.dispatch, now: () => new Date(looking.now()).toISOString()});

const understandLater = async (looking: Looking, tree: SourceTree): Promise<WorkflowUnderstanding | undefined> => {
  const {lookup, repository, marketplaces, survey} = looking;
  const secrets = probe(looking, {of: 'repository', fact: 'secrets'}, () => findSecrets(lookup, repository));
  const policy = probe(looking, {of: 'repository', fact: 'policy'}, () => findPolicy(lookup, repository));
  const workflows = await probe(looking, {of: 'repository', fact: 'workflows'}, () => findWorkflows(lookup, repository));
  const files = workflows ?? survey().repository.workflows.value;
  const [setSecrets, actions, composite] = await Promise.all([secrets, policy, findActions(tree).catch(() => [])]);
  if (files === undefined) return undefined;
  return probe(looking, {of: 'repository', fact: 'understanding'}, async () => {
    const {understandWorkflows} = await import('../workflow/understand.ts');
    return understandWorkflows([...files, ...composite], marketplaces, {
      repository,
      tag: looking.tag,
      ...(setSecrets === undefined ? {} : {secrets: setSecrets}),
      ...(actions === undefined ? {} : {policy: actions}),
    });
  });
};

const readLog = async ({lookup, repository}: Looking, run: RunJob): Promise<FailureLog> => {
  const step = failedStepOf(run);
  const wanted = {jobId: run.id, url: run.url, ...(step === undefined ? {} : {step})};
  const body = await lookup.stream(repositoryApi(repository, `/actions/jobs/${run.id}/logs`));
  return body === undefined ? {...wanted, lines: []} : searchLog(body, wanted);
};

/** The log of a job that has ended never changes: it is read once. */
const logOf = async (looking: Looking, run: RunJob): Promise<FailureLog> => {
  const {cache} = looking.sources;
  const key = `log of job ${run.id}`;
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
  return run !== undefined && hasFailed(run) ? probe(looking, {of: id, fact: 'log'}, () => logOf(looking, run)) : undefined;
};

const lookAtRuns = async (looking: Looking, understanding: WorkflowUnderstanding | undefined) => {
  const jobs = understanding?.jobs ?? [];
  const hasExecuted = (job: PublishingJob, seen: readonly RunJob[]) => runOfJob(job, seen) !== undefined;
  const runs = await probe(looking, {of: 'repository', fact: 'runs'}, () =>
    findRuns(looking.lookup, looking.repository, jobs, hasExecuted),
  );
  await Promise.all(looking.marketplaces.map((marketplace) => lookAtLog(looking, marketplace, jobs, runs ?? [])));
};

const lookupFor = (looking: Looking, marketplace: Marketplace): Lookup =>
  createLookup(looking.sources, looking.round, credentialOf(marketplace, findToken(marketplace, looking.env), looking.sources.npmRegistry));

const lookAtRow = async (looking: Looking, marketplace: Marketplace, project: Project) => {
  const {id, token, findAccount} = marketplace;
  const lookup = lookupFor(looking, marketplace);
  await Promise.all([
    probe(looking, {of: id, fact: 'publication'}, () => marketplace.findPublication(lookup, project)),
    findAccount === undefined ? undefined : probe(looking, {of: id, fact: 'account'}, () => findAccount(lookup, project)),
    token === undefined
      ? undefined
      : probe(looking, {of: id, fact: 'token'}, () => testToken(marketplace, findToken(marketplace, looking.env), lookup, project)),
  ]);
};

const markAsChecking = ({dispatch, marketplaces}: Looking) => {
  for (const fact of ['about', 'release', 'secrets', 'policy', 'files', 'workflows', 'understanding', 'runs'] as const) {
    dispatch({kind: 'fact-checking', name: {of: 'repository', fact}});
  }
  for (const {id, findAccount, token} of marketplaces) {
    dispatch({kind: 'fact-checking', name: {of: id, fact: 'publication'}});
    if (findAccount !== undefined) dispatch({kind: 'fact-checking', name: {of: id, fact: 'account'}});
    if (token !== undefined) dispatch({kind: 'fact-checking', name: {of: id, fact: 'token'}});
  }
};

const bareProject = ({repository, tag}: SurveyPlan): Project => ({repository, tag, version: versionOfTag(tag), packages: {}});

const lookAtEverything = async (looking: Looking, all: readonly Marketplace[]) => {
  const {lookup, repository, tag, dispatch, survey, configuration} = looking;
  if (survey().project === undefined) dispatch({kind: 'project-found', project: bareProject(looking)});
  markAsChecking(looking);
  const tree = looking.checkout ?? createGitHubTree(lookup, repository, 'HEAD');
  const understandingLater = understandLater({...looking, marketplaces: all}, tree);
  const runsLater = understandingLater.then((understanding) => lookAtRuns(looking, understanding));
  const [files, release, understanding] = await Promise.all([
    probe(looking, {of: 'repository', fact: 'files'}, () => findPackageFiles(tree, all)),
    probe(looking, {of: 'repository', fact: 'release'}, () => findRelease(lookup, repository, tag)),
    understandingLater,
    probe(looking, {of: 'repository', fact: 'about'}, () => findAbout(lookup, repository)),
    probe(looking, {of: 'repository', fact: 'hasImmutableReleases'}, () => findImmutableReleases(lookup, repository)),
  ]);
  const {packages} = packagesOf({marketplaces: all, files: files?.files ?? {}, understanding, configuration, repository});
  const project: Project = {...bareProject(looking), packages, ...(release?.kind === 'released' ? {release: release.release} : {})};
  dispatch({kind: 'project-found', project});
  await Promise.all([runsLater, ...looking.marketplaces.map((marketplace) => lookAtRow(looking, marketplace, project))]);
};

const verifyRow = async (looking: Looking, {id, verifyPublication}: Marketplace, marketplace: Marketplace) => {
  const {project, rows} = looking.survey();
  const publication = rows[id].publication.value;
  if (verifyPublication === undefined || project === undefined || publication === undefined || publication.serves === null) return;
  await probe(looking, {of: id, fact: 'integrity'}, () => verifyPublication(lookupFor(looking, marketplace), project, publication));
};

export const createSurveyor = (plan: SurveyPlan): Surveyor => {
  let {asked} = plan;
  const begin = (only: readonly MarketplaceId[] | undefined, isFresh: boolean): Looking => {
    const sources = isFresh ? {...plan.sources, believesAbsenceFor: 0} : plan.sources;
    const round: Round = asked ?? new Map();
    asked = undefined;
    const marketplaces = plan.marketplaces.filter(({id}) => only?.includes(id) ?? true);
    return {...plan, sources, round, lookup: createLookup(sources, round), marketplaces};
  };
  return {
    look: async (only, isFresh = false) => {
      plan.dispatch({kind: 'round-started', at: new Date(plan.now()).toISOString()});
      await lookAtEverything(begin(only, isFresh), plan.marketplaces);
      plan.dispatch({kind: 'round-ended', at: new Date(plan.now()).toISOString()});
    },
    verify: async (only) => {
      const looking = begin(only, true);
      await Promise.all(looking.marketplaces.map((marketplace) => verifyRow(looking, marketplace, marketplace)));
    },
  };
};
