import type {MarketplaceId} from './marketplace-id.ts';

/** A job that would run, by the name that a run shows. */
export type StartedJob = {
  readonly name: string;
  /** False: whether it runs depends on what is known only in the run. */
  readonly isCertain: boolean;
  /** Where it publishes; empty: nowhere that is known. */
  readonly publishes: readonly MarketplaceId[];
};

/** A way to run a marketplace's job by dispatching its workflow. */
export type DispatchWay = {
  readonly kind: 'dispatch';
  readonly workflow: {readonly id: number; readonly name: string; readonly path: string};
  /** The branch or tag it is dispatched on; the workflow file of that ref runs. */
  readonly ref: string;
  /** Only those that differ from the defaults, or that must be given. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly job: StartedJob;
  /** The jobs that run besides: those that it needs, and those that nothing turns off. */
  readonly alsoRuns: readonly StartedJob[];
};

/** Why a workflow's job can't be started by a dispatch. */
export type NoDispatch = {
  readonly kind: 'none';
  readonly path: string;
  readonly why: 'no-trigger' | 'disabled' | 'never-publishes' | 'input-not-known';
  /** One sentence for people. */
  readonly text: string;
};
