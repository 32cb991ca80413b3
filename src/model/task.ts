import type {Column, Evidence} from './cell.ts';
import type {Lookup} from './lookup.ts';
import type {PackageFile} from './package-file.ts';
import type {Step} from './plan.ts';
import type {Project} from './project.ts';
import type {Account, Publication, Publisher, TokenTest} from './publication.ts';
import type {ActionsPolicy, RepositoryAbout, RunJob, SecretName} from './repository.ts';
import type {PublishingJob, WorkflowUnderstanding} from './workflow.ts';

/** What tells whether a task is done; a member is absent where it is not known, `job` also where there is none. */
export type TaskFacts = {
  /** Names of the marketplace's secret, the usual one first; empty: it has none. */
  readonly tokenNames: readonly string[];
  readonly publication?: Publication;
  readonly secrets?: readonly SecretName[];
  readonly job?: PublishingJob;
  /** That job's last execution. */
  readonly run?: RunJob;
  readonly token?: TokenTest;
  readonly account?: Account;
  readonly files?: readonly PackageFile[];
  readonly about?: RepositoryAbout;
  readonly policy?: ActionsPolicy;
  /** What all workflows of the repository do. */
  readonly understanding?: WorkflowUnderstanding;
};

/** The order of tasks within a row. */
export const taskStages = ['account', 'token', 'secret', 'first-package', 'workflow'] as const;
export type TaskStage = (typeof taskStages)[number];

/** One thing to do, in order. */
export type Instruction = {
  /** An order in one sentence: what to press, tick or type. */
  readonly text: string;
  /** The page it is done on; absent: the task's own, or none. */
  readonly url?: string;
  /** What to type into a shell; absent: nothing. */
  readonly command?: string;
};

/** What a look of its own told of a task. */
export type TaskProof = {
  readonly state: 'done' | 'to-do' | 'waiting' | 'unknown';
  /** One sentence: what was seen, or why nothing could be. */
  readonly note: string;
  readonly evidence?: readonly Evidence[];
  /** The trusted publisher that a version came from; absent: none was seen. */
  readonly publisher?: Publisher;
  /** True: what Portcall could do of the task would fail until a person has cleared the way. Absent: nothing is known to stand in it. */
  readonly needsPerson?: true;
};

/** What a task is done with. */
export type TaskSetting = {
  readonly project: Project;
  readonly facts: TaskFacts;
  /** The GitHub login of whoever is signed in; absent: nobody is. */
  readonly login?: string;
  /** What the last look of its own told of this task; absent: there was none. */
  readonly proof?: TaskProof;
};

/** Something only a person can do, or agree to. */
export type Task = {
  readonly id: string;
  readonly stage: TaskStage;
  /** An order in one sentence; a function where it names what was found. Pure. */
  readonly title: string | ((facts: TaskFacts) => string);
  url(project: Project): string;
  /** Why it matters, in one sentence. */
  readonly why: string;
  /** What it costs: money, time, waiting for others; in a few words. */
  readonly cost: string;
  /** The exact steps, with what to tick where. Pure. */
  instructions(setting: TaskSetting): readonly Instruction[];
  /** Whether it is done; `not-due`: nothing is to be done now, and it is not listed. Absent or undefined: a proof or `shownBy` tells. Pure. */
  state?(facts: TaskFacts): 'done' | 'to-do' | 'unknown' | 'not-due' | undefined;
  /** The column that shows whether it is done; absent: none does. */
  readonly shownBy?: Column;
  /** Looks by itself whether it is done; what it says counts more than `state` and `shownBy`. Absent: nothing more can be looked at. */
  prove?(lookup: Lookup, setting: TaskSetting): Promise<TaskProof>;
  /** Why nothing that can be read tells, so that the person's word stands; present exactly where `state`, `shownBy` and `prove` are all absent. */
  readonly onlyWord?: string;
  /** True: a token is made here, which is then pasted, tested, kept and set as a secret. Absent: none is. */
  readonly givesToken?: true;
  /** What Portcall can do of it by itself, once agreed to; undefined: nothing at this moment. Absent: nothing ever. Pure. */
  planSteps?(
    setting: TaskSetting,
  ): {readonly title: string; readonly steps: readonly [Step, ...Step[]]; readonly undo?: string} | undefined;
};
