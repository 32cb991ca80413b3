import {describe, expect, it} from 'vitest';
import {forkOwnerOf, forkPlan, proveFork, proveFreshFork, syncPlan, type Upstream} from '../../../checks/family/forks.ts';
import {Problem} from '../../../src/model/problem.ts';
import type {TaskProof, TaskSetting} from '../../../src/model/task.ts';
import {against, type FakeReply} from '../../support/fake-lookup.ts';
import {projectOf} from '../../support/project.ts';

const upstream: Upstream = {owner: 'microsoft', name: 'winget-pkgs', branch: 'master'};
const api = 'https://api.github.com/repos';
const fork = `${api}/octo/winget-pkgs`;
const branch = `${fork}/branches/master`;
const branches = `${fork}/branches?per_page=1`;
const compare = `${fork}/compare/microsoft:master...master?per_page=1`;
const gone: FakeReply = {status: 404};
const repository = (over: object = {}): FakeReply => ({
  body: {full_name: 'octo/winget-pkgs', fork: true, parent: {full_name: 'microsoft/winget-pkgs'}, ...over},
});
const there: FakeReply = {body: {name: 'master'}};

describe('a fork', () => {
  const states: readonly (readonly [string, Readonly<Record<string, FakeReply>>, TaskProof['state'], string])[] = [
    ['is there', {[fork]: repository(), [branch]: there}, 'done', 'octo/winget-pkgs is a fork of microsoft/winget-pkgs.'],
    ['is not there', {[fork]: gone}, 'to-do', "There is no octo/winget-pkgs; a fork under another name can't be told from here."],
    ['is a repository of that name', {[fork]: repository({fork: false, parent: undefined})}, 'to-do', 'octo/winget-pkgs is no fork'],
    ['is one of somebody else’s', {[fork]: repository({parent: {full_name: 'jane/winget-pkgs'}})}, 'to-do', 'a fork of jane/winget-pkgs'],
    ['is being made: no branch yet', {[fork]: repository(), [branch]: gone, [branches]: {body: []}}, 'waiting', 'still making'],
    ['is being made: a conflict', {[fork]: repository(), [branch]: {status: 409}, [branches]: {status: 409}}, 'waiting', 'still making'],
    ['lacks the branch', {[fork]: repository(), [branch]: gone, [branches]: {body: [{name: 'main'}]}}, 'to-do', 'no branch master'],
    [
      'spells its parent otherwise',
      {[fork]: repository({parent: {full_name: 'Microsoft/Winget-Pkgs'}}), [branch]: there},
      'done',
      'is a fork',
    ],
  ];
  it.each(states)('%s', async (_, replies, state, note) => {
    const proof = await against(replies, (lookup) => proveFork(lookup, 'octo', upstream));
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });
  it('is followed where it was renamed', async () => {
    const renamed = `${api}/octo/packages/branches/master`;
    const replies = {[fork]: repository({full_name: 'octo/packages'}), [renamed]: there};
    const proof = await against(replies, (lookup) => proveFork(lookup, 'octo', upstream));
    expect(proof).toMatchObject({state: 'done', note: 'octo/packages is a fork of microsoft/winget-pkgs.'});
  });
  it('is nobody’s while nobody is signed in', async () => {
    const [one, other] = await against({}, (lookup) =>
      Promise.all([proveFork(lookup, undefined, upstream), proveFreshFork(lookup, undefined, upstream)]),
    );
    expect([one.state, other.state]).toEqual(['unknown', 'unknown']);
  });
  it.each([401, 403, 429, 500])('is not denied by an outage: %i', async (status) => {
    await expect(against({[fork]: {status}}, (lookup) => proveFork(lookup, 'octo', upstream))).rejects.toBeInstanceOf(Problem);
    await expect(
      against({[fork]: repository(), [branch]: there, [compare]: {status}}, (lookup) => proveFreshFork(lookup, 'octo', upstream)),
    ).rejects.toBeInstanceOf(Problem);
  });
});

describe('how far a fork is behind', () => {
  const distance = (behind: number, ahead = 0): FakeReply => ({body: {ahead_by: ahead, behind_by: behind}});
  it.each([
    [distance(0), 'done', 'Branch master of octo/winget-pkgs is up to date.'],
    [distance(1), 'done', 'is 1 commit behind microsoft/winget-pkgs, which does no harm yet.'],
    [distance(5000), 'done', '5,000 commits behind'],
    [distance(23_456), 'to-do', 'is 23,456 commits behind microsoft/winget-pkgs.'],
    [distance(23_456, 2), 'to-do', 'and has 2 commits of its own.'],
    [gone, 'unknown', 'can’t compare'.replace('’', "'")],
  ] as const)('%j', async (reply, state, note) => {
    const replies = {[fork]: repository(), [branch]: there, [compare]: reply};
    const proof = await against(replies, (lookup) => proveFreshFork(lookup, 'octo', upstream));
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });
  it('is not asked before the fork is there', async () => {
    expect((await against({[fork]: gone}, (lookup) => proveFreshFork(lookup, 'octo', upstream))).state).toBe('waiting');
  });
});

describe('what Portcall can do of a fork', () => {
  const setting = (over: Partial<TaskSetting> = {}): TaskSetting => ({
    project: projectOf(),
    facts: {tokenNames: []},
    login: 'octo',
    ...over,
  });
  const proof = (state: TaskProof['state'], over: Partial<TaskProof> = {}): TaskProof => ({state, note: '', ...over});

  it('is to make it for whoever is signed in', () => {
    expect(forkPlan({...setting({proof: proof('to-do')}), owner: 'Octo', upstream})).toMatchObject({
      title: 'Fork microsoft/winget-pkgs to octo',
      steps: [
        {
          kind: 'fork-repository',
          upstream: {owner: 'microsoft', name: 'winget-pkgs'},
          branch: 'master',
          owner: 'octo',
          isOrganization: false,
        },
      ],
    });
    expect(forkPlan({...setting(), owner: 'octo', upstream})).toBeDefined();
  });
  it.each([
    ['it is there', setting({proof: proof('done')}), 'octo'],
    ['it is being made', setting({proof: proof('waiting')}), 'octo'],
    ['its name is taken', setting({proof: proof('to-do', {needsPerson: true})}), 'octo'],
    ['it is another account’s', setting({proof: proof('to-do')}), 'release-bot'],
    ['nobody is signed in', {project: projectOf(), facts: {tokenNames: []}}, undefined],
  ] as const)('is nothing where %s', (_, given, owner) => {
    expect(forkPlan({...given, owner: owner, upstream})).toBeUndefined();
    expect(syncPlan({...given, owner: owner === 'octo' ? 'jane' : owner, upstream})).toBeUndefined();
  });
  it('is to bring it up to date once it is known to be behind', () => {
    expect(syncPlan({...setting({proof: proof('to-do')}), owner: 'octo', upstream})?.steps).toEqual([
      {
        kind: 'sync-fork',
        fork: {owner: 'octo', name: 'winget-pkgs'},
        upstream: {owner: 'microsoft', name: 'winget-pkgs'},
        branch: 'master',
      },
    ]);
    expect(syncPlan({...setting(), owner: 'octo', upstream})).toBeUndefined();
    expect(syncPlan({...setting({proof: proof('done')}), owner: 'octo', upstream})).toBeUndefined();
  });
  it('is for the account that the job names, then the token’s, then one’s own', () => {
    const token = {verdict: 'valid', note: '', identity: 'release-bot'} as const;
    expect(forkOwnerOf(setting({facts: {tokenNames: [], token}}), 'team')).toBe('team');
    expect(forkOwnerOf(setting({facts: {tokenNames: [], token}}))).toBe('release-bot');
    expect(forkOwnerOf(setting())).toBe('octo');
  });
});
