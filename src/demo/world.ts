import {createContextlite} from './contextlite.ts';
import {createFaultBoard, type Fault, type FaultBoard} from './faults.ts';
import type {GitHubState} from './github/state.ts';
import {createGitHubServices} from './github.ts';
import {createMarketplaceServices, type MarketplaceStates, marketplacesAtStart} from './marketplaces.ts';
import type {DemoService, DemoSetting} from './service.ts';
import {createTokens} from './tokens.ts';

export type WorldOptions = {
  /** The simulated clock; absent: the real one. */
  readonly now?: () => number;
  /** Absent: everything works. */
  readonly faults?: readonly Fault[];
  /** The address of npm's registry as the user configured it, so that this world answers for it too; absent: only under its usual names. */
  readonly npmRegistry?: string;
};

/** The simulated world: its state is plain and may be changed while it is served. */
export type World = {
  readonly setting: DemoSetting;
  readonly github: GitHubState;
  readonly marketplaces: MarketplaceStates;
  readonly services: readonly DemoService[];
  readonly faults: FaultBoard;
};

/** A host ending in `*` stands for all that begin so. */
const serves = (pattern: string, host: string): boolean =>
  pattern.endsWith('*') ? host.startsWith(pattern.slice(0, -1)) : pattern === host;

/** Exact hosts win over patterns. */
const serviceFor = (services: readonly DemoService[], host: string): DemoService | undefined =>
  services.find((service) => service.hosts.includes(host)) ??
  services.find((service) => service.hosts.some((pattern) => serves(pattern, host)));

/** The host that the simulated registry answers to whatever the user's own registry is called. */
const simulatedRegistry = 'registry.example';

/** The simulated registry behind a mirror's host and path; undefined: it answers to that host by itself. */
const mirrorOf = (address: string, services: readonly DemoService[]): DemoService | undefined => {
  const {host, pathname} = new URL(address);
  const registry = serviceFor(services, simulatedRegistry);
  if (!registry || serviceFor(services, host)) return undefined;
  const start = pathname.replace(/\/$/, '');
  const answer: DemoService['answer'] = (request) =>
    registry.answer(request.path.startsWith(`${start}/`) ? {...request, path: request.path.slice(start.length)} : request);
  return {hosts: [host], answer};
};

export const createWorld = (options: WorldOptions = {}): World => {
  const now = options.now ?? Date.now;
  const tokens = createTokens(now());
  const {github, asset} = createContextlite(now(), tokens);
  const setting: DemoSetting = {now, tokens, asset};
  const marketplaces = marketplacesAtStart(setting);
  const services = [...createGitHubServices(setting, github), ...createMarketplaceServices(setting, marketplaces)];
  const mirror = options.npmRegistry === undefined ? undefined : mirrorOf(options.npmRegistry, services);
  return {setting, github, marketplaces, services: mirror ? [...services, mirror] : services, faults: createFaultBoard(options.faults)};
};

/** Undefined: nobody simulates the host. */
export const findService = (world: World, host: string): DemoService | undefined => serviceFor(world.services, host);
