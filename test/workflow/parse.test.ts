import {expect, test} from 'vitest';
import {parseWorkflow} from '../../src/workflow/parse.ts';
import {fileOf} from './world.ts';

const workflowOf = (text: string) => {
  const parsed = parseWorkflow(fileOf(text));
  if ('failure' in parsed) throw new Error(JSON.stringify(parsed.failure));
  return parsed.workflow;
};
const failureOf = (text: string | undefined) => {
  const {text: _, ...file} = fileOf('');
  const parsed = parseWorkflow(text === undefined ? file : {...file, text});
  return 'failure' in parsed ? parsed.failure : undefined;
};
const stepsOf = (steps: string) => workflowOf(`on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps}`).jobs[0]!.steps;

test('on: as one event, a list and a mapping with filters and inputs of every type', () => {
  const job = 'jobs: {a: {runs-on: x, steps: [{run: x}]}}';
  expect(workflowOf(`on: push\n${job}`).triggers).toEqual([{event: 'push', filters: {}}]);
  expect(workflowOf(`on: [push, workflow_dispatch]\n${job}`).triggers).toEqual([
    {event: 'push', filters: {}},
    {event: 'workflow_dispatch', filters: {}, inputs: []},
  ]);
  const {triggers} = workflowOf(`on:
  push: {tags: ['v*', '!v0*'], branches: main}
  release:
  schedule: [{cron: '0 0 * * *'}]
  workflow_dispatch:
    inputs:
      text: {required: true, type: string}
      flag: {type: boolean, default: false}
      pick: {type: choice, options: [a, b], default: a}
      where: {type: environment}
      count: {type: number, default: 3}
      plain: {description: no type}
  workflow_call:
    inputs: {deep: {type: string, default: x}}
    secrets: {TOKEN: {required: true}}
${job}`);
  expect(triggers.map(({event}) => event)).toEqual(['push', 'release', 'schedule', 'workflow_dispatch', 'workflow_call']);
  expect(triggers[0]?.filters).toEqual({tags: ['v*', '!v0*'], branches: ['main']});
  expect(triggers[3]?.inputs).toEqual([
    {name: 'text', type: 'string', required: true},
    {name: 'flag', type: 'boolean', required: false, default: 'false'},
    {name: 'pick', type: 'choice', required: false, default: 'a', options: ['a', 'b']},
    {name: 'where', type: 'environment', required: false},
    {name: 'count', type: 'number', required: false, default: '3'},
    {name: 'plain', type: 'string', required: false, description: 'no type'},
  ]);
  expect(triggers[4]?.inputs).toEqual([{name: 'deep', type: 'string', required: false, default: 'x'}]);
});

test('permissions in every shape, the job before the workflow', () => {
  const {jobs} = workflowOf(`on: push
permissions: read-all
jobs:
  inherits: {runs-on: x, steps: [{run: x}]}
  all: {runs-on: x, permissions: write-all, steps: [{run: x}]}
  none: {runs-on: x, permissions: {}, steps: [{run: x}]}
  some: {runs-on: x, permissions: {contents: write, id-token: write, packages: none}, steps: [{run: x}]}`);
  const permissions = Object.fromEntries(jobs.map(({id, permissions: given}) => [id, given]));
  expect(permissions['inherits']).toMatchObject({contents: 'read', packages: 'read', 'id-token': 'none'});
  expect(permissions['all']).toMatchObject({contents: 'write', 'id-token': 'write'});
  expect(permissions['none']).toEqual({});
  expect(permissions['some']).toEqual({contents: 'write', 'id-token': 'write', packages: 'none'});
  expect(workflowOf('on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}').jobs[0]).not.toHaveProperty('permissions');
});

test('env of three levels, the nearest winning, and secrets of the job and the workflow', () => {
  const [job] = workflowOf(`on: push
env: {A: workflow, B: workflow, T: '\${{ secrets.top }}'}
jobs:
  a:
    runs-on: x
    env: {B: job, C: job}
    container: {image: y, credentials: {username: u, password: "\${{ secrets['BOX'] }}"}}
    steps:
      - env: {C: step, N: 1.5, F: true}
        run: echo "\${{ secrets.RUN || secrets . OTHER }}" \${{ secrets.GITHUB_TOKEN }}`).jobs;
  expect(job?.steps[0]?.env).toEqual({A: 'workflow', B: 'job', T: '${{ secrets.top }}', C: 'step', N: '1.5', F: 'true'});
  expect(job?.secrets).toEqual(['TOP', 'BOX', 'RUN', 'OTHER', 'GITHUB_TOKEN']);
});

test('expressions stay as they are written, whatever stands around them', () => {
  const [first, second, third, ...more] = stepsOf(`      - run: |
          echo '{"it''s": "\${{ github.ref }}"}' {0}
          echo \${{ format('{0}', inputs.x) }} %s
        if: \${{ github.ref == 'x' }} && true
      - run: \${{ matrix.command }}
      - {run: 'a \${{ env.b }} c', if: github.ref}
      - run: >-
          folded
          \${{ env.b }}

          text
      - run: "quoted \\"\${{ env.b }}\\"
          and \\\\ on"
      - run: plain \${{ env.b }}
          on
      - run: |2+
            indented \${{ env.b }}
          less
`);
  expect(first?.run).toBe(`echo '{"it''s": "\${{ github.ref }}"}' {0}\necho \${{ format('{0}', inputs.x) }} %s\n`);
  expect(first?.if).toBe("${{ github.ref == 'x' }} && true");
  expect(second?.run).toBe('${{ matrix.command }}');
  expect(more.map(({run}) => run)).toEqual([
    'folded ${{ env.b }}\ntext',
    'quoted "${{ env.b }}" and \\ on',
    'plain ${{ env.b }} on',
    '  indented ${{ env.b }}\nless\n',
  ]);
  expect([third?.run, third?.if]).toEqual(['a ${{ env.b }} c', 'github.ref']);
});

test('a step is called what a run shows', () => {
  const steps = stepsOf(`      - run: |

          npm ci
          npm publish
      - uses: Actions/Checkout@v4
      - uses: ./.github/actions/Publish
      - uses: docker://alpine:3
      - {name: Named, run: x, id: n, shell: pwsh, continue-on-error: true}`);
  expect(steps.map(({name}) => name)).toEqual([
    'Run npm ci',
    'Run Actions/Checkout@v4',
    'Run ./.github/actions/Publish',
    'Run docker://alpine:3',
    'Named',
  ]);
  expect(steps.map(({uses, ref}) => [uses, ref])).toEqual([
    [undefined, undefined],
    ['actions/checkout', 'v4'],
    ['./.github/actions/publish', undefined],
    ['docker://alpine:3', undefined],
    [undefined, undefined],
  ]);
  expect(steps[4]).toMatchObject({id: 'n', shell: 'pwsh', continuesOnError: true, line: 13});
});

test('anchors, a matrix, an environment, needs and a called workflow', () => {
  const [one, two, three] = workflowOf(`on: push
jobs:
  one: &job
    name: One \${{ matrix.os }}
    runs-on: x
    environment: {name: release, url: 'https://x.example'}
    strategy: {matrix: {os: [a, b]}}
    continue-on-error: true
    steps:
      - &step {name: Publish, run: npm publish}
      - *step
  two:
    needs: one
    if: false
    environment: other
    runs-on: x
    steps: [*step]
  three:
    needs: [one, two]
    uses: ./.github/workflows/deep.yml
    with: {version: 1.0.0}
    secrets: {TOKEN: '\${{ secrets.NPM_TOKEN }}'}`).jobs;
  expect(one).toMatchObject({name: 'One ${{ matrix.os }}', hasMatrix: true, environment: 'release', continuesOnError: true, line: 3});
  expect(one?.steps.map(({name}) => name)).toEqual(['Publish', 'Publish']);
  expect(two).toMatchObject({needs: ['one'], if: 'false', environment: 'other', hasMatrix: false, line: 12});
  expect(two?.steps[0]?.run).toBe('npm publish');
  expect(three).toMatchObject({
    needs: ['one', 'two'],
    calls: './.github/workflows/deep.yml',
    hands: {inputs: {version: '1.0.0'}, secrets: {TOKEN: '${{ secrets.NPM_TOKEN }}'}},
    steps: [],
    secrets: ['NPM_TOKEN'],
  });
});

test('what GitHub refuses is refused with its line and reason', () => {
  expect(failureOf('')).toEqual({why: 'The file is empty.'});
  expect(failureOf('# nothing\n\n')).toEqual({why: 'The file is empty.'});
  expect(failureOf(undefined)?.why).toMatch(/not read/);
  expect(failureOf('on: push\njobs:\n  a: [\n')).toMatchObject({
    line: 4,
    why: expect.stringMatching(/^Flow sequence in block collection .*\.$/),
  });
  expect(failureOf('on: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n')).toEqual({line: 5, why: "Unexpected value 'stepz'."});
  expect(failureOf('on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: x\n        if: secrets.X != ""\n')).toMatchObject({
    line: 7,
  });
  expect(failureOf("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - {run: x, if: secrets.X != ''}\n")).toEqual({
    line: 6,
    why: "Unrecognized named-value: 'secrets'.",
  });
  expect(
    failureOf('on: push\njobs:\n  a: {runs-on: x, steps: [{run: x}]}\n  b:\n    needs: nope\n    runs-on: x\n    steps: [{run: x}]\n'),
  ).toEqual({line: 5, why: "Job 'b' depends on unknown job 'nope'."});
});
