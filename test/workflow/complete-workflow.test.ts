import {describe, expect, it, test} from 'vitest';
import {workflowTextOf} from '../../src/demo/contextlite/job-text.ts';
import {firstJobs} from '../../src/demo/contextlite/jobs.ts';
import {type Completed, completeWorkflow} from '../../src/workflow/complete-workflow.ts';
import {findDispatches} from '../../src/workflow/select.ts';
import {smallJob} from '../support/small-job.ts';
import {fileOf, understand} from './world.ts';

const snap = {
  marketplace: 'snapcraft',
  title: 'the Snap Store',
  job: smallJob({secrets: ['SNAPCRAFT_STORE_CREDENTIALS'], publish: [{kind: 'run', name: 'Upload', lines: ['snapcraft upload x.snap']}]}),
} as const;
const aur = {
  marketplace: 'aur',
  title: 'AUR',
  job: smallJob({
    secrets: ['AUR_SSH_PRIVATE_KEY'],
    publish: [{kind: 'use', name: 'Push', uses: {action: 'KSXGitHub/github-actions-deploy-aur', version: 'v4'}}],
  }),
} as const;

const completed = (text: string, uploader?: string): Completed =>
  completeWorkflow(
    {text, publishing: understand(text).jobs, add: [snap, aur], tagPrefix: 'v', ...(uploader === undefined ? {} : {uploader})},
    new Map(),
  );
const textOf = (result: Completed): string => (result.kind === 'completed' ? result.text : `refused: ${result.because}`);

/** What a dispatch for one marketplace is given, and what runs besides. */
const runFor = (marketplace: 'snapcraft' | 'aur' | 'npm', text: string) => {
  const files = [fileOf(text)];
  const [way] = findDispatches({
    marketplace,
    files,
    publishing: understand(files).jobs,
    repository: {owner: 'octo', name: 'tool'},
    defaultBranch: 'main',
    released: {tag: 'v1.2.3', version: '1.2.3'},
  });
  return way?.kind === 'dispatch' ? {inputs: way.inputs, also: way.alsoRuns.map(({name}) => name)} : way;
};

const jobs = (condition: string, more = '') => `jobs:
  # builds
  build:
    runs-on: x
    steps: [{uses: softprops/action-gh-release@v2}] # makes it
  npm: # to npm
    needs: build
${condition === '' ? '' : `    if: ${condition}\n`}    runs-on: x
    steps:
      - run: npm publish
        # behind
${more}
# the end
`;

const dispatch = (inputs: string) => `name: Publish\n\non:\n  push:\n    tags: ['v*']\n  workflow_dispatch:\n    inputs:\n${inputs}\n`;
const version = '      version: {description: without the v, required: true}\n';

describe('jobs are added beside', () => {
  test.each([
    ['no dispatch', `on:\n  push:\n    tags: ['v*'] # releases\n${jobs('')}`, {marketplace: 'snapcraft'}],
    ['a bare dispatch', `on:\n  push:\n  workflow_dispatch:\n${jobs('')}`, {marketplace: 'snapcraft'}],
    [
      'a choice',
      `${dispatch(`${version}      where: {type: choice, options: [all, npm], default: all}`)}${jobs("github.event_name == 'push' || inputs.where == 'all' || inputs.where == 'npm'")}`,
      {version: '1.2.3', where: 'snapcraft'},
    ],
    [
      'a choice of lines',
      `${dispatch('      where:\n        type: choice\n        options: # of these\n          - all\n          - npm # first\n        default: all\n')}${jobs("github.event_name == 'push' || inputs.where == 'all' || inputs.where == 'npm'")}`,
      {where: 'snapcraft'},
    ],
    [
      'a list in a text',
      `${dispatch('      platforms: {default: all}')}${jobs("github.event_name == 'push' || inputs.platforms == 'all' || contains(inputs.platforms, 'npm')")}`,
      {platforms: 'snapcraft'},
    ],
    [
      'switches',
      `${dispatch('      publish_npm: # npm\n        type: boolean\n        default: true')}${jobs("github.event_name == 'push' || inputs.publish_npm")}`,
      {publish_npm: 'false', publish_aur: 'false'},
    ],
  ])('%s', (_, before, inputs) => {
    const after = textOf(completed(before, 'build'));
    expect(runFor('snapcraft', after)).toMatchObject({inputs});
    for (const id of ['snapcraft', 'npm'] as const)
      expect(runFor(id, after)).toSatisfy((way: {readonly also: readonly string[]}) => way.also.every((name) => name === 'build'));
    for (const line of before.split('\n')) expect(after).toContain(line.replace(/]?\}?,? ?.*$/s, ''));
    expect(after).toMatch(/# behind\n+ {2}publish-snapcraft:\n/);
    expect(after.trimEnd().endsWith('# the end')).toBe(true);
    const found = understand(after);
    expect(found.jobs.map(({marketplace, findings}) => [marketplace, findings])).toEqual([
      ['github-releases', []],
      ['npm', []],
      ['snapcraft', []],
      ['aur', []],
    ]);
    const windows = textOf(completed(before.replaceAll('\n', '\r\n'), 'build'));
    expect(windows.replaceAll('\r\n', '\n')).toBe(after);
    expect(windows.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('the demo’s own, with its way of saying which and what', () => {
    const text = workflowTextOf(firstJobs);
    const after = textOf(completed(text, 'build-and-release'));
    expect(after.startsWith(text.trimEnd())).toBe(true);
    expect(after).toContain(
      "    if: ${{ !cancelled() && !failure() && (github.event_name == 'push' || inputs.platforms == 'all' || contains(inputs.platforms, 'snapcraft')) }}\n",
    );
    expect(after).toContain("TAG: ${{ inputs.version && format('v{0}', inputs.version) || github.ref_name }}\n");
    expect(after).toContain('  publish-aur:\n    name: Publish to AUR\n    needs: build-and-release\n');
  });

  it('anchors and a matrix, which stay', () => {
    const text = `on:\n  push: &tags\n    tags: [v1]\n  create:\njobs:\n  build:\n    strategy: {matrix: {os: [a, b]}}\n    runs-on: x\n    steps: &steps\n      - run: npm publish\n  again:\n    runs-on: x\n    steps: *steps\n`;
    const after = textOf(completed(text));
    expect(after).toContain('steps: *steps\n\n  publish-snapcraft:');
    expect(understand(after).unread).toEqual([]);
  });

  it('a workflow that only uses a composite action or calls another', () => {
    const text =
      'on: push\njobs:\n  one: {uses: ./.github/workflows/other.yml}\n  two:\n    runs-on: x\n    steps:\n      - uses: ./.github/actions/x';
    const after = textOf(completed(text));
    expect(after).toContain('      - uses: ./.github/actions/x\n\n  publish-snapcraft:');
    expect(after.endsWith('\n')).toBe(false);
  });
});

describe('a file is left as it is', () => {
  test.each([
    [
      'called by others alone',
      'on: workflow_call\njobs:\n  npm:\n    runs-on: x\n    steps: [{run: npm publish}]\n',
      /another workflow calls/,
    ],
    ['on one line', 'on: push\njobs: {npm: {runs-on: x, steps: [{run: npm publish}]}}\n', /in braces/],
    ['not accepted', 'on: push\njobs:\n  npm:\n    steps: [{run: npm publish}]\n', /does not accept/],
    ['empty', '', /does not accept/],
    ['under an alias', 'on: push\nenv: &a {x: y}\njobs: *a\n', /./],
    ['two documents', 'on: push\njobs: {}\n---\na: b\n', /./],
    [
      'asked in a way that is not known',
      `${dispatch('      where: {type: choice, options: [all, npm]}')}${jobs("inputs.where != 'npm' && 'x' || '${{ 1 }}'")}`,
      /./,
    ],
  ])('%s', (_, text, because) => {
    expect(textOf(completed(text))).toMatch(new RegExp(`^refused: .*${because.source}`));
  });
});
