import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {aur} from '../../checks/aur.ts';
import type {TokenVerdict} from '../../src/model/publication.ts';
import type {TaskFacts, TaskProof} from '../../src/model/task.ts';
import type {FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';
import {publicationOf, publishingJobOf} from '../support/survey.ts';
import {proofOf, stateOf, taskOf, taskSettingOf} from '../support/tasks.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const rpc = 'https://aur.archlinux.org/rpc/v5/info?arg%5B%5D=tool&arg%5B%5D=tool-bin';
const official = 'https://archlinux.org/packages/search/json/?name=tool';
const answer = (...results: readonly object[]): FakeReply => ({body: {type: 'multiinfo', results}});
const pack = (over: object = {}) => ({
  Name: 'tool-bin',
  PackageBase: 'tool-bin',
  Version: '1.2.3-1',
  URL: 'https://github.com/octo/tool',
  Maintainer: 'octo',
  ...over,
});
const setting = taskSettingOf({project: projectOf()});

describe('the name', () => {
  const task = taskOf(aur, 'check-name');
  const cases: readonly (readonly [string, Readonly<Record<string, FakeReply>>, TaskProof['state'], string])[] = [
    ['is free', {[rpc]: answer(), [official]: {body: {results: []}}}, 'done', 'free'],
    ['is like one of Arch Linux', {[rpc]: answer(), [official]: {body: {results: [{pkgname: 'tools', repo: 'extra'}]}}}, 'done', 'free'],
    [
      'is Arch Linux’s own',
      {[rpc]: answer(), [official]: {body: {results: [{pkgname: 'tool', repo: 'extra'}]}}},
      'to-do',
      'tool-bin is another',
    ],
    ['may be Arch Linux’s own', {[rpc]: answer(), [official]: {status: 404}}, 'unknown', 'does not tell'],
    ['is yours', {[rpc]: answer(pack())}, 'done', 'octo maintains tool-bin'],
    ['is an orphan’s', {[rpc]: answer(pack({Maintainer: null}))}, 'to-do', 'Nobody maintains'],
    ['is another project’s', {[rpc]: answer(pack({URL: 'https://github.com/jane/gadget', Maintainer: 'jane'}))}, 'to-do', 'ask jane'],
    ['is somebody’s', {[rpc]: answer(pack({URL: null, Maintainer: 'jane'}))}, 'unknown', 'nothing in it says'],
  ];
  it.each(cases)('%s', async (_, replies, state, note) => {
    const proof = await proofOf(task, setting, replies);
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });
  it('is yours where the key is its maintainer’s', async () => {
    const facts = {token: {verdict: 'valid', note: '', identity: 'octo'}} as const;
    expect((await proofOf(task, taskSettingOf({facts}), {[rpc]: answer(pack({URL: null}))})).state).toBe('done');
  });
});

describe('what the key over SSH shows', () => {
  const token = (verdict: TokenVerdict): Partial<TaskFacts> => ({token: {verdict, note: ''}});
  const ids = ['create-account', 'make-key', 'add-key', 'verify-address', 'pin-host-key'] as const;
  const states = (facts: Partial<TaskFacts>) => ids.map((id) => stateOf(taskOf(aur, id), facts) ?? 'shown');
  it.each([
    ['valid', ['done', 'done', 'done', 'done', 'done']],
    ['lacks-right', ['done', 'done', 'done', 'to-do', 'done']],
    ['valid-rights-unknown', ['done', 'done', 'done', 'unknown', 'done']],
    ['refused', ['shown', 'to-do', 'shown', 'unknown', 'shown']],
    ['undetermined', ['shown', 'to-do', 'shown', 'unknown', 'shown']],
    ['untestable', ['shown', 'to-do', 'shown', 'unknown', 'shown']],
  ] as const)('%s', (verdict, expected) => expect(states(token(verdict))).toEqual(expected));
  it('a version that was pushed shows too, but for the host key', () => {
    const publication = publicationOf({serves: '1.2.3', version: {kind: 'published'}, belongsTo: 'this-project'});
    expect(states({publication})).toEqual(['done', 'done', 'done', 'done', 'shown']);
  });
});

describe('the host key', () => {
  const task = taskOf(aur, 'pin-host-key');
  const valid = {token: {verdict: 'valid', note: ''}} as const;
  const jobWith = (run: string) => ({job: publishingJobOf({marketplace: 'aur', job: jobOf([stepOf({run})])})});
  it.each([
    ['is pinned', `echo 'aur.archlinux.org ${aur.token?.overSsh?.hostKey}' | tee -a ~/.ssh/known_hosts`, 'done'],
    ['is taken from whoever answers', 'ssh-keyscan aur.archlinux.org | tee -a ~/.ssh/known_hosts', 'to-do'],
    ['is not asked for', 'ssh -o StrictHostKeyChecking=no aur@aur.archlinux.org', 'to-do'],
    ['is not spoken of', 'git push', 'done'],
  ] as const)('%s by the job', (_, run, state) => expect(stateOf(task, {...valid, ...jobWith(run)})).toBe(state));
  it('has the fingerprint that people are shown', () => {
    const blob = Buffer.from(aur.token?.overSsh?.hostKey.split(' ')[1] ?? '', 'base64');
    const fingerprint = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
    expect(JSON.stringify(task.instructions(setting))).toContain(`SHA256:${fingerprint}`);
  });
});

describe('the pair of keys', () => {
  it('is made without a passphrase', () => {
    const [first] = taskOf(aur, 'make-key').instructions(setting);
    expect(first?.command).toBe("ssh-keygen -t ed25519 -N '' -f aur -C aur-ci");
  });
});
