import {runFirstPackage} from '../../src/commands/first-package.ts';
import {optionsOf} from '../../src/commands/options.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {findRepository, type Repository} from '../../src/demo/github/state.ts';
import type {WorldOptions} from '../../src/demo/world.ts';
import {atTerminal} from './at-terminal.ts';
import {openStage, type Stage} from './run-portcall.ts';
import {terminalTraits} from './terminal-traits.ts';
import {watchRequests} from './watched-world.ts';

export const owner = 'Michael-A-Kuykendall';

/** Whoever sits at the terminal: what is agreed to, and what is answered to a question in words. */
export type Maintainer = {
  readonly agrees?: (question: string) => boolean;
  readonly answers?: (question: string) => string;
};

export type PackageScene = {
  readonly stage: Stage;
  readonly asked: readonly string[];
  /** What Portcall is started with: signed in to GitHub, and no other token. */
  readonly env: Readonly<Record<string, string | undefined>>;
  firstPackage(
    args: readonly string[],
    person?: Maintainer,
    more?: Partial<Surroundings>,
  ): Promise<{readonly code: number; readonly out: string; readonly told: string}>;
  /** The writes that arrived anywhere, such as `POST /user/repos`. */
  writes(): readonly string[];
  repository(name: string, of?: string): Repository;
};

const nobody = async (): Promise<never> => {
  throw new Error('Nobody is to be asked.');
};

/** `portcall first-package` in this process, in a simulated world. */
export const openPackageScene = async (options: WorldOptions = {}): Promise<PackageScene> => {
  const stage = await openStage(options);
  stage.world.github.forkTime = 0;
  const seen = watchRequests(stage.world);
  const asked: string[] = [];
  const env = {
    PORTCALL_HOSTS: `*=${stage.served.origin}`,
    PORTCALL_HOME: stage.home,
    GITHUB_TOKEN: stage.world.setting.tokens['GITHUB_TOKEN'],
  };
  const firstPackage: PackageScene['firstPackage'] = async (args, person, more = {}) => {
    const {surroundings, printed} = atTerminal(stage, {
      terminal: terminalTraits({isInteractive: person !== undefined, columns: 120, rows: 40}),
      now: options.now ?? Date.now,
      store: {find: async () => undefined, keep: nobody},
      ...more,
    });
    const hear = async (question: string) => {
      asked.push(question);
      return person?.agrees?.(question) ?? true;
    };
    const answer = async (question: string) => {
      asked.push(question);
      return person?.answers?.(question) ?? 'y';
    };
    const given = optionsOf(['first-package', ...args, ...(args.includes('--repo') ? [] : ['--repo', `${owner}/contextlite`])]);
    const questions = {choose: nobody, secret: nobody, confirm: hear};
    return {code: await runFirstPackage(given, surroundings, {questions, askText: answer, pause: 1}), ...printed};
  };
  return {
    stage,
    asked,
    env,
    firstPackage,
    writes: () => seen.filter(({method}) => !['GET', 'HEAD'].includes(method)).map(({method, path}) => `${method} ${path}`),
    repository: (name, of = owner) => {
      const found = findRepository(stage.world.github, of, name);
      if (found === undefined) throw new Error(`The world lacks ${of}/${name}.`);
      return found;
    },
  };
};
