export type Secret = {
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Absent: it was set before this world began, and nobody knows its value. */
  readonly sealed?: SealedValue;
};

/** A value as it was sent, in base64, with the place whose key it was sealed for. */
export type SealedValue = {readonly box: string; readonly place: string};

/** A secret of an organization, with the repositories whose workflows may read it. */
export type OrganizationSecret = Secret & {
  readonly visibility: 'all' | 'private' | 'selected';
  /** Numbers of repositories; only for `selected`. */
  readonly selected: readonly number[];
};

export type Environment = {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  readonly secrets: Secret[];
  /** Logins of whom one must approve a job before it starts; absent: nobody has to. */
  reviewers?: readonly string[];
};

export type Workflow = {
  readonly id: number;
  name: string;
  readonly path: string;
  state: 'active' | 'deleted' | 'disabled_fork' | 'disabled_inactivity' | 'disabled_manually';
  readonly createdAt: string;
  updatedAt: string;
};

export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required';
export type RunStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';

export type Run = {
  readonly id: number;
  readonly workflowId: number;
  readonly number: number;
  attempt: number;
  readonly event: string;
  readonly branch: string;
  readonly sha: string;
  readonly actor: string;
  title: string;
  status: RunStatus;
  conclusion: Conclusion | null;
  readonly createdAt: string;
  updatedAt: string;
  jobs: Job[];
  /** Who started this attempt; absent: the actor. */
  triggeringActor?: string;
  /** When this attempt began; absent: when the run did. */
  startedAt?: string;
  /** What was asked for at the start; absent: no dispatch did. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The attempts before this one, the first first; absent: none. */
  earlier?: RunAttempt[];
  /** What a re-run was asked to run; absent: everything. */
  rerun?: readonly string[];
  /** Since when it is to end, in milliseconds; absent: nobody cancelled it. */
  cancelledAt?: number;
  /** What people said of the environments that its jobs wait for, by the environment's number; absent: nothing yet. */
  reviews?: Record<number, 'approved' | 'rejected'>;
  /** What holds its jobs back; absent: nothing. */
  hold?: Hold;
};

/** What a test or a person at the simulated GitHub does to a run's jobs, by the job's name; `*` stands for all. */
export type Hold = {
  /** Jobs that stand still where they are. */
  paused?: string[];
  /** Jobs that end at once, and how. */
  finish?: Record<string, 'success' | 'failure' | 'cancelled' | 'timed_out'>;
};

export type RunAttempt = Pick<Run, 'attempt' | 'conclusion' | 'updatedAt' | 'jobs'> & {
  readonly startedAt: string;
  readonly triggeringActor: string;
};

export type Step = {
  readonly number: number;
  readonly name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  startedAt: string | null;
  completedAt: string | null;
};

export type Annotation = {readonly level: 'notice' | 'warning' | 'failure'; readonly message: string; readonly line: number};

export type Job = {
  readonly id: number;
  readonly name: string;
  status: RunStatus;
  conclusion: Conclusion | null;
  readonly labels: readonly string[];
  readonly createdAt: string;
  startedAt: string;
  completedAt: string | null;
  steps: readonly Step[];
  annotations: readonly Annotation[];
  /** Null: it has none yet, or it is gone. */
  log: string | null;
  /** The attempt that it ran in; absent: the run's own. */
  readonly attempt?: number;
  /** The environment that it publishes to; absent: none. */
  readonly environment?: string;
  /** What it hands to the jobs that need it; absent: nothing. */
  outputs?: Readonly<Record<string, string>>;
};
