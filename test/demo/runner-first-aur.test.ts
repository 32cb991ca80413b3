import {describe, expect, it} from 'vitest';
import {aurFirstPackage} from '../../checks/first-package/aur.ts';
import type {ProgramFacts} from '../../src/model/first-package.ts';
import {newWorkflowText} from '../../src/workflow/write-workflow.ts';
import {harborProgram, programFacts} from '../support/program-facts.ts';
import {openRunnerWorld, type RunnerWorld} from '../support/runner-world.ts';

const version = '1.0.35';
const tag = `v${version}`;

/** What is known of the demo's own program, from its release there. */
const factsIn = ({repository}: RunnerWorld): ProgramFacts => {
  const assets = repository.releases.find((one) => one.tag === tag)?.assets ?? [];
  const programs = (['amd64', 'arm64'] as const).flatMap((architecture, at) => {
    const asset = assets.find(({name}) => name.endsWith(`linux-${architecture}.tar.gz`));
    if (asset === undefined) return [];
    const {name, contents} = asset;
    const url = `https://github.com/${repository.owner}/${repository.name}/releases/download/${tag}/${name}`;
    return [
      harborProgram('linux', architecture, {
        path: 'contextlite',
        asset: {name, size: contents.length, isUploaded: true, sha256: `${at + 1}`.repeat(64), url},
      }),
    ];
  });
  const usual = programFacts({command: 'contextlite', programs});
  return {...usual, project: {...usual.project, repository: {owner: repository.owner, name: repository.name}, tag, version}};
};

const open = async (change: (facts: ProgramFacts) => ProgramFacts = (facts) => facts) => {
  const world = await openRunnerWorld();
  const job = aurFirstPackage.job?.(change(factsIn(world)));
  if (job === undefined) throw new Error('There is no job.');
  await world.patch(() => newWorkflowText({jobs: [{marketplace: 'aur', title: 'AUR', job}], start: 'release', tagPrefix: 'v'}, new Map()));
  const start = async (asked = tag) => {
    const sent = {ref: 'main', inputs: {tag: asked}, return_run_details: true};
    const path = '/actions/workflows/publish-packages.yml/dispatches';
    const {body} = await world.json<{workflow_run_id: number}>('POST', path, sent);
    const ends = Object.values(await world.finish(body.workflow_run_id));
    return {ends, log: await world.logOf(body.workflow_run_id, 'Publish to AUR')};
  };
  return {...world, start};
};

describe('the job for the AUR in a runner', () => {
  it('makes the package with the digests of the release, and leaves it alone afterwards', async () => {
    const {start, world, repository} = await open();
    const first = await start();
    expect([first.ends, first.log.split('\n').filter((line) => line.includes('##[error]'))]).toEqual([['success'], []]);
    const made = world.marketplaces.aur.packages['contextlite-bin'];
    expect(made).toMatchObject({version: '1.0.35-1', maintainer: 'makuykendall'});
    expect(made?.files['PKGBUILD']).not.toMatch(/'(?:1{64}|2{64})'/);
    const before = {...made?.files};
    const again = await start();
    expect(again.ends).toEqual(['success']);
    expect(made?.files).toEqual(before);
    expect(repository.name).toBe('contextlite');
  });

  it('brings an older package up to date, and keeps what was changed by hand', async () => {
    const {start, world} = await open();
    await start();
    const made = world.marketplaces.aur.packages['contextlite-bin']!;
    const old = Object.fromEntries(
      Object.entries(made.files).map(([path, text]) => [
        path,
        text.replaceAll('1.0.35', '1.0.9').replace(/(sha256sums_x86_64 ?= ?\(?'?)[0-9a-f]{64}/, `$1${'a'.repeat(64)}`),
      ]),
    );
    old['PKGBUILD'] = `${old['PKGBUILD']}`.replace('# Maintainer', '# Kept by hand\n# Maintainer').replace('pkgrel=1', 'pkgrel=4');
    world.marketplaces.aur.packages['contextlite-bin'] = {...made, version: '1.0.9-4', files: old};
    expect((await start()).ends).toEqual(['success']);
    const {files, version: served} = world.marketplaces.aur.packages['contextlite-bin']!;
    expect([served, files['PKGBUILD']?.startsWith('# Kept by hand')]).toEqual(['1.0.35-1', true]);
    expect(files['.SRCINFO']).toBe(made.files['.SRCINFO']);
  });

  it('mends wrong digests of the same version by a new release of the package', async () => {
    const {start, world} = await open();
    await start();
    const made = world.marketplaces.aur.packages['contextlite-bin']!;
    const right = /sha256sums_x86_64 = ([0-9a-f]{64})/.exec(made.files['.SRCINFO'] ?? '')?.[1] ?? '';
    const wrong = Object.fromEntries(Object.entries(made.files).map(([path, text]) => [path, text.replaceAll(right, 'b'.repeat(64))]));
    world.marketplaces.aur.packages['contextlite-bin'] = {...made, files: wrong};
    const {ends, log} = await start();
    expect([ends, world.marketplaces.aur.packages['contextlite-bin']?.version]).toEqual([['success'], '1.0.35-2']);
    expect(log).toContain('The AUR pins another digest');
  });

  it('fails with the AUR’s own words for a key that it does not know', async () => {
    const {start, world} = await open();
    world.marketplaces.aur.keys.length = 0;
    const {ends, log} = await start();
    expect(ends).toEqual(['failure']);
    expect(log).toContain('Permission denied (publickey)');
  });

  it('does not take a failed look for an absence', async () => {
    const {start, world} = await open();
    world.marketplaces.aur.requestsLeft = 0;
    const {ends, log} = await start();
    expect([ends, world.marketplaces.aur.packages]).toEqual([['failure'], {}]);
    expect(log).toContain('The AUR does not tell what it serves (HTTP 429)');
  });

  it('takes a description for nothing but text', async () => {
    const hostile = 'Lists `touch canary` $(touch canary) \'"\n${{ secrets.NPM_TOKEN }} END_OF_PKGBUILD';
    const {start, world} = await open((facts) => ({...facts, description: hostile}));
    expect((await start()).ends).toEqual(['success']);
    expect(world.marketplaces.aur.packages['contextlite-bin']?.description).toBe(
      'Lists `touch canary` $(touch canary) \'" ${{ secrets.NPM_TOKEN }} END_OF_PKGBUILD',
    );
  });
});
