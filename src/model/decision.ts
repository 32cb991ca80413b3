import type {Evidence} from './cell.ts';
import type {MarketplaceId} from './marketplace-id.ts';

/** Whether a version is to be published at one marketplace, from facts alone. */
export type Decision =
  /** `missing`: what of it is missing, a part each; absent: all of it. */
  | {readonly kind: 'publish'; readonly because: string; readonly missing?: readonly string[]}
  | {readonly kind: 'nothing-to-do'; readonly because: string; readonly evidence?: readonly Evidence[]}
  /** `url`: where it is waited for; absent: nowhere that can be opened. `since`: ISO time; absent: not known. */
  | {readonly kind: 'wait'; readonly because: string; readonly url?: string; readonly since?: string}
  | {
      readonly kind: 'blocked';
      readonly because: string;
      /** An order: what a person does about it. */
      readonly next: string;
      /** True: it could not be told, which is neither a yes nor a no; absent: it is told. */
      readonly isUnknown?: true;
    };

/** A step that starts a run, as `publish --dry-run --json` prints it. */
export type PrintedStart =
  | {readonly kind: 'run-workflow'; readonly workflow: string; readonly ref: string; readonly inputs: Readonly<Record<string, string>>}
  | {readonly kind: 'rerun-job'; readonly run: number; readonly job: number};

/** One marketplace of `publish --dry-run --json`; what is absent has no place in that kind of decision. */
export type PrintedDecision = {
  readonly marketplace: MarketplaceId;
  readonly kind: 'plan' | 'nothing-to-do' | 'wait' | 'blocked';
  readonly because?: string;
  readonly title?: string;
  readonly steps?: readonly PrintedStart[];
  readonly alsoRuns?: readonly string[];
  readonly undo?: string;
};
