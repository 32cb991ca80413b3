import type {Workflow, WorkflowJob} from '../model/workflow.ts';

/** An `if` of a job; in a called workflow `inputs` are what the caller hands over, not those of the event. */
export type Condition = {readonly text: string; readonly isCalled: boolean};

/** A job as a run of a workflow has it: calls followed, composite actions opened, names as the run shows them. */
export type RunningJob = {
  /** The workflow whose run it appears in. */
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
  /** The file that its text stands in; the workflow's own unless it was called. */
  readonly path: string;
  /** Every condition that must hold: its callers' and its own. */
  readonly conditions: readonly Condition[];
  /** Secrets that it reads and that its caller doesn't hand over, by the name it reads. */
  readonly notHanded: readonly string[];
  /** The workflow that it calls and whose text is not here; absent: it calls none, or it was followed. */
  readonly callsElsewhere?: string;
};
