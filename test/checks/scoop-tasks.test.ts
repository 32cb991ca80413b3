import {describe, expect, it} from 'vitest';
import {scoop} from '../../checks/scoop.ts';
import type {TaskProof} from '../../src/model/task.ts';
import type {FakeReply} from '../support/fake-lookup.ts';
import {publicationOf, publishingJobOf} from '../support/survey.ts';
import {proofOf, stateOf, taskOf, taskSettingOf} from '../support/tasks.ts';

const api = 'https://api.github.com/repos';
const bucket = `${api}/octo/scoop-bucket`;
const other = `${api}/octo/scoop-tool`;
const tree = `${bucket}/git/trees/HEAD?recursive=1`;
const updater = `${bucket}/contents/.github/workflows/excavator.yml`;
const workflows = `${bucket}/contents/.github/workflows`;
const policy = `${bucket}/actions/permissions/workflow`;
const gone: FakeReply = {status: 404};
const there = (over: object = {}): FakeReply => ({
  body: {full_name: 'octo/scoop-bucket', private: false, topics: ['scoop-bucket'], ...over},
});
const paths = (...names: readonly string[]): FakeReply => ({body: {tree: names.map((path) => ({path, type: 'blob', size: 1}))}});

type Case = readonly [string, Readonly<Record<string, FakeReply>>, TaskProof['state'], string];

describe('the bucket', () => {
  const task = taskOf(scoop, 'create-bucket');
  const cases: readonly Case[] = [
    ['is there', {[bucket]: there(), [other]: gone, [tree]: paths('bucket/tool.json')}, 'done', 'with its folder bucket.'],
    [
      'lacks its topic',
      {[bucket]: there({topics: []}), [other]: gone, [tree]: paths('bucket/.gitkeep')},
      'done',
      'without the topic scoop-bucket',
    ],
    ['is private', {[bucket]: there({private: true}), [other]: gone}, 'to-do', 'is private'],
    ['has no folder', {[bucket]: there(), [other]: gone, [tree]: paths('README.md')}, 'to-do', 'no folder bucket'],
    ['is not there', {[bucket]: gone, [other]: gone}, 'to-do', 'no public repository octo/scoop-bucket'],
  ];
  it.each(cases)('%s', async (_, replies, state, note) => {
    const proof = await proofOf(task, taskSettingOf(), replies);
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });
  it('is created from the template, with its topic', () => {
    expect(task.planSteps?.(taskSettingOf())?.steps).toEqual([
      {
        kind: 'create-repository',
        repository: {owner: 'octo', name: 'scoop-bucket'},
        isOrganization: false,
        description: 'Scoop manifests of octo',
        topics: ['scoop-bucket'],
        template: {owner: 'ScoopInstaller', name: 'BucketTemplate'},
        files: [],
      },
    ]);
  });
});

describe('the bucket’s own workflows', () => {
  const task = taskOf(scoop, 'allow-writing');
  const others: FakeReply = {body: [{name: 'update.yaml'}]};
  const mayWrite: FakeReply = {body: 'name: Excavator\npermissions:\n  contents: write\n'};
  const cases: readonly Case[] = [
    ['ask for the right to write', {[bucket]: there(), [updater]: mayWrite}, 'done', 'asks for the right'],
    [
      'may write by the settings',
      {[bucket]: there(), [updater]: gone, [workflows]: others, [policy]: {body: {default_workflow_permissions: 'write'}}},
      'done',
      'may write',
    ],
    [
      'may only read',
      {[bucket]: there(), [updater]: {body: 'on: push'}, [policy]: {body: {default_workflow_permissions: 'read'}}},
      'to-do',
      'may only read',
    ],
    [
      'are shown to administrators alone',
      {[bucket]: there(), [updater]: gone, [workflows]: others, [policy]: {status: 403}},
      'unknown',
      'administrators alone',
    ],
    [
      'are not told of',
      {[bucket]: there(), [updater]: gone, [workflows]: others, [policy]: {status: 403, body: {message: 'API rate limit exceeded'}}},
      'unknown',
      'limits requests',
    ],
    ['are none in a bucket with the manifest alone', {[bucket]: there(), [updater]: gone, [workflows]: gone}, 'to-do', 'no workflows'],
    ['are none where the folder is empty', {[bucket]: there(), [updater]: gone, [workflows]: {body: []}}, 'to-do', 'nothing updates'],
    ['wait for their bucket', {[bucket]: gone}, 'waiting', 'no bucket octo/scoop-bucket yet'],
  ];
  it.each(cases)('%s', async (_, replies, state, note) => {
    const proof = await proofOf(task, taskSettingOf(), replies);
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });
});

it('says how a bucket without workflows is updated as well', () => {
  const [job, copy] = taskOf(scoop, 'allow-writing').instructions(taskSettingOf());
  expect(job).toMatchObject({text: expect.stringContaining('job'), command: 'portcall workflow --only scoop'});
  expect(copy?.text).toContain('excavator.yml');
});

describe('what keeps the bucket up to date', () => {
  const job = publishingJobOf({marketplace: 'scoop', secrets: ['SCOOP_BUCKET_TOKEN']});
  const published = publicationOf({serves: '1.2.3', version: {kind: 'published'}});
  const states = (facts: Parameters<typeof stateOf>[1]) =>
    ['make-token', 'first-manifest', 'allow-writing', 'add-job'].map((id) => stateOf(taskOf(scoop, id), facts) ?? 'looked at');
  it('is a job with a token', () => expect(states({job, publication: published})).toEqual(['looked at', 'not-due', 'not-due', 'done']));
  it('is the bucket itself', () => expect(states({publication: published})).toEqual(['not-due', 'done', 'looked at', 'not-due']));
  it('is neither yet', () => expect(states({publication: publicationOf({})})).toEqual(['looked at', 'to-do', 'looked at', 'looked at']));
});
