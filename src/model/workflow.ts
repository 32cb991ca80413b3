import type {MarketplaceId} from './marketplace-id.ts';

/** A workflow as GitHub lists it, with its text. */
export type WorkflowFile = {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  /** GitHub's word: active, disabled_manually, disabled_inactivity, disabled_fork, deleted. */
  readonly state: string;
  readonly url: string;
  /** Absent: the file is gone from the default branch, or there were too many to read. */
  readonly text?: string;
  /** True: there were too many to read this one; absent: it was read, or it is gone. */
  readonly isLeftOut?: true;
};

/** A step as the workflow file writes it. Expressions stand unevaluated in every text. */
export type WorkflowStep = {
  /** What GitHub shows for it in a run. */
  readonly name: string;
  readonly id?: string;
  /** The action without its ref, in lower case, such as `docker/build-push-action`; absent: a script. */
  readonly uses?: string;
  readonly ref?: string;
  readonly run?: string;
  readonly shell?: string;
  /** Absent: runs whenever the job does. */
  readonly if?: string;
  readonly with: Readonly<Record<string, string>>;
  /** The step's, the job's and the workflow's, the nearest winning. */
  readonly env: Readonly<Record<string, string>>;
  readonly continuesOnError: boolean;
  /** Line in the file, from 1. */
  readonly line: number;
};

export type Permission = 'read' | 'write' | 'none';

export type WorkflowJob = {
  readonly id: string;
  /** What GitHub shows in a run; an expression in it stands unevaluated. */
  readonly name: string;
  readonly needs: readonly string[];
  readonly if?: string;
  readonly environment?: string;
  /** Labels of the machine that it asks for, expressions unevaluated; absent: it names none. */
  readonly runsOn?: readonly string[];
  /** The job's, else the workflow's; absent: the repository's default applies. */
  readonly permissions?: Readonly<Record<string, Permission>>;
  readonly continuesOnError: boolean;
  /** The reusable workflow it calls, such as `./.github/workflows/x.yml` or `owner/name/…@ref`; absent: it has steps. */
  readonly calls?: string;
  /** What it hands to the workflow that it calls; absent: nothing, or it calls none. */
  readonly hands?: {readonly inputs: Readonly<Record<string, string>>; readonly secrets: 'inherit' | Readonly<Record<string, string>>};
  readonly hasMatrix: boolean;
  readonly steps: readonly WorkflowStep[];
  /** Names of the secrets it reads, in its own text and in the workflow's env. */
  readonly secrets: readonly string[];
  readonly line: number;
};

export type WorkflowInput = {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default?: string;
  /** What it says for people; absent: nothing. */
  readonly description?: string;
  readonly options?: readonly string[];
};

export type WorkflowTrigger = {
  readonly event: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
  readonly inputs?: readonly WorkflowInput[];
};

/** A workflow file that was parsed. */
export type Workflow = {
  readonly file: WorkflowFile;
  readonly triggers: readonly WorkflowTrigger[];
  readonly jobs: readonly WorkflowJob[];
};

export const findingKinds = [
  'disabled',
  'never-fires',
  'missing-permission',
  'asset-race',
  'swallows-failure',
  'skips-on-empty-secret',
  'cross-repository-token',
  'second-publisher',
  'secret-not-set',
  'secret-near-miss',
  'secret-not-seen',
  'commits-nowhere',
  'error-page-hashed',
  'calls-elsewhere',
  'publisher-names-other-file',
  'asks-any-version',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Something a workflow can do wrong, read from its text. */
export type Finding = {
  readonly kind: FindingKind;
  readonly severity: 'problem' | 'warning';
  /** One sentence for people. */
  readonly text: string;
  /** Line in the workflow file; absent: it concerns the whole file. */
  readonly line?: number;
  /** Step as the workflow names it; absent: it concerns the whole job. */
  readonly step?: string;
};

/** A job that publishes to a marketplace. */
export type PublishingJob = {
  readonly marketplace: MarketplaceId;
  readonly workflow: {readonly id: number; readonly name: string; readonly path: string; readonly url: string};
  readonly job: WorkflowJob;
  /** The events that its workflow starts on; absent: not told. */
  readonly events?: readonly string[];
  /** The file that its text stands in; absent: the workflow's own. */
  readonly definedIn?: string;
  /** What shows that it publishes there, such as "runs `npm publish`". */
  readonly because: string;
  /** Names of the steps that publish, as a run shows them; empty when only the job's name tells. */
  readonly publishingSteps: readonly string[];
  /** False: it can never run (disabled workflow, `if: false`, no trigger that can fire). */
  readonly isEnabled: boolean;
  /** The secrets it reads that the marketplace knows, else all it reads but GITHUB_TOKEN. */
  readonly secrets: readonly string[];
  /** The package's id at the marketplace, where the job spells it; absent: it doesn't. */
  readonly packageName?: string;
  readonly findings: readonly Finding[];
};

/** Everything the workflows' texts tell. */
export type WorkflowUnderstanding = {
  readonly jobs: readonly PublishingJob[];
  /** Workflow files that don't parse, or were not read, with the reason. */
  readonly unread: readonly {
    readonly path: string;
    readonly why: string;
    readonly line?: number;
    /** True: the file is gone from the default branch, and nothing runs it there; absent: it is there. */
    readonly isGone?: true;
  }[];
  /** Every secret any workflow reads. */
  readonly readSecrets: readonly {readonly name: string; readonly path: string; readonly job?: string}[];
  /** True when a job reads secrets by a computed name, all at once, or hands all to a workflow elsewhere: none can be called unread then. */
  readonly readsAnySecret?: boolean;
};
