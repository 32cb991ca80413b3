import {describe, expect, test} from 'vitest';
import {type FollowFacts, isOver, progressOf} from '../../src/flow/progress.ts';
import {pauseOf, progressText, runLines, stepLines} from '../../src/flow/progress-text.ts';
import type {FollowedRun, Progress, Started} from '../../src/model/follow.ts';
import type {VersionState} from '../../src/model/publication.ts';
import {now, publicationOf, runJobOf, stepOf} from '../support/survey.ts';

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
const started: Started = {
  marketplace: 'npm',
  repository: 'octo/tool',
  tag: 'v1.2.3',
  askedAt: iso(now - 60_000),
  by: 'run-workflow',
  workflow: 'publish.yml',
  ref: 'main',
  inputs: {},
  run: 7,
  job: 'npm',
};
const run = (parts: Partial<FollowedRun> = {}): FollowedRun => ({
  id: 7,
  status: 'in_progress',
  conclusion: null,
  commit: 'abc',
  title: 'Publish',
  attempt: 1,
  createdAt: iso(now - 50_000),
  startedAt: iso(now - 50_000),
  url: 'https://github.example/runs/7',
  ...parts,
});
const job = (status: string, conclusion: string | null = null, parts: object = {}) => runJobOf({name: 'npm', status, conclusion, ...parts});
const green = (parts: object = {}) =>
  job('completed', 'success', {completedAt: iso(now - 20_000), steps: [stepOf(1, 'Publish')], ...parts});
const at = (parts: Partial<FollowFacts>): Progress =>
  progressOf({
    started,
    jobs: [],
    approvals: [],
    title: 'npm',
    version: '1.2.3',
    now,
    publishingSteps: ['Publish'],
    canCompare: true,
    propagation: {usually: 300, atMost: 900, because: 'caches lag.'},
    run: run(),
    ...parts,
  });
const {run: _, ...unnamed} = started;
const {run: __, ...withoutRun} = {run: 1};

describe('how far a run has come', () => {
  test.each<[string, Partial<FollowFacts>, Partial<Progress>]>([
    ['is gone', {run: 'gone'}, {stage: 'vanished'}],
    ['is queued', {run: run({status: 'queued'})}, {stage: 'queued', url: 'https://github.example/runs/7'}],
    ['waits for its concurrency group', {run: run({status: 'pending'})}, {stage: 'queued', why: 'another run of its concurrency group'}],
    [
      'does another job first',
      {jobs: [runJobOf({name: 'build', status: 'in_progress', conclusion: null})]},
      {stage: 'queued', why: '“build” first'},
    ],
    [
      'needs approval',
      {run: run({status: 'waiting'}), approvals: [{environment: 'production', reviewers: ['octo', 'hubot'], isOurs: true}]},
      {stage: 'needs-approval', environment: 'production', reviewers: ['octo', 'hubot']},
    ],
    ['runs', {jobs: [job('in_progress')]}, {stage: 'running'}],
    [
      'runs one part of a matrix while another has ended',
      {jobs: [job('completed', 'success', {name: 'npm (a)'}), job('in_progress', null, {name: 'npm (b)'})]},
      {stage: 'running'},
    ],
    ['failed', {jobs: [job('completed', 'failure')]}, {stage: 'failed', conclusion: 'failure'}],
    ['was cancelled', {jobs: [job('completed', 'cancelled')]}, {stage: 'failed', conclusion: 'cancelled'}],
    ['could not begin', {run: run({status: 'completed', conclusion: 'startup_failure'})}, {stage: 'failed', conclusion: 'startup_failure'}],
    [
      'failed in a job that it needs',
      {
        run: run({status: 'completed', conclusion: 'failure'}),
        jobs: [runJobOf({name: 'build', conclusion: 'failure'}), job('completed', 'skipped')],
      },
      {stage: 'failed', conclusion: 'failure'},
    ],
    [
      'skipped the job',
      {run: run({status: 'completed', conclusion: 'success'}), jobs: [job('completed', 'skipped')]},
      {stage: 'failed', conclusion: 'skipped'},
    ],
    [
      'shows the attempt before the one that was asked for',
      {started: {...started, attempt: 2}, jobs: [job('completed', 'failure')]},
      {stage: 'asked'},
    ],
  ])('%s', (_name, facts, wanted) => {
    expect(at(facts)).toMatchObject(wanted);
  });

  test('a run that was asked for is waited for, and after ten minutes not known', () => {
    expect(progressOf({...factsWithoutRun, started: unnamed})).toEqual({stage: 'asked', since: started.askedAt});
    expect(progressOf({...factsWithoutRun, started: {...unnamed, askedAt: iso(now - 700_000)}})).toMatchObject({stage: 'vanished'});
  });
});

const factsWithoutRun: FollowFacts = {
  ...withoutRun,
  started,
  jobs: [],
  approvals: [],
  title: 'npm',
  version: '1.2.3',
  now,
  publishingSteps: [],
  canCompare: true,
};

describe('a green job is no publication', () => {
  const served = (version: VersionState | undefined, parts: Partial<FollowFacts> = {}) =>
    at({jobs: [green()], ...(version === undefined ? {} : {publication: publicationOf({serves: '1.2.3', version})}), ...parts});
  const integrity = (...results: ('same' | 'different' | 'not-comparable')[]) => ({
    version: '1.2.3',
    files: results.map((result, index) => ({name: `file-${index}`, result})),
    evidence: [],
  });
  const old = {jobs: [green({completedAt: iso(now - 1_000_000)})]};

  test.each<[string, Progress, Partial<Progress>]>([
    ['not looked at yet', served(undefined), {stage: 'propagating', usually: 'usually visible within 5 minutes'}],
    ['absent so far', served({kind: 'absent'}), {stage: 'propagating'}],
    ['absent for too long', served({kind: 'absent'}, old), {stage: 'not-served'}],
    [
      'absent, its step skipped',
      served({kind: 'absent'}, {jobs: [green({steps: [stepOf(1, 'Publish', 'skipped')]})]}),
      {stage: 'not-served', because: 'The job ended green without publishing: its step “Publish” was skipped.'},
    ],
    [
      'seen, and then gone',
      served({kind: 'absent'}, {wasSeen: true}),
      {stage: 'not-served', because: 'npm served 1.2.3 after the job ended, and has it no more.'},
    ],
    ['seen and not compared', served({kind: 'published'}), {stage: 'propagating'}],
    [
      'seen and the same',
      served({kind: 'published'}, {integrity: integrity('same', 'same')}),
      {stage: 'served', because: 'npm serves 1.2.3, and every file is what was released.'},
    ],
    ['seen, nothing comparable', served({kind: 'published'}, {integrity: integrity('not-comparable')}), {stage: 'served'}],
    [
      'seen and different',
      served({kind: 'published'}, {integrity: integrity('same', 'different')}),
      {stage: 'wrong', because: 'npm serves 1.2.3, and not what was released: file-1.'},
    ],
    ['seen where nothing can be compared', served({kind: 'published'}, {canCompare: false}), {stage: 'served'}],
    [
      'never comparable',
      served({kind: 'published'}, {...old, problem: 'npm can’t be reached.'}),
      {stage: 'unknown', because: 'Whether npm serves 1.2.3 as released can’t be told: npm can’t be reached.'},
    ],
    ['never looked at', served(undefined, {...old, problem: 'npm has trouble (502).'}), {stage: 'unknown'}],
    [
      'in moderation',
      served({kind: 'waiting', for: 'moderation', url: 'https://q.example'}),
      {stage: 'waiting', for: 'moderation', url: 'https://q.example'},
    ],
    [
      'turned down',
      served({kind: 'rejected', why: 'by a moderator.'}),
      {stage: 'not-served', because: 'npm turned 1.2.3 down: by a moderator.'},
    ],
    ['in part', served({kind: 'partial', missing: ['arm64']}, old), {stage: 'not-served'}],
    ['wrong', served({kind: 'wrong', why: 'a page of an error'}), {stage: 'wrong'}],
  ])('%s', (_name, progress, wanted) => {
    expect(progress).toMatchObject(wanted);
    expect(isOver(progress)).toBe(progress.stage !== 'propagating');
  });
});

test('approval says who and where', () => {
  const text = progressText({stage: 'needs-approval', url: 'https://a', environment: 'production', reviewers: ['octo', 'hubot']}, now);
  expect(text).toBe('octo or hubot must approve it for the environment production: https://a');
});

test('steps are told once, with how long they took and the time before', () => {
  const timed = (number: number, name: string, seconds: number | undefined, conclusion: string | null = 'success') => ({
    ...stepOf(number, name, conclusion),
    startedAt: iso(now),
    ...(seconds === undefined ? {} : {completedAt: iso(now + seconds * 1000)}),
  });
  const earlier = runJobOf({steps: [timed(1, 'Build', 60), timed(2, 'Publish', 8)]});
  const first = runJobOf({
    status: 'in_progress',
    conclusion: null,
    steps: [timed(1, 'Build', undefined, null), {...stepOf(2, 'Publish', null), status: 'queued'}],
  });
  const second = runJobOf({status: 'in_progress', conclusion: null, steps: [timed(1, 'Build', 65), timed(2, 'Publish', undefined, null)]});
  expect(stepLines(undefined, first, earlier)).toEqual(['step 1 “Build”: runs; 1 minute the time before']);
  expect(stepLines(first, second, earlier)).toEqual([
    'step 1 “Build”: done, 65 seconds',
    'step 2 “Publish”: runs; 8 seconds the time before',
  ]);
  expect(stepLines(second, second, earlier)).toEqual([]);
});

test('another attempt and a tag that has moved are said', () => {
  expect(runLines(run(), run({attempt: 2, startedBy: 'hubot'}), undefined)).toEqual(['hubot has run it again: attempt 2.']);
  expect(runLines(undefined, run({commit: 'fedcba9876'}), 'abcdef0123')[0]).toContain(
    'of commit fedcba9, and the plan was made for abcdef0',
  );
  expect(runLines(undefined, run({commit: 'same'}), 'same')).toEqual([]);
});

test('the pause is five seconds, and longer as the limit comes near', () => {
  const limit = (remaining: number) => ({remaining, limit: 5000, resetsAt: iso(now + 600_000)});
  expect(pauseOf(undefined, now)).toBe(5000);
  expect(pauseOf(limit(4000), now)).toBe(5000);
  expect(pauseOf(limit(100), now)).toBe(30_000);
  expect(pauseOf(limit(0), now)).toBe(600_000);
});
