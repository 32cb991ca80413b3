import type {DemoReply} from '../../service.ts';
import type {Job, Run, Workflow} from '../actions-state.ts';
import {countedReply, listReply} from '../paging.ts';
import {lacksPermission, notFound} from '../refusals.ts';
import {ok, type RepositoryCall, type RepositoryRoute} from '../route.ts';
import {jobShape, runShape, workflowShape} from '../shapes/actions.ts';
import {pageUrl} from '../shapes/repository.ts';
import {signedLogUrl} from '../signed.ts';
import type {Repository} from '../state.ts';

export const findWorkflow = (repository: Repository, idOrFile = ''): Workflow | undefined =>
  repository.workflows.find((one) => String(one.id) === idOrFile || one.path === `.github/workflows/${idOrFile}`);

export const findRun = ({repository, parameters}: RepositoryCall): Run | undefined =>
  repository.runs.find((run) => String(run.id) === parameters.run_id);

/** Of every attempt, the newest first. */
const allJobs = (run: Run): readonly Job[] => [...run.jobs, ...(run.earlier ?? []).toReversed().flatMap(({jobs}) => jobs)];

export const findJob = ({repository}: RepositoryCall, id: string | undefined): {run: Run; job: Job} | undefined => {
  for (const run of repository.runs) {
    const job = allJobs(run).find((one) => String(one.id) === id);
    if (job) return {run, job};
  }
  return undefined;
};

const wasCreated = (run: Run, created: string | null): boolean => {
  if (created === null) return true;
  const [, sign = '', time = ''] = /^(>=|<=|>|<)?(.+)$/.exec(created) ?? [];
  const [from, to] = time.split('..');
  if (to !== undefined) return (from === '*' || run.createdAt >= (from ?? '')) && (to === '*' || run.createdAt <= to);
  if (sign === '') return run.createdAt.startsWith(time);
  if (sign.startsWith('>')) return sign === '>=' ? run.createdAt >= time : run.createdAt > time;
  return sign === '<=' ? run.createdAt <= time : run.createdAt < time;
};

/** Newest first, held against the filters that GitHub knows. */
const filteredRuns = (repository: Repository, query: URLSearchParams, workflow?: Workflow): readonly Run[] => {
  const fits = (name: string, ...values: (string | null)[]): boolean => !query.get(name) || values.includes(query.get(name));
  return repository.runs
    .filter((run) => workflow === undefined || run.workflowId === workflow.id)
    .filter((run) => fits('event', run.event) && fits('branch', run.branch) && fits('actor', run.actor) && fits('head_sha', run.sha))
    .filter((run) => fits('status', run.status, run.conclusion) && wasCreated(run, query.get('created')))
    .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt));
};

const runsReply = (call: RepositoryCall, workflow?: Workflow): DemoReply =>
  countedReply(call.request, 'workflow_runs', filteredRuns(call.repository, call.request.query, workflow), (run) =>
    runShape(call.state, call.repository, run),
  );

/** The run as one of its attempts left it; undefined: it had no such attempt. */
const atAttempt = (run: Run | undefined, number: string | undefined): Run | undefined => {
  if (run === undefined || number === undefined || number === String(run.attempt)) return run;
  const found = run.earlier?.find(({attempt}) => String(attempt) === number);
  return found && {...run, ...found, status: 'completed'};
};

const jobsReply = (call: RepositoryCall): DemoReply => {
  const run = atAttempt(findRun(call), call.parameters.attempt_number);
  if (!run) return notFound();
  const jobs = call.request.query.get('filter') === 'all' ? allJobs(run) : run.jobs;
  return countedReply(call.request, 'jobs', jobs, (job) => jobShape(call.repository, run, job));
};

const runReply = (call: RepositoryCall): DemoReply => {
  const run = atAttempt(findRun(call), call.parameters.attempt_number);
  return run ? ok(runShape(call.state, call.repository, run)) : notFound();
};

const workflowRoutes: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/permissions',
    needs: {scope: 'repo', permission: 'administration'},
    about: ({repository}) =>
      ok({enabled: repository.actions.isEnabled, allowed_actions: repository.actions.allowed, sha_pinning_required: false}),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/permissions/workflow',
    needs: {scope: 'repo', permission: 'administration'},
    about: ({repository}) => ok({default_workflow_permissions: repository.workflowPermissions, can_approve_pull_request_reviews: false}),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/workflows',
    about: ({repository, request}) => countedReply(request, 'workflows', repository.workflows, (one) => workflowShape(repository, one)),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/workflows/{workflow_id}',
    about: ({repository, parameters}) => {
      const workflow = findWorkflow(repository, parameters.workflow_id);
      return workflow ? ok(workflowShape(repository, workflow)) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    about: (call) => {
      const workflow = findWorkflow(call.repository, call.parameters.workflow_id);
      return workflow ? runsReply(call, workflow) : notFound();
    },
  },
];

const runRoutes: readonly RepositoryRoute[] = [
  {method: 'GET', template: '/repos/{owner}/{repo}/actions/runs', about: (call) => runsReply(call)},
  {method: 'GET', template: '/repos/{owner}/{repo}/actions/runs/{run_id}', about: runReply},
  {method: 'GET', template: '/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}', about: runReply},
  {method: 'GET', template: '/repos/{owner}/{repo}/actions/runs/{run_id}/jobs', about: jobsReply},
  {method: 'GET', template: '/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs', about: jobsReply},
];

const jobRoutes: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/jobs/{job_id}',
    about: (call) => {
      const found = findJob(call, call.parameters.job_id);
      return found ? ok(jobShape(call.repository, found.run, found.job)) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/jobs/{job_id}/logs',
    needs: {scope: 'public_repo', permission: 'actions', isForReaders: true},
    about: (call) => {
      const found = findJob(call, call.parameters.job_id);
      if (!found || found.job.log === null) return notFound();
      return {status: 302, headers: {location: signedLogUrl(found.job, call.setting.now())}};
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
    about: (call) => {
      if (call.viewer.kind === 'somebody' && call.viewer.token.kind === 'fine-grained') return lacksPermission('checks=read');
      const found = findJob(call, call.parameters.check_run_id);
      if (!found) return notFound();
      return listReply(call.request, found.job.annotations, ({level, message, line}) => ({
        path: '.github',
        blob_href: `${pageUrl(call.repository)}/blob/${found.run.sha}/.github`,
        start_line: line,
        start_column: null,
        end_line: line,
        end_column: null,
        annotation_level: level,
        title: '',
        message,
        raw_details: '',
      }));
    },
  },
];

export const actionRoutes: readonly RepositoryRoute[] = [...workflowRoutes, ...runRoutes, ...jobRoutes];
