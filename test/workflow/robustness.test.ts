import fc from 'fast-check';
import {expect, test} from 'vitest';
import {evaluateCondition} from '../../src/workflow/evaluate.ts';
import {parseWorkflow} from '../../src/workflow/parse.ts';
import {fileOf, npmJob, understand} from './world.ts';

const piece = fc.oneof(
  fc.string({maxLength: 20}),
  fc.constantFrom(
    'on: push\n',
    'jobs:\n',
    '  a:\n',
    '    steps:\n',
    '      - run: ',
    '${{ ',
    ' }}',
    'secrets.',
    '&a ',
    '*a',
    '[',
    '{',
    '|\n',
    "'",
    '? ',
    '\t',
    '\u0000',
    '---\n',
  ),
);

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.array(piece, {maxLength: 30}), (pieces) => {
      const text = pieces.join('');
      const {jobs, unread} = understand([text, fileOf(text, 'actions/x/action.yml')]);
      expect(jobs.length + unread.length).toBeLessThan(100);
    }),
    {numRuns: 300},
  );
});

test('no script, condition, name or address makes it throw', () => {
  const word = fc.oneof(
    fc.string({maxLength: 30}),
    fc.constantFrom('curl x | sha256sum', '|| true', 'set +e', '$env:X', '<<EOF', 'git push https://github.com/'),
  );
  fc.assert(
    fc.property(fc.array(word, {maxLength: 8}), fc.string({maxLength: 30}), (words, condition) => {
      const text = JSON.stringify({
        on: 'push',
        jobs: {
          'publish-npm': {
            'runs-on': 'x',
            name: condition,
            steps: [{name: 'Publish', run: `npm publish\n${words.join('\n')}`, with: undefined}],
          },
        },
      });
      const {jobs, unread} = understand(text);
      expect(jobs.length + unread.length).toBeGreaterThan(0);
      expect([true, false, undefined]).toContain(evaluateCondition(condition, {values: {github: {}}}));
    }),
    {numRuns: 300},
  );
});

test('deep nesting and aliases of aliases end in a sentence', () => {
  expect(parseWorkflow(fileOf('['.repeat(50_000)))).toEqual({failure: {why: 'It is nested too deeply.', line: 1}});
  expect(parseWorkflow(fileOf(`a: ${'{a: '.repeat(5000)}`))).toHaveProperty('failure');
  const bomb = Array.from({length: 30}, (_, level) => `x${level}: &x${level} [${level === 0 ? 'y' : `*x${level - 1}, *x${level - 1}`}]`);
  expect(parseWorkflow(fileOf(bomb.join('\n')))).toEqual({
    failure: {why: 'Its YAML aliases stand for more than a workflow can hold.'},
  });
  expect(parseWorkflow(fileOf('a: &a [*a, *a]'))).toHaveProperty('failure');
});

test('a script of megabytes, 200 jobs and 500 workflows are read', () => {
  expect(understand(npmJob(`${'echo something long\n'.repeat(100_000)}npm publish`)).jobs).toHaveLength(1);
  const jobs = Array.from({length: 200}, (_, index) => `  job${index}:\n    runs-on: x\n    steps: [{run: npm publish}, {uses: a/b@v1}]\n`);
  expect(understand(`on: push\njobs:\n${jobs.join('')}`).jobs).toHaveLength(200);
  const many = Array.from({length: 500}, (_, index) => fileOf(npmJob('npm publish'), `w${index}.yml`));
  const understanding = understand(many);
  expect(understanding.jobs).toHaveLength(500);
  expect(understanding.jobs.every(({findings}) => findings.some(({kind}) => kind === 'second-publisher'))).toBe(true);
});

test('a line longer than any person writes is cut, and what stands in short lines stays', () => {
  const [job] = understand(npmJob(`npm publish\necho ${'x'.repeat(400_000)}\necho \${{ github.ref }}`)).jobs;
  expect(job?.job.steps[0]?.run?.split('\n').map((line) => line.length)).toEqual([11, 5000, 22, 0]);
});

test('a workflow that calls itself, and calls that fan out at every level, end', () => {
  const own = fileOf('on: [push, workflow_call]\njobs:\n  a: {uses: ./.github/workflows/loop.yml}\n', 'loop.yml');
  expect(understand([own]).jobs).toEqual([]);
  const fan = Array.from({length: 12}, (_, level) =>
    fileOf(
      `on: [push, workflow_call]\njobs:\n${Array.from({length: 10}, (__, job) => `  publish-npm-${job}: {uses: ./.github/workflows/f${level + 1}.yml}\n`).join('')}`,
      `f${level}.yml`,
    ),
  );
  expect(understand(fan).jobs.length).toBeGreaterThan(0);
});
