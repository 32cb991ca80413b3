import {describe, expect, it} from 'vitest';
import {homebrew} from '../../checks/homebrew.ts';
import {scoop} from '../../checks/scoop.ts';
import {addCommit, addRepository} from '../../src/demo/github/new-repository.ts';
import {keyIdOf, publicKeyOf} from '../../src/demo/github/secret-key.ts';
import type {Repository} from '../../src/demo/github/state.ts';
import type {ProgramFacts, ProgramSystem} from '../../src/model/first-package.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import {sealedFor} from '../../src/tools/sealed-box.ts';
import {newWorkflowText} from '../../src/workflow/write-workflow.ts';
import {harborProgram, programFacts} from '../support/program-facts.ts';
import {openRunnerWorld, type RunnerWorld} from '../support/runner-world.ts';

const owner = 'Michael-A-Kuykendall';
const systems: Readonly<Record<string, ProgramSystem>> = {linux: 'linux', darwin: 'macos', windows: 'windows'};
const then = '2026-01-02T03:04:05Z';

/** What is known of the newest release of the simulated world. */
const factsOf = ({repository: {releases}}: RunnerWorld): ProgramFacts => {
  const {assets = [], tag = ''} = releases.findLast((one) => one.assets.length > 0) ?? {};
  const programs = assets.flatMap(({name, sha256, contents}) => {
    const [, system = '', architecture = ''] = /-(linux|darwin|windows)-(amd64|arm64)\./.exec(name) ?? [];
    if (systems[system] === undefined) return [];
    const url = `https://github.com/${owner}/contextlite/releases/download/${tag}/${name}`;
    const asset = {name, size: contents.length, isUploaded: true, sha256: sha256 ?? '', url};
    return [harborProgram(systems[system], architecture as 'amd64', {asset, path: `contextlite${system === 'windows' ? '.exe' : ''}`})];
  });
  const usual = programFacts({programs});
  const project = {...usual.project, repository: {owner, name: 'contextlite'}, tag, version: tag.slice(1)};
  return {...usual, command: 'contextlite', project};
};

type Scene = RunnerWorld & {
  readonly place: Repository;
  readonly file: {readonly path: string; readonly contents: string};
  run(): Promise<{readonly result: string | null; readonly log: string}>;
  /** What people get; undefined: nothing. */
  given(): string | undefined;
};

/** A world with a tap or a bucket that holds an older version, and the workflow that brings it up to date. */
const openScene = async (
  {id, title, firstPackage}: Marketplace,
  setting: {readonly secret?: string; readonly isEmpty?: true} = {},
): Promise<Scene> => {
  const world = await openRunnerWorld();
  const facts = factsOf(world);
  const made = firstPackage!.filesOf(facts);
  if (made.kind === 'blocked' || made.place.kind !== 'own') throw new Error('no files for a place of its own');
  const [file] = made.files;
  const place = addRepository(world.world.github, {...made.place.repository, id: 4711, createdAt: then, pushedAt: then});
  const older = file.contents.replaceAll(facts.project.version, '1.0.9').replace(/[0-9a-f]{64}/g, 'ab'.repeat(32));
  const files = new Map([[setting.isEmpty ? 'README.md' : file.path, Buffer.from(older)]]);
  addCommit(place, 'main', {files, message: 'Begin', author: owner, date: then});
  const text = newWorkflowText(
    {jobs: [{marketplace: id, title, job: firstPackage!.job!(facts)!}], start: 'started', tagPrefix: 'v'},
    new Map(),
  );
  await world.patch(() => text);
  const key = String(world.repository.id);
  const value = {
    encrypted_value: await sealedFor(publicKeyOf(key).key, setting.secret ?? world.world.setting.tokens['GITHUB_TOKEN'] ?? ''),
    key_id: keyIdOf(key),
  };
  await world.json('PUT', `/actions/secrets/${id === 'scoop' ? 'SCOOP_BUCKET_TOKEN' : 'TAP_GITHUB_TOKEN'}`, value);
  return {
    ...world,
    place,
    file,
    given: () =>
      place.commits
        .get(place.branches.get('main') ?? '')
        ?.files.get(file.path)
        ?.toString('utf8'),
    run: async () => {
      const sent = {ref: 'main', inputs: {tag: facts.project.tag, marketplace: id}, return_run_details: true};
      const {body} = await world.json<{workflow_run_id: number}>('POST', '/actions/workflows/publish-packages.yml/dispatches', sent);
      const ended = await world.finish(body.workflow_run_id);
      return {result: Object.values(ended)[0] ?? null, log: await world.logOf(body.workflow_run_id, Object.keys(ended)[0] ?? '')};
    },
  };
};

describe.each([
  ['tap', homebrew],
  ['bucket', scoop],
] as const)('the generated job for a %s in the simulated world', (what, marketplace) => {
  it('brings it to the tag’s version, just as it would be written, and leaves it be when it runs again', async () => {
    const scene = await openScene(marketplace);
    const {result, log} = await scene.run();
    expect(result, log).toBe('success');
    expect(scene.given()).toBe(scene.file.contents);
    expect(log).toMatch(/gives 1\.0\.35\./);
    const commits = scene.place.commits.size;
    expect((await scene.run()).result).toBe('success');
    expect(scene.place.commits.size).toBe(commits);
  });

  it(`fails where the token may not write to the ${what}, and changes nothing`, async () => {
    const scene = await openScene(marketplace, {secret: 'ghp_nobodys'});
    const before = scene.given();
    const {result, log} = await scene.run();
    expect([result, scene.given()]).toEqual(['failure', before]);
    expect(log).toMatch(/Authentication failed|denied/);
    expect(log).not.toContain('ghp_nobodys');
  });

  it(`fails where the ${what} has no such file yet`, async () => {
    const scene = await openScene(marketplace, {isEmpty: true});
    expect(await scene.run()).toMatchObject({result: 'failure', log: expect.stringContaining(`has no ${scene.file.path}`)});
  });
});
