import {repositoryText} from '../model/project.ts';
import {automaticSecret} from '../model/secret-likeness.ts';
import type {Permission, Workflow, WorkflowJob, WorkflowStep} from '../model/workflow.ts';
import type {CompositeAction} from './composite.ts';
import type {RepositoryKnowledge} from './knowledge.ts';
import type {Condition, RunningJob} from './running-job.ts';
import {secretsIn} from './secret-names.ts';
import {createSubstitution} from './substitute.ts';

/** GitHub follows no more levels of calls. */
const deepest = 10;
/** Enough for any real repository; calls that fan out at every level end here. */
const mostCalls = 2000;

export type Sources = {
  readonly workflows: readonly Workflow[];
  readonly actions: readonly CompositeAction[];
  readonly knowledge: RepositoryKnowledge;
};

type Substitution = (text: string) => string;

const mapValues = (record: Readonly<Record<string, string>>, change: Substitution): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const changeStep = (step: WorkflowStep, change: Substitution): WorkflowStep => ({
  ...step,
  ...(step.run === undefined ? {} : {run: change(step.run)}),
  ...(step.if === undefined ? {} : {if: change(step.if)}),
  with: mapValues(step.with, change),
  env: mapValues(step.env, change),
});

/** The steps of a composite action in place of the step that uses it; a run shows them as that one step. */
const openStep = (step: WorkflowStep, actions: readonly CompositeAction[], depth = 0): readonly WorkflowStep[] => {
  const folder = step.uses?.startsWith('./') ? step.uses.slice(2).replace(/\/+$/, '') : undefined;
  const action = folder === undefined ? undefined : actions.find((one) => one.folder === folder);
  if (action === undefined || depth >= deepest) return [step];
  const change = createSubstitution('inputs', {...action.defaults, ...step.with});
  return action.steps.flatMap((inner) => {
    const changed = changeStep(inner, change);
    const condition = step.if ?? changed.if;
    const shown = {
      ...changed,
      name: step.name,
      line: step.line,
      env: {...step.env, ...changed.env},
      continuesOnError: step.continuesOnError || changed.continuesOnError,
      ...(condition === undefined ? {} : {if: condition}),
    };
    return openStep(shown, actions, depth + 1);
  });
};

const openSteps = (job: WorkflowJob, actions: readonly CompositeAction[]): WorkflowJob =>
  actions.length === 0 || !job.steps.some(({uses}) => uses?.startsWith('./'))
    ? job
    : {...job, steps: job.steps.flatMap((step) => openStep(step, actions))};

/** The path of a called workflow in this repository; undefined: it is in another one. */
const localPath = (calls: string, {knowledge}: Sources): string | undefined => {
  if (calls.startsWith('./')) return calls.slice(2);
  const own = `${repositoryText(knowledge.repository)}/`.toLowerCase();
  return calls.toLowerCase().startsWith(own) ? calls.slice(own.length).replace(/@.*$/, '') : undefined;
};

const calledBy = (job: WorkflowJob, sources: Sources): Workflow | undefined => {
  const path = job.calls === undefined ? undefined : localPath(job.calls, sources);
  return path === undefined ? undefined : sources.workflows.find(({file}) => file.path === path);
};

const rank = {none: 0, read: 1, write: 2} as const;

/** A called job's token may do what both it and its caller say. */
const commonPermissions = (caller: WorkflowJob['permissions'], own: WorkflowJob['permissions']): Pick<WorkflowJob, 'permissions'> => {
  if (caller === undefined || own === undefined) {
    const known = own ?? caller;
    return known === undefined ? {} : {permissions: known};
  }
  const lesser = ([scope, right]: [string, Permission]): [string, Permission] => {
    const given = caller[scope] ?? 'none';
    return [scope, rank[given] < rank[right] ? given : right];
  };
  return {permissions: Object.fromEntries(Object.entries(own).map(lesser))};
};

const changeJob = (caller: WorkflowJob, called: WorkflowJob): WorkflowJob => {
  const handed = caller.hands?.secrets ?? {};
  const changeSecrets = handed === 'inherit' ? (text: string) => text : createSubstitution('secrets', handed);
  const changeInputs = createSubstitution('inputs', caller.hands?.inputs ?? {});
  const change = (text: string) => changeSecrets(changeInputs(text));
  const given = handed === 'inherit' ? called.secrets : called.secrets.flatMap((name) => secretsIn([handedValue(handed, name) ?? '']));
  const {permissions: _, ...rest} = called;
  return {
    ...rest,
    ...commonPermissions(caller.permissions, called.permissions),
    id: `${caller.id}/${called.id}`,
    name: `${caller.name} / ${called.name}`,
    line: caller.line,
    needs: [...caller.needs, ...called.needs.map((need) => `${caller.id}/${need}`)],
    continuesOnError: caller.continuesOnError || called.continuesOnError,
    hasMatrix: caller.hasMatrix || called.hasMatrix,
    steps: called.steps.map((step) => changeStep(step, change)),
    ...(called.hands === undefined ? {} : {hands: changeHands(called.hands, change)}),
    secrets: [...new Set([...given, ...called.secrets.filter((name) => name === automaticSecret)])],
  };
};

const handedValue = (handed: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(handed).find(([key]) => key.toUpperCase() === name)?.[1];

const changeHands = ({inputs, secrets}: NonNullable<WorkflowJob['hands']>, change: Substitution): NonNullable<WorkflowJob['hands']> => ({
  inputs: mapValues(inputs, change),
  secrets: secrets === 'inherit' ? secrets : mapValues(secrets, change),
});

const notHandedTo = (caller: WorkflowJob, called: WorkflowJob): readonly string[] => {
  const handed = caller.hands?.secrets ?? {};
  if (handed === 'inherit') return [];
  return called.secrets.filter((name) => name !== automaticSecret && handedValue(handed, name) === undefined);
};

const conditionsOf = (job: WorkflowJob, isCalled: boolean): readonly Condition[] =>
  job.if === undefined ? [] : [{text: job.if, isCalled}];

const followJob = (running: RunningJob, sources: Sources, above: readonly Workflow[], room: {left: number}): readonly RunningJob[] => {
  const {job} = running;
  if (job.calls === undefined) return [{...running, job: openSteps(job, sources.actions)}];
  const target = calledBy(job, sources);
  room.left--;
  if (target === undefined || above.includes(target) || above.length > deepest || room.left < 0)
    return [{...running, callsElsewhere: job.calls}];
  return target.jobs.flatMap((called) =>
    followJob(
      {
        workflow: running.workflow,
        job: changeJob(job, called),
        path: target.file.path,
        conditions: [...running.conditions, ...conditionsOf(called, true)],
        notHanded: notHandedTo(job, called),
      },
      sources,
      [...above, target],
      room,
    ),
  );
};

const isOnlyCalled = ({triggers}: Workflow): boolean => triggers.length > 0 && triggers.every(({event}) => event === 'workflow_call');

/** Every job of every workflow's runs. A workflow that is only ever called shows in its callers' runs, and by itself when it has none. */
export const runningJobsOf = (sources: Sources): readonly RunningJob[] => {
  const called = new Set(sources.workflows.flatMap(({jobs}) => jobs.flatMap((job) => calledBy(job, sources) ?? [])));
  const running: RunningJob[] = [];
  const room = {left: mostCalls};
  for (const workflow of sources.workflows) {
    if (isOnlyCalled(workflow) && called.has(workflow)) continue;
    for (const job of workflow.jobs) {
      const start = {workflow, job, path: workflow.file.path, conditions: conditionsOf(job, false), notHanded: []};
      running.push(...followJob(start, sources, [workflow], room));
    }
  }
  return running;
};
