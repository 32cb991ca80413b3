import type {WorkflowStep} from '../../model/workflow.ts';
import {fillIn, holdsNow} from '../../workflow/run-expression.ts';
import {setUpLines} from '../contextlite/log-lines.ts';
import type {Conclusion, Step} from '../github/actions-state.ts';
import {timeText} from '../github/state.ts';
import type {ActiveJob, ActiveRun} from './active-run.ts';
import type {Engine} from './engine.ts';
import type {Place} from './place.ts';
import {performStep, stepResult, workspace} from './run-step.ts';
import {environmentValuesOf} from './secret-values.ts';
import {runnerNames, stepStanding, systemOf} from './standing.ts';

/** Milliseconds that things take at the usual pace. */
const times = {setUp: 1000, build: 3000, publish: 1500, other: 600, cleanUp: 300} as const;

const timeOf = ({run, uses = ''}: WorkflowStep): number => {
  const text = `${run ?? ''} ${uses}`;
  if (/\b(go build|cargo build|make\b|python -m build|build-push|snapcraft pack)/.test(text)) return times.build;
  return /\b(publish|push|upload|pack|release|bump-formula|curl)\b/.test(text) ? times.publish : times.other;
};

const isPaused = ({run}: ActiveRun, {name}: ActiveJob): boolean => run.hold?.paused?.some((one) => one === name || one === '*') === true;

const isStale = ({repository, run, attempt, isOver}: ActiveRun, {state}: ActiveJob): boolean =>
  isOver || state === 'done' || run.attempt !== attempt || !repository.runs.includes(run);

/** Goes on with a job, unless it is over, or held, in which case whoever lets it go goes on. */
const goOn = (active: ActiveRun, job: ActiveJob, next: () => void): void => {
  if (isStale(active, job)) return;
  if (isPaused(active, job)) job.held = () => goOn(active, job, next);
  else next();
};

const after = (engine: Engine, active: ActiveRun, job: ActiveJob, milliseconds: number, next: () => void): void =>
  engine.timers.set(engine.setting.now() + milliseconds * engine.pace.factor, () => goOn(active, job, next));

const stepOf = (number: number, name: string): Step => ({
  number,
  name,
  status: 'queued',
  conclusion: null,
  startedAt: null,
  completedAt: null,
});

const begin = (step: Step | undefined, now: number): void =>
  void (step && Object.assign(step, {status: 'in_progress', startedAt: timeText(now)}));

const finish = (step: Step | undefined, conclusion: Conclusion, now: number): void => {
  if (step) Object.assign(step, {status: 'completed', conclusion, startedAt: step.startedAt ?? timeText(now), completedAt: timeText(now)});
};

/** A machine takes the job. */
export const beginJob = (engine: Engine, active: ActiveRun, job: ActiveJob): void => goOn(active, job, () => takeJob(engine, active, job));

const takeJob = (engine: Engine, active: ActiveRun, job: ActiveJob): void => {
  const {record, steps, log} = job;
  if (record === undefined) return;
  const now = engine.setting.now();
  job.state = 'running';
  job.disk.folders.add(workspace);
  Object.assign(record, {status: 'in_progress', startedAt: timeText(now)});
  record.steps = [stepOf(1, 'Set up job'), ...steps.map(({name}, at) => stepOf(at + 2, fillIn(name, stepStanding(active, job))))];
  begin(record.steps[0], now);
  for (const value of Object.values(environmentValuesOf(engine.setting, active.repository, record.environment))) log.hide(value);
  after(engine, active, job, times.setUp, () => {
    const actions = steps.flatMap(({uses, ref, name}) => (uses === undefined ? [] : [{name, uses: `${uses}@${ref ?? 'HEAD'}`}]));
    log.write(setUpLines({id: job.name, runner: runnerNames[systemOf(job)], steps: actions}), now, engine.setting.now());
    finish(record.steps[0], 'success', engine.setting.now());
    nextStep(engine, active, job);
  });
};

/** How a step's script waits; the step itself takes no longer for it. */
const createSleep = (engine: Engine): Place['sleep'] => {
  let until = engine.setting.now();
  return (milliseconds) => {
    until += milliseconds;
    for (let due = engine.timers.takeWorld(until); due; due = engine.timers.takeWorld(until)) due.happen();
  };
};

const placeOf = (engine: Engine, active: ActiveRun, job: ActiveJob, record: NonNullable<ActiveJob['record']>): Place => ({
  setting: engine.setting,
  github: engine.github,
  marketplaces: engine.marketplaces,
  repository: active.repository,
  run: active.run,
  job: record,
  commit: active.commit,
  permissions: job.definition.job.permissions ?? {
    contents: active.repository.workflowPermissions,
    packages: active.repository.workflowPermissions,
  },
  ownToken: active.ownToken,
  memory: job.memory,
  programs: engine.programs,
  ask: engine.ask,
  later: (milliseconds, happen) => engine.timers.setWorld(engine.setting.now() + milliseconds * engine.pace.others, happen),
  sleep: createSleep(engine),
});

/** An environment's secrets stand before the repository's. */
const withEnvironment = (engine: Engine, active: ActiveRun, job: ActiveJob): ActiveRun => ({
  ...active,
  secrets: {...active.secrets, ...environmentValuesOf(engine.setting, active.repository, job.record?.environment)},
});

const performNow = (engine: Engine, active: ActiveRun, job: ActiveJob, step: WorkflowStep): void => {
  const {record, log} = job;
  if (record === undefined) return;
  const now = engine.setting.now();
  const end = performStep(withEnvironment(engine, active, job), job, step, placeOf(engine, active, job, record));
  log.write(end.lines, job.stepBegan, now);
  const result = stepResult(end, step.continuesOnError);
  if (step.id !== undefined) job.results[step.id] = result;
  if (result.conclusion === 'failure') job.status = 'failure';
  finish(record.steps[job.at + 1], result.conclusion as Conclusion, now);
  job.at++;
  nextStep(engine, active, job);
};

const nextStep = (engine: Engine, active: ActiveRun, job: ActiveJob): void => {
  const {steps, record} = job;
  const now = engine.setting.now();
  for (let step = steps[job.at]; step !== undefined; step = steps[job.at]) {
    const chosen = step;
    if (holdsNow(chosen.if, stepStanding(active, job))) {
      job.stepBegan = now;
      begin(record?.steps[job.at + 1], now);
      after(engine, active, job, timeOf(chosen), () => performNow(engine, active, job, chosen));
      return;
    }
    finish(record?.steps[job.at + 1], 'skipped', now);
    if (chosen.id !== undefined) job.results[chosen.id] = {outputs: {}, outcome: 'skipped', conclusion: 'skipped'};
    job.at++;
  }
  after(engine, active, job, times.cleanUp, () => endJob(engine, active, job, job.status));
};

/** What actions leave behind is cleaned up in the reverse order; GitHub numbers those steps from the far end. */
const cleanUp = (job: ActiveJob, now: number): readonly Step[] => {
  const {record, steps} = job;
  const ran = steps.filter(
    ({uses}, at) => uses !== undefined && !uses.includes('release') && record?.steps[at + 1]?.conclusion === 'success',
  );
  const last = (steps.length + 1) * 2;
  const posts = ran.map(({name}, at) => stepOf(last - at, `Post ${name}`)).reverse();
  const all = [...posts, stepOf(last + 1, 'Complete job')];
  for (const step of all) finish(step, 'success', now);
  return all;
};

const outputsOf = (active: ActiveRun, job: ActiveJob): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(job.details?.outputs ?? {}).map(([name, text]) => [name, fillIn(text, stepStanding(active, job))]));

/** Ends a job; what it had not done yet is skipped. */
export const endJob = (engine: Engine, active: ActiveRun, job: ActiveJob, conclusion: Conclusion): void => {
  const {record, log, state} = job;
  const now = engine.setting.now();
  job.state = 'done';
  job.result = job.definition.job.continuesOnError && conclusion === 'failure' ? 'success' : conclusion;
  delete job.held;
  if (record === undefined) return;
  if (state === 'running') {
    for (const step of record.steps)
      if (step.status !== 'completed') finish(step, step.status === 'in_progress' ? conclusion : 'skipped', now);
    const posts = cleanUp(job, now);
    record.steps = [...record.steps, ...posts];
    const ends = conclusion === 'cancelled' ? ['##[error]The operation was canceled.'] : [];
    log.write([...ends, ...posts.slice(0, -1).map(() => 'Post job cleanup.'), 'Cleaning up orphan processes'], now, now);
    record.log = log.text();
    record.annotations = log.annotations;
  }
  record.outputs = outputsOf(active, job);
  Object.assign(record, {status: 'completed', conclusion, completedAt: timeText(now)});
};
