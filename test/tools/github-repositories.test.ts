import {describe, expect, it} from 'vitest';
import {addAccount} from '../../src/demo/github/new-repository.ts';
import {timeText} from '../../src/demo/github/state.ts';
import type {Step} from '../../src/model/plan.ts';
import {addWith, expectKnownRequests, openHands, owner, textAt} from '../support/hands-world.ts';

type CreateStep = Extract<Step, {kind: 'create-repository'}>;
const formula = {path: 'Formula/contextlite.rb', contents: 'class Contextlite < Formula\nend\n'};
const readme = {path: 'README.md', contents: '# A tap\n'};
const tap: CreateStep = {
  kind: 'create-repository',
  repository: {owner, name: 'homebrew-tap'},
  isOrganization: false,
  description: 'Formulae of contextlite',
  topics: ['homebrew-tap'],
  files: [readme, formula],
};
const bucket: CreateStep = {
  ...tap,
  repository: {owner, name: 'scoop-bucket'},
  topics: ['scoop-bucket'],
  template: {owner: 'ScoopInstaller', name: 'BucketTemplate'},
  files: [{path: 'bucket/contextlite.json', contents: '{}\n'}],
};
const contents = `PUT /repos/${owner}/homebrew-tap/contents`;

describe('creating a repository', () => {
  it('makes it public, with its topics and files, and reads it back', async () => {
    const opened = await openHands();
    const {run, repository, writes} = opened;
    expect(await run(tap)).toBe(
      'Created: GitHub shows Michael-A-Kuykendall/homebrew-tap, public. Its topics: homebrew-tap. Written: README.md, Formula/contextlite.rb.',
    );
    const made = repository('homebrew-tap');
    expect([made.isPrivate, made.description, textAt(made, formula.path)]).toEqual([false, tap.description, formula.contents]);
    expect(writes().map((write) => decodeURIComponent(write))).toEqual([
      'POST /user/repos',
      `PUT /repos/${owner}/homebrew-tap/topics`,
      `${contents}/README.md`,
      `${contents}/Formula/contextlite.rb`,
    ]);
    expectKnownRequests(opened);
  });

  it('copies a template and waits until it is filled', async () => {
    const opened = await openHands();
    expect(await opened.run(bucket)).toContain('Written: bucket/contextlite.json.');
    const made = opened.repository('scoop-bucket');
    expect(textAt(made, '.github/workflows/excavator.yml')).toBeDefined();
    expect([made.defaultBranch, made.topics, opened.rests]).toEqual(['master', ['scoop-bucket'], [1000, 2000]]);
    expectKnownRequests(opened);
  });

  it('says when a template takes longer than five minutes, and goes on in a second run', async () => {
    const {world, run, problemOf, writes} = await openHands();
    world.github.forkTime = 310_000;
    expect((await problemOf(bucket)).message).toContain('still filling');
    expect(await run(bucket)).toMatch(/^It was there already: .*Written: bucket\/contextlite\.json\.$/);
    expect(writes().filter((write) => write.startsWith('POST'))).toHaveLength(1);
  });

  it('makes one for an organization, and one without files with a first commit', async () => {
    const opened = await openHands();
    addAccount(opened.world.github, {id: 5, login: 'octo-org', type: 'Organization', createdAt: timeText(0), owners: [owner]});
    const step: CreateStep = {...tap, repository: {owner: 'octo-org', name: 'homebrew-tap'}, isOrganization: true, topics: [], files: []};
    expect(await opened.run(step)).toBe('Created: GitHub shows octo-org/homebrew-tap, public.');
    expect([opened.writes(), opened.repository('homebrew-tap', 'octo-org').branches.size]).toEqual([['POST /orgs/octo-org/repos'], 1]);
    expectKnownRequests(opened);
  });

  it('adds what is missing to one that stands there, and overwrites nothing', async () => {
    const opened = await openHands();
    const standing = addWith(opened, owner, 'homebrew-tap', {'README.md': 'mine'}, {topics: ['own']});
    expect(await opened.run(tap)).toMatch(
      /^It was there already: .* Its topics: own, homebrew-tap\. Written: Formula\/contextlite\.rb\. Left as it was: README\.md\.$/,
    );
    expect([textAt(standing, 'README.md'), textAt(standing, formula.path)]).toEqual(['mine', formula.contents]);
    const before = opened.writes().length;
    expect(await opened.run(tap)).toContain('Left as they were: README.md, Formula/contextlite.rb.');
    expect(opened.writes()).toHaveLength(before);
  });

  it('goes on where it was broken off', async () => {
    const {world, run, problemOf, repository, writes} = await openHands();
    world.faults.add({host: 'api.github.com', method: 'PUT', path: 'Formula', effect: {kind: 'status', status: 403}});
    expect((await problemOf(tap)).kind).toBe('forbidden');
    world.faults.clear();
    expect(await run(tap)).toMatch(/^It was there already: .*Written: Formula\/contextlite\.rb\./);
    expect(textAt(repository('homebrew-tap'), formula.path)).toBe(formula.contents);
    expect(writes().filter((write) => write.startsWith('POST'))).toHaveLength(1);
  });
});

describe('a repository whose answer is lost', () => {
  it.each([
    ['POST', '/user/repos'],
    ['PUT', '/topics'],
    ['PUT', '/contents/README'],
  ])('is looked for after %s %s, and nothing is sent twice', async (method, path) => {
    const {world, run, writes} = await openHands();
    world.faults.add({host: 'api.github.com', method, path, times: 1, effect: {kind: 'reset'}});
    expect(await run(tap)).toMatch(/^Created: /);
    expect(writes()).toHaveLength(4);
  });

  it('is sent once more where it has not arrived', async () => {
    const {world, run, served} = await openHands();
    world.faults.add({host: 'api.github.com', method: 'POST', times: 1, effect: {kind: 'status', status: 502}});
    expect(await run(tap)).toMatch(/^Created: /);
    const order = served.log.all().map(({method, path, status}) => `${method} ${path} ${status}`);
    const first = order.indexOf('POST /user/repos 502');
    expect(order.slice(first + 1, first + 3)).toEqual([`GET /repos/${owner}/homebrew-tap 404`, 'POST /user/repos 201']);
  });
});

describe('a repository that is refused', () => {
  it('is private already, archived, or for somebody else', async () => {
    const opened = await openHands();
    addWith(opened, owner, 'homebrew-tap', {'README.md': 'mine'}, {isPrivate: true});
    expect((await opened.problemOf(tap)).message).toContain('is private');
    addWith(opened, owner, 'homebrew-tap', {'README.md': 'mine'}, {isArchived: true});
    expect((await opened.problemOf(tap)).message).toContain('is archived');
    expect((await opened.problemOf({...tap, repository: {owner: 'somebody', name: 'x'}})).next).toBe('Sign in to GitHub as somebody.');
    expect((await opened.problemOf({...bucket, template: {owner: 'ScoopInstaller', name: 'Nothing'}})).message).toContain(
      'shows no template',
    );
    expect(opened.writes()).toEqual([]);
  });

  it('was renamed', async () => {
    const {world, problemOf, writes} = await openHands();
    world.github.renames.set(`${owner}/homebrew-tap`.toLowerCase(), `${owner}/contextlite`.toLowerCase());
    expect((await problemOf(tap)).next).toContain('renamed');
    expect(writes()).toEqual([]);
  });

  it('names the right that the token lacks, before anything is made where it can be known', async () => {
    const none = await openHands({kind: 'classic', login: owner, scopes: []});
    expect((await none.problemOf(tap)).next).toBe('Give the token the scope public_repo or repo.');
    const workflow = {path: '.github/workflows/bump.yml', contents: 'on: push\n'};
    const small = await openHands({kind: 'classic', login: owner, scopes: ['public_repo']});
    expect((await small.problemOf({...tap, files: [workflow]})).next).toContain('the scope workflow');
    expect(small.writes()).toEqual([]);
    const fine = {
      kind: 'fine-grained',
      login: owner,
      permissions: {administration: 'write'},
      repositories: [`${owner}/*`.toLowerCase()],
    } as const;
    const partly = await openHands(fine);
    expect((await partly.problemOf(tap)).next).toBe('Give the token contents=write.');
  });

  it('repeats what GitHub says against it', async () => {
    const {problemOf, world} = await openHands();
    addAccount(world.github, {id: 5, login: 'octo-org', type: 'Organization', createdAt: timeText(0), owners: []});
    const step: CreateStep = {...tap, repository: {owner: 'octo-org', name: 'tap'}, isOrganization: true};
    expect((await problemOf(step)).message).toContain('You need admin access to the organization');
    const wrong = await problemOf({...tap, topics: ['Not A Topic']});
    expect([wrong.kind, wrong.message]).toEqual(['refused', expect.stringContaining('Topics must start')]);
  });
});
