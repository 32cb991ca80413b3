import type {Marketplace} from '../model/marketplace.ts';
import type {Finding, Workflow, WorkflowStep} from '../model/workflow.ts';
import type {RepositoryKnowledge} from './knowledge.ts';
import type {Occasion} from './occasion.ts';
import type {RunningJob} from './running-job.ts';

/** A running job that publishes to a marketplace, before it is judged. */
export type BoundJob = {
  readonly running: RunningJob;
  readonly marketplace: Marketplace;
  readonly because: string;
  /** Empty: only the job's name tells. */
  readonly steps: readonly WorkflowStep[];
  /** The names that the marketplace knows, else those its steps read, else all the job reads. */
  readonly secrets: readonly string[];
};

/** What a finding can look at besides the job itself. */
export type Surroundings = {
  readonly workflows: readonly Workflow[];
  readonly running: readonly RunningJob[];
  readonly bound: readonly BoundJob[];
  readonly knowledge: RepositoryKnowledge;
  /** When a job can run; asked often, so worked out once. */
  occasionsOf(job: RunningJob): readonly Occasion[];
  /** Why a job never runs; undefined: it can. */
  disabledBecause(job: RunningJob): Finding | undefined;
};

/** Looks for one kind of fault in a publishing job. Pure. */
export type Judge = (bound: BoundJob, surroundings: Surroundings) => readonly Finding[];

/** A finding about one step. */
export const aboutStep = (step: WorkflowStep, finding: Pick<Finding, 'kind' | 'severity' | 'text'>): Finding => ({
  ...finding,
  line: step.line,
  step: step.name,
});
