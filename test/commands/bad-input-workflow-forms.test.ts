import {afterEach, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import type {Repository} from '../../src/demo/github/state.ts';
import {commitTo, textAt} from '../support/hands-world.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

const open: Stage[] = [];
afterEach(() => Promise.all(open.splice(0).map((stage) => stage.end())));

const owner = 'Michael-A-Kuykendall';
const home = '.github/workflows/publish-packages.yml';
const dispatched = 'on:\n  workflow_dispatch:\n    inputs:\n      tag: {required: true, type: string}\n';
const npmStep = "- run: npm publish\n        env: {NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}'}\n";
const pypiStep = "- run: twine upload dist/*\n        env: {TWINE_PASSWORD: '${{ secrets.PYPI_TOKEN }}'}\n";

type Form = {readonly files: Readonly<Record<string, string>>; readonly publishes: readonly string[]; readonly kept: readonly string[]};

const forms: Readonly<Record<string, Form>> = {
  'YAML anchors': {
    files: {
      [home]: `${dispatched}jobs:\n  npm:\n    runs-on: ubuntu-latest\n    env: &shared # for all\n      TAG: \${{ inputs.tag }}\n    steps:\n      - &checkout\n        uses: actions/checkout@v4\n      ${npmStep}  pypi:\n    runs-on: ubuntu-latest\n    env: *shared\n    steps:\n      - *checkout\n      ${pypiStep}`,
    },
    publishes: ['npm', 'pypi'],
    kept: ['    env: &shared # for all\n', '    env: *shared\n', '      - &checkout\n', '      - *checkout\n'],
  },
  'a reusable workflow': {
    files: {
      [home]: `${dispatched}jobs:\n  npm:\n    uses: ./.github/workflows/npm.yml\n    secrets: inherit # all\n`,
      '.github/workflows/npm.yml': `on:\n  workflow_call:\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      ${npmStep}`,
    },
    publishes: ['npm'],
    kept: ['    uses: ./.github/workflows/npm.yml\n    secrets: inherit # all\n'],
  },
  'a matrix': {
    files: {
      [home]: `${dispatched}jobs:\n  publish:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n        target: [npm, pypi] # two\n    steps:\n      - if: matrix.target == 'npm'\n        ${npmStep.slice(2)}      - if: matrix.target == 'pypi'\n        ${pypiStep.slice(2)}`,
    },
    publishes: ['npm', 'pypi'],
    kept: ['        target: [npm, pypi] # two\n', "      - if: matrix.target == 'pypi'\n"],
  },
  'a composite action': {
    files: {
      [home]: `${dispatched}jobs:\n  npm:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ./.github/actions/publish # ours\n        with: {token: '\${{ secrets.NPM_TOKEN }}'}\n`,
      '.github/actions/publish/action.yml': `name: Publish\ninputs: {token: {required: true}}\nruns:\n  using: composite\n  steps:\n    - run: npm publish\n      shell: bash\n      env: {NODE_AUTH_TOKEN: '\${{ inputs.token }}'}\n`,
    },
    publishes: ['npm'],
    kept: ['      - uses: ./.github/actions/publish # ours\n'],
  },
};

type Document = {
  readonly changes: readonly {readonly id: string; readonly title: string; readonly diff: string; readonly applies: boolean}[];
  readonly secrets: {readonly read: readonly string[]};
};

/** A project whose workflows are these and no others. */
const openForm = async (files: Readonly<Record<string, string>>): Promise<{readonly stage: Stage; readonly repository: Repository}> => {
  const stage = await openStage();
  open.push(stage);
  const repository = stage.world.github.repositories.get(`${owner}/contextlite`.toLowerCase());
  if (repository === undefined) throw new Error('The world lacks its repository.');
  const at = '2026-01-01T00:00:00Z';
  const named = Object.keys(files).filter((path) => path.startsWith('.github/workflows/'));
  const state = 'active' as const;
  repository.workflows.splice(
    0,
    99,
    ...named.map((path, index) => ({id: 800 + index, name: path, path, state, createdAt: at, updatedAt: at})),
  );
  commitTo(repository, files);
  return {stage, repository};
};

const documentOf = async (stage: Stage, ...args: readonly string[]): Promise<Document> => {
  const {code, out, told} = await stage.portcall(['workflow', '--dry-run', '--json', ...args]);
  expect([code, told]).toEqual([0, '']);
  return JSON.parse(out);
};

describe.each(Object.entries(forms))('%s', (_, {files, publishes, kept}) => {
  it('is understood: who publishes there gets no second job', async () => {
    const {stage} = await openForm(files);
    const {changes, secrets} = await documentOf(stage, '--only', publishes.join());
    expect(changes.filter(({id}) => id.startsWith('add-job'))).toEqual([]);
    expect(secrets.read).toEqual(publishes.map((id) => `${id.toUpperCase()}_TOKEN`));
  });

  it('gets a job for another marketplace, and keeps everything else as it is written', {timeout: 30_000}, async () => {
    const {stage, repository} = await openForm(files);
    const {changes} = await documentOf(stage, '--only', 'crates-io');
    expect(changes.map(({id, applies}) => [id, applies])).toEqual([['add-job crates-io', true]]);
    expect(changes[0]?.diff.split('\n').filter((line) => line.startsWith('-'))).toEqual([]);
    expect((await stage.portcall(['workflow', '--only', 'crates-io', '--yes'])).code).toBe(0);
    const proposed = repository.pulls.at(-1)?.headBranch ?? '';
    const text = textAt(repository, home, proposed) ?? '';
    for (const one of kept) expect(text).toContain(one);
    const before = Object.keys(parse(files[home] ?? '').jobs);
    expect(Object.keys(parse(text).jobs)).toEqual([...before, 'publish-crates-io']);
    commitTo(repository, {[home]: text});
    expect((await documentOf(stage, '--only', 'crates-io')).changes.filter(({id}) => id.startsWith('add-job'))).toEqual([]);
  });
});

it('a workflow that only others call is told so', async () => {
  const {stage} = await openForm({
    [home]: `on:\n  workflow_call:\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      ${npmStep}`,
  });
  const {changes} = await documentOf(stage);
  expect(changes.map(({title, applies}) => [title, applies])).toContainEqual(['Let something start publish-packages.yml', false]);
});
