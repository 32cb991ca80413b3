import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import {marketplaces} from '../../checks/index.ts';
import {addRepository} from '../../src/demo/github/new-repository.ts';
import {type ServedWorld, serveWorld} from '../../src/demo/serve.ts';
import {createWorld, type World} from '../../src/demo/world.ts';
import {builtMain, runToEnd} from '../support/built-program.ts';
import {type Canary, canariesOf, strangeCanaries} from '../support/canaries.ts';
import type {WatchedChildren} from '../support/canary-children.ts';
import {type HostileProxy, serveHostile} from '../support/hostile-proxy.ts';
import {openTerminal, type Terminal} from '../support/tmux.ts';

export const npmRegistry = 'https://registry.example';
export const owner = 'Michael-A-Kuykendall';
export const repo = ['--repo', `${owner}/contextlite`];

/** What was printed, and by what. */
export type Printed = {readonly place: string; readonly text: string};

/** One simulated world behind the proxy that records, and everything that Portcall is run with in it. */
export type CanaryStage = {
  readonly world: World;
  readonly proxy: HostileProxy;
  readonly user: string;
  /** The canaries of the environment. */
  readonly environment: readonly Canary[];
  /** Everything that was printed so far, in terminals and without. */
  readonly printed: readonly Printed[];
  homeOf(name: string): Promise<string>;
  /** Runs a command without a terminal in a home of that name; `input` names the variable that is its standard input. */
  run(home: string, args: readonly string[], more?: Readonly<Record<string, string>>, input?: string): Promise<void>;
  /** The same with nothing planted in the environment, under another name than its arguments. */
  runBare(home: string, args: readonly string[], place: string): Promise<void>;
  /** A terminal in a home of that name. */
  useTerminal(
    name: string,
    tokens: readonly Canary[],
    act: (terminal: Terminal, portcall: string, home: string) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
};

/** The world's own tokens under their names, and one in GitHub's shape under each name that the world has no token for. */
const environmentCanaries = (world: World): readonly Canary[] => {
  const accepted = canariesOf(world.setting.tokens, 'environment');
  const names = marketplaces.flatMap(({token}) => token?.names[0] ?? []);
  const others = names.filter((name) => !accepted.some((one) => one.name === name));
  return [
    ...accepted,
    ...others.map((name) => ({
      name,
      value: strangeCanaries('environment').find((one) => one.name === 'GITHUB_TOKEN')?.value ?? '',
      planted: 'environment',
    })),
  ];
};

const openWorld = async (): Promise<{readonly world: World; readonly served: ServedWorld; readonly proxy: HostileProxy}> => {
  const world = createWorld({npmRegistry});
  const then = new Date().toISOString();
  addRepository(world.github, {id: 77, owner, name: 'another', createdAt: then, pushedAt: then});
  const served = await serveWorld(world);
  return {world, served, proxy: await serveHostile(served.origin)};
};

export const openCanaryStage = async (folder: string, children: WatchedChildren): Promise<CanaryStage> => {
  const {world, served, proxy} = await openWorld();
  const environment = environmentCanaries(world);
  const user = world.setting.tokens.DOCKERHUB_USERNAME ?? '';
  const printed: Printed[] = [];
  const homeOf = async (name: string): Promise<string> => {
    const home = path.join(folder, name);
    await mkdir(path.join(home, 'temporary'), {recursive: true});
    return home;
  };
  /* The shims come first in the path, and the proxy is the only way out. */
  const environmentIn = (home: string, tokens: readonly Canary[]): Record<string, string> => ({
    PATH: [children.folder, path.dirname(process.execPath), process.env.PATH ?? ''].join(path.delimiter),
    HOME: home,
    TMPDIR: path.join(home, 'temporary'),
    PORTCALL_HOME: path.join(home, 'portcall'),
    PORTCALL_HOSTS: `*=${proxy.origin}`,
    npm_config_registry: npmRegistry,
    LANG: 'C.UTF-8',
    BROWSER: path.join(children.folder, 'xdg-open'),
    DISPLAY: ':7',
    DOCKERHUB_USERNAME: user,
    ...Object.fromEntries(tokens.map(({name, value}) => [name, value])),
  });
  const keep = (place: string, {out, err}: {readonly out: string; readonly err: string}) => printed.push({place, text: `${out}\n${err}`});
  return {
    world,
    proxy,
    user,
    environment,
    printed,
    homeOf,
    run: async (name, args, more = {}, input = '') => {
      const cwd = await homeOf(name);
      const env = {...environmentIn(cwd, environment), ...more};
      const command = [builtMain(), ...args];
      const fed = ['-c', `printf '%s\\n' "$${input}" | "$@"`, 'sh', process.execPath, ...command];
      const ended = await (input === '' ? runToEnd(process.execPath, command, {cwd, env}) : runToEnd('/bin/sh', fed, {cwd, env}));
      keep(`portcall ${args.join(' ')} (${name})`, ended);
    },
    runBare: async (name, args, place) => {
      const cwd = await homeOf(name);
      keep(place, await runToEnd(process.execPath, [builtMain(), ...args], {cwd, env: environmentIn(cwd, [])}));
    },
    useTerminal: async (name, tokens, act) => {
      const home = await homeOf(name);
      const terminal = await openTerminal({columns: 160, rows: 40, env: environmentIn(home, tokens)});
      try {
        await act(terminal, `node ${builtMain()}`, home);
      } finally {
        printed.push({place: `the terminal ${name}`, text: await terminal.everything()});
        await terminal.end();
      }
    },
    close: async () => {
      await proxy.close();
      await served.close();
    },
  };
};
