import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {runCli} from '../../src/cli.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {type ServedWorld, serveWorld} from '../../src/demo/serve.ts';
import {createWorld, type World, type WorldOptions} from '../../src/demo/world.ts';
import {terminalTraits} from './terminal-traits.ts';

const demoRepository = 'Michael-A-Kuykendall/contextlite';

export type Ended = {readonly code: number; readonly out: string; readonly told: string};

/** Portcall in this process, against a simulated world of this test's own. */
export type Stage = {
  readonly world: World;
  readonly served: ServedWorld;
  readonly home: string;
  /** Runs a command; the demo's repository unless the arguments name another or it stands in a folder of the test's own. */
  portcall(args: readonly string[], env?: Readonly<Record<string, string | undefined>>, more?: Partial<Surroundings>): Promise<Ended>;
  end(): Promise<void>;
};

const terminal = terminalTraits({isInteractive: false, columns: 120, rows: 40});

export const openStage = async (options: WorldOptions = {}): Promise<Stage> => {
  const world = createWorld(options);
  const served = await serveWorld(world);
  const home = await mkdtemp(path.join(tmpdir(), 'portcall-test-'));
  const env = {PORTCALL_HOSTS: `*=${served.origin}`, PORTCALL_HOME: home, GITHUB_TOKEN: world.setting.tokens['GITHUB_TOKEN']};
  return {
    world,
    served,
    home,
    portcall: async (args, own = {}, more = {}) => {
      let [out, told] = ['', ''];
      const surroundings: Surroundings = {
        env: {...env, ...own},
        cwd: home,
        print: (text) => {
          out += text;
        },
        tell: (text) => {
          told += text;
        },
        terminal,
        now: options.now ?? Date.now,
        isDemo: false,
        ...more,
      };
      const named = args.includes('--repo') || args.includes('demo') || more.cwd !== undefined ? args : [...args, '--repo', demoRepository];
      const code = await runCli(named, surroundings);
      return {code, out, told};
    },
    end: async () => {
      await served.close();
      await rm(home, {recursive: true, force: true});
    },
  };
};
