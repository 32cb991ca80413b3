import type {Decision} from '../model/decision.ts';
import type {Situation} from '../model/diagnosis.ts';
import type {Started} from '../model/follow.ts';
import type {NotOffered} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Plan} from '../model/plan.ts';
import {repositoryText} from '../model/project.ts';
import {publishes} from '../model/publishing-step.ts';
import type {PlannedTag, RunStep} from '../model/run-steps.ts';
import type {DispatchWay, NoDispatch, StartedJob} from '../model/start.ts';
import {besidesText} from './besides.ts';
import {chooseStart, type Rerun, type Start} from './choose-start.ts';
import {decide} from './decide.ts';

/** All that was just looked up to decide about one marketplace. */
export type PublishFacts = {
  readonly situation: Situation;
  readonly now: number;
  readonly ways: readonly (DispatchWay | NoDispatch)[];
  /** Absent: the job never ran. `attempt` is the last one of its run. */
  readonly rerun?: Rerun & {readonly attempt: number; readonly workflow: string; readonly ref: string};
  /** Absent: it could not be looked up. */
  readonly tagCommit?: string;
  /** Absent: the marketplace takes this kind of software. */
  readonly refusal?: NotOffered;
  /** A run under way whose jobs leave open whether it publishes here; absent: none. */
  readonly underWay?: {readonly url: string; readonly since: string};
  /** What was started from here and has not ended; absent: nothing. */
  readonly started?: Started;
  /** Why what is served could not be compared; absent: it was, or nothing is served. */
  readonly comparisonProblem?: string;
  /** What could be taken back and what never; absent: nothing is known of it. */
  readonly undo?: string;
  /** Why the last attempt came to nothing and what mends that, in sentences; absent: nothing is known of that. */
  readonly lastTime?: string;
  /** The step of the job that a start would run which asks whether any version is there, and by that leaves later ones out; absent: none does. */
  readonly asksForAny?: string;
  /** True: a selector can be added to the workflow by itself. */
  readonly canAddSelector: boolean;
};

/** What is to be done at one marketplace. */
export type PublishChoice =
  | {
      readonly kind: 'plan';
      readonly because: string;
      readonly plan: Plan;
      readonly started: Omit<Started, 'askedAt'>;
      readonly alsoRuns: readonly StartedJob[];
      /** Those of them that publish somewhere else; empty: none does. */
      readonly besides: readonly StartedJob[];
    }
  | Exclude<Decision, {readonly kind: 'publish'}>;

const isElsewhere = ({publishes}: StartedJob, id: MarketplaceId): boolean => publishes.some((one) => one !== id);

const stepOf = ({situation: {project}, tagCommit}: PublishFacts, start: Start): RunStep => {
  const {repository, tag} = project;
  if (start.kind === 'rerun') {
    const {runId, id, name} = start.rerun.run;
    return {kind: 'rerun-job', repository, run: runId, job: id, name};
  }
  const {workflow, ref, inputs} = start.way;
  const planned: PlannedTag | undefined = tagCommit === undefined ? undefined : {name: tag, commit: tagCommit};
  const file = workflow.path.split('/').at(-1) ?? workflow.path;
  return {kind: 'run-workflow', repository, workflow: file, ref, inputs, ...(planned === undefined ? {} : {tag: planned})};
};

const startedOf = ({situation, rerun, tagCommit}: PublishFacts, start: Start): Omit<Started, 'askedAt'> => {
  const {marketplace, project} = situation;
  const {tag} = project;
  const known = {marketplace: marketplace.id, repository: repositoryText(project.repository), tag};
  if (start.kind === 'rerun' && rerun !== undefined) {
    const {workflow, ref, attempt, run} = rerun;
    return {...known, by: 'rerun-job', workflow, ref, inputs: {}, run: run.runId, attempt: attempt + 1, job: run.name};
  }
  const way = start.kind === 'dispatch' ? start.way : undefined;
  const {path = '', ref = tag, inputs = {}, job = ''} = {path: way?.workflow.path, ref: way?.ref, inputs: way?.inputs, job: way?.job.name};
  const commit = ref === tag && tagCommit !== undefined ? {commit: tagCommit} : {};
  return {...known, by: 'run-workflow', workflow: path.split('/').at(-1) ?? path, ref, inputs, job, ...commit};
};

/** What stands against it besides the facts of the marketplace; undefined: nothing. */
const standingAgainst = (facts: PublishFacts): Exclude<Decision, {readonly kind: 'publish'}> | undefined => {
  const {situation, refusal, started, underWay, comparisonProblem} = facts;
  const {marketplace, project, publication, integrity} = situation;
  const {title} = marketplace;
  if (started !== undefined)
    return {
      kind: 'wait',
      because: `Publishing ${project.version} to ${title} was started from here at ${started.askedAt}, and has not ended; “portcall publish --follow” follows it.`,
      since: started.askedAt,
    };
  if (publication?.version.kind === 'published' && integrity === undefined && comparisonProblem !== undefined)
    return {
      kind: 'blocked',
      because: `${title} says that it has ${project.version}, and it could not be compared with the release: ${comparisonProblem}`,
      next: 'Look again with “portcall verify”.',
      isUnknown: true,
    };
  if (publication?.version.kind === 'absent' && refusal !== undefined)
    return {kind: 'blocked', because: `${title} does not take such software: ${refusal.why}`, next: `See ${refusal.url}.`};
  return underWay === undefined
    ? undefined
    : {kind: 'wait', because: `A run that may publish ${project.version} to ${title} is under way.`, ...underWay};
};

const withoutWay = (facts: PublishFacts, because: string): PublishChoice => {
  const {situation, canAddSelector, ways} = facts;
  const {id, title} = situation.marketplace;
  if (ways.length === 0)
    return {
      kind: 'blocked',
      because: `No job of a workflow publishes to ${title}.`,
      next: `Write one first: “portcall workflow --only ${id}” proposes it.`,
    };
  return {
    kind: 'blocked',
    because,
    next: canAddSelector
      ? `Run “portcall workflow --only ${id}”: it proposes an input that selects the marketplace.`
      : 'Change the workflow.',
  };
};

/** Why what runs besides has to be allowed first; undefined: nothing of it publishes where it matters. */
const whyRefused = (
  {situation, canAddSelector}: PublishFacts,
  because: string,
  besides: readonly StartedJob[],
): PublishChoice | undefined => {
  const {id} = situation.marketplace;
  const elsewhere = besides.some(({publishes}) => publishes.some((one) => one !== id && one !== 'github-releases'));
  if (!elsewhere) return undefined;
  return {
    kind: 'blocked',
    because: `${because} It would also run ${besidesText(besides)}.`,
    next: `Allow that with --also${canAddSelector ? `, or add an input that selects with “portcall workflow --only ${id}”` : ''}.`,
  };
};

/** Why the job would leave the version out again; undefined: nothing shows that it would. */
const whySkippedAgain = ({situation, asksForAny}: PublishFacts, start: Start, why: string): PublishChoice | undefined => {
  const {marketplace, project, publication, job} = situation;
  // A run for this tag that came as far as to publish does so again.
  if (start.kind === 'rerun' && start.rerun.run.steps.some((step) => publishes(job, step) && step.conclusion !== 'skipped'))
    return undefined;
  const hasAny = publication !== undefined && (publication.serves !== null || publication.version.kind === 'partial');
  if (asksForAny === undefined || !hasAny) return undefined;
  return {
    kind: 'blocked',
    because: `${why} The step “${asksForAny}” asks whether any version is there, so that the job would leave ${project.version} out again.`,
    next: `Mend it first: portcall workflow --only ${marketplace.id}, or f on its page.`,
  };
};

const planStart = (facts: PublishFacts, why: string, mayRunAlso: boolean): PublishChoice => {
  const {situation, ways, rerun, now, undo, lastTime} = facts;
  const {marketplace, project} = situation;
  const {start, because: how, others} = chooseStart(ways, rerun, now);
  const because = [
    why,
    how,
    ...(others.length === 0 ? [] : [`Not otherwise: ${others.join(' ')}`]),
    ...(lastTime === undefined ? [] : [`The last time: ${lastTime}`]),
  ].join(' ');
  if (start === undefined) return withoutWay(facts, because);
  const skipped = whySkippedAgain(facts, start, why);
  if (skipped !== undefined) return skipped;
  const alsoRuns = start.kind === 'dispatch' ? start.way.alsoRuns : start.rerun.alsoRuns;
  const besides = alsoRuns.filter((one) => isElsewhere(one, marketplace.id));
  const refused = mayRunAlso ? undefined : whyRefused(facts, because, besides);
  if (refused !== undefined) return refused;
  const wanted = besides.length === 0 || mayRunAlso ? '' : ` It also runs ${besidesText(besides)}, which takes --also or a yes to that.`;
  return {
    kind: 'plan',
    because: `${because}${wanted}`,
    plan: {
      title: `${repositoryText(project.repository)}: publish ${project.version} to ${marketplace.title}`,
      repository: project.repository,
      steps: [stepOf(facts, start)],
      ...(undo === undefined ? {} : {undo}),
    },
    started: startedOf(facts, start),
    alsoRuns,
    besides,
  };
};

/** Decides about one marketplace, and plans how its job is started. Pure. */
export const planPublish = (facts: PublishFacts, mayRunAlso: boolean): PublishChoice => {
  const against = standingAgainst(facts);
  if (against !== undefined && (against.kind === 'blocked' || facts.started !== undefined)) return against;
  const decision = decide(facts.situation);
  return decision.kind === 'publish' ? (against ?? planStart(facts, decision.because, mayRunAlso)) : decision;
};
