import type {Lookup} from './lookup.ts';
import type {MarketplaceId} from './marketplace-id.ts';
import type {PackageFile} from './package-file.ts';
import type {Project} from './project.ts';
import type {Account, Integrity, Publication, TokenTest} from './publication.ts';
import type {ActionsPolicy, ReleaseAnswer, RepositoryAbout, RunJob, SecretName, UnlistedSecrets, WorkflowRuns} from './repository.ts';
import type {SafeText} from './safe-text.ts';
import type {PublishingJob, WorkflowUnderstanding} from './workflow.ts';

/** The part of a job's log that matters. */
export type FailureLog = {
  readonly jobId: number;
  readonly url: string;
  /** Absent: the job failed without a failed step. */
  readonly step?: {readonly number: number; readonly name: string};
  /** The lines that matter, oldest first: error annotations with what stands before them, else the step's last lines. */
  readonly lines: readonly SafeText[];
};

export const confidences = ['confirmed', 'likely', 'possible'] as const;
export type Confidence = (typeof confidences)[number];

/** Where a fix can be carried out from here. */
export type Doable =
  | {readonly kind: 'test-token'}
  /** `name`: the secret's; absent: whichever the job reads. */
  | {readonly kind: 'set-secret'; readonly name?: string}
  | {readonly kind: 'patch-workflow'; readonly path?: string}
  /** `fork`: OWNER/NAME; absent: whose it is, is not known. */
  | {readonly kind: 'sync-fork'; readonly fork?: string}
  /** `until`: an ISO time; absent: nobody says how long. */
  | {readonly kind: 'wait'; readonly until?: string};

/** One cause of a row's failure, as people and JSON get it. */
export type Diagnosis = {
  readonly cause: string;
  readonly title: SafeText;
  readonly confidence: Confidence;
  readonly evidence: readonly SafeText[];
  readonly fix: SafeText;
  /** Absent: no step failed. */
  readonly step?: {readonly number: number; readonly name: SafeText};
  /** Not in the JSON. Absent: only a person can do the fix, or somewhere else. */
  readonly doable?: Doable;
};

/** A diagnosis with nothing but what the JSON promises. */
export const toRecord = ({doable: _, ...record}: Diagnosis): Omit<Diagnosis, 'doable'> => record;

/** What the probes of the causes decided, by the cause: `ruled-out`, or the judgement that stands in place of the first. */
export type Decided = Readonly<Record<string, Judgement | 'ruled-out'>>;

/** Everything known of one row, for the causes to judge; a member is absent when it is not known. */
export type Situation = {
  readonly marketplace: {readonly id: MarketplaceId; readonly title: string};
  readonly project: Project;
  readonly about?: RepositoryAbout;
  readonly release?: ReleaseAnswer;
  readonly secrets?: readonly SecretName[];
  /** Where more secrets may stand; absent: nowhere that is known. */
  readonly unlistedSecrets?: readonly UnlistedSecrets[];
  readonly understanding?: WorkflowUnderstanding;
  /** The row's own publishing job. */
  readonly job?: PublishingJob;
  /** That job's last execution. */
  readonly run?: RunJob;
  readonly log?: FailureLog;
  readonly publication?: Publication;
  readonly account?: Account;
  readonly token?: TokenTest;
  readonly integrity?: Integrity;
  /** The marketplace's package files in the repository. */
  readonly files?: readonly PackageFile[];
  readonly policy?: ActionsPolicy;
  /** True when people install from a repository of its own (tap, bucket); absent: they don't, or it is not known. */
  readonly needsRepository?: boolean;
  /** The newest runs of the job's workflow. */
  readonly workflowRuns?: WorkflowRuns;
  /** Holds for the log of the same job alone. */
  readonly decided?: Decided;
};

export type Judgement = {
  readonly confidence: Confidence;
  /** Each a sentence about something that was seen. */
  readonly evidence: readonly string[];
  /** One order. */
  readonly fix: string;
  /** Absent: the cause's own title fits. */
  readonly title?: string;
  readonly doable?: Doable;
};

/** An entry of the catalogue: pure, from facts to a judgement, and a probe where the facts leave it open. */
export type Cause = {
  /** In kebab-case; part of the JSON contract. */
  readonly id: string;
  /** One sentence, present tense. */
  readonly title: string;
  /** Undefined: the facts don't point here. */
  judge(situation: Situation): Judgement | undefined;
  /**
   * Asks what decides it, only reading, where the facts point here and confirm nothing. Undefined: it is ruled out; the judgement as it was: it stays
   * open. Absent: nothing more can be asked.
   */
  probe?(lookup: Lookup, situation: Situation, judged: Judgement): Promise<Judgement | undefined>;
};
