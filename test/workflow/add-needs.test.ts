import {describe, expect, test} from 'vitest';
import type {Workflow} from '../../src/model/workflow.ts';
import {addNeeds} from '../../src/workflow/add-needs.ts';
import {parsed} from '../../src/workflow/add-selector.ts';

const workflow = `# Releases everything.
on:
  push: {tags: ['v*']} # a release

jobs:
  # Builds and uploads.
  build:
    runs-on: x
    steps: [{run: make}]

  choco: # to Chocolatey
    # Windows only
    runs-on: y # its runner
    if: github.repository == 'octo/tool'
    steps:
      - run: choco push # last
`;

const changed = (before: string, after: string): string => {
  expect(workflow).toContain(before);
  return workflow.replace(before, after);
};

/** Jobs and triggers without their lines, and what each job waits for apart from the rest. */
const splitOf = (text: string) => {
  const {jobs, triggers} = parsed(text) as Workflow;
  const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === 'line' ? undefined : one)));
  return {
    needs: Object.fromEntries(jobs.map(({id, needs}) => [id, needs])),
    rest: bare([triggers, jobs.map((job) => ({...job, needs: []}))]),
  };
};

/** The patched text, of which nothing but what one job waits for means something else than before. */
const patched = (text: string, id = 'choco', needed = 'build'): string => {
  const after = addNeeds(text, id, needed) ?? '';
  const [was, is] = [splitOf(text), splitOf(after)];
  expect(is.rest).toEqual(was.rest);
  expect(is.needs).toEqual({...was.needs, [id]: [needed]});
  return after;
};

describe('a job that waits for nothing is made to wait', () => {
  test('by one line before its first; comments and order stay', () => {
    expect(patched(workflow)).toBe(changed('    runs-on: y', '    needs: build\n    runs-on: y'));
  });

  test('the line ends are those of the file', () => {
    const text = workflow.replaceAll('\n', '\r\n');
    expect(patched(text)).toBe(changed('    runs-on: y', '    needs: build\n    runs-on: y').replaceAll('\n', '\r\n'));
  });

  test.each([
    ['"choco"', "'runs-on'"],
    ["'choco'", '"runs-on"'],
  ])('keys in quotes, %s and %s', (job, key) => {
    const text = changed('  choco:', `  ${job}:`).replace('runs-on: y', `${key}: y`).replace('  build:', '  "build":');
    expect(patched(text)).toBe(text.replace(`    ${key}: y`, `    needs: build\n    ${key}: y`));
  });

  test('in braces', () => {
    const text =
      'on: push\njobs:\n  build: {runs-on: x, steps: [{run: make}]}\n  choco: {runs-on: y, steps: [{run: choco push}]} # one line\n';
    expect(patched(text)).toBe(text.replace('{runs-on: y', '{needs: build, runs-on: y'));
  });

  test('a step or an input named needs is not what the job waits for', () => {
    const text = changed('    steps:\n', '    env:\n      needs: nothing\n    steps:\n');
    expect(patched(text)).toBe(text.replace('    runs-on: y', '    needs: build\n    runs-on: y'));
  });

  test('once: the patched file is not patched again', () => {
    expect(addNeeds(patched(workflow), 'choco', 'build')).toBeUndefined();
  });
});

describe('a person has to do it, or there is nothing to do', () => {
  test.each([
    'needs: build',
    'needs: [build]',
    'needs:\n      - build',
    '"needs": build',
    "'needs': ['build']",
    'needs: other',
    'needs: [other]',
    'needs: []',
    'needs:',
  ])('the job has %j already', (needs) => {
    const other = '  other:\n    runs-on: x\n    steps: [{run: lint}]\n';
    const text = `${changed('    runs-on: y', `    ${needs}\n    runs-on: y`)}${other}`;
    expect(addNeeds(text, 'choco', 'build')).toBeUndefined();
  });

  test('the two would wait for each other, directly or through a third', () => {
    const direct = changed('    runs-on: x', '    needs: choco\n    runs-on: x');
    expect(addNeeds(direct, 'choco', 'build')).toBeUndefined();
    const third = '  third:\n    needs: choco\n    runs-on: x\n    steps: [{run: lint}]\n';
    expect(addNeeds(`${direct.replace('needs: choco', 'needs: third')}${third}`, 'choco', 'build')).toBeUndefined();
    expect(addNeeds(workflow, 'build', 'build')).toBeUndefined();
  });

  test('other jobs wait for each other', () => {
    const ring = ['a', 'b'].map((id, at) => `  ${id}:\n    needs: ${'ba'[at]}\n    runs-on: x\n    steps: [{run: lint}]\n`).join('');
    expect(addNeeds(`${workflow}${ring}`, 'choco', 'a')).toBeUndefined();
  });

  test.each([
    ['no such job', workflow, 'absent', 'build'],
    ['no such job to wait for', workflow, 'choco', 'absent'],
    ['a job that is an alias', 'on: push\njobs:\n  build: &b\n    runs-on: x\n    steps: [{run: make}]\n  choco: *b\n', 'choco', 'build'],
    [
      'a job that others repeat',
      'on: push\njobs:\n  build:\n    runs-on: x\n    steps: []\n  choco: &c\n    runs-on: y\n    steps: []\n',
      'choco',
      'build',
    ],
    ['an empty job', 'on: push\njobs:\n  build:\n    runs-on: x\n    steps: []\n  choco: {}\n', 'choco', 'build'],
    ['a job that is no map', 'on: push\njobs:\n  build:\n    runs-on: x\n    steps: []\n  choco: soon\n', 'choco', 'build'],
    ['no jobs', 'on: push\n', 'choco', 'build'],
    ['no workflow', 'a: [\n', 'choco', 'build'],
    ['an empty file', '', 'choco', 'build'],
  ])('%s', (_, text, id, needed) => {
    expect(addNeeds(text, id, needed)).toBeUndefined();
  });
});
