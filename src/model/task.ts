import type {Column} from './cell.ts';
import type {Project} from './project.ts';
import type {Publication, TokenTest} from './publication.ts';
import type {SecretName} from './repository.ts';
import type {PublishingJob} from './workflow.ts';

/** What tells whether a task is done; a member is absent where it is not known, `job` also where there is none. */
export type TaskFacts = {
  /** Names of the marketplace's secret, the usual one first; empty: it has none. */
  readonly tokenNames: readonly string[];
  readonly publication?: Publication;
  readonly secrets?: readonly SecretName[];
  readonly job?: PublishingJob;
  readonly token?: TokenTest;
};

/** Something only a person can do. */
export type Task = {
  readonly id: string;
  /** An order in one sentence; a function where it names what was found. Pure. */
  readonly title: string | ((facts: TaskFacts) => string);
  url(project: Project): string;
  /** Whether it is done; `not-due`: nothing is to be done now, and it is not listed. Absent or undefined: `shownBy` tells. Pure. */
  state?(facts: TaskFacts): 'done' | 'to-do' | 'unknown' | 'not-due' | undefined;
  /** The column that shows whether it is done; absent: only the person's word tells. */
  readonly shownBy?: Column;
};
