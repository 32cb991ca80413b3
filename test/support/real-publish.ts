import {execFile, spawnSync} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {optionsOf} from '../../src/commands/options.ts';
import {runPublish} from '../../src/commands/publish.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {findRepository, type Repository} from '../../src/demo/github/state.ts';
import type {Program} from '../../src/demo/runner/shell/shell.ts';
import {type LocalAur, noAur, startAur} from './local-aur.ts';
import {type LocalHub, noHub, pusher, startHub} from './local-hub.ts';
import {type LocalVerdaccio, noVerdaccio, startVerdaccio} from './local-verdaccio.ts';
import {realProgram} from './real-program.ts';
import {type Ended, openStage, type Stage} from './run-portcall.ts';
import {addSmallProject, smallProject} from './small-project.ts';

const run = promisify(execFile);

const noNpm = spawnSync('npm', ['--version']).error === undefined ? undefined : 'npm is not installed';

/** What this machine lacks for a real publish; empty: nothing. */
export const lackingForPublish: readonly string[] = [noNpm, noVerdaccio, noHub, noAur].filter((one) => one !== undefined);

type Servers = {readonly verdaccio: LocalVerdaccio; readonly hub: LocalHub; readonly aur: LocalAur};

export type RealPublish = Servers & {
  readonly repository: Repository;
  publish(...args: readonly string[]): Promise<Ended>;
  portcall(...args: readonly string[]): Promise<Ended>;
  /** Changes what a secret of the repository holds, and gives what it held. */
  changeSecret(name: string, value: string): string;
  /** Puts other bytes under the same version at the registry, with npm itself, as the package's owner. */
  replacePackage(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
};

const quietNpm = {npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false'};

/** npm's settings, as an action that sets npm up writes them: the registry, and the token from the step's environment. */
const npmEnvironment = async (folder: string, origin: string): Promise<Readonly<Record<string, string>>> => {
  const settings = path.join(folder, 'npmrc');
  await writeFile(settings, `registry=${origin}/\n//${new URL(origin).host}/:_authToken=\${NODE_AUTH_TOKEN}\n`);
  return {...quietNpm, npm_config_userconfig: settings, npm_config_cache: path.join(folder, 'npm-cache')};
};

const programsWith = ({hub, aur}: Servers, npmSettings: Readonly<Record<string, string>>): Readonly<Record<string, Program>> => ({
  npm: realProgram({command: 'npm', environment: () => npmSettings}),
  git: realProgram({command: 'git', environment: aur.environment}),
  docker: realProgram({
    command: process.execPath,
    leading: [path.join(import.meta.dirname, 'image-client.ts')],
    environment: () => ({REGISTRY_ORIGIN: hub.registry}),
  }),
});

/** The marketplaces' hosts on this machine; everything else is the simulated world. */
const hostsOf = ({verdaccio, hub, aur}: Servers, {served}: Stage): string =>
  Object.entries({
    [new URL(verdaccio.origin).host]: verdaccio.origin,
    'hub.docker.com': hub.api,
    'registry-1.docker.io': hub.registry,
    'aur.archlinux.org': aur.site,
    '*': served.origin,
  })
    .map(([host, origin]) => `${host}=${origin}`)
    .join(',');

type Clock = {now(): number; rest(milliseconds: number): Promise<void>};

/** A clock that goes on only as far as it is waited. */
const createClock = (): Clock => {
  let time = Date.now();
  return {
    now: () => time,
    rest: async (milliseconds) => {
      time += milliseconds;
    },
  };
};

const publishIn = async (stage: Stage, clock: Clock, env: Surroundings['env'], args: readonly string[]): Promise<Ended> => {
  let [out, told] = ['', ''];
  const terminal = {isInteractive: false, columns: 80, rows: 24, hasColour: false, hasUnicode: true};
  const surroundings: Surroundings = {
    env,
    cwd: stage.home,
    print: (text) => {
      out += text;
    },
    tell: (text) => {
      told += text;
    },
    terminal: {...terminal, isScreenReader: false, isDumb: false, scrollsAtItsEnd: false},
    now: clock.now,
    isDemo: false,
  };
  const code = await runPublish(optionsOf(['publish', ...args]), surroundings, {rest: clock.rest, pause: 1});
  return {code, out, told};
};

/** A small project at the simulated GitHub whose jobs publish to real servers of this machine with real programs. */
export const openRealPublish = async (): Promise<RealPublish> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-publish-'));
  const [verdaccio, hub, aur] = await Promise.all([startVerdaccio(), startHub(), startAur(smallProject.aur)]);
  const servers = {verdaccio, hub, aur};
  const npmSettings = await npmEnvironment(folder, verdaccio.origin);
  const npmToken = await verdaccio.signUp(smallProject.owner);
  const clock = createClock();
  const stage = await openStage({now: clock.now, programs: programsWith(servers, npmSettings)});
  const secrets = {NPM_TOKEN: npmToken, DOCKERHUB_USERNAME: pusher.name, DOCKERHUB_TOKEN: pusher.password, AUR_SSH_KEY: aur.key};
  // Slow enough that a run is seen while it goes on.
  stage.world.runner.pace.factor = 6;
  const token = addSmallProject(stage.world, secrets);
  const repository = findRepository(stage.world.github, smallProject.owner, smallProject.name);
  if (repository === undefined) throw new Error('The world lacks its project.');
  const env = {
    PORTCALL_HOSTS: hostsOf(servers, stage),
    PORTCALL_HOME: stage.home,
    GITHUB_TOKEN: token,
    npm_config_registry: verdaccio.origin,
  };
  const about = ['--repo', `${smallProject.owner}/${smallProject.name}`];
  return {
    ...servers,
    repository,
    publish: (...args) => publishIn(stage, clock, env, [...args, ...about]),
    portcall: (...args) => stage.portcall([...args, ...about], env),
    changeSecret: (name, value) => {
      const held = stage.world.setting.tokens[name] ?? '';
      Object.assign(stage.world.setting.tokens, {[name]: value});
      return held;
    },
    replacePackage: async (bytes) => {
      const options = {cwd: folder, env: {PATH: process.env.PATH, HOME: folder, ...npmSettings, NODE_AUTH_TOKEN: npmToken}};
      const {name, version} = smallProject;
      await run('npm', ['unpublish', `${name}@${version}`, '--force'], options);
      await writeFile(path.join(folder, 'other.tgz'), bytes);
      await run('npm', ['publish', './other.tgz'], options);
    },
    end: async () => {
      await stage.end();
      await Promise.all([verdaccio.close(), hub.close(), aur.close()]);
      await rm(folder, {recursive: true, force: true, maxRetries: 3});
    },
  };
};
