import {rmSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {constants, tmpdir} from 'node:os';
import path from 'node:path';
import {answerAurSsh, createAurGit} from '../demo/aur-ssh.ts';
import {publicHalfOf} from '../demo/openssh-key.ts';
import {openPage} from '../demo/pages.ts';
import {serveWorld} from '../demo/serve.ts';
import {createWorld, type World} from '../demo/world.ts';
import {Secret} from '../model/secret.ts';
import {harmlessEnvironment} from '../tools/harmless-environment.ts';
import {findNpmRegistry} from '../tools/npm-registry.ts';
import type {SshAsker} from '../tools/ssh.ts';
import type {Options} from './options.ts';
import type {Surroundings} from './surroundings.ts';

type Run = (args: readonly string[], surroundings: Surroundings) => Promise<number>;

const demoRepository = 'Michael-A-Kuykendall/contextlite';

/* They write with a marketplace's own token, and a demo ends with its command: nobody could fetch one on a page before. */
const writesWithTokens = new Set(['first-package', 'rollback']);

/** The environment of a command that runs in a simulated world: the tokens that it can't be without, its hosts, a folder of its own, and nothing of the person's. */
const demoEnvironment = (
  env: Surroundings['env'],
  world: World,
  origin: string,
  npmRegistry: string,
  home: string,
  command: string,
): Surroundings['env'] => ({
  ...harmlessEnvironment(env),
  ...(writesWithTokens.has(command) ? world.setting.tokens : {}),
  GITHUB_TOKEN: world.setting.tokens.GITHUB_TOKEN,
  PORTCALL_HOSTS: `*=${origin}`,
  PORTCALL_HOME: home,
  npm_config_registry: npmRegistry,
});

/** The key itself where its public half stands in the account at the AUR; undefined: nobody pasted it there. */
const registeredKey = ({marketplaces}: World, key: string): string | undefined =>
  marketplaces.aur.keys.includes(publicHalfOf(key) ?? '') ? key : undefined;

/** The simulated browser, whose person does on every page what is to be done there. */
const browserOf =
  (world: World): NonNullable<Surroundings['browse']> =>
  async (url) => {
    const outcome = openPage(world, url);
    if (outcome === undefined) return undefined;
    const {said, token} = outcome;
    return {said, ...(token === undefined ? {} : {token: {name: token.name, value: new Secret(token.value)}})};
  };

const withoutFirst = (args: readonly string[], word: string): readonly string[] => {
  const at = args.indexOf(word);
  return [...args.slice(0, at), ...args.slice(at + 1)];
};

const latencyOf = (env: Surroundings['env']): number => Number(env.PORTCALL_DEMO_LATENCY ?? '') || 0;

/** How many small repositories are to stand beside the demo's own. */
const smallRepositoriesOf = (env: Surroundings['env']): number => {
  const count = Number(env.PORTCALL_DEMO_REPOSITORIES ?? '');
  return Number.isInteger(count) && count > 0 ? Math.min(count, 1000) : 0;
};

/** Takes a folder away with the process, whatever ends it; gives how to stop caring. */
const removeAtExit = (folder: string): (() => void) => {
  const remove = () => rmSync(folder, {recursive: true, force: true});
  const leave = (signal: NodeJS.Signals) => process.exit(128 + constants.signals[signal]);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  process.once('exit', remove);
  for (const signal of signals) process.once(signal, leave);
  return () => {
    process.off('exit', remove);
    for (const signal of signals) process.off(signal, leave);
  };
};

/** Runs any command in a fresh simulated world; nothing leaves this machine. */
export const runDemo = async (options: Options, args: readonly string[], surroundings: Surroundings, run: Run): Promise<number> => {
  const npmRegistry = await findNpmRegistry(surroundings.env);
  if (options.words[1] === 'serve') {
    const {runDemoServe} = await import('./demo-serve.ts');
    return runDemoServe({
      npmRegistry,
      smallRepositories: smallRepositoriesOf(surroundings.env),
      ...(options.port === undefined ? {} : {port: options.port}),
      write: surroundings.print,
    });
  }
  const world = createWorld({npmRegistry, smallRepositories: smallRepositoriesOf(surroundings.env)});
  const served = await serveWorld(world, {latencyMs: latencyOf(surroundings.env)});
  const home = await mkdtemp(path.join(tmpdir(), 'portcall-demo-'));
  const forget = removeAtExit(home);
  const inner = withoutFirst(args, 'demo');
  const target = options.repository === undefined && options.repositories === undefined ? ['--repo', demoRepository] : [];
  try {
    const env = demoEnvironment(surroundings.env, world, served.origin, npmRegistry, home, options.words[1] ?? '');
    const askOverSsh: SshAsker = async (_target, key, command) => answerAurSsh(registeredKey(world, key), 'makuykendall', key, command);
    const sshGit = createAurGit(world.marketplaces.aur, world.setting.now);
    const {store: _, ...others} = surroundings;
    return await run([...inner, ...target], {...others, env, cwd: home, askOverSsh, sshGit, browse: browserOf(world), isDemo: true});
  } finally {
    await served.close();
    await rm(home, {recursive: true, force: true});
    forget();
  }
};
