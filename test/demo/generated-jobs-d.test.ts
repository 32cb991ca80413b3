import {describe, expect, it} from 'vitest';
import {chocolatey} from '../../checks/chocolatey.ts';
import {winget} from '../../checks/winget.ts';
import {addCommit} from '../../src/demo/github/new-repository.ts';
import {keyIdOf, publicKeyOf} from '../../src/demo/github/secret-key.ts';
import {findRepository} from '../../src/demo/github/state.ts';
import {filesInZip} from '../../src/demo/marketplaces/zip-reader.ts';
import type {FirstFile, ProgramFacts} from '../../src/model/first-package.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import {sealedFor} from '../../src/tools/sealed-box.ts';
import {newWorkflowText} from '../../src/workflow/write-workflow.ts';
import {writtenFiles} from '../support/first-files.ts';
import {harborProgram, programFacts} from '../support/program-facts.ts';
import {openRunnerWorld, type RunnerWorld} from '../support/runner-world.ts';

const owner = 'Michael-A-Kuykendall';

/** What is known of the newest release of the simulated world, without the package files that stand there already. */
const factsOf = ({repository: {releases}}: RunnerWorld): ProgramFacts => {
  const {assets = [], tag = ''} = releases.findLast((one) => one.assets.length > 0) ?? {};
  const programs = assets.flatMap(({name, sha256, contents}) => {
    const architecture = /-windows-(amd64|arm64)\./.exec(name)?.[1];
    if (architecture === undefined) return [];
    const url = `https://github.com/${owner}/contextlite/releases/download/${tag}/${name}`;
    const asset = {name, size: contents.length, isUploaded: true, sha256: sha256 ?? '', url};
    return [harborProgram('windows', architecture as 'amd64', {asset, path: 'contextlite.exe', besides: ['README.md']})];
  });
  const usual = programFacts({programs});
  return {
    ...usual,
    command: 'contextlite',
    project: {...usual.project, repository: {owner, name: 'contextlite'}, tag, version: tag.slice(1)},
  };
};

/** A world whose workflow is the generated one, with its secret set. */
const openScene = async ({id, title, firstPackage}: Marketplace, secret: string, isAt?: string) => {
  const world = await openRunnerWorld();
  const facts = factsOf(world);
  const job = firstPackage?.job?.(facts);
  if (job === undefined) throw new Error('no job');
  await world.patch(() => newWorkflowText({jobs: [{marketplace: id, title, job}], start: 'started', tagPrefix: 'v'}, new Map()));
  const key = String(world.repository.id);
  const given = isAt ?? world.world.setting.tokens[secret === 'WINGET_TOKEN' ? 'GITHUB_TOKEN' : secret] ?? '';
  const value = {encrypted_value: await sealedFor(publicKeyOf(key).key, given), key_id: keyIdOf(key)};
  await world.json('PUT', `/actions/secrets/${secret}`, value);
  const run = async () => {
    const sent = {ref: 'main', inputs: {tag: facts.project.tag, marketplace: id}, return_run_details: true};
    const {body} = await world.json<{workflow_run_id: number}>('POST', '/actions/workflows/publish-packages.yml/dispatches', sent);
    const ended = await world.finish(body.workflow_run_id);
    return {result: Object.values(ended)[0] ?? null, log: await world.logOf(body.workflow_run_id, Object.keys(ended)[0] ?? '')};
  };
  /** Commits files as they were at an earlier version. */
  const commit = (name: readonly [string, string], files: readonly FirstFile[], branch: string): void => {
    const place = findRepository(world.world.github, ...name);
    if (place === undefined) throw new Error(`no ${name.join('/')}`);
    const before = place.commits.get(place.branches.get(branch) ?? '')?.files ?? [];
    const older = (text: string) => text.replaceAll(facts.project.version, '1.0.9').replace(/\b[0-9a-fA-F]{64}\b/g, 'ab'.repeat(32));
    const added = files.map(({path, contents}) => [older(path), Buffer.from(older(contents))] as const);
    addCommit(place, branch, {files: new Map([...before, ...added]), message: 'Older', author: owner, date: '2026-01-02T03:04:05Z'});
  };
  return {...world, facts, run, commit};
};

describe('the generated job for Chocolatey in the simulated world', () => {
  const open = async (variant: string, secret?: string) => {
    const scene = await openScene(chocolatey, 'CHOCOLATEY_API_KEY', secret);
    const {files} = writtenFiles(chocolatey.firstPackage, scene.facts, variant);
    scene.commit([owner, 'contextlite'], files, 'main');
    return {...scene, stored: () => scene.world.marketplaces.chocolatey.packages['contextlite']?.versions[scene.facts.project.version]};
  };
  it.each(['embed', 'download'])('packs and pushes the version of the tag (%s), and nothing when it runs again', async (variant) => {
    const scene = await open(variant);
    const {result, log} = await scene.run();
    expect(log).not.toContain('##[error]');
    expect(result).toBe('success');
    const files = filesInZip(scene.stored()?.nupkg ?? Buffer.alloc(0));
    const nuspec = files.get('contextlite.nuspec')?.toString('utf8') ?? '';
    expect(nuspec).toContain(`<version>${scene.facts.project.version}</version>`);
    expect(nuspec).toContain(`/releases/tag/${scene.facts.project.tag}<`);
    const digest = scene.facts.programs[0]?.sha256 ?? '';
    if (variant === 'download') expect(files.get('tools/chocolateyinstall.ps1')?.toString('utf8')).toContain(`'${digest}'`);
    else {
      expect(files.get('tools/contextlite.exe')?.toString('latin1').startsWith('MZ')).toBe(true);
      expect(files.get('tools/VERIFICATION.txt')?.toString('utf8')).toContain(digest);
    }
    const submitted = scene.stored()?.submittedAt;
    expect((await scene.run()).result).toBe('success');
    expect(scene.stored()?.submittedAt).toBe(submitted);
  });
  it('says in Chocolatey’s own words why a push is refused', async () => {
    const {run} = await open('embed', '11111111-2222-3333-4444-555555555555');
    const {result, log} = await run();
    expect(result).toBe('failure');
    expect(log).toContain('does not provide the authority to push packages');
  });
  it('fails where a blocked account is told that everything went well', async () => {
    const {run, world} = await open('embed');
    for (const account of world.marketplaces.chocolatey.accounts) account.isBanned = true;
    const {result, log} = await run();
    expect(result).toBe('failure');
    expect(log).toContain('took the push and shows no contextlite');
  });
});

describe('the generated job for winget in the simulated world', () => {
  const open = async (hasFirst: boolean) => {
    const scene = await openScene(winget, 'WINGET_TOKEN');
    await scene.json('POST', '/repos/microsoft/winget-pkgs/forks', {default_branch_only: true});
    scene.pass(60);
    if (hasFirst) scene.commit(['microsoft', 'winget-pkgs'], writtenFiles(winget.firstPackage, scene.facts).files, 'master');
    const pulls = async () =>
      (await scene.json<{title: string}[]>('GET', '/repos/microsoft/winget-pkgs/pulls')).body.map(({title}) => title);
    return {...scene, pulls};
  };
  it('opens one pull request with the three files of the version', async () => {
    const scene = await open(true);
    const {result, log} = await scene.run();
    expect(log).not.toContain('##[error]');
    expect(result).toBe('success');
    const {version} = scene.facts.project;
    expect(await scene.pulls()).toEqual([`New version: ${owner}.contextlite version ${version}`]);
    const fork = findRepository(scene.world.github, owner, 'winget-pkgs');
    const files = fork?.commits.get(fork.branches.get(`${owner}.contextlite-${version}`) ?? '')?.files;
    const path = `manifests/m/${owner}/contextlite/${version}/${owner}.contextlite.installer.yaml`;
    for (const {sha256} of scene.facts.programs) expect(files?.get(path)?.toString('utf8')).toContain(sha256.toUpperCase());
    expect((await scene.run()).result).toBe('success');
    expect(await scene.pulls()).toHaveLength(1);
  });
  it('fails while winget-pkgs has no first version', async () => {
    const scene = await open(false);
    const {result, log} = await scene.run();
    expect(result).toBe('failure');
    expect(log).toContain('A person hands in the first version');
  });
});
