import {describe, expect, it} from 'vitest';
import {homebrew} from '../../checks/homebrew.ts';
import type {TaskFacts, TaskProof} from '../../src/model/task.ts';
import type {WorkflowStep} from '../../src/model/workflow.ts';
import type {FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';
import {publicationOf, publishingJobOf} from '../support/survey.ts';
import {proofOf, stateOf, taskOf, taskSettingOf} from '../support/tasks.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const api = 'https://api.github.com/repos';
const tap = `${api}/octo/homebrew-tap`;
const tree = (name = 'homebrew-tap') => `${api}/octo/${name}/git/trees/HEAD?recursive=1`;
const other = `${api}/octo/homebrew-tool`;
const gone: FakeReply = {status: 404};
const there = (name = 'octo/homebrew-tap', over: object = {}): FakeReply => ({body: {full_name: name, private: false, ...over}});
const paths = (...names: readonly string[]): FakeReply => ({body: {tree: names.map((path) => ({path, type: 'blob', size: 1}))}});
const createTap = taskOf(homebrew, 'create-tap');

describe('the tap', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, FakeReply>>, TaskProof['state'], string])[] = [
    ['is there', {[tap]: there(), [other]: gone, [tree()]: paths('Formula/tool.rb')}, 'done', 'with its folder Formula'],
    ['holds nothing but its folder', {[tap]: there(), [other]: gone, [tree()]: paths('Formula/.gitkeep')}, 'done', 'Formula'],
    ['holds casks', {[tap]: there(), [other]: gone, [tree()]: paths('Casks/tool.rb')}, 'done', 'Casks'],
    ['holds a formula at its root', {[tap]: there(), [other]: gone, [tree()]: paths('tool.rb')}, 'done', 'at its root'],
    [
      'has another usual name',
      {[tap]: gone, [other]: there('octo/homebrew-tool'), [tree('homebrew-tool')]: paths('Formula/tool.rb')},
      'done',
      'octo/homebrew-tool',
    ],
    ['is private', {[tap]: there('octo/homebrew-tap', {private: true}), [other]: gone}, 'to-do', 'is private'],
    ['is empty', {[tap]: there(), [other]: gone, [tree()]: {status: 409}}, 'to-do', 'there and public, and empty'],
    ['holds something else', {[tap]: there(), [other]: gone, [tree()]: paths('README.md')}, 'to-do', 'neither a folder Formula'],
    ['is not there', {[tap]: gone, [other]: gone}, 'to-do', 'no public repository octo/homebrew-tap'],
  ];
  it.each(cases)('%s', async (_, replies, state, note) => {
    const proof = await proofOf(createTap, taskSettingOf(), replies);
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });

  it('is created with its folder, for oneself or for the organization', () => {
    const [step] = createTap.planSteps?.(taskSettingOf({login: 'Octo'}))?.steps ?? [];
    expect(step).toMatchObject({kind: 'create-repository', repository: {owner: 'octo', name: 'homebrew-tap'}, isOrganization: false});
    expect(step?.kind === 'create-repository' ? step.files : []).toEqual([
      {path: 'README.md', contents: '# octo/tap\n\nHomebrew formulae of octo.\n\n    brew install octo/tap/tool\n'},
      {path: 'Formula/.gitkeep', contents: ''},
    ]);
    expect(createTap.planSteps?.(taskSettingOf({login: 'jane'}))?.steps[0]).toMatchObject({isOrganization: true});
  });
  it('is created where the project names it', () => {
    const project = projectOf({packages: {homebrew: {name: 'team/tools/tool', from: 'workflow'}}});
    expect(createTap.planSteps?.(taskSettingOf({project}))?.steps[0]).toMatchObject({repository: {owner: 'team', name: 'homebrew-tools'}});
  });
  it('is filled where it was only begun, whatever the survey says of it', async () => {
    const replies = {[tap]: there(), [other]: gone, [tree()]: {status: 409}};
    const proof = await proofOf(createTap, taskSettingOf(), replies);
    const facts: Partial<TaskFacts> = {account: {kind: 'owns', name: 'octo/homebrew-tap'}};
    const planned = createTap.planSteps?.(taskSettingOf({login: 'octo', proof, facts}));
    expect(planned).toMatchObject({title: 'Fill the tap octo/homebrew-tap', steps: [{kind: 'create-repository'}]});
    const holding = await proofOf(createTap, taskSettingOf(), {...replies, [tree()]: paths('README.md')});
    expect(createTap.planSteps?.(taskSettingOf({login: 'octo', proof: holding, facts}))).toBeUndefined();
  });
  it.each([
    ['nobody is signed in', {project: projectOf(), facts: {tokenNames: []}}],
    ['it is there', taskSettingOf({proof: {state: 'done', note: ''}})],
    ['it is known to be there', taskSettingOf({facts: {account: {kind: 'owns', name: 'octo/homebrew-tap'}}})],
    ['it is private', taskSettingOf({proof: {state: 'to-do', note: '', needsPerson: true}})],
  ] as const)('is not created where %s', (_, setting) => expect(createTap.planSteps?.(setting)).toBeUndefined());
});

describe('the way into homebrew-core', () => {
  const fork = taskOf(homebrew, 'fork-core');
  const sync = taskOf(homebrew, 'sync-core');
  const jobWith = (step: Partial<WorkflowStep>) => ({job: publishingJobOf({marketplace: 'homebrew', job: jobOf([stepOf(step)])})});
  const core = publicationOf({name: 'tool', serves: '1.2.2', url: 'https://formulae.brew.sh/formula/tool', belongsTo: 'this-project'});
  const absent = {account: {kind: 'absent', note: ''}} as const;
  const owns = {account: {kind: 'owns', name: 'octo/homebrew-tap'}} as const;

  const cases: readonly (readonly [string, Partial<TaskFacts>, 'due' | 'not-due', 'due' | 'not-due'])[] = [
    ['there is no tap yet', absent, 'due', 'not-due'],
    ['there is a tap', owns, 'not-due', 'not-due'],
    ['nothing is known', {}, 'not-due', 'not-due'],
    ['core serves it already', {...absent, publication: core}, 'not-due', 'not-due'],
    ['a job bumps it there', {...owns, ...jobWith({run: 'brew bump-formula-pr --version 1.2.3 tool'})}, 'due', 'due'],
    ['a job bumps it in a tap', {...owns, ...jobWith({run: 'brew bump-formula-pr --version 1.2.3 octo/tap/tool'})}, 'not-due', 'not-due'],
    [
      'an action bumps it there',
      {...absent, ...jobWith({uses: 'mislav/bump-homebrew-formula-action', with: {'formula-name': 'tool'}})},
      'due',
      'due',
    ],
    [
      'an action bumps it in a tap',
      {
        ...absent,
        ...jobWith({uses: 'mislav/bump-homebrew-formula-action', with: {'formula-name': 'tool', 'homebrew-tap': 'octo/homebrew-tap'}}),
      },
      'not-due',
      'not-due',
    ],
  ];
  it.each(cases)('where %s', (_, facts, forkDue, syncDue) => {
    expect([stateOf(fork, facts) ?? 'due', stateOf(sync, facts) ?? 'due']).toEqual([forkDue, syncDue]);
    expect(fork.planSteps?.(taskSettingOf({facts})) === undefined).toBe(forkDue === 'not-due');
  });
  it('asks for nothing else where core serves it and no job is there', () => {
    const facts = {...absent, publication: core};
    for (const id of ['create-tap', 'make-token', 'add-job']) expect(stateOf(taskOf(homebrew, id), facts)).toBe('not-due');
  });
  it('forks the branch main', () => {
    expect(fork.planSteps?.(taskSettingOf({facts: absent}))?.steps).toEqual([
      {kind: 'fork-repository', upstream: {owner: 'Homebrew', name: 'homebrew-core'}, branch: 'main', owner: 'octo', isOrganization: false},
    ]);
  });
  it('looks at one’s own fork', async () => {
    const replies = {
      [`${api}/octo/homebrew-core`]: {body: {full_name: 'octo/homebrew-core', fork: true, parent: {full_name: 'Homebrew/homebrew-core'}}},
      [`${api}/octo/homebrew-core/branches/main`]: {body: {}},
    };
    expect((await proofOf(fork, taskSettingOf({facts: absent}), replies)).state).toBe('done');
  });
  it('takes a classic token', () => {
    const facts = {tokenNames: ['COMMITTER_TOKEN'], ...jobWith({run: 'brew bump-formula-pr tool'})};
    const urls = taskOf(homebrew, 'make-token')
      .instructions(taskSettingOf({facts}))
      .flatMap(({url}) => url ?? []);
    expect(urls).toEqual(['https://github.com/settings/tokens/new?scopes=repo,workflow']);
  });
});

describe('the token of the tap', () => {
  it('is made for the tap alone, in whoever’s name owns it', () => {
    const texts = (login: string) =>
      taskOf(homebrew, 'make-token').instructions(taskSettingOf({login, facts: {tokenNames: ['TAP_GITHUB_TOKEN']}}));
    expect(JSON.stringify(texts('octo'))).toContain('tick octo/homebrew-tap alone');
    expect(texts('octo')[0]?.url).not.toContain('target_name');
    expect(texts('jane')[0]?.url).toContain('target_name=octo');
  });
  it('is renewed only where it is known to end', () => {
    const task = taskOf(homebrew, 'renew-token');
    expect(stateOf(task, {})).toBe('not-due');
    expect(stateOf(task, {token: {verdict: 'valid', note: ''}})).toBe('not-due');
    expect(stateOf(task, {token: {verdict: 'valid', note: '', expires: '2027-01-01T00:00:00Z'}})).toBeUndefined();
  });
});
