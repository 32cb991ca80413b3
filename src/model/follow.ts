import type {MarketplaceId} from './marketplace-id.ts';
import type {RunJob} from './repository.ts';

/** A publish that was started and is followed until the marketplace serves it; kept on disk, so that it is found again. */
export type Started = {
  readonly marketplace: MarketplaceId;
  /** OWNER/NAME. */
  readonly repository: string;
  readonly tag: string;
  /** ISO time just before GitHub was asked. */
  readonly askedAt: string;
  readonly by: 'run-workflow' | 'rerun-job';
  /** File name of the workflow, such as `publish.yml`. */
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Absent: GitHub named none, and it was not found yet. */
  readonly run?: number;
  /** The attempt of the run that was started; absent: its first. */
  readonly attempt?: number;
  /** The job's name in the run; an expression in it stands unevaluated. */
  readonly job: string;
  /** The commit that the tag stood at when it was planned; absent: it does not run on the tag, or that is not known. */
  readonly commit?: string;
};

/** How far it has come; what could not be looked at stays as it was, with the problem beside it. */
export type Progress =
  /** Asked for, and its run is not to be seen yet. */
  | {readonly stage: 'asked'; readonly since: string}
  /** `why`: what it waits for; absent: for a machine. */
  | {readonly stage: 'queued'; readonly url: string; readonly since: string; readonly why?: string}
  /** An environment wants people's approval. */
  | {readonly stage: 'needs-approval'; readonly url: string; readonly environment: string; readonly reviewers: readonly string[]}
  | {readonly stage: 'running'; readonly job: RunJob}
  | {readonly stage: 'failed'; readonly job?: RunJob; readonly conclusion: string; readonly url: string}
  /** The run is gone: deleted, or of a repository that can't be seen any more. */
  | {readonly stage: 'vanished'; readonly why: string}
  /** The job ended green; the marketplace is asked until it serves the version. */
  | {readonly stage: 'propagating'; readonly job?: RunJob; readonly since: string; readonly nextLook: string; readonly usually: string}
  | {readonly stage: 'waiting'; readonly for: string; readonly url?: string}
  | {readonly stage: 'served'; readonly because: string}
  /** Served, and not what was released. */
  | {readonly stage: 'wrong'; readonly because: string}
  /** The time in which it should have been seen has long passed. */
  | {readonly stage: 'not-served'; readonly because: string}
  /** It could not be told what came of it. */
  | {readonly stage: 'unknown'; readonly because: string};

/** A run as it is followed. */
export type FollowedRun = {
  readonly id: number;
  readonly status: string;
  /** Null while it runs. */
  readonly conclusion: string | null;
  readonly commit: string;
  readonly title: string;
  readonly attempt: number;
  readonly createdAt: string;
  /** When this attempt began. */
  readonly startedAt: string;
  readonly url: string;
  /** Who started this attempt; absent: GitHub doesn't say. */
  readonly startedBy?: string;
};

/** An environment that wants people's approval. */
export type Approval = {
  readonly environment: string;
  readonly reviewers: readonly string[];
  /** Whoever is signed in may give it. */
  readonly isOurs: boolean;
};
