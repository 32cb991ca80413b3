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

export type Environment = {readonly id: number; readonly name: string; readonly createdAt: string; readonly secrets: Secret[]};

export type Workflow = {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  state: 'active' | 'deleted' | 'disabled_fork' | 'disabled_inactivity' | 'disabled_manually';
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required';
export type RunStatus = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';

export type Run = {
  readonly id: number;
  readonly workflowId: number;
  readonly number: number;
  readonly attempt: number;
  readonly event: string;
  readonly branch: string;
  readonly sha: string;
  readonly actor: string;
  readonly title: string;
  readonly status: RunStatus;
  readonly conclusion: Conclusion | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly jobs: Job[];
};

export type Step = {
  readonly number: number;
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: Conclusion | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
};

export type Annotation = {readonly level: 'notice' | 'warning' | 'failure'; readonly message: string; readonly line: number};

export type Job = {
  readonly id: number;
  readonly name: string;
  readonly status: RunStatus;
  readonly conclusion: Conclusion | null;
  readonly labels: readonly string[];
  readonly createdAt: string;
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly steps: readonly Step[];
  readonly annotations: readonly Annotation[];
  /** Null: it has none yet, or it is gone. */
  readonly log: string | null;
};
