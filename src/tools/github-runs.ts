import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import {Problem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import type {RunStep} from '../model/run-steps.ts';
import {asked, askedOrAbsent, readAs} from './github.ts';
import {parametersOf, type RepositoryWriter, untilSeen} from './github-repository.ts';
import {dispatchRefusals, rerunRefusal, runsNowhere} from './github-run-refusals.ts';
import {isLost} from './lost-answers.ts';

export type RunStarter = RepositoryWriter & {
  /** Called right before GitHub is asked to start something; absent: nobody wants to know. */
  readonly beforeStart?: () => Promise<void>;
};

type WorkflowStep = Extract<RunStep, {readonly kind: 'run-workflow'}>;
type RerunStep = Extract<RunStep, {readonly kind: 'rerun-job'}>;
type CancelStep = Extract<RunStep, {readonly kind: 'cancel-run'}>;

/** GitHub shows a run that was just asked for within this many milliseconds; mostly at once. */
const showingPatience = 45_000;

const listedSchema = z.object({
  workflow_runs: z.array(z.object({id: z.number(), display_title: z.string().default(''), html_url: z.string().default('')})),
});
type Listed = z.infer<typeof listedSchema>['workflow_runs'][number];

const commitSchema = z.object({sha: z.string()});

/** Refuses what would run something else than what was planned. */
const refuseMovedTag = async ({github}: RunStarter, {repository, tag}: WorkflowStep): Promise<void> => {
  if (tag === undefined) return;
  const parameters = {...parametersOf(repository), ref: `tags/${tag.name}`};
  const reply = await askedOrAbsent(() => github.request('GET /repos/{owner}/{repo}/commits/{ref}', parameters), [404, 422]);
  if (reply === undefined)
    throw new Problem('refused', `The tag ${tag.name} is gone from ${repositoryText(repository)}.`, 'Push it again, and plan it again.');
  const {sha} = readAs(commitSchema, reply.data);
  if (sha === tag.commit) return;
  throw new Problem(
    'refused',
    `The tag ${tag.name} has moved since the plan was made: from ${tag.commit.slice(0, 7)} to ${sha.slice(0, 7)}.`,
    'Find out who moved it, and plan it again from fresh facts.',
  );
};

/** The newest runs that were dispatched like this one. */
const findDispatched = async ({github}: RunStarter, {repository, workflow, ref}: WorkflowStep): Promise<readonly Listed[]> => {
  const query = {...parametersOf(repository), workflow_id: workflow, event: 'workflow_dispatch', branch: ref, per_page: 30};
  const reply = await askedOrAbsent(() => github.request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', query));
  if (reply === undefined) throw runsNowhere(repository, workflow);
  return readAs(listedSchema, reply.data).workflow_runs;
};

/** The runs that are not among the earlier ones; of several those whose title echoes every input. */
const freshRuns = (listed: readonly Listed[], before: ReadonlySet<number>, {inputs}: WorkflowStep): readonly Listed[] => {
  const fresh = listed.filter(({id}) => !before.has(id));
  const echoing = fresh.filter(({display_title: title}) => Object.values(inputs).every((value) => title.includes(value)));
  return fresh.length > 1 && echoing.length > 0 && Object.keys(inputs).length > 0 ? echoing : fresh;
};

const startedSchema = z.object({workflow_run_id: z.number()});

/** Asks once; undefined: GitHub took it and names no run. An older GitHub knows nothing of run details and is asked without. */
const dispatch = async ({github, keepPace}: RunStarter, step: WorkflowStep): Promise<number | undefined> => {
  const {repository, workflow, ref, inputs} = step;
  const parameters = {...parametersOf(repository), workflow_id: workflow, ref, inputs};
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  const meanings = dispatchRefusals(step);
  await keepPace();
  const told = await askedOrAbsent(() => github.request(route, {...parameters, return_run_details: true}), [400], meanings);
  if (told !== undefined) return startedSchema.safeParse(told.data).data?.workflow_run_id;
  await keepPace();
  await asked(() => github.request(route, parameters), meanings);
  return undefined;
};

const lostDispatch = (): Problem =>
  new Problem(
    'unreachable',
    'The answer was lost, and GitHub shows no run of it: whether it was started is not known.',
    'Nothing is sent again by itself; “portcall publish --follow” goes on looking for it.',
  );

/** The run that a dispatch began, when GitHub did not name it; undefined: none can be told for sure. */
const findStarted = async (starter: RunStarter, step: WorkflowStep, before: ReadonlySet<number>): Promise<number | undefined> => {
  const fresh = await untilSeen(starter, showingPatience, async () => {
    const found = freshRuns(await findDispatched(starter, step), before, step);
    return found.length > 0 ? found : undefined;
  });
  return fresh?.length === 1 ? fresh[0]?.id : undefined;
};

const startedNote = ({repository}: WorkflowStep, run: number, isFound: boolean): Done => ({
  note: `${isFound ? 'The answer named no run; found' : 'Started'}: https://github.com/${repositoryText(repository)}/actions/runs/${run}.`,
  run,
});

/** Starts a workflow, once: a dispatch whose answer was lost is looked for and never sent again. */
export const runWorkflow = async (starter: RunStarter, step: WorkflowStep): Promise<Done> => {
  await refuseMovedTag(starter, step);
  const before = new Set((await findDispatched(starter, step)).map(({id}) => id));
  await starter.beforeStart?.();
  try {
    const run = await dispatch(starter, step);
    if (run !== undefined) return startedNote(step, run, false);
  } catch (thrown) {
    if (!isLost(thrown)) throw thrown;
    const found = await findStarted(starter, step, before).catch(() => undefined);
    if (found === undefined) throw lostDispatch();
    return startedNote(step, found, true);
  }
  const found = await findStarted(starter, step, before).catch(() => undefined);
  return found === undefined ? {note: 'GitHub took it; its run is not to be told from others yet.'} : startedNote(step, found, true);
};

const runSchema = z.object({
  run_attempt: z.number().default(1),
  status: z.string(),
  conclusion: z.string().nullable(),
  html_url: z.string(),
});

const findRun = async ({github}: RunStarter, {repository, run}: RerunStep | CancelStep): Promise<z.infer<typeof runSchema>> => {
  const parameters = {...parametersOf(repository), run_id: run};
  const reply = await askedOrAbsent(() => github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', parameters));
  if (reply !== undefined) return readAs(runSchema, reply.data);
  throw new Problem('refused', `GitHub shows no run ${run} any more.`, 'Look at the runs on the page of the repository’s actions.');
};

/** Runs one job again, once: a request whose answer was lost is looked for by the run's attempt. */
export const rerunJob = async (starter: RunStarter, step: RerunStep): Promise<Done> => {
  const {github, keepPace} = starter;
  const {repository, job, run, name} = step;
  const before = await findRun(starter, step);
  await starter.beforeStart?.();
  await keepPace();
  try {
    const parameters = {...parametersOf(repository), job_id: job};
    await asked(() => github.request('POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun', parameters));
  } catch (thrown) {
    if (!isLost(thrown)) throw rerunRefusal(thrown, name);
    const again = await untilSeen(starter, showingPatience, async () => {
      const now = await findRun(starter, step);
      return now.run_attempt > before.run_attempt ? now : undefined;
    }).catch(() => undefined);
    if (again === undefined) throw lostDispatch();
  }
  return {note: `Attempt ${before.run_attempt + 1} of ${before.html_url} was started.`, run};
};

/** Cancels a run and looks whether it has ended. */
export const cancelRun = async (starter: RunStarter, step: CancelStep): Promise<Done> => {
  const {github, keepPace} = starter;
  const {repository, run} = step;
  const ended = new Problem('refused', 'The run has ended already.', 'Look at what it has published with “portcall verify”.');
  await keepPace();
  const request = () =>
    github.request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel', {...parametersOf(repository), run_id: run});
  await asked(request, {409: () => ended}).catch((thrown: unknown) => {
    if (!isLost(thrown)) throw thrown;
  });
  const after = await untilSeen(starter, showingPatience, async () => {
    const now = await findRun(starter, step);
    return now.status === 'completed' ? now : undefined;
  });
  if (after === undefined)
    throw new Problem('unexpected-answer', 'The run goes on: GitHub has not ended it yet.', 'Look again in a minute, or cancel it again.');
  if (after.conclusion !== 'cancelled') throw ended;
  return {note: `GitHub shows ${after.html_url} as cancelled.`};
};
