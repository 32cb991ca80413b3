import {describe, expect, it} from 'vitest';
import {cratesIo} from '../../checks/crates-io.ts';
import {npm} from '../../checks/npm.ts';
import type {ProgramFacts} from '../../src/model/first-package.ts';
import {completeWorkflow} from '../../src/workflow/complete-workflow.ts';
import {newWorkflowText, type WantedJob} from '../../src/workflow/write-workflow.ts';
import {writtenFiles} from '../support/first-files.ts';
import {newestFacts, put, setSecret} from '../support/job-scene.ts';
import {openRunnerWorld, type RunnerWorld} from '../support/runner-world.ts';

const workflowFile = '.github/workflows/publish-packages.yml';

type Scene = RunnerWorld & {
  readonly facts: ProgramFacts;
  /** Starts the workflow there, for the newest tag. */
  run(
    ref: string,
    inputs?: Readonly<Record<string, string>>,
  ): Promise<{readonly status: number; readonly result?: string | null; readonly log: string}>;
  /** Sets the newest tag to what the default branch is now. */
  tagNow(): void;
};

const openScene = async (names: ProgramFacts['project']['packages'], secret: string): Promise<Scene> => {
  const world = await openRunnerWorld();
  const facts = newestFacts(world, names);
  const {tag} = facts.project;
  await setSecret(world, secret, world.world.setting.tokens[secret] ?? '');
  return {
    ...world,
    facts,
    tagNow: () => void world.repository.tags.set(tag, world.repository.branches.get('main') ?? ''),
    run: async (ref, inputs = {tag}) => {
      const path = '/actions/workflows/publish-packages.yml/dispatches';
      const {status, body} = await world.json<{workflow_run_id: number}>('POST', path, {ref, inputs, return_run_details: true});
      if (status >= 300) return {status, log: JSON.stringify(body)};
      const ended = await world.finish(body.workflow_run_id);
      const [name = ''] = Object.keys(ended).filter((one) => one.startsWith('Publish to'));
      return {status, result: ended[name] ?? null, log: await world.logOf(body.workflow_run_id, name)};
    },
  };
};

const npmJob = (facts: ProgramFacts): WantedJob => ({marketplace: 'npm', title: 'npm', job: npm.firstPackage!.job!(facts)!});
const workflowOf = (job: WantedJob): string => newWorkflowText({jobs: [job], start: 'started', tagPrefix: 'v'}, new Map());

describe('a tag that was made before the packaging files were merged', () => {
  const names = {npm: {name: 'contextlite', from: 'configuration'}} as const;
  const manifest = 'packaging/npm/package.json';

  /** The files as an earlier release left them, after the tag. */
  const mergeFiles = async (scene: Scene): Promise<void> => {
    for (const {path, contents} of writtenFiles(npm.firstPackage, scene.facts).files)
      await put(scene, path, contents.replaceAll(scene.facts.project.version, '1.0.9'));
  };

  it('is published with the files of the branch that the run is started from, and with its own version', async () => {
    const scene = await openScene(names, 'NPM_TOKEN');
    await mergeFiles(scene);
    await put(scene, workflowFile, workflowOf(npmJob(scene.facts)));
    const tagged = scene.repository.commits.get(scene.repository.tags.get(scene.facts.project.tag) ?? '');
    expect(tagged?.files.has(manifest)).toBe(false);
    const {result, log} = await scene.run('main');
    expect([result, log]).toEqual(['success', expect.stringContaining('+ contextlite@1.0.35')]);
    expect(scene.world.marketplaces.npm.packages['contextlite']?.tags['latest']).toBe('1.0.35');
  });

  it('starts nothing where it lacks the workflow too', async () => {
    const scene = await openScene(names, 'NPM_TOKEN');
    scene.tagNow();
    await put(scene, workflowFile, workflowOf(npmJob(scene.facts)));
    expect(await scene.run(scene.facts.project.tag)).toMatchObject({
      status: 422,
      log: expect.stringMatching(/Unexpected inputs|workflow_dispatch/),
    });
  });

  it('fails by name and says what to do where it has the workflow without the files', async () => {
    const scene = await openScene(names, 'NPM_TOKEN');
    await put(scene, workflowFile, workflowOf(npmJob(scene.facts)));
    scene.tagNow();
    await mergeFiles(scene);
    const {result, log} = await scene.run('v1.0.35');
    expect(result).toBe('failure');
    expect(log).toContain(
      `##[error]v1.0.35 has no ${manifest}, so nothing is published to npm. Start this workflow from the branch that has it, for the tag v1.0.35.`,
    );
    expect(log).not.toMatch(/ENOENT|No such file/);
    expect((await scene.run('main')).result).toBe('success');
  });

  it('fails in the same words in a workflow that begins with the tag itself', async () => {
    const scene = await openScene(names, 'NPM_TOKEN');
    const text = `on:\n  push:\n    tags: ['v*']\n  workflow_dispatch:\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo built\n`;
    const completed = completeWorkflow({text, publishing: [], add: [npmJob(scene.facts)], tagPrefix: 'v'}, new Map());
    if (completed.kind === 'refused') throw new Error(completed.because);
    await put(scene, workflowFile, completed.text);
    scene.tagNow();
    const {result, log} = await scene.run('v1.0.35', {});
    expect([result, log]).toEqual(['failure', expect.stringContaining(`v1.0.35 has no ${manifest}, so nothing is published to npm.`)]);
  });
});

describe('a Rust project’s own crate', () => {
  const crate = (version: string): string =>
    `[package]\nname = "contextlite"\nversion = "${version}"\ndescription = "A context engine"\nlicense = "MIT"\nrepository = "https://github.com/Michael-A-Kuykendall/contextlite"\n`;
  const openCrate = async (atTag: string): Promise<Scene> => {
    const scene = await openScene({'crates-io': {name: 'contextlite', from: 'configuration'}}, 'CARGO_REGISTRY_TOKEN');
    await put(scene, 'Cargo.toml', crate(atTag));
    scene.tagNow();
    await put(scene, 'Cargo.toml', crate('1.1.0'));
    const facts = {...scene.facts, language: 'rust', paths: ['Cargo.toml', 'src/main.rs']} as const;
    await put(scene, workflowFile, workflowOf({marketplace: 'crates-io', title: 'crates.io', job: cratesIo.firstPackage!.job!(facts)!}));
    return scene;
  };

  it('is published from the tag’s source, and not from the branch that the run is started from', async () => {
    const {run} = await openCrate('1.0.35');
    const {log} = await run('main');
    expect(log).toContain('Packaging contextlite v1.0.35');
    expect(log).not.toContain('1.1.0');
  });

  it('is not published where it says another version than the tag', async () => {
    const {run} = await openCrate('1.0.34');
    const {result, log} = await run('main');
    expect([result, log]).toEqual(['failure', expect.stringContaining('At the tag v1.0.35 the crate contextlite has the version 1.0.34')]);
    expect(log).not.toContain('Packaging');
  });
});
