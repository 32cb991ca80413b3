import {createContextlite} from './contextlite.ts';
import {createFaultBoard, type Fault, type FaultBoard} from './faults.ts';
import type {GitHubState} from './github/state.ts';
import {createGitHubServices} from './github.ts';
import {createMarketplaceServices} from './marketplaces.ts';
import type {DemoService, DemoSetting} from './service.ts';
import {createTokens} from './tokens.ts';

export type WorldOptions = {
  /** The simulated clock; absent: the real one. */
  readonly now?: () => number;
  /** Absent: everything works. */
  readonly faults?: readonly Fault[];
};

/** The simulated world: its state is plain and may be changed while it is served. */
export type World = {
  readonly setting: DemoSetting;
  readonly github: GitHubState;
  readonly services: readonly DemoService[];
  readonly faults: FaultBoard;
};

export const createWorld = (options: WorldOptions = {}): World => {
  const now = options.now ?? Date.now;
  const tokens = createTokens(now());
  const {github, asset} = createContextlite(now(), tokens);
  const setting: DemoSetting = {now, tokens, asset};
  return {
    setting,
    github,
    services: [...createGitHubServices(setting, github), ...createMarketplaceServices(setting)],
    faults: createFaultBoard(options.faults),
  };
};

/** A host ending in `*` stands for all that begin so. */
const serves = (pattern: string, host: string): boolean => (pattern.endsWith('*') ? host.startsWith(pattern.slice(0, -1)) : pattern === host);

/** Exact hosts win over patterns; undefined: nobody simulates the host. */
export const findService = (world: World, host: string): DemoService | undefined =>
  world.services.find((service) => service.hosts.includes(host)) ??
  world.services.find((service) => service.hosts.some((pattern) => serves(pattern, host)));
