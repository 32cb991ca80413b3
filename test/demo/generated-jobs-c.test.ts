import {describe, expect, it} from 'vitest';
import {cratesIo} from '../../checks/crates-io.ts';
import {dockerHub} from '../../checks/docker-hub.ts';
import {githubPackages} from '../../checks/github-packages.ts';
import {npm} from '../../checks/npm.ts';
import {pypi} from '../../checks/pypi.ts';
import {openPage} from '../../src/demo/pages.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import {newWorkflowText} from '../../src/workflow/write-workflow.ts';
import {writtenFiles} from '../support/first-files.ts';
import {newestFacts, put, setSecret} from '../support/job-scene.ts';
import {openRunnerWorld, type RunnerWorld} from '../support/runner-world.ts';

type Scene = RunnerWorld & {run(): Promise<{readonly result: string | null; readonly log: string}>};

/** A world whose repository has the first package, of an older version, and the workflow that publishes it. */
const openScene = async (marketplace: Marketplace, name: string, change = (text: string): string => text): Promise<Scene> => {
  const {id, title, firstPackage} = marketplace;
  const world = await openRunnerWorld();
  const facts = newestFacts(world, {[id]: {name, from: 'configuration'}});
  const older = (text: string): string => text.replaceAll(facts.project.version, '1.0.9');
  for (const {path, contents} of writtenFiles(firstPackage, facts).files) await put(world, path, older(contents));
  const job = firstPackage!.job!(facts)!;
  const text = newWorkflowText({jobs: [{marketplace: id, title, job}], start: 'started', tagPrefix: 'v'}, new Map());
  await put(world, '.github/workflows/publish-packages.yml', change(text));
  const run = async () => {
    const sent = {ref: 'main', inputs: {tag: facts.project.tag, marketplace: id}, return_run_details: true};
    const {body} = await world.json<{workflow_run_id: number}>('POST', '/actions/workflows/publish-packages.yml/dispatches', sent);
    const ended = await world.finish(body.workflow_run_id);
    return {result: Object.values(ended)[0] ?? null, log: await world.logOf(body.workflow_run_id, Object.keys(ended)[0] ?? '')};
  };
  return {...world, run};
};

const handOver = async (scene: Scene, ...names: readonly string[]): Promise<void> => {
  for (const name of names) await setSecret(scene, name, scene.world.setting.tokens[name] ?? '');
};

describe('the job for npm', () => {
  const versionsOf = ({world}: Scene) => Object.values(world.marketplaces.npm.packages).map(({name, tags}) => `${name} ${tags['latest']}`);

  it('publishes all packages with the new version, and leaves them be when it runs again', async () => {
    const scene = await openScene(npm, 'contextlite');
    await handOver(scene, 'NPM_TOKEN');
    const first = await scene.run();
    expect(first.log).toContain('+ contextlite@1.0.35');
    expect(first.result).toBe('success');
    const ends = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];
    expect(versionsOf(scene)).toEqual(['contextlite 1.0.35', ...ends.map((end) => `contextlite-${end} 1.0.35`)]);
    const {manifest} = scene.world.marketplaces.npm.packages['contextlite']!.versions['1.0.35']!;
    expect(manifest['optionalDependencies']).toEqual(Object.fromEntries(ends.map((end) => [`contextlite-${end}`, '1.0.35'])));
    const again = await scene.run();
    expect([again.result, again.log.includes('npm notice')]).toEqual(['success', false]);
  });

  it('goes on where an earlier run ended', async () => {
    const scene = await openScene(npm, 'contextlite');
    await handOver(scene, 'NPM_TOKEN');
    await scene.run();
    delete scene.world.marketplaces.npm.packages['contextlite-win32-arm64'];
    const {result, log} = await scene.run();
    expect(result).toBe('success');
    expect(log).toContain('contextlite-linux-x64@1.0.35 is there already.');
    expect(log).toContain('+ contextlite-win32-arm64@1.0.35');
  });

  it('fails where the token is wrong, or the right to sign is missing', async () => {
    const refused = await openScene(npm, 'contextlite');
    await setSecret(refused, 'NPM_TOKEN', 'npm_wrong');
    expect(await refused.run()).toMatchObject({result: 'failure', log: expect.stringContaining('code E401')});
    const unsigned = await openScene(npm, 'contextlite', (text) => text.replace(/ +id-token: write\n/, ''));
    await handOver(unsigned, 'NPM_TOKEN');
    expect(await unsigned.run()).toMatchObject({
      result: 'failure',
      log: expect.stringContaining('requires "write" access to the "id-token"'),
    });
  });
});

describe('the job for PyPI', () => {
  it('uploads by its own identity once it is trusted, and leaves the wheels be when it runs again', async () => {
    const scene = await openScene(pypi, 'contextlite');
    expect(await scene.run()).toMatchObject({result: 'failure', log: expect.stringContaining('no corresponding publisher')});
    openPage(scene.world, 'https://pypi.org/manage/project/contextlite/settings/publishing/');
    const first = await scene.run();
    expect(first.log).toContain('Uploading contextlite-1.0.35-py3-none-win_arm64.whl');
    expect(first.result).toBe('success');
    const files = scene.world.marketplaces.pypi.projects['contextlite']?.releases['1.0.35']?.files ?? [];
    expect(files).toHaveLength(6);
    const again = await scene.run();
    expect([again.result, again.log.includes('Uploading')]).toEqual(['success', false]);
  });

  it('makes a project that a pending publisher waits for', async () => {
    const scene = await openScene(pypi, 'context-lite-cli');
    openPage(scene.world, 'https://pypi.org/manage/account/publishing/?project_name=context-lite-cli');
    const {result, log} = await scene.run();
    expect(log).toContain('Uploading context_lite_cli-1.0.35-');
    expect(result).toBe('success');
    expect(scene.world.marketplaces.pypi.projects['context-lite-cli']?.publishers).toHaveLength(1);
  });

  it('fails where PyPI has another file under the name, or can’t be asked', async () => {
    const scene = await openScene(pypi, 'contextlite');
    openPage(scene.world, 'https://pypi.org/manage/project/contextlite/settings/publishing/');
    await scene.run();
    const files = scene.world.marketplaces.pypi.projects['contextlite']!.releases['1.0.35']!.files;
    files[0] = {...files[0]!, content: Buffer.from('another')};
    expect(await scene.run()).toMatchObject({result: 'failure', log: expect.stringContaining('PyPI serves another contextlite-1.0.35-')});
  });
});

describe('the job for Docker Hub', () => {
  const image = 'makuykendall/contextlite';

  it('pushes the image for both processors, and leaves it be when it runs again', async () => {
    const scene = await openScene(dockerHub, image);
    await handOver(scene, 'DOCKERHUB_TOKEN', 'DOCKERHUB_USERNAME');
    const first = await scene.run();
    // The name of the account is a secret too, so that the log hides it.
    expect(first.log).toContain('#24 pushing manifest for docker.io/***/contextlite:1.0.35@sha256:');
    expect(first.log).toContain(`org.opencontainers.image.revision=${scene.repository.tags.get('v1.0.35')}`);
    expect(first.result).toBe('success');
    const {tags} = scene.world.marketplaces.docker.repositories[image]!;
    expect(tags['latest']).toBe(tags['1.0.35']);
    const again = await scene.run();
    expect([again.result, again.log.includes('pushing manifest')]).toEqual(['success', false]);
  });

  it('fails where a secret is empty, or the token is refused', async () => {
    const scene = await openScene(dockerHub, image);
    await setSecret(scene, 'DOCKERHUB_USERNAME', 'somebody');
    await setSecret(scene, 'DOCKERHUB_TOKEN', 'wrong');
    expect(await scene.run()).toMatchObject({result: 'failure', log: expect.stringContaining('incorrect username or password')});
    await scene.json('DELETE', '/actions/secrets/DOCKERHUB_TOKEN');
    expect(await scene.run()).toMatchObject({result: 'failure', log: expect.stringContaining('DOCKERHUB_TOKEN is empty')});
  });
});

describe('the job for GitHub Packages', () => {
  const image = 'michael-a-kuykendall/contextlite';

  it('pushes with nothing but the job’s own token, and sees an image that is still private', async () => {
    const scene = await openScene(githubPackages, image);
    const first = await scene.run();
    expect(first.log).toContain(`#24 pushing manifest for ghcr.io/${image}:1.0.35@sha256:`);
    expect(first.result).toBe('success');
    expect(scene.world.marketplaces.githubPackages.images[image]?.isPublic).toBe(false);
    const again = await scene.run();
    expect([again.result, again.log.includes('pushing manifest')]).toEqual(['success', false]);
  });

  it('fails without the right to write packages', async () => {
    const scene = await openScene(githubPackages, image, (text) => text.replace('packages: write', 'packages: read'));
    expect((await scene.run()).result).toBe('failure');
  });
});

describe('the job for crates.io', () => {
  it('publishes the launcher with the release’s digests, and leaves it be when it runs again', async () => {
    const scene = await openScene(cratesIo, 'contextlite-cli');
    openPage(scene.world, 'https://crates.io/settings/profile');
    await handOver(scene, 'CARGO_REGISTRY_TOKEN');
    const first = await scene.run();
    expect(first.log).toContain('Published contextlite-cli v1.0.35');
    expect(first.result).toBe('success');
    const again = await scene.run();
    expect([again.result, again.log.includes('Uploading')]).toEqual(['success', false]);
  });

  it('fails with what crates.io says', async () => {
    const scene = await openScene(cratesIo, 'contextlite-cli');
    await setSecret(scene, 'CARGO_REGISTRY_TOKEN', 'cioWrong');
    expect(await scene.run()).toMatchObject({result: 'failure', log: expect.stringContaining('failed to publish to registry')});
  });
});
