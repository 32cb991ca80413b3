import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {optionsOf} from '../../src/commands/options.ts';
import {runWorkflow} from '../../src/commands/workflow.ts';
import {addCommit} from '../../src/demo/github/new-repository.ts';
import {findRepository, type Repository} from '../../src/demo/github/state.ts';
import {atTerminal} from '../support/at-terminal.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {terminalTraits} from '../support/terminal-traits.ts';

const owner = 'Michael-A-Kuykendall';
const file = '.github/workflows/publish-packages.yml';

const open: Stage[] = [];
afterEach(() => Promise.all(open.splice(0).map((stage) => stage.end())));

type Ended = {readonly code: number; readonly out: string; readonly told: string};
type Scene = {
  readonly stage: Stage;
  readonly repository: Repository;
  workflow(args?: readonly string[], agrees?: (question: string, shown: string) => boolean): Promise<Ended>;
  /** The workflow as it stands on a branch. */
  textOn(branch: string): string;
  /** Puts files on the default branch as merging a pull request does; undefined takes one away. */
  put(files: Readonly<Record<string, string | undefined>>): void;
};

const nobody = async (): Promise<never> => {
  throw new Error('Nobody is to be asked.');
};

const openScene = async (): Promise<Scene> => {
  const stage = await openStage();
  open.push(stage);
  const repository = findRepository(stage.world.github, owner, 'contextlite')!;
  const filesOn = (branch: string) => repository.commits.get(repository.branches.get(branch) ?? '')?.files;
  const workflow: Scene['workflow'] = async (args = [], agrees) => {
    const terminal = terminalTraits({isInteractive: agrees !== undefined, columns: 120, rows: 40});
    const {surroundings, printed} = atTerminal(stage, {terminal});
    const confirm = async (question: string) => agrees?.(question, printed.out) ?? false;
    const questions = {choose: nobody, secret: nobody, confirm: agrees === undefined ? nobody : confirm};
    const options = optionsOf(['workflow', ...args, '--repo', `${owner}/contextlite`]);
    return {code: await runWorkflow(options, surroundings, {questions, pause: 1}), ...printed};
  };
  return {
    stage,
    repository,
    workflow,
    textOn: (branch) => filesOn(branch)?.get(file)?.toString('utf8') ?? '',
    put: (changed) => {
      const files = new Map(filesOn('main'));
      for (const [name, text] of Object.entries(changed)) {
        if (text === undefined) files.delete(name);
        else files.set(name, Buffer.from(text));
      }
      addCommit(repository, 'main', {files, message: 'Merge', author: owner, date: new Date().toISOString()});
    },
  };
};

type Document = {
  readonly formatVersion: number;
  readonly changes: readonly {readonly id: string; readonly file: string; readonly diff: string; readonly applies: boolean}[];
  readonly secrets: {
    readonly read: readonly string[];
    readonly set: readonly string[];
    readonly missing: readonly string[];
    readonly unread: readonly string[];
  };
  readonly unpinned: readonly {readonly action: string; readonly why: string}[];
};
const documentOf = ({out}: Ended): Document => JSON.parse(out);

describe('portcall workflow --dry-run', () => {
  it('prints every mend as JSON, and writes nothing', async () => {
    const scene = await openScene();
    const branches = [...scene.repository.branches.keys()];
    const ended = await scene.workflow(['--dry-run', '--json']);
    const document = documentOf(ended);
    expect(ended.code).toBe(0);
    expect(document.formatVersion).toBe(1);
    expect(document.changes.map(({id, applies}) => [id, applies])).toEqual([
      ['asks-any-version publish-npm 4', true],
      ['asks-any-version publish-pypi 4', true],
      ['asks-any-version publish-docker 5', true],
      ['asset-race publish-chocolatey 4', true],
      ['asset-race publish-homebrew 4', true],
      ['error-page-hashed publish-homebrew 4', true],
      [`loose-actions ${file}`, true],
    ]);
    expect(document.changes.every((change) => change.file === file && change.diff.includes('\n+ '))).toBe(true);
    expect(document.unpinned).toEqual([]);
    expect(document.secrets.missing).toEqual([]);
    expect(document.secrets.unread).toEqual(['AUR_SSH_KEY', 'CARGO_REGISTRY_TOKEN', 'SNAPCRAFT_STORE_CREDENTIALS']);
    expect([...scene.repository.branches.keys()]).toEqual(branches);
  });

  it('reads a secret under the name under which it is set, and says what is left', async () => {
    const scene = await openScene();
    const document = documentOf(await scene.workflow(['--dry-run', '--json', '--only', 'aur,crates-io,winget']));
    expect(document.changes.map(({id}) => id)).toEqual(['add-job crates-io', 'add-job aur', 'add-job winget']);
    expect(document.secrets.unread).toEqual(['SNAPCRAFT_STORE_CREDENTIALS']);
    expect(document.secrets.missing).toEqual(['WINGET_TOKEN']);
    expect((await scene.workflow(['--dry-run', '--only', 'winget'])).out).toContain(
      'WINGET_TOKEN is read and not set: portcall secret set winget',
    );
  });

  it('names actions whose commit can’t be looked up', async () => {
    const scene = await openScene();
    scene.stage.world.github.repositories.delete('actions/setup-go');
    const {out} = await scene.workflow(['--dry-run']);
    expect(out).toContain('actions/setup-go@v5 is not pinned: ');
    expect(out).toMatch(/\+ +uses: actions\/checkout@[0-9a-f]{40} # v4\n/);
  });
});

describe('portcall workflow', () => {
  it('proposes all in one pull request, after which nothing is left', async () => {
    const scene = await openScene();
    const {code, out, told} = await scene.workflow(['--yes']);
    expect([code, told]).toEqual([0, '']);
    expect(out).toContain('Done: Open a pull request');
    const after = scene.textOn('portcall/workflow');
    expect(after).toContain('if npm view "contextlite@$VERSION" version; then');
    expect(scene.repository.pulls.at(-1)?.title).toBe('Mend the workflow that publishes');
    scene.put({[file]: after});
    const again = await scene.workflow();
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('The workflows need no change.')]);
  });

  it('takes what is agreed to and leaves the rest', async () => {
    const scene = await openScene();
    const {code, out} = await scene.workflow([], (question, shown) => {
      const last = shown.trimEnd().split('\n\n').at(-1) ?? '';
      return question === 'Do this?' || /^Let publish-\w+ wait/.test(last);
    });
    expect(code).toBe(0);
    expect(out).toContain('Open a pull request');
    const before = scene.textOn('main').split('\n');
    const after = scene.textOn('portcall/workflow').split('\n');
    expect(after.filter((line) => !before.includes(line))).toEqual([]);
    expect(after.length - before.length).toBe(2);
  });

  it('proposes for one marketplace what concerns it, the input by which it is chosen among it', async () => {
    const scene = await openScene();
    const withoutChoice = scene.textOn('main').replace(/^ {6}platforms:\n(?: {8}.*\n)+/m, '');
    scene.put({[file]: withoutChoice.replaceAll(/^ {4}if: .*platforms.*\n/gm, '')});
    const {code, out} = await scene.workflow(['--only', 'npm', '--yes']);
    expect([code, out]).toEqual([0, expect.stringMatching(/\+ +marketplace:/)]);
    expect(out).toContain('AUR_SSH_KEY is set and no workflow reads it: a job for AUR would');
    const after = scene.textOn('portcall/workflow-npm');
    expect(after).toContain("inputs.marketplace == 'npm'");
    expect(after).toContain('npm view "contextlite@$VERSION" version');
  });

  it('does nothing where nothing is agreed to', async () => {
    const scene = await openScene();
    const {code, out} = await scene.workflow([], () => false);
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing was changed.')]);
    expect(scene.repository.branches.has('portcall/workflow')).toBe(false);
  });

  it('says what it would have asked where nobody can be asked', async () => {
    const scene = await openScene();
    const {code, told} = await scene.workflow();
    expect([code, told]).toEqual([2, expect.stringContaining('Portcall would have asked')]);
  });

  it('writes a whole file where there is none, started by the release', async () => {
    const scene = await openScene();
    scene.put({[file]: undefined});
    scene.repository.workflows.splice(0);
    const output = path.join(scene.stage.home, 'publish.yml');
    const {code, out, told} = await scene.workflow(['--only', 'npm,crates-io', '--yes', '--output', output]);
    expect([code, told]).toEqual([0, '']);
    const text = await readFile(output, 'utf8');
    expect(text).toContain('release:\n    types: [published]\n');
    expect(text).toContain('options: [all, npm, crates-io]');
    expect(text.match(/^ {2}publish-[\w-]+:$/gm)).toEqual(['  publish-npm:', '  publish-crates-io:']);
    expect(text.match(/if: \$\{\{ !github\.event\.release\.prerelease && /g)).toHaveLength(2);
    expect(out).toContain('Publish to crates.io');
  });

  it('lets the workflow that makes the release start the new one', async () => {
    const scene = await openScene();
    const making =
      "name: Release\non: {push: {tags: ['v*']}}\njobs:\n  make:\n    runs-on: ubuntu-latest\n    permissions: {contents: write}\n    steps:\n      - uses: softprops/action-gh-release@v2\n";
    scene.put({[file]: making});
    const {workflows} = scene.repository;
    workflows.splice(0, 1, {...workflows[0]!, path: '.github/workflows/release.yml'});
    scene.put({[file]: undefined, '.github/workflows/release.yml': making});
    const document = documentOf(await scene.workflow(['--only', 'npm', '--dry-run', '--json']));
    expect(document.changes.map(({id}) => id)).toEqual(['add-job npm', 'start .github/workflows/release.yml']);
    expect(document.changes[1]?.diff).toContain('gh workflow run publish-packages.yml');
    await expect(scene.workflow(['--only', 'npm', '--yes', '--output', 'x.yml'])).rejects.toThrow(
      '--output takes one file, and 2 would change.',
    );
  }, 20_000);
});
