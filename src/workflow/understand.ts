import type {Marketplace} from '../model/marketplace.ts';
import type {Finding, Workflow, WorkflowFile, WorkflowUnderstanding} from '../model/workflow.ts';
import {bindJob, secretOwnersOf} from './bind.ts';
import type {BoundJob, Surroundings} from './bound-job.ts';
import {isActionFile, toCompositeAction} from './composite.ts';
import {findDisabled} from './findings/disabled.ts';
import {runningJobsOf} from './follow.ts';
import {judgeJob} from './judge.ts';
import type {RepositoryKnowledge} from './knowledge.ts';
import {type Occasion, occasionsThatRun} from './occasion.ts';
import {parseWorkflow} from './parse.ts';
import type {RunningJob} from './running-job.ts';
import {readsAny} from './secret-names.ts';
import {secretsRead} from './secrets.ts';

/** A function of a running job that is worked out once for each. */
const remembered = <T>(find: (job: RunningJob) => T): ((job: RunningJob) => T) => {
  const known = new Map<RunningJob, {readonly value: T}>();
  return (job) => {
    const found = known.get(job) ?? {value: find(job)};
    known.set(job, found);
    return found.value;
  };
};

const siblingsByWorkflow = (running: readonly RunningJob[]): ReadonlyMap<Workflow, ReadonlyMap<string, RunningJob>> => {
  const siblings = new Map<Workflow, Map<string, RunningJob>>();
  for (const one of running) {
    const jobs = siblings.get(one.workflow) ?? new Map<string, RunningJob>();
    siblings.set(one.workflow, jobs.set(one.job.id, one));
  }
  return siblings;
};

const surroundingsOf = (
  workflows: readonly Workflow[],
  running: readonly RunningJob[],
  bound: readonly BoundJob[],
  knowledge: RepositoryKnowledge,
): Surroundings => {
  const siblings = siblingsByWorkflow(running);
  return {
    workflows,
    running,
    bound,
    knowledge,
    occasionsOf: remembered((job): readonly Occasion[] => occasionsThatRun(job.workflow.triggers, job.conditions, knowledge)),
    disabledBecause: remembered((job): Finding | undefined => findDisabled(job, siblings.get(job.workflow) ?? new Map())),
  };
};

/** Whether a job hands every secret to a workflow whose text isn't here. */
const handsAll = ({callsElsewhere, job}: RunningJob): boolean => callsElsewhere !== undefined && job.hands?.secrets === 'inherit';

const unreadOf = (parsed: readonly {readonly file: WorkflowFile; readonly result: ReturnType<typeof parseWorkflow>}[]) =>
  parsed.flatMap(({file: {path, text, isLeftOut}, result}) => {
    const isGone = text === undefined && isLeftOut !== true;
    return 'failure' in result ? [{path, ...result.failure, ...(isGone ? {isGone} : {})}] : [];
  });

/**
 * What the workflows' texts tell: which job publishes where, whether it can, and what stands in its way. Composite actions may stand among
 * the files; they are opened where a step uses them.
 */
export const understandWorkflows = (
  files: readonly WorkflowFile[],
  marketplaces: readonly Marketplace[],
  knowledge: RepositoryKnowledge,
): WorkflowUnderstanding => {
  const parsed = files.filter(({path}) => !isActionFile(path)).map((file) => ({file, result: parseWorkflow(file)}));
  const workflows = parsed.flatMap(({result}) => ('workflow' in result ? [result.workflow] : []));
  const actions = files.filter(({path}) => isActionFile(path)).flatMap((file) => toCompositeAction(file) ?? []);
  const unparsed = parsed.flatMap(({file, result}) => ('failure' in result ? [file] : []));
  const running = runningJobsOf({workflows, actions, knowledge});
  const owners = secretOwnersOf(marketplaces);
  const bound = running.flatMap((job) => bindJob(job, marketplaces, owners));
  const surroundings = surroundingsOf(workflows, running, bound, knowledge);
  const readsAnySecret = running.some(handsAll) || readsAny([...files.map(({text}) => text ?? '')]);
  return {
    jobs: bound.map((one) => judgeJob(one, surroundings)),
    unread: unreadOf(parsed),
    readSecrets: secretsRead(running, workflows, unparsed),
    ...(readsAnySecret ? {readsAnySecret} : {}),
  };
};
