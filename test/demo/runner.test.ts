import {describe, expect, it} from 'vitest';
import {openRunnerWorld} from '../support/runner-world.ts';

const needsBuild = (job: string) => (text: string) =>
  text.replace(`  ${job}:\n    runs-on`, `  ${job}:\n    needs: build-and-release\n    runs-on`);

describe('a dispatched run', () => {
  it('publishes to Chocolatey, which moderates it', async () => {
    const {dispatch, finish, world, jobsOf, pass, logOf, ask} = await openRunnerWorld();
    const run = await dispatch('chocolatey');
    const shown = (await jobsOf(run)).map(({name, status}) => `${name} ${status}`);
    expect(shown).toEqual(['build-and-release queued', 'publish-chocolatey queued', 'publish-homebrew completed']);
    pass(3);
    expect((await jobsOf(run))[1]?.steps.map(({name, status}) => `${name}: ${status}`)).toEqual([
      'Set up job: completed',
      'Checkout: completed',
      'Get version: in_progress',
      'Check if Chocolatey package exists: queued',
      'Use existing Chocolatey package: queued',
      'Push to Chocolatey: queued',
    ]);
    expect(await logOf(run, 'publish-chocolatey')).toBe('404');
    pass(6);
    await jobsOf(run);
    expect(world.marketplaces.chocolatey.packages['contextlite']?.versions['1.0.35']?.status).toBe('Submitted');
    expect(await finish(run)).toEqual({
      'build-and-release': 'success',
      'publish-chocolatey': 'success',
      'publish-homebrew': 'skipped',
      'publish-npm': 'skipped',
      'publish-pypi': 'skipped',
      'publish-docker': 'skipped',
    });
    expect(world.marketplaces.chocolatey.packages['contextlite']?.versions['1.0.35']?.status).toBe('Approved');
    const log = await logOf(run, 'publish-chocolatey');
    expect(log).toContain('  CHOCOLATEY_API_KEY: ***\n');
    expect(log).toContain('was pushed successfully');
    expect(log).not.toContain(world.setting.tokens['CHOCOLATEY_API_KEY']);
    expect((await ask('https://community.chocolatey.org/packages/contextlite/1.0.35')).status).toBe(200);
  });

  it('skips npm, PyPI and Docker Hub again, until the check asks for the version', async () => {
    const {dispatch, finish, world, patch, logOf} = await openRunnerWorld();
    const {npm, pypi, docker} = world.marketplaces;
    const first = await dispatch('npm,pypi,docker');
    expect(await finish(first)).toMatchObject({'publish-npm': 'success', 'publish-pypi': 'success', 'publish-docker': 'success'});
    expect(await logOf(first, 'publish-npm')).toContain('contextlite is on npm already, nothing to do');
    expect([npm.packages['contextlite']?.tags['latest'], docker.repositories['makuykendall/contextlite']?.tags['1.0.35']]).toEqual([
      '1.0.34',
      undefined,
    ]);
    await patch((text) =>
      text
        .replace('npm view contextlite version', 'npm view "contextlite@${{ steps.version.outputs.version }}" version')
        .replace('pypi/contextlite/json', 'pypi/contextlite/${{ steps.version.outputs.version }}/json')
        .replace('contextlite:latest > /dev/null', 'contextlite:${{ steps.version.outputs.version }} > /dev/null'),
    );
    const second = await dispatch('npm,pypi,docker');
    expect(await finish(second)).toMatchObject({'publish-npm': 'success', 'publish-pypi': 'success', 'publish-docker': 'success'});
    expect(await logOf(second, 'publish-npm')).toContain('+ contextlite@1.0.35');
    expect(npm.packages['contextlite']?.tags['latest']).toBe('1.0.35');
    expect(pypi.projects['contextlite']?.releases['1.0.35']?.files.map(({filename}) => filename)).toEqual([
      'contextlite-1.0.35-py3-none-any.whl',
      'contextlite-1.0.35.tar.gz',
    ]);
    const tags = docker.repositories['makuykendall/contextlite']?.tags;
    expect(tags?.['1.0.35']).toBe(tags?.['latest']);
    expect(tags?.['1.0.34']).not.toBe(tags?.['latest']);
  });

  it('gets Homebrew’s formula merged, or into the person’s own tap', async () => {
    const {dispatch, finish, world, ask, logOf} = await openRunnerWorld();
    const run = await dispatch('homebrew');
    expect(await finish(run)).toMatchObject({'publish-homebrew': 'success'});
    expect(await logOf(run, 'publish-homebrew')).toContain('https://github.com/Homebrew/homebrew-core/pull/1');
    expect(await (await ask('https://formulae.brew.sh/api/formula/contextlite.json')).json()).toMatchObject({
      versions: {stable: '1.0.35', bottle: true},
    });
    expect(world.github.repositories.get('homebrew/homebrew-core')?.pulls[0]).toMatchObject({
      title: 'contextlite 1.0.35 (new formula)',
      state: 'closed',
    });
  });

  it('fails as in the audit where the archives are not there yet, and not once it waits for them', async () => {
    const {dispatch, finish, patch, logOf, repository} = await openRunnerWorld();
    await patch((text) => text.replaceAll('contextlite: 1.0.35', 'contextlite'));
    const early = await dispatch('chocolatey,homebrew', {version: '1.0.36'});
    expect(await finish(early)).toMatchObject({
      'build-and-release': 'success',
      'publish-chocolatey': 'failure',
      'publish-homebrew': 'failure',
    });
    expect(await logOf(early, 'publish-chocolatey')).toContain(
      'curl: (22) The requested URL returned error: 404\n##[error]Process completed with exit code 22.\n',
    );
    const homebrew = await logOf(early, 'publish-homebrew');
    expect(homebrew.match(/^0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5 {2}darwin-amd64/m)).not.toBeNull();
    expect(homebrew).toContain('##[error]The four archives do not have four different checksums\n');
    expect(repository.releases.at(-1)).toMatchObject({tag: 'v1.0.36', isDraft: false});
    await patch((text) => needsBuild('publish-chocolatey')(needsBuild('publish-homebrew')(text)));
    const late = await dispatch('chocolatey', {version: '1.0.37'});
    expect(await finish(late)).toMatchObject({
      'build-and-release': 'success',
      'publish-chocolatey': 'success',
      'publish-homebrew': 'skipped',
    });
  });
});
