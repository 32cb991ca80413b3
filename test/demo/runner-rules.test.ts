import {describe, expect, it} from 'vitest';
import {keyIdOf, publicKeyOf} from '../../src/demo/github/secret-key.ts';
import {openPage} from '../../src/demo/pages.ts';
import {sealedFor} from '../../src/tools/sealed-box.ts';
import {openRunnerWorld, type RunnerWorld} from '../support/runner-world.ts';

const freshChecks = (text: string): string =>
  text
    .replace('npm view contextlite version', 'false')
    .replace('curl -fsS -o /dev/null https://pypi.org/pypi/contextlite/json', 'false')
    .replace('docker manifest inspect makuykendall/contextlite:latest > /dev/null', 'false');

const setSecret = async ({json, repository}: RunnerWorld, name: string, value: string): Promise<void> => {
  const place = String(repository.id);
  const sent = {encrypted_value: await sealedFor(publicKeyOf(place).key, value), key_id: keyIdOf(place)};
  expect((await json('PUT', `/actions/secrets/${name}`, sent)).status).toBe(204);
};

/** The last lines of a job that fails, without the marks around them. */
const failureOf = async (world: RunnerWorld, platform: string): Promise<string> => {
  const run = await world.dispatch(platform);
  await world.finish(run);
  const log = await world.logOf(run, `publish-${platform}`);
  return log.slice(log.lastIndexOf('##[endgroup]\n') + 13, log.indexOf('Post job cleanup.'));
};

const wrong = {
  npm: ['NPM_TOKEN', 'npm_nobodysTokenAtAll', 'npm error code E401\n'],
  pypi: [
    'PYPI_TOKEN',
    'pypi-nothing',
    'ERROR    HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/\n         Invalid or non-existent authentication information.',
  ],
  docker: ['DOCKERHUB_TOKEN', 'dckr_pat_nothing', 'unauthorized: incorrect username or password'],
  chocolatey: [
    'CHOCOLATEY_API_KEY',
    '12345678-1234-1234-1234-123456789abc',
    'Response status code does not indicate success: 403 (Forbidden).',
  ],
  homebrew: ['HOMEBREW_GITHUB_API_TOKEN', 'ghp_nobodysTokenAtAll', 'HOMEBREW_GITHUB_API_TOKEN may be invalid or expired'],
} as const;

describe('a secret', () => {
  it.each(Object.entries(wrong))('that %s refuses fails the job with its own words', async (platform, [name, value, said]) => {
    const world = await openRunnerWorld();
    await world.patch(freshChecks);
    await setSecret(world, name, value);
    const failure = await failureOf(world, platform);
    expect(failure).toContain(said);
    expect(failure).not.toContain(value);
  });

  it('that was set anew and is right publishes', async () => {
    const world = await openRunnerWorld();
    await world.patch(freshChecks);
    await setSecret(world, 'NPM_TOKEN', 'npm_old');
    expect(await failureOf(world, 'npm')).toContain('E401');
    await setSecret(world, 'NPM_TOKEN', world.world.setting.tokens['NPM_TOKEN'] ?? '');
    expect(await failureOf(world, 'npm')).toContain('+ contextlite@1.0.35');
  });

  it('that is missing is an empty text', async () => {
    const world = await openRunnerWorld();
    await world.patch(freshChecks);
    world.repository.secrets.length = 0;
    expect(await failureOf(world, 'npm')).toContain('npm error code ENEEDAUTH');
    expect(await failureOf(world, 'docker')).toContain('Username and password required');
    expect(await failureOf(world, 'chocolatey')).toContain('An API key was not found');
    expect(await failureOf(world, 'pypi')).toContain('403 Forbidden');
  });
});

describe('a version that is there already', () => {
  it('is refused by each marketplace in its own way', async () => {
    const world = await openRunnerWorld();
    await world.patch((text) => freshChecks(text).replace('choco search contextlite', 'choco search nothing'));
    for (const platform of ['npm', 'pypi', 'chocolatey']) await world.finish(await world.dispatch(platform));
    world.pass(100);
    expect(await failureOf(world, 'npm')).toContain(
      'npm error 403 403 Forbidden - PUT https://registry.example/contextlite - You cannot publish over the previously published versions: 1.0.35.',
    );
    expect(await failureOf(world, 'pypi')).toContain('View at:');
    expect(await failureOf(world, 'chocolatey')).toContain('This package version already exists on the repository and cannot be modified.');
  });

  it('can be pushed again to Chocolatey while it waits, and no other', async () => {
    const world = await openRunnerWorld();
    const {
      dispatch,
      pass,
      jobsOf,
      world: {marketplaces},
    } = world;
    await jobsOf(await dispatch('chocolatey'));
    pass(12);
    await jobsOf(0).catch(() => []);
    const submitted = () => marketplaces.chocolatey.packages['contextlite']?.versions;
    expect(submitted()?.['1.0.35']?.submittedStatus).toBe('Pending');
    marketplaces.chocolatey.packages['contextlite']!.versions['1.0.34'] = {...submitted()!['1.0.35']!, version: '1.0.34'};
    delete marketplaces.chocolatey.packages['contextlite']!.versions['1.0.35'];
    const run = await dispatch('chocolatey');
    pass(12);
    await jobsOf(run);
    expect(await world.logOf(run, 'publish-chocolatey')).toContain('403 (Forbidden)');
  });
});

describe('a release', () => {
  it('takes the same files again, unless it is immutable or the job may not write', async () => {
    const world = await openRunnerWorld();
    const {repository, dispatch, finish, logOf, patch} = world;
    const digests = () =>
      repository.releases
        .at(-1)
        ?.assets.map(({name, sha256}) => `${name} ${sha256}`)
        .sort();
    const before = digests();
    expect(await finish(await dispatch('none'))).toMatchObject({'build-and-release': 'success'});
    expect(digests()).toEqual(before);
    Object.assign(repository.releases.at(-1)!, {isImmutable: true});
    const frozen = await dispatch('none');
    expect(await finish(frozen)).toMatchObject({'build-and-release': 'failure'});
    expect(await logOf(frozen, 'build-and-release')).toContain('Cannot upload assets to an immutable release.');
    await patch((text) => text.replace('contents: write', 'contents: read'));
    const reading = await dispatch('none');
    await finish(reading);
    expect(await logOf(reading, 'build-and-release')).toContain('Resource not accessible by integration');
  });
});

describe('a tap of one’s own', () => {
  it('gets the formula with the archives’ true digests', async () => {
    const {world, dispatch, finish, ask, repository} = await openRunnerWorld();
    openPage(world, 'https://github.com/new?name=homebrew-tap');
    expect(await finish(await dispatch('homebrew'))).toMatchObject({'publish-homebrew': 'success'});
    const formula = await (
      await ask(`https://raw.githubusercontent.com/${repository.owner}/homebrew-tap/main/Formula/contextlite.rb`)
    ).text();
    for (const {name, sha256} of repository.releases.at(-1)?.assets ?? [])
      if (!name.includes('windows')) expect(formula).toContain(`/v1.0.35/${name}"\n      sha256 "${sha256}"`);
    expect((await ask('https://formulae.brew.sh/api/formula/contextlite.json')).status).toBe(404);
  });

  it('can be pushed to with git, by a token that may', async () => {
    const world = await openRunnerWorld();
    openPage(world.world, 'https://github.com/new?name=homebrew-tap');
    const push = (token: string) => (text: string) =>
      text.replace(
        /run: \|\n( +)brew bump-formula-pr.*/,
        (_, indent: string) =>
          `run: |\n${[
            `git clone "https://x-access-token:${token}@github.com/Michael-A-Kuykendall/homebrew-tap.git" tap`,
            'mkdir -p tap/Formula && cp homebrew/contextlite.rb tap/Formula/contextlite.rb',
            'cd tap && git add . && git commit -m "contextlite $VERSION" && git push',
          ]
            .map((line) => `${indent}${line}`)
            .join('\n')}`,
      );
    await world.patch(push('${{ secrets.GITHUB_TOKEN }}'));
    expect(await failureOf(world, 'homebrew')).toContain(
      'remote: Permission to Michael-A-Kuykendall/homebrew-tap.git denied to github-actions[bot].',
    );
    await world.patch((text) => text.replace('secrets.GITHUB_TOKEN }}@', 'secrets.HOMEBREW_GITHUB_API_TOKEN }}@'));
    expect(await failureOf(world, 'homebrew')).toContain('main -> main');
    expect(
      (await world.ask('https://raw.githubusercontent.com/Michael-A-Kuykendall/homebrew-tap/main/Formula/contextlite.rb')).status,
    ).toBe(200);
  });
});
