import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {dockerHub} from '../../checks/docker-hub.ts';
import type {ProgramFacts} from '../../src/model/first-package.ts';
import {plainLine} from '../../src/model/quoting.ts';
import {textAt, writtenFiles} from '../support/first-files.ts';
import {hostileTexts} from '../support/program-facts.ts';
import {openReleasedWorld, type ReleasedWorld} from '../support/released-world.ts';

const dockerfile = 'packaging/docker-hub/Dockerfile';

const findWhyNot = async (): Promise<string | undefined> => {
  if (process.platform !== 'linux') return 'images are built on Linux';
  if (process.getuid?.() !== 0) return 'buildah looks into an image only as root';
  return (await execa('buildah', ['--version'], {reject: false})).failed ? 'buildah is not installed' : undefined;
};
const why = await findWhyNot();

type Inspected = {
  readonly OCIv1: {
    readonly architecture: string;
    readonly config: {readonly User: string; readonly Entrypoint: readonly string[]; readonly Labels: Readonly<Record<string, string>>};
  };
};

describe.skipIf(why !== undefined)(
  `the first image and buildah${why === undefined ? '' : ` (left out: ${why})`}`,
  {timeout: 120_000},
  () => {
    let world: ReleasedWorld;

    const buildah = (...args: readonly string[]) => {
      const storage = [
        '--root',
        path.join(world.folder, 'storage'),
        '--runroot',
        path.join(world.folder, 'run'),
        '--storage-driver',
        'vfs',
      ];
      return execa('buildah', [...storage, ...args], {cwd: world.folder, env: {HOME: world.folder, BUILDAH_ISOLATION: 'chroot'}});
    };

    /** The image that the job's programs and the Dockerfile give for a platform; no base is fetched, an empty one stands for it. */
    const build = async (facts: ProgramFacts, platform: string): Promise<string> => {
      await world.write(
        writtenFiles(dockerHub.firstPackage, facts).files.map((file) => ({
          ...file,
          contents: file.contents.replace(/^FROM .*$/m, 'FROM scratch'),
        })),
      );
      const job = dockerHub.firstPackage!.job!(facts)!;
      await world.runSteps(job.publish.slice(0, 2));
      const context = path.join(world.folder, 'temporary/image');
      const file = path.join(world.folder, 'checkout', dockerfile);
      const args = ['build', '--pull-never', '--platform', platform, '--build-arg', 'VERSION=1.2.4', '--file', file, '--quiet', context];
      return (await buildah(...args)).stdout.trim();
    };
    const inspect = async (image: string): Promise<Inspected['OCIv1']> =>
      (JSON.parse((await buildah('inspect', '--type', 'image', image)).stdout) as Inspected).OCIv1;

    beforeAll(async () => {
      world = await openReleasedWorld();
    });
    afterAll(async () => {
      await buildah('rmi', '--all', '--force').catch(() => undefined);
      await world?.close();
    });

    it.each(['amd64', 'arm64'])('holds the released program for linux/%s, for nobody special', async (architecture) => {
      const image = await build(world.facts, `linux/${architecture}`);
      const {config, architecture: built} = await inspect(image);
      expect(built).toBe(architecture);
      expect(config.User).toBe('65532:65532');
      expect(config.Entrypoint).toEqual(['/usr/local/bin/harbor']);
      expect(config.Labels).toMatchObject({
        'org.opencontainers.image.title': 'harbor',
        'org.opencontainers.image.description': 'Moves files between object stores',
        'org.opencontainers.image.licenses': 'MIT',
        'org.opencontainers.image.source': 'https://github.com/harbor-tools/harbor',
        'org.opencontainers.image.url': 'https://harbor.example/',
        'org.opencontainers.image.vendor': 'Harbor Tools',
        'org.opencontainers.image.version': '1.2.4',
      });
      const container = (await buildah('from', '--pull-never', image)).stdout.trim();
      const root = (await buildah('mount', container)).stdout.trim();
      const program = await readFile(path.join(root, 'usr/local/bin/harbor'), 'utf8');
      expect(program).toContain(`harbor 1.2.4 linux/${architecture}`);
      expect((await execa('stat', ['--format', '%a', path.join(root, 'usr/local/bin/harbor')])).stdout).toBe('755');
      await buildah('rm', container);
    });

    it.each(hostileTexts)('shows a description as it is: %j', async (text) => {
      const facts = {...world.facts, description: text, author: text};
      const contents = textAt(writtenFiles(dockerHub.firstPackage, facts), dockerfile);
      const {config} = await inspect(await build(facts, 'linux/amd64'));
      expect(config.Labels['org.opencontainers.image.description'] ?? '', contents).toBe(plainLine(text));
      expect(
        Object.keys(config.Labels).filter((name) => !/^(?:org\.opencontainers\.image\.[a-z]+|io\.buildah\.version)$/.test(name)),
      ).toEqual([]);
    });
  },
);
