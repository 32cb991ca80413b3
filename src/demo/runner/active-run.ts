import type {Workflow, WorkflowStep} from '../../model/workflow.ts';
import type {JobDetails} from '../../workflow/job-details.ts';
import type {RunValue} from '../../workflow/run-expression.ts';
import type {RunningJob} from '../../workflow/running-job.ts';
import type {Conclusion, Job, Run} from '../github/actions-state.ts';
import type {Commit, Repository} from '../github/state.ts';
import type {JobLog} from './job-log.ts';
import type {JobMemory} from './place.ts';
import type {Disk} from './shell/shell.ts';

export type StepResult = {readonly outputs: Readonly<Record<string, string>>; readonly outcome: string; readonly conclusion: string};

/** A job of a run that is not over. */
export type ActiveJob = {
  /** As `needs` names it. */
  readonly id: string;
  readonly name: string;
  readonly definition: RunningJob;
  readonly steps: readonly WorkflowStep[];
  readonly details: JobDetails | undefined;
  readonly matrix: Readonly<Record<string, RunValue>>;
  state: 'waiting' | 'asked' | 'queued' | 'running' | 'done';
  /** As GitHub shows it; absent: those that it needs are not done. */
  record?: Job;
  result?: Conclusion;
  /** The next step of the workflow file. */
  at: number;
  /** Milliseconds at which the step that runs began. */
  stepBegan: number;
  /** How its steps went so far. */
  status: 'success' | 'failure' | 'cancelled';
  readonly results: Record<string, StepResult>;
  readonly log: JobLog;
  readonly disk: Disk;
  readonly memory: JobMemory;
  /** What goes on once nothing holds it any more; absent: nothing holds it. */
  held?: () => void;
};

/** A run that is not over. */
export type ActiveRun = {
  readonly repository: Repository;
  readonly run: Run;
  readonly attempt: number;
  readonly commit: Commit;
  readonly workflow: Workflow;
  readonly jobs: readonly ActiveJob[];
  /** What every job of it knows. */
  readonly contexts: {readonly [context: string]: RunValue};
  /** As they were when it was queued, by name in upper case. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly ownToken: string;
  /** Its group of concurrency; absent: it waits for no other run. */
  readonly group?: string;
  isOver: boolean;
};
