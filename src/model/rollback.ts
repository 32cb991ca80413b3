import type {TemplateQuestion} from './first-package.ts';
import type {Lookup} from './lookup.ts';
import type {Step} from './plan.ts';
import type {Project} from './project.ts';

/** One way to take a version back, from facts just read. */
export type RollbackWay = {
  /** What it changes for people who install, as an order: “Point latest back to 1.0.34”. */
  readonly title: string;
  /** What stays as it is: who has it keeps it, the number is gone, mirrors keep copies. */
  readonly leaves: string;
  /** ISO time after which it can no longer be done; absent: no such limit is known. */
  readonly until?: string;
  /** True: it can't be undone, so it is done only where it is asked for and the person types the package's exact name. Absent: it can. */
  readonly isFinal?: true;
} & (
  | {
      readonly by: 'plan';
      /** As they are without answers: where something is asked, the branch alone is made. */
      readonly steps: readonly [Step, ...Step[]];
      /** What is asked of whoever opens its pull request; absent: nothing. */
      readonly questions?: readonly TemplateQuestion[];
    }
  /** Only a page can do it, or a command of one's own: the person's task, with how it is verified afterwards. */
  | {readonly by: 'person'; readonly url: string; readonly instructions: readonly string[]; readonly seenBy: string}
  /** It was asked for already, and others decide. */
  | {readonly by: 'others'; readonly url: string; readonly seenBy: string}
);

/** What can be taken back at a marketplace. */
export type Rollback = {
  /** Told before every publish: what could be undone here, how and until when. */
  readonly can: string;
  /** And what never can; absent: everything can be undone. */
  readonly never?: string;
  /** The ways for this version, the gentlest first; empty: nothing of it is there to be taken back. Only reads. */
  find(lookup: Lookup, project: Project): Promise<readonly RollbackWay[]>;
};
