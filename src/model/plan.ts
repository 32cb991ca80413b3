import {type RepositoryName, repositoryText} from './project.ts';
import {isRollbackStep, type RollbackStep, rollbackStepText} from './rollback-steps.ts';
import {isRunStep, type RunStep, runStepText} from './run-steps.ts';
import {isSubmissionStep, type SubmissionStep, submissionStepText} from './submission-steps.ts';

declare const confirmed: unique symbol;

/** Where a secret stands. */
export type SecretPlace =
  | {readonly level: 'repository'; readonly repository: RepositoryName}
  | {readonly level: 'environment'; readonly repository: RepositoryName; readonly environment: string}
  /** Visible to the repositories named, or to all of the organization's. */
  | {readonly level: 'organization'; readonly organization: string; readonly repositories: readonly RepositoryName[]};

/** One thing done with a repository at GitHub, or with what belongs to it. */
export type RepositoryStep =
  | {
      readonly kind: 'set-secret';
      readonly place: SecretPlace;
      readonly name: string;
      /** A handle of the held values; the value itself is looked up when the step is carried out. */
      readonly value: string;
      /** True when a secret of that name stands there already and is overwritten. */
      readonly overwrites: boolean;
    }
  | {readonly kind: 'delete-secret'; readonly place: SecretPlace; readonly name: string}
  /** Forks one branch; GitHub makes it in the background, and it is waited for. */
  | {
      readonly kind: 'fork-repository';
      readonly upstream: RepositoryName;
      readonly branch: string;
      /** Whose it will be: the person's login, or an organization's. */
      readonly owner: string;
      readonly isOrganization: boolean;
    }
  /** Brings a fork's branch up to its upstream's; it never overwrites what only the fork has. */
  | {readonly kind: 'sync-fork'; readonly fork: RepositoryName; readonly upstream: RepositoryName; readonly branch: string}
  | {
      readonly kind: 'create-repository';
      readonly repository: RepositoryName;
      readonly isOrganization: boolean;
      readonly description: string;
      /** Empty: none. */
      readonly topics: readonly string[];
      /** The template it is made from; absent: it begins with `files` alone. */
      readonly template?: RepositoryName;
      /** Written after it is made; empty: none. */
      readonly files: readonly NewFile[];
    }
  /** A branch, a commit and a pull request. */
  | {
      readonly kind: 'propose-change';
      /** Where it is proposed. */
      readonly repository: RepositoryName;
      /** The fork that holds the branch; absent: the repository itself does. */
      readonly from?: RepositoryName;
      readonly base: string;
      readonly branch: string;
      readonly title: string;
      readonly body: string;
      /** True: the branch alone is made, and a person opens the pull request. Absent: it is opened. */
      readonly isBranchOnly?: true;
      readonly files: readonly [ProposedFile, ...ProposedFile[]];
    }
  /** Commits right to a branch, a file each; nobody is asked to merge anything. */
  | {
      readonly kind: 'commit-files';
      readonly repository: RepositoryName;
      readonly branch: string;
      readonly message: string;
      readonly files: readonly [ChangedFile, ...ChangedFile[]];
    };

/** One thing done outside. What it carries is shown before it is done; a secret's value never stands in it, only where the value comes from. */
export type Step = RepositoryStep | SubmissionStep | RollbackStep | RunStep;

/** A step that touches a secret. */
export type SecretStep = Extract<Step, {readonly kind: 'set-secret' | 'delete-secret'}>;

export type NewFile = {readonly path: string; readonly contents: string};

export type ChangedFile = {
  readonly path: string;
  /** What it held when the plan was made; absent: it was not there. It is not written if it holds something else by then. */
  readonly before?: string;
  readonly after: string;
  /** Of a new file: it is a program. Absent: it is not; a file that stands there keeps what it is. */
  readonly isExecutable?: true;
};

/** A file that is taken away. */
export type DeletedFile = {
  readonly path: string;
  readonly isDeleted: true;
  /** Git's digest of what it held when the plan was made. It stays if it holds something else by then. */
  readonly sha: string;
};

export type ProposedFile = ChangedFile | DeletedFile;

export const isDeletion = (file: ProposedFile): file is DeletedFile => 'isDeleted' in file;

/** Everything one command would do, in order; pure data, the same on the screen, in JSON and in a test. */
export type Plan = {
  readonly title: string;
  readonly repository: RepositoryName;
  readonly steps: readonly [Step, ...Step[]];
  /** What could be undone, how and until when; absent: nothing can. */
  readonly undo?: string;
};

/** A plan that was shown and agreed to; only `confirmPlan` makes it, and only such a one is executed. */
export type ConfirmedPlan = Plan & {readonly [confirmed]: true};

/** Marks a plan as agreed to. Called by the one place that shows plans and hears the answer. */
export const confirmPlan = (plan: Plan): ConfirmedPlan => plan as ConfirmedPlan;

/** What came of one step. */
export type StepOutcome = {readonly step: Step; readonly result: 'done' | 'refused' | 'failed' | 'left-out'; readonly note: string};

/** Where a secret stands, in words. */
export const placeText = (place: SecretPlace): string => {
  switch (place.level) {
    case 'repository':
      return `repository ${repositoryText(place.repository)}`;
    case 'environment':
      return `environment ${place.environment} of ${repositoryText(place.repository)}`;
    case 'organization':
      return `organization ${place.organization}`;
  }
};

const repositoryStepText = (step: RepositoryStep): string => {
  switch (step.kind) {
    case 'set-secret':
      return `Set secret ${step.name} of ${placeText(step.place)}`;
    case 'delete-secret':
      return `Delete secret ${step.name} of ${placeText(step.place)}`;
    case 'fork-repository':
      return `Fork ${repositoryText(step.upstream)} to ${step.owner}, its branch ${step.branch} alone`;
    case 'sync-fork':
      return `Bring branch ${step.branch} of ${repositoryText(step.fork)} up to ${repositoryText(step.upstream)}`;
    case 'create-repository':
      return `Create the public repository ${repositoryText(step.repository)}${step.template === undefined ? '' : ` from ${repositoryText(step.template)}`}`;
    case 'propose-change': {
      const where = `branch ${step.branch}${step.from === undefined ? '' : ` of ${repositoryText(step.from)}`}`;
      return step.isBranchOnly === true
        ? `Prepare ${where} for a pull request at ${repositoryText(step.repository)}: ${step.title}`
        : `Open a pull request at ${repositoryText(step.repository)} from ${where}: ${step.title}`;
    }
    case 'commit-files':
      return `Commit to branch ${step.branch} of ${repositoryText(step.repository)}: ${step.message}`;
  }
};

/** What a step does, in words and as an order; never the value it carries. */
export const stepText = (step: Step): string => {
  if (isSubmissionStep(step)) return submissionStepText(step);
  if (isRollbackStep(step)) return rollbackStepText(step);
  return isRunStep(step) ? runStepText(step) : repositoryStepText(step);
};
