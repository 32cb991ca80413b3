import {randomBytes} from 'node:crypto';
import type {WorkflowStep} from '../../model/workflow.ts';
import {isActionFile, toCompositeAction} from '../../workflow/composite.ts';
import {runningJobsOf} from '../../workflow/follow.ts';
import {workflowDetailsOf} from '../../workflow/job-details.ts';
import {parseWorkflow} from '../../workflow/parse.ts';
import {fillIn, type RunValue} from '../../workflow/run-expression.ts';
import type {RunningJob} from '../../workflow/running-job.ts';
import type {Job, Run} from '../github/actions-state.ts';
import type {Commit, GitHubState, Repository} from '../github/state.ts';
import {workflowFileOf} from '../github/workflow-files.ts';
import type {DemoSetting} from '../service.ts';
import type {ActiveJob, ActiveRun} from './active-run.ts';
import {createJobLog} from './job-log.ts';
import {registry} from './programs/npm.ts';
import {secretValuesOf} from './secret-values.ts';

/** The variables of the demo's repository. */
const variables = {NPM_REGISTRY: registry};

/** Every workflow and composite action of a commit. */
const sourcesOf = (repository: Repository, commit: Commit) => {
  const files = [...commit.files].filter(([path]) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path) || isActionFile(path));
  const named = files.map(([path]) => {
    const known = repository.workflows.find((one) => one.path === path);
    const time = commit.date;
    return workflowFileOf(commit, known ?? {id: 0, name: path, path, state: 'active', createdAt: time, updatedAt: time});
  });
  const parsed = named.filter(({path}) => !isActionFile(path)).map(parseWorkflow);
  return {
    workflows: parsed.flatMap((result) => ('workflow' in result ? [result.workflow] : [])),
    actions: named.filter(({path}) => isActionFile(path)).flatMap((file) => toCompositeAction(file) ?? []),
    knowledge: {repository: {owner: repository.owner, name: repository.name}},
  };
};

const typedInputs = (run: Run, types: ReadonlyMap<string, string>): Record<string, RunValue> =>
  Object.fromEntries(
    Object.entries(run.inputs ?? {}).map(([name, value]) => {
      const type = types.get(name);
      if (type === 'boolean') return [name, value === 'true'];
      return [name, type === 'number' && value !== '' ? Number(value) : value];
    }),
  );

const contextsOf = (repository: Repository, run: Run, workflow: string, inputs: Record<string, RunValue>, token: string) => {
  const isTag = repository.tags.has(run.branch) && !repository.branches.has(run.branch);
  return {
    github: {
      event_name: run.event,
      ref: `refs/${isTag ? 'tags' : 'heads'}/${run.branch}`,
      ref_name: run.branch,
      ref_type: isTag ? 'tag' : 'branch',
      sha: run.sha,
      repository: `${repository.owner}/${repository.name}`,
      repository_owner: repository.owner,
      actor: run.actor,
      triggering_actor: run.triggeringActor ?? run.actor,
      run_id: String(run.id),
      run_number: String(run.number),
      run_attempt: String(run.attempt),
      workflow,
      token,
      server_url: 'https://github.com',
      api_url: 'https://api.github.com',
      event: {inputs: run.inputs ?? {}, repository: {default_branch: repository.defaultBranch}},
    },
    inputs,
    vars: variables,
  };
};

const nameOf = (name: string, matrix: Readonly<Record<string, RunValue>>): string => {
  const values = Object.values(matrix);
  if (values.length === 0 || name.includes('${{')) return fillIn(name, {contexts: {matrix}, status: 'success'});
  return `${name} (${values.join(', ')})`;
};

type JobStart = {readonly definition: RunningJob; readonly details: ActiveJob['details']; readonly secrets: readonly string[]};

/** The jobs that one definition makes: as many as its matrix has. */
const jobsOf = ({definition, details, secrets}: JobStart): readonly ActiveJob[] =>
  (details?.matrix.length ? details.matrix : [{}]).map((matrix) => ({
    id: definition.job.id,
    name: nameOf(definition.job.name, matrix),
    definition,
    steps: definition.job.steps as readonly WorkflowStep[],
    details,
    matrix,
    state: 'waiting',
    at: 0,
    stepBegan: 0,
    status: 'success',
    results: {},
    log: createJobLog(secrets),
    disk: {files: new Map(), folders: new Set(['/home/runner', '/tmp'])},
    memory: {logins: new Map(), env: {}},
  }));

/** Jobs that an earlier attempt has done and that are not run again. */
const takeOver = (jobs: readonly ActiveJob[], done: readonly Job[]): void => {
  for (const record of done) {
    const job = jobs.find(({name}) => name === record.name);
    if (job) Object.assign(job, {record, state: 'done', result: record.conclusion});
  }
};

/** What a queued run will do; undefined: its commit holds no such workflow, or GitHub doesn't accept it. */
export const planRun = (setting: DemoSetting, github: GitHubState, repository: Repository, run: Run): ActiveRun | undefined => {
  const commit = repository.commits.get(run.sha);
  const listed = repository.workflows.find(({id}) => id === run.workflowId);
  const sources = commit && sourcesOf(repository, commit);
  const workflow = sources?.workflows.find(({file}) => file.path === listed?.path);
  if (commit === undefined || sources === undefined || workflow === undefined) return undefined;
  const details = workflowDetailsOf(workflow.file.text ?? '');
  const ownToken = `ghs_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`;
  const trigger = workflow.triggers.find(({event}) => event === run.event);
  const types = new Map((trigger?.inputs ?? []).map(({name, type}) => [name, type]));
  const contexts = contextsOf(repository, run, listed?.name ?? '', typedInputs(run, types), ownToken);
  const secrets = {...secretValuesOf(setting, github, repository), GITHUB_TOKEN: ownToken};
  const own = runningJobsOf(sources).filter((one) => one.workflow === workflow);
  const jobs = own.flatMap((definition) => jobsOf({definition, details: details.jobs[definition.job.id], secrets: Object.values(secrets)}));
  takeOver(jobs, run.jobs);
  const group = details.concurrency && fillIn(details.concurrency.group, {contexts, status: 'success'});
  return {
    repository,
    run,
    attempt: run.attempt,
    commit,
    workflow,
    jobs,
    contexts,
    secrets,
    ownToken,
    isOver: false,
    ...(group === undefined ? {} : {group: `${group}${details.concurrency?.endsOthers ? '!' : ''}`}),
  };
};
