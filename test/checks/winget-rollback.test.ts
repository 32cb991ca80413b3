import {describe, expect, it} from 'vitest';
import {isRemoval} from '../../checks/family/winget-removal.ts';
import {winget} from '../../checks/winget.ts';
import type {RollbackWay} from '../../src/model/rollback.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {projectOf, releaseOf} from '../support/project.ts';

const github = 'https://api.github.com';
const folder = 'manifests/o/Octo/Tool/1.2.3';
const contents = `${github}/repos/microsoft/winget-pkgs/contents/${folder}?ref=master`;
const search = `${github}/search/issues?q=${encodeURIComponent('repo:microsoft/winget-pkgs is:pr in:title Octo.Tool 1.2.3')}&per_page=30`;
const fork = `${github}/repos/octocat/winget-pkgs`;
const compared = `${fork}/compare/microsoft:master...master?per_page=1`;

const project = projectOf({release: releaseOf([]), packages: {winget: {name: 'Octo.Tool', from: 'configuration'}}});
const entry = (name: string, type = 'file') => ({type, name, path: `${folder}/${name}`, sha: name.length.toString(16).padStart(40, '0')});
const three = ['Octo.Tool.installer.yaml', 'Octo.Tool.locale.en-US.yaml', 'Octo.Tool.yaml'].map((name) => entry(name));
const listed = (...entries: readonly object[]): FakeReply => ({body: entries});
const pull = (over: object): FakeReply => ({
  body: {
    items: [
      {
        title: 'Remove version: Octo.Tool version 1.2.3',
        state: 'open',
        html_url: 'https://github.com/microsoft/winget-pkgs/pull/7',
        created_at: '2026-11-20T10:00:00Z',
        ...over,
      },
    ],
  },
});
const none: FakeReply = {body: {items: []}};
const signedIn = {[`${github}/user`]: {body: {login: 'octocat'}}};
const forked = {
  [fork]: {body: {full_name: 'octocat/winget-pkgs', fork: true, parent: {full_name: 'microsoft/winget-pkgs'}}},
  [`${fork}/branches/master`]: {body: {}},
};
const behind = (count: number) => ({[compared]: {body: {ahead_by: 0, behind_by: count}}});

const find = (replies: Readonly<Record<string, FakeReply>>, hasGitHubToken = true): Promise<readonly RollbackWay[]> =>
  against(replies, (lookup) => winget.rollback?.find(lookup, project) ?? Promise.reject(new Error('No rollback.')), {hasGitHubToken});

const proposal = {
  kind: 'propose-change',
  repository: {owner: 'microsoft', name: 'winget-pkgs'},
  from: {owner: 'octocat', name: 'winget-pkgs'},
  base: 'master',
  branch: 'remove-Octo.Tool-1.2.3',
  title: 'Remove version: Octo.Tool version 1.2.3',
  isBranchOnly: true,
};
const deleted = three.map(({path, sha}) => ({path, isDeleted: true, sha}));

describe('a version that winget-pkgs holds', () => {
  it('is proposed to be removed, by the very files that lie there', async () => {
    const replies = {[contents]: listed(...three), [search]: none, ...signedIn, ...forked, ...behind(12)};
    const [way, ...others] = await find(replies);
    expect(others).toEqual([]);
    expect(way).toMatchObject({by: 'plan', steps: [{...proposal, files: deleted}]});
    const questions = way?.by === 'plan' ? way.questions : [];
    expect(questions?.filter(({isInWords}) => isInWords)).toMatchObject([{text: 'Why is Octo.Tool 1.2.3 to be removed?'}]);
  });

  it('takes every locale with it, and leaves folders of other packages', async () => {
    const more = [entry('Octo.Tool.locale.de-DE.yaml'), ...three, entry('4', 'dir')];
    const [way] = await find({[contents]: listed(...more), [search]: none, ...signedIn, ...forked, ...behind(0)});
    const step = way?.by === 'plan' ? way.steps[0] : undefined;
    expect(step?.kind === 'propose-change' ? step.files.map(({path}) => path) : []).toEqual(more.slice(0, 4).map(({path}) => path));
  });

  it.each([
    ['made first where there is none', {[fork]: {status: 404}}, ['fork-repository', 'propose-change']],
    ['brought up first where it is far behind', {...forked, ...behind(80_000)}, ['sync-fork', 'propose-change']],
  ])('needs a fork, which is %s', async (_, replies, kinds) => {
    const [way] = await find({[contents]: listed(...three), [search]: none, ...signedIn, ...replies});
    expect(way?.by === 'plan' ? way.steps.map(({kind}) => kind) : []).toEqual(kinds);
  });

  it.each([
    ['opened by hand as well', {}],
    ['proposed by somebody else', {user: {login: 'somebody'}, title: 'Remove: Octo.Tool version 1.2.3'}],
  ])('waits for a removal that is open already, %s', async (_, over) => {
    expect(await find({[contents]: listed(...three), [search]: pull(over)})).toMatchObject([
      {by: 'others', url: 'https://github.com/microsoft/winget-pkgs/pull/7'},
    ]);
  });

  it.each([
    ['closed', {state: 'closed'}],
    ['of the version itself', {title: 'Update version: Octo.Tool version 1.2.3'}],
  ])('is planned beside a pull request that is %s', async (_, over) => {
    expect(await find({[contents]: listed(...three), [search]: pull(over), ...signedIn, ...forked, ...behind(0)})).toMatchObject([
      {by: 'plan'},
    ]);
  });
});

it('is not there where a folder holds packages whose names go on with a number', async () => {
  expect(await find({[contents]: listed(entry('4', 'dir')), [search]: none})).toEqual([]);
});

describe('a person’s task', () => {
  const byHand = (words: string) => [
    {
      by: 'person',
      url: `https://github.com/microsoft/winget-pkgs/tree/delete/master/${folder}`,
      instructions: expect.arrayContaining([expect.stringContaining(words), expect.stringContaining('komac remove')]),
    },
  ];
  const served = {[contents]: listed(...three), [search]: none};

  it('is left where nobody is signed in, or the token is no person’s', async () => {
    expect(await find(served, false)).toMatchObject(byHand('Sign in to GitHub'));
    expect(await find({...served, [`${github}/user`]: {status: 403}})).toMatchObject(byHand('Sign in to GitHub'));
  });

  it('is left where the fork’s name is taken', async () => {
    const taken = {[fork]: {body: {full_name: 'octocat/winget-pkgs', fork: false}}};
    expect(await find({...served, ...signedIn, ...taken})).toMatchObject(byHand('is no fork'));
  });

  it.each([
    ['without the version’s own manifest', three.slice(0, 2)],
    ['with another file', [...three, entry('notes.md')]],
    ['with another package’s manifest', [...three, entry('Octo.Other.yaml')]],
    ['with a link', [...three, entry('Octo.Tool.locale.x.yaml', 'symlink')]],
    ['with a path that is not its own', [...three, {...entry('Octo.Tool.locale.y.yaml'), path: 'README.md'}]],
  ])('is left in a folder %s', async (_, entries) => {
    expect(await find({...served, [contents]: listed(...entries)})).toMatchObject(byHand('they are other files'));
  });
});

it.each([
  ['Remove version: Octo.Tool version 1.2.3', true],
  ['Remove: Octo.Tool version 1.2.3', true],
  ['[Removal] Octo.Tool version 1.2.3', true],
  ['Delete Octo.Tool 1.2.3', true],
  ['New version: Octo.Tool version 1.2.3', false],
  ['RemoveBg.Tool version 1.2.3', false],
  ['Remove.Bg version 1.2.3', false],
  ['New version: Octo.Remove version 1.2.3', false],
])('%s takes a version away: %s', (title, is) => {
  expect(isRemoval(title)).toBe(is);
});
