import type {GitHubState} from '../github/state.ts';
import type {MarketplaceStates} from '../marketplaces.ts';
import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import type {Program} from './shell/shell.ts';
import type {Timers} from './timers.ts';

/** What the runner acts on. */
export type Engine = {
  readonly setting: DemoSetting;
  readonly github: GitHubState;
  readonly marketplaces: MarketplaceStates;
  readonly pace: Pace;
  readonly timers: Timers;
  /** Programs that stand before the runner's own of the same name. */
  readonly programs: Readonly<Record<string, Program>>;
  ask(request: DemoRequest): DemoReply;
};

/** How fast the simulated machines are; may be changed while they run. */
export type Pace = {
  /** What each step's time is multiplied with; 0: a step takes no time. */
  factor: number;
  /** Milliseconds until a machine takes a job. */
  queue: number;
  /** What the time of reviewers and of marketplaces' own machines is multiplied with; 0: they act at once. */
  others: number;
};
