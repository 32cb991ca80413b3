import type {Marketplace} from '../../model/marketplace.ts';
import type {MarketplaceId} from '../../model/marketplace-id.ts';
import type {PublishingJob, WorkflowFile, WorkflowUnderstanding} from '../../model/workflow.ts';
import type {RepositoryKnowledge} from '../knowledge.ts';
import type {ActionPins} from '../write-job.ts';

/** All that a mend is found in. */
export type MendGround = {
  readonly files: readonly WorkflowFile[];
  readonly understanding: WorkflowUnderstanding;
  readonly marketplaces: readonly Marketplace[];
  readonly knowledge: RepositoryKnowledge;
  readonly pins: ActionPins;
};

/** One flaw of a workflow file, with what mends it. */
export type Mend = {
  /** The same as long as the flaw is. */
  readonly id: string;
  /** An order, in one line. */
  readonly title: string;
  /** What is wrong, and what the change does; a sentence or two. */
  readonly why: string;
  readonly file: string;
  /** Whose jobs it concerns; absent: the file as a whole. */
  readonly concerns?: readonly MarketplaceId[];
} & (
  | {
      readonly kind: 'edit';
      /** The text with the change; undefined: a person has to make it. Works on a text that other mends have changed. */
      readonly apply: (text: string) => string | undefined;
    }
  /** No change of a text mends it; what does, in one sentence. */
  | {readonly kind: 'advice'; readonly instead: string}
);

/** One finding of a publishing job, and where it stands. */
export type Found = {
  readonly one: PublishingJob;
  readonly finding: PublishingJob['findings'][number];
  /** The job in the file itself. */
  readonly job: string;
  /** The place of the step in the job, from 0; undefined: it concerns the job, or stands in another file. */
  readonly step: number | undefined;
};

/** What mends one kind of finding. */
export type Mending = (
  found: Found,
  ground: MendGround,
) => Omit<Extract<Mend, {kind: 'edit'}>, 'file' | 'id'> | Omit<Extract<Mend, {kind: 'advice'}>, 'file' | 'id'> | undefined;

export const advice = (title: string, why: string, instead: string) => ({kind: 'advice', title, why, instead}) as const;
