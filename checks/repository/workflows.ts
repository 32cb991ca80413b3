import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {RepositoryName} from '../../src/model/project.ts';
import type {Run, RunJob, RunStep, WorkflowRuns} from '../../src/model/repository.ts';
import type {SourceTree} from '../../src/model/source-tree.ts';
import type {PublishingJob, WorkflowFile} from '../../src/model/workflow.ts';
import {repositoryApi} from '../family/github.ts';
import {textOfContents} from './contents.ts';

const workflowsSchema = z.object({
  workflows: z.array(z.object({id: z.number(), name: z.string(), path: z.string(), state: z.string(), html_url: z.string()})),
});

/** Texts of this many workflows are read, those with telling names first. */
const mostTexts = 40;
const telling = /publish|release|deploy|package|ship|distribut|upload|cd\b/i;

const isOwnFile = (path: string) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);

/** Every workflow GitHub knows in the repository, with the text of those that may publish. */
export const findWorkflows = async (lookup: Lookup, repository: RepositoryName): Promise<readonly WorkflowFile[]> => {
  const pages = await lookup.pages(repositoryApi(repository, '/actions/workflows?per_page=100'), workflowsSchema);
  const listed = (pages ?? []).flatMap((page) => page.workflows).filter(({path}) => isOwnFile(path));
  const ranked = [...listed].sort(
    (one, other) => Number(telling.test(`${other.path} ${other.name}`)) - Number(telling.test(`${one.path} ${one.name}`)),
  );
  const read = new Set(ranked.slice(0, mostTexts).map(({path}) => path));
  return Promise.all(
    listed.map(async ({id, name, path, state, html_url}) => {
      const text = read.has(path) ? await textOfContents(lookup, repository, path) : undefined;
      const known = {id, name, path, state, url: html_url};
      if (text !== undefined) return {...known, text};
      return read.has(path) ? known : {...known, isLeftOut: true};
    }),
  );
};

/** The repository's own composite actions that its workflows may use; read as workflow files are, with no id of their own. */
export const findActions = async (tree: SourceTree): Promise<readonly WorkflowFile[]> => {
  const {paths} = await tree.paths();
  const own = paths.filter((path) => /^\.github\/actions\/(?:[^/]+\/)*action\.ya?ml$/.test(path)).slice(0, mostTexts);
  const read = await Promise.all(own.map(async (path) => ({path, text: await tree.read(path)})));
  return read.flatMap(({path, text}) => (text === undefined ? [] : [{id: 0, name: path, path, state: 'active', url: '', text}]));
};

const runSchema = z.object({
  id: z.number(),
  path: z.string(),
  event: z.string(),
  head_branch: z.string().nullable(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  created_at: z.string(),
  html_url: z.string(),
});
const runsSchema = z.object({workflow_runs: z.array(runSchema)});

const stepSchema = z.object({
  number: z.number(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
});

const jobsSchema = z.object({
  jobs: z.array(
    z.object({
      id: z.number(),
      run_id: z.number(),
      name: z.string(),
      status: z.string(),
      conclusion: z.string().nullable(),
      started_at: z.string().nullish(),
      completed_at: z.string().nullish(),
      html_url: z.string().nullish(),
      steps: z.array(stepSchema).default([]),
    }),
  ),
});

/* A run of a reusable workflow names the ref behind its path. */
const runOf = (run: z.infer<typeof runSchema>): Run => ({
  id: run.id,
  path: run.path.replace(/@.*$/, ''),
  event: run.event,
  branch: run.head_branch ?? '',
  status: run.status ?? 'unknown',
  conclusion: run.conclusion,
  createdAt: run.created_at,
  url: run.html_url,
});

const stepOf = ({started_at, completed_at, ...step}: z.infer<typeof stepSchema>): RunStep => ({
  ...step,
  ...(typeof started_at === 'string' ? {startedAt: started_at} : {}),
  ...(typeof completed_at === 'string' ? {completedAt: completed_at} : {}),
});

const jobOf = (job: z.infer<typeof jobsSchema>['jobs'][number]): RunJob => ({
  id: job.id,
  runId: job.run_id,
  name: job.name,
  status: job.status,
  conclusion: job.conclusion,
  ...(typeof job.started_at === 'string' ? {startedAt: job.started_at} : {}),
  ...(typeof job.completed_at === 'string' ? {completedAt: job.completed_at} : {}),
  url: job.html_url ?? '',
  steps: job.steps.map(stepOf),
});

/** The jobs of a run as its last attempt has them; undefined: the run is gone. */
export const findJobs = async (lookup: Lookup, repository: RepositoryName, run: number): Promise<readonly RunJob[] | undefined> => {
  const pages = await lookup.pages(repositoryApi(repository, `/actions/runs/${run}/jobs?filter=latest&per_page=100`), jobsSchema);
  return pages?.flatMap((page) => page.jobs).map(jobOf);
};

/** A run of whatever workflow, by its number; undefined: there is none, or it can't be seen. */
export const findRun = async (lookup: Lookup, repository: RepositoryName, id: number): Promise<Run | undefined> => {
  const found = await lookup.json(repositoryApi(repository, `/actions/runs/${id}`), runSchema);
  return found === undefined ? undefined : runOf(found);
};

/** How many runs back a job's last execution is looked for. */
const mostRuns = 3;
/** Of those that a person started since, of which each may have run one job alone. */
const mostStarted = 15;

/** The newest runs of one workflow; their jobs are read, newest first, until `isEnough` says that every job was seen to execute. */
const findRunsOf = async (
  lookup: Lookup,
  repository: RepositoryName,
  workflow: PublishingJob['workflow'],
  tag: string,
  isEnough: (jobs: readonly RunJob[]) => boolean,
): Promise<WorkflowRuns> => {
  const listed = await lookup.json(repositoryApi(repository, `/actions/workflows/${workflow.id}/runs?per_page=20`), runsSchema);
  const runs: WorkflowRuns['runs'][number][] = [];
  const seen: RunJob[] = [];
  const known = (listed?.workflow_runs ?? []).map(runOf);
  const ofTag = known.find(({branch}) => branch === tag);
  const started = known.slice(0, ofTag === undefined ? undefined : known.indexOf(ofTag)).filter(({event}) => event === 'workflow_dispatch');
  const read = new Set([...known.slice(0, mostRuns), ...started.slice(0, mostStarted), ...(ofTag === undefined ? [] : [ofTag])]);
  for (const run of known) {
    const isRead = read.has(run);
    if (!isRead || isEnough(seen)) {
      runs.push(run);
      continue;
    }
    const jobs = (await findJobs(lookup, repository, run.id)) ?? [];
    seen.push(...jobs);
    runs.push({...run, jobs});
  }
  return {path: workflow.path, runs};
};

/** The runs of every workflow that publishes, with the jobs of the newest and of the tag's own. */
export const findRuns = (
  lookup: Lookup,
  repository: RepositoryName,
  tag: string,
  jobs: readonly PublishingJob[],
  hasExecuted: (job: PublishingJob, seen: readonly RunJob[]) => boolean,
): Promise<readonly WorkflowRuns[]> => {
  const workflows = new Map(jobs.filter(({isEnabled}) => isEnabled).map(({workflow}) => [workflow.path, workflow]));
  return Promise.all(
    [...workflows.values()].map((workflow) =>
      findRunsOf(
        lookup,
        repository,
        workflow,
        tag,
        (seen) =>
          seen.length > 0 &&
          jobs.filter((job) => job.isEnabled && job.workflow.path === workflow.path).every((job) => hasExecuted(job, seen)),
      ),
    ),
  );
};
