import {expect, test} from 'vitest';
import {fileOf, jobFor, kindsOf, npmJob, understand} from './world.ts';

const publish = 'jobs: {publish-npm: {runs-on: x, steps: [{run: npm publish}]}}\n';
const startsOn = (on: string, condition?: string, tag = 'v1.2.3') => {
  const text = `on: ${on}\n${condition === undefined ? publish : publish.replace('runs-on', `if: "${condition}", runs-on`)}`;
  const {isEnabled, findings} = jobFor('npm', understand(text, {tag}));
  return {isEnabled, told: findings.map(({kind, text: sentence}) => `${kind}: ${sentence}`)};
};
const canStart = {isEnabled: true, told: []};

test('if: false disables, however it is spelled', () => {
  expect(startsOn('push', 'false')).toEqual({isEnabled: false, told: ['disabled: The job is disabled by `if: false`.']});
  expect(startsOn('push', '${{ false }}').told).toEqual(['disabled: The job is disabled by `if: false`.']);
  expect(startsOn('push', "github.ref && 'a' == 'b'").told).toEqual([
    "disabled: The job is disabled by `if: github.ref && 'a' == 'b'`, which is never true.",
  ]);
});

test('a workflow that is not active is disabled with its reason', () => {
  const job = (state: string) => jobFor('npm', understand(fileOf(npmJob('npm publish'), 'publish.yml', state)));
  expect(job('disabled_inactivity')).toMatchObject({
    isEnabled: false,
    findings: [{kind: 'disabled', text: 'The workflow is disabled: GitHub disabled it after 60 days without activity.'}],
  });
  expect(job('new_word').findings[0]?.text).toContain('new_word');
});

test('a job after a disabled one is disabled too, unless its condition says otherwise', () => {
  const after = (condition: string) =>
    jobFor(
      'npm',
      understand(`on: push
jobs:
  off: {if: false, runs-on: x, steps: [{run: x}]}
  between: {needs: off, runs-on: x, steps: [{run: x}]}
  publish: {needs: [between], ${condition}runs-on: x, steps: [{run: npm publish}]}`),
    );
  expect(after('')).toMatchObject({isEnabled: false, findings: [{kind: 'disabled', text: expect.stringContaining('`between`')}]});
  expect(after('if: always(), ').isEnabled).toBe(true);
});

test('a publishing step that is off disables the job, one of two does not', () => {
  const one = jobFor('npm', understand(npmJob('npm publish').replace('run: |', 'if: false\n        run: |')));
  expect(one).toMatchObject({isEnabled: false, findings: [{kind: 'disabled', step: 'Publish', line: 6}]});
  const two = understand('on: push\njobs: {a: {runs-on: x, steps: [{run: npm publish, if: false}, {run: npm publish --tag next}]}}');
  expect(jobFor('npm', two).isEnabled).toBe(true);
});

test('what can start', () => {
  expect(startsOn('push')).toEqual(canStart);
  expect(startsOn("{push: {tags: ['v*']}}", "startsWith(github.ref, 'refs/tags/v')")).toEqual(canStart);
  expect(startsOn('{push: {branches: [main]}}', "github.ref == 'refs/heads/main'")).toEqual(canStart);
  expect(startsOn("{push: {branches: ['release/**']}}", "startsWith(github.ref, 'refs/heads/release/')")).toEqual(canStart);
  expect(startsOn('push', "github.ref_name == 'stable'")).toEqual(canStart);
  expect(startsOn("{push: {tags: ['v*']}}", "contains(github.ref, '-beta')", 'v1.0.0')).toEqual(canStart);
  expect(startsOn('release', "github.event_name == 'release' && github.event.action == 'published'")).toEqual(canStart);
  expect(startsOn('release', 'github.event.release.prerelease == false')).toEqual(canStart);
  expect(startsOn('{workflow_dispatch: {inputs: {to: {type: string}}}}', "inputs.to == 'npm' || github.event.inputs.to == 'all'")).toEqual(
    canStart,
  );
  expect(startsOn('{workflow_run: {workflows: [publish.yml]}}')).toEqual(canStart);
  expect(startsOn('{schedule: [{cron: "0 0 * * *"}]}', "github.repository == 'octo/tool'")).toEqual(canStart);
});

test('conditions that none of the triggers can make true', () => {
  for (const [on, condition] of [
    ['{push: {branches: [main]}}', "startsWith(github.ref, 'refs/tags/')"],
    ["{push: {tags: ['v*']}}", "github.ref == 'refs/heads/main'"],
    ['pull_request', "github.event_name == 'push'"],
    ['{release: {types: [created]}}', "github.event.action == 'published'"],
    ['push', "github.repository == 'somebody/else'"],
    ['workflow_dispatch', "inputs.target == 'npm'"],
  ] as const) {
    const {isEnabled, told} = startsOn(on, condition);
    expect([on, isEnabled, told]).toEqual([on, false, [expect.stringMatching(/^never-fires: None of the workflow's triggers/)]]);
  }
});

test('a workflow that waits for one that is not there', () => {
  expect(startsOn('{workflow_run: {workflows: [Build]}}')).toEqual({
    isEnabled: false,
    told: ['never-fires: The workflow waits for “Build”, and no workflow here is called so.'],
  });
});

test('a tag filter that the tag does not pass is a finding, and the job could still run for another tag', () => {
  const told = ["never-fires: The tag 1.2.3 doesn't match what the workflow waits for: v*, !v0*."];
  expect(startsOn("{push: {tags: ['v*', '!v0*']}}", undefined, '1.2.3')).toEqual({isEnabled: true, told});
  expect(startsOn("{push: {tags: ['v*']}, workflow_dispatch: {}}", undefined, '1.2.3')).toEqual(canStart);
  expect(startsOn("{push: {tags-ignore: ['*-rc*']}}", undefined, 'v1-rc1').told).toHaveLength(1);
  expect(jobFor('npm', understand(npmJob('npm publish'), {tag: undefined as never})).findings).toEqual([]);
});

const maker = (more: string) => `on: push\njobs: {make: {runs-on: x, steps: [{uses: softprops/action-gh-release@v2${more}}]}}\n`;

test('a release that GITHUB_TOKEN makes starts nothing', () => {
  const onRelease = fileOf(`on: {release: {types: [published]}}\n${publish}`);
  const kinds = (more: string, workflow = onRelease) => kindsOf(jobFor('npm', understand([workflow, maker(more)])));
  expect(kinds('')).toEqual(['never-fires']);
  expect(kinds(", env: {GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}'}")).toEqual(['never-fires']);
  expect(kinds(", with: {token: '${{ github.token }}'}")).toEqual(['never-fires']);
  expect(kinds(", with: {token: '${{ secrets.RELEASE_PAT }}'}")).toEqual([]);
  expect(kinds(", with: {token: '${{ steps.app.outputs.token }}'}")).toEqual([]);
  expect(kinds(', with: {draft: true}')).toEqual([]);
  expect(kinds(', if: false')).toEqual(['never-fires']);
  expect(kinds('', fileOf(`on: [release, workflow_dispatch]\n${publish}`))).toEqual([]);
  expect(kindsOf(jobFor('npm', understand([onRelease])))).toEqual([]);
});
