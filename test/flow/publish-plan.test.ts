import {describe, expect, test} from 'vitest';
import {printedDecision} from '../../src/flow/printed-decision.ts';
import {type PublishFacts, planPublish} from '../../src/flow/publish-plan.ts';
import type {Situation} from '../../src/model/diagnosis.ts';
import type {DispatchWay, StartedJob} from '../../src/model/start.ts';
import {now, project, publicationOf, runJobOf, stepOf} from '../support/survey.ts';

const job = (name: string, publishes: StartedJob['publishes'] = []): StartedJob => ({name, isCertain: true, publishes});
const way = (alsoRuns: readonly StartedJob[] = [], ref = 'main'): DispatchWay => ({
  kind: 'dispatch',
  workflow: {id: 1, name: 'Publish', path: '.github/workflows/publish.yml'},
  ref,
  inputs: {only: 'npm'},
  job: job('npm', ['npm']),
  alsoRuns,
});
const situation = (parts: Partial<Situation> = {}): Situation => ({
  marketplace: {id: 'npm', title: 'npm'},
  project,
  release: {
    kind: 'released',
    release: {id: 1, tag: 'v1.2.3', url: 'https://r.example', isDraft: false, isPrerelease: false, isImmutable: false, assets: []},
  },
  publication: publicationOf({}),
  ...parts,
});
const facts = (parts: Partial<PublishFacts> = {}): PublishFacts => ({
  situation: situation(),
  now,
  ways: [way()],
  canAddSelector: true,
  ...parts,
});
const printed = (parts: Partial<PublishFacts>, mayRunAlso = false) => printedDecision('npm', planPublish(facts(parts), mayRunAlso));
const started = {
  marketplace: 'npm' as const,
  repository: 'octo/tool',
  tag: 'v1.2.3',
  askedAt: '2026-03-01T12:00:00Z',
  by: 'run-workflow' as const,
  workflow: 'publish.yml',
  ref: 'main',
  inputs: {},
  job: 'npm',
};

test('a dispatch is printed as the contract has it, with what runs besides and what could be undone', () => {
  expect(printed({ways: [way([job('build')])], undo: 'Within 72 hours.'})).toEqual({
    marketplace: 'npm',
    kind: 'plan',
    because: expect.stringMatching(/^npm has no 1\.2\.3.*workflow file as it is there now.*Not otherwise: The job never ran/),
    title: 'octo/tool: publish 1.2.3 to npm',
    steps: [{kind: 'run-workflow', workflow: 'publish.yml', ref: 'main', inputs: {only: 'npm'}}],
    alsoRuns: ['build'],
    undo: 'Within 72 hours.',
  });
});

test('a run again is printed with its run and its job, and followed in its next attempt', () => {
  const rerun = {
    run: runJobOf({id: 5, runId: 9, name: 'npm', conclusion: 'failure'}),
    createdAt: new Date(now - 3_600_000).toISOString(),
    isForTag: true,
    alsoRuns: [],
    attempt: 1,
    workflow: 'publish.yml',
    ref: 'v1.2.3',
  };
  const choice = planPublish(facts({ways: [], rerun}), false);
  expect(printedDecision('npm', choice)).toMatchObject({kind: 'plan', steps: [{kind: 'rerun-job', run: 9, job: 5}], alsoRuns: []});
  expect(choice).toMatchObject({started: {by: 'rerun-job', run: 9, attempt: 2, job: 'npm'}});
});

describe('what would publish elsewhere', () => {
  const choco = way([job('choco', ['chocolatey'])]);
  test('is refused, with the two ways out, unless it is allowed', () => {
    expect(printed({ways: [choco]})).toMatchObject({
      kind: 'blocked',
      because: expect.stringMatching(/would also run “choco”, which publishes to chocolatey.*--also.*portcall workflow --only npm/),
    });
    expect(printed({ways: [choco]}, true)).toMatchObject({kind: 'plan', alsoRuns: ['choco']});
  });

  test('to the GitHub release alone is planned, and wants a yes of its own', () => {
    const choice = planPublish(facts({ways: [way([job('build', ['github-releases'])])]}), false);
    expect(choice).toMatchObject({kind: 'plan', besides: [{name: 'build'}], because: expect.stringContaining('takes --also or a yes')});
  });
});

test('the tag’s commit goes along, and is followed where the tag itself runs', () => {
  const choice = (ref: string) => planPublish(facts({ways: [way([], ref)], tagCommit: 'abc'}), false);
  expect(choice('main')).toMatchObject({plan: {steps: [{tag: {name: 'v1.2.3', commit: 'abc'}}]}});
  expect(choice('main')).not.toHaveProperty('started.commit');
  expect(choice('v1.2.3')).toMatchObject({started: {commit: 'abc'}});
});

test.each<[string, Partial<PublishFacts>, string, RegExp]>([
  ['started from here', {started}, 'wait', /was started from here at 2026-03-01T12:00:00Z.*--follow/],
  ['under way', {underWay: {url: 'https://run.example', since: 'x'}}, 'wait', /under way\. https:\/\/run\.example$/],
  [
    'said to be there, and not comparable',
    {
      situation: situation({publication: publicationOf({serves: '1.2.3', version: {kind: 'published'}})}),
      comparisonProblem: 'npm can’t be reached.',
    },
    'blocked',
    /says that it has 1\.2\.3, and it could not be compared/,
  ],
  ['not taken there', {refusal: {why: 'only desktop programs.', url: 'https://rules.example'}}, 'blocked', /does not take such software/],
  ['without a job', {ways: []}, 'blocked', /^No job of a workflow publishes to npm\./],
  [
    'without a way',
    {ways: [{kind: 'none', path: 'p', why: 'no-trigger', text: 'Nobody can start it by hand.'}]},
    'blocked',
    /Nobody can start it by hand\. Run “portcall workflow --only npm”/,
  ],
])('%s', (_, parts, kind, because) => {
  expect(printed(parts)).toMatchObject({kind, because: expect.stringMatching(because)});
});

describe('a job that asks whether any version is there', () => {
  const asksForAny = 'Check if it exists';
  const serving = situation({publication: publicationOf({serves: '1.2.2'})});
  test('is not started where one is, in part or whole', () => {
    expect(printed({asksForAny, situation: serving}, true)).toEqual({
      marketplace: 'npm',
      kind: 'blocked',
      because:
        'npm has no 1.2.3; people get 1.2.2. The step “Check if it exists” asks whether any version is there, so that the job would leave 1.2.3 out again. Mend it first: portcall workflow --only npm, or f on its page.',
    });
    const partly = situation({publication: publicationOf({serves: null, version: {kind: 'partial', missing: ['tool-linux']}})});
    expect(printed({asksForAny, situation: partly})).toMatchObject({kind: 'blocked', because: expect.stringContaining('out again')});
  });

  test('is started where nothing is, and where the step is mended', () => {
    expect(printed({asksForAny, situation: situation({publication: publicationOf({serves: null})})}).kind).toBe('plan');
    expect(printed({situation: serving}).kind).toBe('plan');
  });

  test('is run again where it came as far as to publish', () => {
    const ran = (conclusion: string) => ({
      run: runJobOf({conclusion: 'failure', steps: [stepOf(1, 'Publish to npm', conclusion)]}),
      createdAt: new Date(now - 3_600_000).toISOString(),
      isForTag: true,
      alsoRuns: [],
      attempt: 1,
      workflow: 'publish.yml',
      ref: 'v1.2.3',
    });
    expect(printed({asksForAny, situation: serving, ways: [], rerun: ran('failure')}).kind).toBe('plan');
    expect(printed({asksForAny, situation: serving, ways: [], rerun: ran('skipped')}).kind).toBe('blocked');
  });
});

test('there and the same is nothing to do although a run is under way', () => {
  const there = situation({
    publication: publicationOf({serves: '1.2.3', version: {kind: 'published'}}),
    integrity: {version: '1.2.3', files: [{name: 'f', result: 'same'}], evidence: []},
  });
  expect(printed({situation: there, underWay: {url: 'https://run.example', since: 'x'}}).kind).toBe('nothing-to-do');
});
