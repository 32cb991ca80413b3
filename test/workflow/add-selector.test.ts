import {expect, test} from 'vitest';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {addSelector} from '../../src/workflow/add-selector.ts';
import {findDispatches} from '../../src/workflow/select.ts';
import {fileOf, understand} from './world.ts';

const patched = (text: string): string | undefined => addSelector(text, understand(text).jobs);

const jobs = `jobs:
  # builds
  build:
    runs-on: x
    steps: [{run: make}]
  npm: # to npm
    needs: build
    runs-on: x
    steps: [{run: npm publish}]
  choco:
    if: github.repository == 'octo/tool'
    runs-on: x
    steps: [{run: choco push}]
`;

/** What a dispatch for one marketplace runs besides. */
const runFor = (marketplace: MarketplaceId, text: string) => {
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

test.each([
  ['a word', 'on: push\n'],
  ['a word with a comment', 'on: push # and nothing else\n'],
  ['a list in brackets', 'on: [push, release]\n'],
  ['a list of lines', 'on:\n  - push\n  - release\n'],
  ['a list of lines at the margin', 'on:\n- push\n- release\n'],
  ['a mapping', "on:\n  push:\n    tags: ['v*'] # releases\n  release:\n    types: [published]\n"],
  ['a mapping in braces', "on: {push: {tags: ['v*']}}\n"],
  ['a bare dispatch', 'on:\n  push:\n  workflow_dispatch: # by hand\n'],
  ['a dispatch alone', 'on: workflow_dispatch\n'],
  ['a dispatch with nothing in braces', 'on:\n  workflow_dispatch: {}\n  push:\n'],
  ['a dispatch with inputs', 'on:\n  workflow_dispatch:\n    inputs:\n      # dry\n      dry: {type: boolean}\n'],
  ['inputs in braces', 'on: {workflow_dispatch: {inputs: {dry: {type: boolean}}}}\n'],
])('a selector beside %s', (_, on) => {
  const before = `name: Publish\n\n${on}\n${jobs}`;
  const after = patched(before) ?? '';
  expect(runFor('npm', after)).toMatchObject({inputs: {marketplace: 'npm'}, also: ['build']});
  expect(runFor('chocolatey', after)).toMatchObject({inputs: {marketplace: 'chocolatey'}, also: ['build']});
  for (const kept of before.match(/#.*/g) ?? []) expect(after).toContain(kept);
  expect(patched(after)).toBeUndefined();
  const windows = patched(before.replaceAll('\n', '\r\n'));
  expect(windows?.replaceAll('\r\n', '\n')).toBe(after);
  expect(windows?.replaceAll('\r\n', '')).not.toContain('\n');
});

test('nothing but the trigger and the conditions changes', () => {
  const before = `on:\n  push:\n    tags: ['v*']\n${jobs}`;
  const [old, fresh] = [before.split('\n'), (patched(before) ?? '').split('\n')];
  expect(fresh.filter((line) => !old.includes(line))).toEqual([
    '  workflow_dispatch:',
    '    inputs:',
    '      marketplace:',
    '        description: Which marketplace',
    '        type: choice',
    '        default: all',
    '        options: [all, npm, chocolatey]',
    "    if: github.event_name != 'workflow_dispatch' || inputs.marketplace == 'all' || inputs.marketplace == 'npm'",
    "    if: (github.repository == 'octo/tool') && (github.event_name != 'workflow_dispatch' || inputs.marketplace == 'all' || inputs.marketplace == 'chocolatey')",
  ]);
  expect(old.filter((line) => !fresh.includes(line))).toEqual(["    if: github.repository == 'octo/tool'"]);
});

test('a publishing job that another one needs runs for that one too', () => {
  const text = `on: push
jobs:
  release: {runs-on: x, steps: [{run: gh release create v1}]}
  npm: {runs-on: x, needs: release, steps: [{run: npm publish}]}
`;
  const after = patched(text) ?? '';
  expect(runFor('npm', after)).toEqual({inputs: {}, also: ['release']});
  expect(runFor('github-releases', after)).toMatchObject({inputs: {marketplace: 'github-releases'}, also: []});
});

test.each([
  ['in an expression', '${{ !cancelled() }}'],
  ['folded over lines', '>-\n      always() &&\n      github.actor'],
  ['in quotes', '"success() && github.actor"'],
])('a condition %s is kept', (_, condition) => {
  const text = `on: push\njobs:\n  npm:\n    if: ${condition}\n    runs-on: x\n    steps: [{run: npm publish}]\n`;
  expect(patched(text)).toMatch(/if: .*&& \(github\.event_name/);
});

test.each([
  [
    'an input of that name',
    'on: {workflow_dispatch: {inputs: {marketplace: {}}}}\njobs: {npm: {runs-on: x, steps: [{run: npm publish}]}}\n',
  ],
  ['a condition with text around it', 'on: push\njobs: {npm: {if: "x ${{ 1 }}", runs-on: x, steps: [{run: npm publish}]}}\n'],
  ['nothing that publishes', 'on: push\njobs: {build: {runs-on: x, steps: [{run: make}]}}\n'],
  ['no workflow', 'on: [\n'],
])('a person has to do it: %s', (_, text) => {
  expect(patched(text)).toBeUndefined();
});
