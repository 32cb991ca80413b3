import type {MarketplaceId} from '../model/marketplace-id.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import type {DispatchWay, NoDispatch, StartedJob} from '../model/start.ts';
import type {PublishingJob, Workflow, WorkflowFile} from '../model/workflow.ts';
import {everyChoice, firstChoice, type Given, neighboursOf, productOf} from './assignments.ts';
import {isActionFile, toCompositeAction} from './composite.ts';
import {type Contexts, evaluateCondition} from './evaluate.ts';
import {runningJobsOf} from './follow.ts';
import {type InputChoice, inputChoices, type Released} from './inputs.ts';
import {parseWorkflow} from './parse.ts';
import type {RunningJob} from './running-job.ts';
import {type Truth, truthsOf} from './will-run.ts';

/** What is to be started, and all that is known of the repository's workflows. */
export type Selection = {
  readonly marketplace: MarketplaceId;
  readonly files: readonly WorkflowFile[];
  /** As `understandWorkflows` found them. */
  readonly publishing: readonly PublishingJob[];
  readonly repository: RepositoryName;
  readonly defaultBranch: string;
  readonly released: Released;
};

/** Up to so many choices all are tried; beyond, one input is changed after the other for as long as it gets better. */
const mostTried = 3000;

const typed = (choices: readonly InputChoice[], given: Given) =>
  Object.fromEntries(
    choices.map(({input: {name, type}}) => {
      const value = given[name] ?? '';
      if (type === 'boolean') return [name, value === 'true'];
      return [name, type === 'number' && value !== '' ? Number(value) : value];
    }),
  );

const contextsFor = ({repository}: Selection, choices: readonly InputChoice[], given: Given, ref: string, isTag: boolean): Contexts => ({
  values: {
    github: {
      event_name: 'workflow_dispatch',
      repository: repositoryText(repository),
      repository_owner: repository.owner,
      ref: `refs/${isTag ? 'tags' : 'heads'}/${ref}`,
      ref_name: ref,
      ref_type: isTag ? 'tag' : 'branch',
      event: {inputs: Object.fromEntries(choices.map(({input: {name}}) => [name, given[name] ?? '']))},
    },
    inputs: typed(choices, given),
  },
  closed: ['inputs'],
});

/** Whether a step that publishes can run; where only the job's name tells, the job itself. */
const publishes = ({publishingSteps, job}: PublishingJob, contexts: Contexts): boolean =>
  publishingSteps.length === 0 ||
  job.steps.some((step) => publishingSteps.includes(step.name) && evaluateCondition(step.if, contexts) !== false);

type Trial = {readonly given: Given; readonly way: DispatchWay; readonly cost: readonly number[]};

type Candidate = {
  readonly selection: Selection;
  readonly workflow: Workflow;
  readonly jobs: readonly RunningJob[];
  readonly target: PublishingJob;
  readonly choices: readonly InputChoice[];
  readonly ref: string;
  readonly isTag: boolean;
};

/** Only what differs from what GitHub fills in by itself, or must be given. */
const inputsToSend = (choices: readonly InputChoice[], given: Given): Given =>
  Object.fromEntries(
    choices.flatMap(({input: {name, required, default: usual, type}}) => {
      const value = given[name];
      if (value === undefined) return [];
      const filledIn = usual ?? (type === 'boolean' ? 'false' : '');
      return value === filledIn && !(required && usual === undefined) ? [] : [[name, value]];
    }),
  );

const startedJob = (one: RunningJob, truth: Truth, {publishing}: Selection): StartedJob => ({
  name: one.job.name,
  isCertain: truth === 'yes',
  publishes: [
    ...new Set(
      publishing
        .filter(({job, workflow}) => job.id === one.job.id && workflow.path === one.workflow.file.path)
        .map(({marketplace}) => marketplace),
    ),
  ],
});

/** What one set of inputs would run; undefined: the job is not among it. */
const tryInputs = (candidate: Candidate, given: Given): Trial | undefined => {
  const {selection, workflow, jobs, target, choices, ref, isTag} = candidate;
  const contexts = contextsFor(selection, choices, given, ref, isTag);
  const truths = truthsOf(jobs, contexts);
  const own = jobs.find(({job}) => job.id === target.job.id);
  const truth = own === undefined ? 'no' : (truths.get(own) ?? 'no');
  if (own === undefined || truth === 'no' || !publishes(target, contexts)) return undefined;
  const alsoRuns = jobs
    .filter((one) => one !== own && truths.get(one) !== 'no')
    .map((one) => startedJob(one, truths.get(one) ?? 'no', selection));
  const {id, name, path} = workflow.file;
  const inputs = inputsToSend(choices, given);
  const others = new Set(alsoRuns.flatMap((one) => one.publishes)).size;
  const way: DispatchWay = {kind: 'dispatch', workflow: {id, name, path}, ref, inputs, job: startedJob(own, truth, selection), alsoRuns};
  return {given, way, cost: [truth === 'yes' ? 0 : 1, others, alsoRuns.length, Object.keys(inputs).length, JSON.stringify(inputs).length]};
};

const cheaper = (one: Trial, other: Trial): number => {
  const at = one.cost.findIndex((value, index) => value !== other.cost[index]);
  return at < 0 ? 0 : (one.cost[at] ?? 0) - (other.cost[at] ?? 0);
};

const cheapest = (trials: readonly Trial[]): Trial | undefined => [...trials].sort(cheaper)[0];

const bestOf = (candidate: Candidate): Trial | undefined => {
  const {choices} = candidate;
  const tried = (all: readonly Given[]) => cheapest(all.flatMap((given) => tryInputs(candidate, given) ?? []));
  if (productOf(choices) <= mostTried) return tried(everyChoice(choices));
  const first = firstChoice(choices);
  let best = tried([first, ...neighboursOf(first, choices)]);
  for (let round = 0; best !== undefined && round < choices.length; round++) {
    const next = tried(neighboursOf(best.given, choices));
    if (next === undefined || cheaper(next, best) >= 0) return best;
    best = next;
  }
  return best;
};

const none = (path: string, why: NoDispatch['why'], text: string): NoDispatch => ({kind: 'none', path, why, text});

/** An input that must be given and whose value nobody knows; undefined: there is none. */
const unknownInput = (choices: readonly InputChoice[]) => choices.find(({input, values}) => input.required && values.length === 0)?.input;

/** The dispatch of one workflow that runs the job with the fewest others; or why there is none. */
const wayOf = (target: PublishingJob, workflow: Workflow, jobs: readonly RunningJob[], selection: Selection): DispatchWay | NoDispatch => {
  const {path, state, text = ''} = workflow.file;
  const file = path.split('/').at(-1) ?? path;
  const trigger = workflow.triggers.find(({event}) => event === 'workflow_dispatch');
  if (state !== 'active') return none(path, 'disabled', `The workflow ${file} is disabled.`);
  if (trigger === undefined)
    return none(path, 'no-trigger', `The workflow ${file} has no “workflow_dispatch”, so nobody can start it by hand.`);
  const conditions = jobs.flatMap(({conditions: own, job}) => [
    ...own.map((one) => one.text),
    ...job.steps.flatMap((step) => step.if ?? []),
  ]);
  const choices = inputChoices(trigger.inputs ?? [], text, conditions, selection.released);
  const unknown = unknownInput(choices);
  if (unknown !== undefined)
    return none(path, 'input-not-known', `The workflow ${file} wants the input “${unknown.name}”, and nothing tells what it may be.`);
  // Without an input that names the version, only the tag itself tells the workflow what to publish.
  const isTag = !choices.some(({isFixed}) => isFixed);
  const ref = isTag ? selection.released.tag : selection.defaultBranch;
  const candidate: Candidate = {selection, workflow, jobs, target, choices, ref, isTag};
  const best = bestOf(candidate);
  return best?.way ?? none(path, 'never-publishes', `No choice of inputs makes ${file} run the job “${target.job.name}”.`);
};

/** Every way to start a marketplace's job by a dispatch, the one that runs the fewest others first, and why other workflows give none. */
export const findDispatches = (selection: Selection): readonly (DispatchWay | NoDispatch)[] => {
  const {files, publishing, marketplace, repository} = selection;
  const workflows = files.flatMap((file) => {
    const result = isActionFile(file.path) ? undefined : parseWorkflow(file);
    return result !== undefined && 'workflow' in result ? [result.workflow] : [];
  });
  const actions = files.filter(({path}) => isActionFile(path)).flatMap((file) => toCompositeAction(file) ?? []);
  const running = runningJobsOf({workflows, actions, knowledge: {repository, tag: selection.released.tag}});
  const ways = publishing
    .filter((job) => job.marketplace === marketplace)
    .flatMap((target) => {
      const workflow = workflows.find(({file}) => file.path === target.workflow.path);
      return workflow === undefined
        ? []
        : [
            wayOf(
              target,
              workflow,
              running.filter((one) => one.workflow === workflow),
              selection,
            ),
          ];
    });
  const rank = (way: DispatchWay | NoDispatch): number =>
    way.kind === 'none' ? 1000 : way.alsoRuns.length + (way.job.isCertain ? 0 : 100);
  return [...ways].sort((one, other) => rank(one) - rank(other));
};
