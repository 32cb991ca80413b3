import {createContextlite} from './contextlite.ts';
import {createFaultBoard, type Fault, type FaultBoard} from './faults.ts';
import type {GitHubState} from './github/state.ts';
import {createGitHubServices} from './github.ts';
import {createMarketplaceServices, type MarketplaceStates, marketplacesAtStart} from './marketplaces.ts';
import {applyEvent, type RunnerEvent} from './runner/events.ts';
import {createRunner, type Runner} from './runner/runner.ts';
import type {Program} from './runner/shell/shell.ts';
import type {DemoService, DemoSetting} from './service.ts';
import {addSmallRepositories} from './small-repositories.ts';
import {createTokens} from './tokens.ts';

export type WorldOptions = {
  /** How many small repositories stand beside the demo's own; absent: none. */
  readonly smallRepositories?: number;
  /** The simulated clock; absent: the real one. */
  readonly now?: () => number;
  /** Absent: everything works. */
  readonly faults?: readonly Fault[];
  /** The address of npm's registry as the user configured it, so that this world answers for it too; absent: only under its usual names. */
  readonly npmRegistry?: string;
  /** Programs that the steps of jobs call instead of the simulated ones; absent: all are simulated. */
  readonly programs?: Readonly<Record<string, Program>>;
};

/** The simulated world: its state is plain and may be changed while it is served. */
export type World = {
  readonly setting: DemoSetting;
  readonly github: GitHubState;
  readonly marketplaces: MarketplaceStates;
  readonly services: readonly DemoService[];
  readonly faults: FaultBoard;
  /** Runs what is queued at GitHub; before each answer it lets happen what is due. */
  readonly runner: Runner;
  /** Lets something happen to runs that the person did not do; undefined: there is no such run. */
  happen(event: RunnerEvent): true | undefined;
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

/** A service that answers as the world stands at that moment; what was asked of it is taken up at once. */
const upToDate = (service: DemoService, {advance}: Runner): DemoService => ({
  hosts: service.hosts,
  answer: (request) => {
    advance();
    const reply = service.answer(request);
    if (request.method !== 'GET') advance();
    return reply;
  },
});

export const createWorld = (options: WorldOptions = {}): World => {
  const realNow = options.now ?? Date.now;
  const clock: {standsAt?: number} = {};
  const now = (): number => clock.standsAt ?? realNow();
  const tokens = createTokens(now());
  const {github, asset} = createContextlite(now(), tokens);
  const setting: DemoSetting = {now, tokens, asset};
  const marketplaces = marketplacesAtStart(setting);
  addSmallRepositories(github, marketplaces.npm, options.smallRepositories ?? 0, now());
  const plain = [...createGitHubServices(setting, github), ...createMarketplaceServices(setting, marketplaces)];
  const ask: DemoService['answer'] = (request) => serviceFor(plain, request.host)?.answer(request);
  const runner = createRunner({
    setting,
    github,
    marketplaces,
    programs: options.programs ?? {},
    clock,
    ask: (request) => ask(request) ?? {status: 404, body: {message: 'Not Found'}},
  });
  const mirror = options.npmRegistry === undefined ? undefined : mirrorOf(options.npmRegistry, plain);
  const services = [...plain, ...(mirror ? [mirror] : [])].map((service) => upToDate(service, runner));
  const happen = (event: RunnerEvent): true | undefined => {
    runner.advance();
    return applyEvent(github, runner.pace, now(), event);
  };
  return {setting, github, marketplaces, services, faults: createFaultBoard(options.faults), runner, happen};
};

/** Undefined: nobody simulates the host. */
export const findService = (world: World, host: string): DemoService | undefined => serviceFor(world.services, host);
