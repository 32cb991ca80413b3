import {optionsOf} from '../../src/commands/options.ts';
import {runPublish} from '../../src/commands/publish.ts';
import type {PublishTools} from '../../src/commands/publish-work.ts';
import type {Questions} from '../../src/commands/questions.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {findRepository, type Repository} from '../../src/demo/github/state.ts';
import type {DemoRequest} from '../../src/demo/service.ts';
import {openStage, type Stage} from './run-portcall.ts';
import {terminalTraits} from './terminal-traits.ts';
import {watchRequests} from './watched-world.ts';

export const owner = 'Michael-A-Kuykendall';

export type PublishScene = {
  readonly stage: Stage;
  readonly repository: Repository;
  readonly seen: readonly DemoRequest[];
  /** Moves the simulated clock. */
  readonly pass: (milliseconds: number) => void;
  publish(args: readonly string[], person?: Person): Promise<{readonly code: number; readonly out: string; readonly told: string}>;
  /** The writes that arrived at GitHub, such as `POST rerun`. */
  writes(): readonly string[];
};

export type Person = {
  /** Absent: nobody is at the terminal. */
  readonly answers?: Partial<Questions>;
  /** Called at each pause, which takes no time but that of the simulated clock. */
  readonly atPause?: (count: number, leave: () => void) => void | Promise<void>;
  readonly env?: Surroundings['env'];
};

const terminalOf = (isInteractive: boolean): Surroundings['terminal'] => terminalTraits({isInteractive});

const nobody = async (): Promise<never> => {
  throw new Error('Nobody is to be asked.');
};

/** Portcall's publish in a simulated world whose clock goes only as far as it is waited. */
export const openPublishScene = async (): Promise<PublishScene> => {
  let time = Date.now();
  const stage = await openStage({now: () => time});
  const repository = findRepository(stage.world.github, owner, 'contextlite');
  if (!repository) throw new Error('The world lacks its repository.');
  const seen = watchRequests(stage.world);
  const publish: PublishScene['publish'] = async (args, {answers, atPause, env = {}} = {}) => {
    let [out, told, pauses] = ['', '', 0];
    const leaving = new AbortController();
    const surroundings: Surroundings = {
      env: {
        PORTCALL_HOSTS: `*=${stage.served.origin}`,
        PORTCALL_HOME: stage.home,
        GITHUB_TOKEN: stage.world.setting.tokens.GITHUB_TOKEN,
        ...env,
      },
      cwd: stage.home,
      print: (text) => {
        out += text;
      },
      tell: (text) => {
        told += text;
      },
      terminal: terminalOf(answers !== undefined),
      now: () => time,
      end: leaving.signal,
      isDemo: false,
    };
    const rest: PublishTools['rest'] = async (milliseconds) => {
      time += milliseconds;
      pauses += 1;
      if (pauses > 2000) throw new Error(`It never ends: ${out.slice(-2000)}`);
      await atPause?.(pauses, () => leaving.abort());
    };
    const questions: Questions = {choose: nobody, confirm: nobody, secret: nobody, ...answers};
    const options = optionsOf(['publish', ...args, '--repo', `${owner}/contextlite`]);
    return {code: await runPublish(options, surroundings, {rest, questions, pause: 1}), out, told};
  };
  return {
    stage,
    repository,
    seen,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    publish,
    writes: () => seen.filter(({method}) => method === 'POST' && true).map(({method, path}) => `${method} ${path.split('/').at(-1)}`),
  };
};
