import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import registryUrl from 'registry-url';
import {answerAurSsh} from '../demo/aur-ssh.ts';
import {serveWorld} from '../demo/serve.ts';
import {createWorld} from '../demo/world.ts';
import type {SshAsker} from '../tools/ssh.ts';
import type {Options} from './options.ts';
import type {Surroundings} from './surroundings.ts';

type Run = (args: readonly string[], surroundings: Surroundings) => Promise<number>;

const demoRepository = 'Michael-A-Kuykendall/contextlite';

/** The environment of a command that runs in a simulated world: its tokens, its hosts, a folder of its own, and nothing of the person's. */
const demoEnvironment = (
  env: Surroundings['env'],
  tokens: Readonly<Record<string, string>>,
  origin: string,
  home: string,
): Surroundings['env'] => {
  const kept = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/TOKEN|SECRET|PASSWORD|_KEY|_PAT$|CREDENTIALS|PROXY/i.test(name)),
  );
  return {...kept, GITHUB_TOKEN: tokens.GITHUB_TOKEN, PORTCALL_HOSTS: `*=${origin}`, PORTCALL_HOME: home};
};

const withoutFirst = (args: readonly string[], word: string): readonly string[] => {
  const at = args.indexOf(word);
  return [...args.slice(0, at), ...args.slice(at + 1)];
};

const latencyOf = (env: Surroundings['env']): number => Number(env.PORTCALL_DEMO_LATENCY ?? '') || 0;

/** Runs any command in a fresh simulated world; nothing leaves this machine. */
export const runDemo = async (options: Options, args: readonly string[], surroundings: Surroundings, run: Run): Promise<number> => {
  if (options.words[1] === 'serve') {
    const {runDemoServe} = await import('./demo-serve.ts');
    return runDemoServe({
      npmRegistry: registryUrl(),
      ...(options.port === undefined ? {} : {port: options.port}),
      write: surroundings.print,
    });
  }
  const world = createWorld({npmRegistry: registryUrl()});
  const served = await serveWorld(world, {latencyMs: latencyOf(surroundings.env)});
  const home = await mkdtemp(path.join(tmpdir(), 'portcall-demo-'));
  const inner = withoutFirst(args, 'demo');
  const target = options.repository === undefined ? ['--repo', demoRepository] : [];
  try {
    const env = demoEnvironment(surroundings.env, world.setting.tokens, served.origin, home);
    const askOverSsh: SshAsker = async (_target, key, command) =>
      answerAurSsh(world.setting.tokens.AUR_SSH_KEY, 'makuykendall', key, command);
    const {store: _, ...others} = surroundings;
    return await run([...inner, ...target], {...others, env, cwd: home, askOverSsh, isDemo: true});
  } finally {
    await served.close();
    await rm(home, {recursive: true, force: true});
  }
};
