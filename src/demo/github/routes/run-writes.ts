import type {DemoReply} from '../../service.ts';
import type {Environment, Job, Run} from '../actions-state.ts';
import {freshJobId} from '../new-run.ts';
import {conflict, forbidden, notFound, unprocessable, unreadable} from '../refusals.ts';
import {ok, type RepositoryCall, type RepositoryRoute} from '../route.ts';
import {dependentsOf} from '../run-jobs.ts';
import {bodyOf} from '../sent-body.ts';
import {deploymentShape, pendingDeploymentShape} from '../shapes/deployments.ts';
import {timeText} from '../state.ts';
import {findJob, findRun} from './actions.ts';

const month = 30 * 86_400_000;

/** Begins the next attempt, which runs these jobs again; undefined: all. */
const startAgain = ({state, setting, repository}: RepositoryCall, run: Run, who: string, names: readonly string[] | undefined): void => {
  const {attempt, conclusion, updatedAt, jobs} = run;
  const before = {
    attempt,
    conclusion,
    updatedAt,
    jobs,
    startedAt: run.startedAt ?? run.createdAt,
    triggeringActor: run.triggeringActor ?? run.actor,
  };
  run.earlier = [...(run.earlier ?? []), before];
  const all = names && dependentsOf(repository, run, names);
  let id = freshJobId(state) - 1;
  run.attempt += 1;
  run.jobs = all === undefined ? [] : jobs.filter(({name}) => !all.includes(name)).map((job) => ({...job, id: ++id, attempt: run.attempt}));
  const now = timeText(setting.now());
  Object.assign(run, {status: 'queued', conclusion: null, updatedAt: now, startedAt: now, triggeringActor: who});
  for (const name of ['cancelledAt', 'reviews', 'hold', 'rerun'] as const) delete run[name];
  if (all !== undefined) run.rerun = all;
};

/** Undefined: it may run again. */
const againRefusal = ({setting}: RepositoryCall, run: Run): DemoReply | undefined => {
  if (run.status !== 'completed') return forbidden('This workflow is already running');
  const isTooOld = setting.now() - Date.parse(run.createdAt) > month;
  return isTooOld ? forbidden('Unable to retry this workflow run because it was created over a month ago') : undefined;
};

const runAgain = (call: RepositoryCall, run: Run | undefined, names: readonly string[] | undefined): DemoReply => {
  if (run === undefined || call.viewer.kind !== 'somebody') return notFound();
  const refusal = againRefusal(call, run);
  if (refusal) return refusal;
  if (names?.length === 0) return forbidden('This workflow run cannot be retried: it has no failed jobs');
  startAgain(call, run, call.viewer.account.login, names);
  return {status: 201, body: {}};
};

const failedIn = (run: Run): readonly string[] =>
  run.jobs.filter(({conclusion}) => !['success', 'skipped', 'neutral'].includes(conclusion ?? '')).map(({name}) => name);

const cancel = (call: RepositoryCall): DemoReply => {
  const run = findRun(call);
  if (!run) return notFound();
  if (run.status === 'completed') return conflict('Cannot cancel a workflow run that is completed.');
  run.cancelledAt ??= call.setting.now();
  return {status: 202, body: {}};
};

const waitingIn = ({environments}: RepositoryCall['repository'], {jobs}: Run): readonly Environment[] =>
  environments.filter(({name}) => jobs.some((job: Job) => job.status === 'waiting' && job.environment === name));

const review = (call: RepositoryCall): DemoReply => {
  const {repository, state, viewer} = call;
  const run = findRun(call);
  const body = bodyOf(call);
  if (!run || viewer.kind !== 'somebody') return notFound();
  if (!body) return unreadable();
  const {environment_ids: ids, state: verdict, comment} = body;
  if (!Array.isArray(ids) || (verdict !== 'approved' && verdict !== 'rejected') || typeof comment !== 'string')
    return unprocessable('Invalid request: "environment_ids", "state" and "comment" are wanted.');
  const waiting = waitingIn(repository, run).filter(({id}) => ids.includes(id));
  if (waiting.length === 0) return unprocessable('There are no pending deployment requests to approve or reject');
  if (!waiting.every(({reviewers = []}) => reviewers.includes(viewer.account.login)))
    return forbidden('You are not a required reviewer of this environment.');
  for (const {id} of waiting) run.reviews = {...run.reviews, [id]: verdict};
  return ok(waiting.map((environment) => deploymentShape(state, repository, run, environment)));
};

const writing = {needs: {scope: 'repo', permission: 'actions', isForWriting: true}} as const;
const runPath = '/repos/{owner}/{repo}/actions/runs/{run_id}';

export const runWriteRoutes: readonly RepositoryRoute[] = [
  {method: 'POST', template: `${runPath}/rerun`, ...writing, about: (call) => runAgain(call, findRun(call), undefined)},
  {
    method: 'POST',
    template: `${runPath}/rerun-failed-jobs`,
    ...writing,
    about: (call) => {
      const run = findRun(call);
      return runAgain(call, run, run && failedIn(run));
    },
  },
  {
    method: 'POST',
    template: '/repos/{owner}/{repo}/actions/jobs/{job_id}/rerun',
    ...writing,
    about: (call) => {
      const found = findJob(call, call.parameters.job_id);
      const isLatest = found?.run.jobs.includes(found.job) === true;
      return runAgain(call, isLatest ? found.run : undefined, found && [found.job.name]);
    },
  },
  {method: 'POST', template: `${runPath}/cancel`, ...writing, about: cancel},
  {method: 'POST', template: `${runPath}/force-cancel`, ...writing, about: cancel},
  {
    method: 'DELETE',
    template: runPath,
    ...writing,
    about: (call) => {
      const run = findRun(call);
      if (!run) return notFound();
      if (run.status !== 'completed') return forbidden('A workflow run that has not ended cannot be deleted.');
      call.repository.runs.splice(call.repository.runs.indexOf(run), 1);
      return {status: 204};
    },
  },
  {
    method: 'GET',
    template: `${runPath}/pending_deployments`,
    about: (call) => {
      const run = findRun(call);
      if (!run) return notFound();
      return ok(waitingIn(call.repository, run).map((one) => pendingDeploymentShape(call.state, call.repository, one, call.viewer)));
    },
  },
  {
    method: 'POST',
    template: `${runPath}/pending_deployments`,
    needs: {scope: 'repo', permission: 'deployments', isForWriting: true},
    about: review,
  },
];
