import {describe, expect, it} from 'vitest';
import {winget} from '../../checks/winget.ts';
import type {TaskProof} from '../../src/model/task.ts';
import type {FakeReply} from '../support/fake-lookup.ts';
import {publishingJobOf} from '../support/survey.ts';
import {proofOf, taskOf, taskSettingOf} from '../support/tasks.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const fork = taskOf(winget, 'fork');
const sync = taskOf(winget, 'sync-fork');
const at = (owner: string) => `https://api.github.com/repos/${owner}/winget-pkgs`;
const forkOf = (owner: string): FakeReply => ({
  body: {full_name: `${owner}/winget-pkgs`, fork: true, parent: {full_name: 'microsoft/winget-pkgs'}},
});
const job = (user: string) =>
  publishingJobOf({
    marketplace: 'winget',
    job: jobOf([stepOf({uses: 'vedantmgoyal9/winget-releaser', with: {'fork-user': user}})]),
  });

describe('the fork of winget-pkgs', () => {
  it('is one’s own', async () => {
    const replies = {[at('octo')]: forkOf('octo'), [`${at('octo')}/branches/master`]: {body: {}}};
    expect((await proofOf(fork, taskSettingOf(), replies)).state).toBe('done');
  });
  it('is that of the account whose token the job has', async () => {
    const facts = {token: {verdict: 'valid', note: '', identity: 'release-bot'}} as const;
    const proof = await proofOf(fork, taskSettingOf({facts}), {[at('release-bot')]: {status: 404}});
    expect(proof).toMatchObject({state: 'to-do', note: expect.stringContaining('no release-bot/winget-pkgs')});
    expect(fork.planSteps?.(taskSettingOf({facts, proof}))).toBeUndefined();
    expect(JSON.stringify(fork.instructions(taskSettingOf({facts})))).toContain('Choose release-bot as the owner');
  });
  it('is that of the account that the job names', async () => {
    const setting = taskSettingOf({facts: {job: job('team')}});
    expect((await proofOf(fork, setting, {[at('team')]: {status: 404}})).note).toContain('team/winget-pkgs');
    const computed = taskSettingOf({facts: {job: job('${{ vars.FORK }}')}});
    expect((await proofOf(fork, computed, {[at('octo')]: {status: 404}})).note).toContain('octo/winget-pkgs');
  });
  it('is made and brought up to date by Portcall', () => {
    const toDo = {proof: {state: 'to-do', note: ''}} as const;
    expect(fork.planSteps?.(taskSettingOf(toDo))?.steps[0]).toMatchObject({kind: 'fork-repository', branch: 'master'});
    expect(sync.planSteps?.(taskSettingOf(toDo))?.steps[0]).toMatchObject({kind: 'sync-fork', branch: 'master'});
  });
  it('is said to be far behind', async () => {
    const replies = {
      [at('octo')]: forkOf('octo'),
      [`${at('octo')}/branches/master`]: {body: {}},
      [`${at('octo')}/compare/microsoft:master...master?per_page=1`]: {body: {ahead_by: 0, behind_by: 40_000}},
    };
    expect((await proofOf(sync, taskSettingOf(), replies)).note).toContain('40,000 commits behind');
  });
});

describe('the agreement with Microsoft', () => {
  const task = taskOf(winget, 'sign-agreement');
  const search = `https://api.github.com/search/issues?q=${encodeURIComponent('repo:microsoft/winget-pkgs is:pr author:octo')}&per_page=30`;
  const request = (state: string, labels: readonly string[], merged?: string) => ({
    html_url: `https://github.com/microsoft/winget-pkgs/pull/${labels.length}`,
    state,
    labels: labels.map((name) => ({name})),
    pull_request: {merged_at: merged ?? null},
  });
  const cases: readonly (readonly [string, readonly object[], TaskProof['state'], string])[] = [
    ['nothing was submitted', [], 'waiting', 'on the first pull request'],
    ['a pull request wants it', [request('open', ['New-Package', 'Needs-CLA'])], 'to-do', 'Needs-CLA'],
    ['a newer one wants it again', [request('closed', [], '2025-01-01T00:00:00Z'), request('open', ['Needs-CLA'])], 'to-do', 'Needs-CLA'],
    ['one was merged', [request('closed', [], '2026-01-01T00:00:00Z')], 'done', 'merged'],
    ['one was tested', [request('open', ['Azure-Pipeline-Passed'])], 'done', 'tested'],
    ['one waits for everything', [request('open', [])], 'unknown', 'shows yet'],
    ['one was closed without it', [request('closed', ['Needs-CLA'])], 'unknown', 'shows yet'],
  ];
  it.each(cases)('where %s', async (_, items, state, note) => {
    const proof = await proofOf(task, taskSettingOf(), {[search]: {body: {items}}});
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });
  it('is nobody’s while nobody is signed in', async () => {
    const {login: _, ...nobody} = taskSettingOf();
    expect((await proofOf(task, nobody, {})).state).toBe('unknown');
  });
});

describe('the token for winget', () => {
  it('is a classic one, of the account whose fork it is', () => {
    const steps = taskOf(winget, 'make-token').instructions(taskSettingOf({facts: {tokenNames: ['WINGET_TOKEN'], job: job('team')}}));
    expect(JSON.stringify(steps)).toContain('Sign in to GitHub as team');
    expect(steps.flatMap(({url}) => url ?? [])).toEqual(['https://github.com/settings/tokens/new?scopes=public_repo,workflow']);
  });
});
