import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {npm} from '../../checks/npm.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {writtenFiles} from '../support/first-files.ts';
import {type LocalVerdaccio, noVerdaccio, startVerdaccio} from '../support/local-verdaccio.ts';
import {openReleasedWorld, type ReleasedWorld} from '../support/released-world.ts';

const isHere = process.platform === 'linux' && process.arch === 'x64';
const why = noVerdaccio ?? (isHere ? undefined : 'the test’s programs are for Linux on x64');

/** Where a package was built can be signed only in a real run. */
const withoutProvenance = (step: JobStep): JobStep =>
  step.kind === 'run' ? {...step, lines: step.lines.map((line) => line.replace(' --provenance', ''))} : step;

describe.skipIf(why !== undefined)(
  `the first npm packages at a registry on this machine${why === undefined ? '' : ` (left out: ${why})`}`,
  {timeout: 120_000},
  () => {
    let registry: LocalVerdaccio;
    let world: ReleasedWorld;
    let job: PublishJob;
    let env: Record<string, string>;

    const publish = () => world.runSteps(job.publish.map(withoutProvenance), env);
    const install = async (name: string, ...options: readonly string[]) => {
      const prefix = path.join(world.folder, name);
      const args = ['install', '--prefix', prefix, '--ignore-scripts', '--no-audit', '--no-fund', ...options, 'harbor'];
      await execa('npm', args, {cwd: world.folder, env: {HOME: world.folder, ...env}});
      return path.join(prefix, 'node_modules/.bin/harbor');
    };

    beforeAll(async () => {
      registry = await startVerdaccio();
      world = await openReleasedWorld();
      env = {
        NODE_AUTH_TOKEN: await registry.signUp('octo'),
        npm_config_registry: `${registry.origin}/`,
        npm_config_cache: path.join(world.folder, 'cache'),
      };
      await world.write(writtenFiles(npm.firstPackage, world.facts).files);
      job = npm.firstPackage!.job!(world.facts)!;
    }, 60_000);
    afterAll(async () => {
      await registry?.close();
      await world?.close();
    });

    it('are published by the job, once', async () => {
      expect(await world.look(job, env)).toBe('published=false');
      await publish();
      await world.run(job.verify, env);
      expect(await world.look(job, env)).toBe('published=true');
      await publish();
    });

    it('give the released program without any install script', async () => {
      const program = await install('usual');
      const {stdout, exitCode} = await execa(program, ['a b', '--c'], {reject: false});
      expect(stdout).toBe('harbor 1.2.4 linux/amd64 a b --c');
      expect(exitCode).toBe(7);
    });

    it('pass signals on, and end as the program does', async () => {
      const child = spawn(path.join(world.folder, 'usual/node_modules/.bin/harbor'), ['wait'], {stdio: ['ignore', 'pipe', 'inherit']});
      await once(child.stdout, 'data');
      const said = once(child.stdout, 'data');
      child.kill('SIGTERM');
      const [[text], [code]] = await Promise.all([said, once(child, 'exit')]);
      expect(`${text}`.trim()).toBe('stopped');
      expect(code).toBe(9);
    });

    it('say what to do where the optional packages were left out', async () => {
      const program = await install('bare', '--omit=optional');
      const {stderr, exitCode} = await execa(program, [], {reject: false});
      expect(stderr).toContain('the package harbor-linux-x64 with the program is not installed');
      expect(exitCode).toBe(1);
    });
  },
);
