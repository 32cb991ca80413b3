import type {MarketplaceId} from './marketplace-id.ts';
import type {PackageFile} from './package-file.ts';
import type {Release, RepositoryName} from './project.ts';
import type {WorkflowFile, WorkflowUnderstanding} from './workflow.ts';

export type RepositoryAbout = {
  /** What it is called since it was renamed or transferred; absent: it is called as it was asked for. */
  readonly movedTo?: RepositoryName;
  readonly url: string;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
};

/** The release of the tag, or how far the tag has come without one. */
export type ReleaseAnswer =
  | {readonly kind: 'released'; readonly release: Release}
  | {readonly kind: 'tag-only'}
  | {readonly kind: 'no-tag'};

export type SecretName = {
  readonly name: string;
  /** ISO time of the last write. */
  readonly updatedAt: string;
  readonly level: 'repository' | 'environment' | 'organization';
  /** Absent unless the level is `environment`. */
  readonly environment?: string;
};

/** Where secrets may stand that nobody could list. */
export type UnlistedSecrets = {
  readonly level: 'environment' | 'organization';
  /** Absent: every environment; of the organization always. */
  readonly environment?: string;
  /** Why, and what would help, in sentences. */
  readonly why: string;
};

/** The secrets that could be listed, and where more may stand. */
export type ListedSecrets = {readonly names: readonly SecretName[]; readonly unlisted: readonly UnlistedSecrets[]};

/** Where nobody could look, for the middle of a sentence. */
export const unlistedPlace = ({level, environment}: UnlistedSecrets): string =>
  level === 'organization' ? 'the organization' : environment === undefined ? 'the environments' : `the environment ${environment}`;

/** Whether a job of this environment may read secrets that nobody could list. Undefined as an environment: it runs in none. */
export const readsUnlisted = (unlisted: readonly UnlistedSecrets[], environment: string | undefined): boolean =>
  unlisted.some((place) => {
    if (place.level === 'organization') return true;
    if (environment === undefined) return false;
    return place.environment === undefined || environment.includes('${{') || place.environment.toLowerCase() === environment.toLowerCase();
  });

export type RunStep = {
  readonly number: number;
  readonly name: string;
  readonly status: string;
  /** Null while it runs. */
  readonly conclusion: string | null;
  /** ISO time, to the second; absent: it has not started, or GitHub doesn't say. */
  readonly startedAt?: string;
  /** ISO time, to the second; absent: it has not ended, or GitHub doesn't say. */
  readonly completedAt?: string;
};

export type RunJob = {
  readonly id: number;
  readonly runId: number;
  readonly name: string;
  readonly status: string;
  /** Null while it runs. */
  readonly conclusion: string | null;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly url: string;
  readonly steps: readonly RunStep[];
};

export type Run = {
  readonly id: number;
  readonly path: string;
  readonly event: string;
  readonly branch: string;
  readonly status: string;
  /** Null while it runs. */
  readonly conclusion: string | null;
  readonly createdAt: string;
  readonly url: string;
};

/** The newest runs of one workflow, newest first; `jobs` only for those that had to be read. */
export type WorkflowRuns = {readonly path: string; readonly runs: readonly (Run & {readonly jobs?: readonly RunJob[]})[]};

export type ActionsPolicy = {
  readonly isEnabled: boolean;
  /** What `GITHUB_TOKEN` may do where a workflow says nothing. */
  readonly defaultPermission: 'read' | 'write';
};

/** The files of the repository that say what is published where. */
export type PackageFiles = {
  readonly files: Partial<Record<MarketplaceId, readonly PackageFile[]>>;
  /** True when GitHub's listing was cut off, or too many files matched: absence proves nothing then. */
  readonly isIncomplete: boolean;
};

/** What all rows share; each is read once and known or unknown by itself. */
export type RepositoryFacts = {
  readonly about: RepositoryAbout;
  readonly release: ReleaseAnswer;
  readonly secrets: readonly SecretName[];
  /** Empty: whatever is not among the secrets is not set. */
  readonly unlistedSecrets: readonly UnlistedSecrets[];
  readonly policy: ActionsPolicy;
  readonly hasImmutableReleases: boolean;
  readonly files: PackageFiles;
  readonly workflows: readonly WorkflowFile[];
  readonly understanding: WorkflowUnderstanding;
  readonly runs: readonly WorkflowRuns[];
};
