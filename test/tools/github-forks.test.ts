import {describe, expect, it} from 'vitest';
import {addAccount} from '../../src/demo/github/new-repository.ts';
import {timeText} from '../../src/demo/github/state.ts';
import type {Step} from '../../src/model/plan.ts';
import {addWith, commitTo, expectKnownRequests, type HandsWorld, openHands, owner, textAt} from '../support/hands-world.ts';

const upstream = {owner: 'Homebrew', name: 'homebrew-core'};
const fork = {owner, name: 'homebrew-core'};
const forking: Step = {kind: 'fork-repository', upstream, branch: 'main', owner, isOrganization: false};
const syncing: Step = {kind: 'sync-fork', fork, upstream, branch: 'main'};
const post = 'POST /repos/Homebrew/homebrew-core/forks';
const ofOrganization: Step = {...forking, owner: 'octo-org', isOrganization: true};

const addOrganization = ({world}: HandsWorld, owners: readonly string[]) =>
  addAccount(world.github, {id: 5, login: 'octo-org', type: 'Organization', createdAt: timeText(0), owners});

describe('forking a repository', () => {
  it('waits with growing pauses until the branch can be read, and says what GitHub shows', async () => {
    const opened = await openHands();
    opened.world.github.forkTime = 20_000;
    const note = await opened.run(forking);
    expect(note).toMatch(
      /^Forked: GitHub shows Michael-A-Kuykendall\/homebrew-core as a fork of Homebrew\/homebrew-core, its branch main at [0-9a-f]{7}\.$/,
    );
    expect(opened.rests).toEqual([1000, 2000, 4000, 8000, 15_000]);
    expect(opened.writes()).toEqual([post]);
    expect(opened.seen.find(({method}) => method === 'POST')?.body.toString()).toBe('{"default_branch_only":true}');
    expect([...opened.repository('homebrew-core').branches.keys()]).toEqual(['main']);
    expectKnownRequests(opened);
  });

  it('that takes longer than five minutes is said, and found by a second run', async () => {
    const {world, run, problemOf, rests, writes} = await openHands();
    world.github.forkTime = 310_000;
    const problem = await problemOf(forking);
    expect([problem.kind, problem.message]).toEqual(['unexpected-answer', expect.stringContaining('GitHub is still making')]);
    expect(rests.reduce((sum, one) => sum + one, 0)).toBe(300_000);
    expect(await run(forking)).toMatch(/^It was there already: GitHub shows/);
    expect(writes()).toEqual([post]);
  });

  it('goes to an organization that lets its members, and names what refuses elsewhere', async () => {
    const opened = await openHands();
    addOrganization(opened, [owner]);
    expect(await opened.run(ofOrganization)).toContain('GitHub shows octo-org/homebrew-core as a fork');
    expectKnownRequests(opened);
    const other = await openHands();
    addOrganization(other, []);
    const problem = await other.problemOf(ofOrganization);
    expect([problem.kind, problem.message]).toEqual(['forbidden', expect.stringContaining('admin access to the organization')]);
  });

  it('sends nothing where a fork stands already', async () => {
    const opened = await openHands();
    addWith(opened, owner, 'Homebrew-Core', {'README.md': 'a fork'}, {parent: 'Homebrew/homebrew-core'});
    expect(await opened.run(forking)).toMatch(/^It was there already: GitHub shows Michael-A-Kuykendall\/Homebrew-Core as a fork/);
    expect(opened.writes()).toEqual([]);
  });

  it('says what a fork that stands there is called when it has another name', async () => {
    const opened = await openHands();
    addWith(opened, owner, 'formulae', {'README.md': 'a fork'}, {parent: 'Homebrew/homebrew-core'});
    expect(await opened.run(forking)).toMatch(
      /shows Michael-A-Kuykendall\/formulae as a fork.*called otherwise than Michael-A-Kuykendall\/homebrew-core\.$/,
    );
  });

  it('waits for no branch that an old fork lacks', async () => {
    const opened = await openHands();
    addWith(opened, owner, 'homebrew-core', {'README.md': 'a fork'}, {parent: 'Homebrew/homebrew-core', defaultBranch: 'master'});
    expect((await opened.problemOf(forking)).message).toContain('has no branch main');
    expect(opened.rests).toEqual([]);
  });
});

describe('a fork that can not be made', () => {
  it.each([
    ['no fork', null, 'is a repository that is no fork'],
    ['the fork of another', 'somebody/homebrew-core', 'is a fork of somebody/homebrew-core, not of Homebrew/homebrew-core'],
  ])('is refused because its name is taken by %s', async (_, parent, said) => {
    const opened = await openHands();
    addWith(opened, 'somebody', 'homebrew-core', {'README.md': 'x'});
    addWith(opened, owner, 'homebrew-core', {'README.md': 'x'}, {parent});
    const problem = await opened.problemOf(forking);
    expect([problem.kind, problem.message, problem.next]).toEqual([
      'refused',
      expect.stringContaining(said),
      expect.stringContaining('Rename'),
    ]);
    expect(opened.writes()).toEqual([]);
  });

  it("is one's own repository, or somebody else's to make", async () => {
    const {problemOf, writes} = await openHands();
    const own = await problemOf({...forking, upstream: {owner, name: 'contextlite'}});
    expect([own.kind, own.message]).toEqual(['refused', expect.stringContaining("Michael-A-Kuykendall's own")]);
    const other = await problemOf({...forking, owner: 'somebody'});
    expect([other.kind, other.next]).toEqual(['refused', 'Sign in to GitHub as somebody.']);
    expect(writes()).toEqual([]);
  });

  it('is one of a branch that is no longer the main one, or of what is not shown or was renamed', async () => {
    const {problemOf, writes, world} = await openHands();
    expect((await problemOf({...forking, branch: 'master'})).message).toContain('is main now, not master');
    expect((await problemOf({...forking, upstream: {owner: 'Homebrew', name: 'nothing'}})).message).toContain('shows no repository');
    world.github.renames.set('homebrew/core', 'homebrew/homebrew-core');
    const moved = await problemOf({...forking, upstream: {owner: 'Homebrew', name: 'core'}});
    expect([moved.kind, moved.next]).toEqual(['refused', expect.stringContaining('renamed')]);
    expect(writes()).toEqual([]);
  });

  it('names the right that the token lacks', async () => {
    const classic = await (await openHands({kind: 'classic', login: owner, scopes: ['gist']})).problemOf(forking);
    expect([classic.kind, classic.next]).toEqual(['forbidden', 'Give the token the scope public_repo or repo.']);
    const fine = {kind: 'fine-grained', login: owner, permissions: {contents: 'write'}, repositories: []} as const;
    expect((await (await openHands(fine)).problemOf(forking)).next).toBe('Give the token administration=write.');
  });

  it('waits for a secondary limit instead of sending again', async () => {
    const {world, problemOf, seen} = await openHands();
    world.faults.add({host: 'api.github.com', method: 'POST', effect: {kind: 'secondary-limit'}});
    expect((await problemOf(forking)).kind).toBe('rate-limited');
    expect(seen.filter(({method}) => method === 'POST')).toEqual([]);
  });
});

describe('a fork whose answer is lost', () => {
  it('is looked for, and not asked for again where it is being made', async () => {
    const {world, run, writes} = await openHands();
    world.faults.add({host: 'api.github.com', method: 'POST', times: 1, effect: {kind: 'reset'}});
    expect(await run(forking)).toMatch(/^Forked: /);
    expect(writes()).toEqual([post]);
  });

  it('is asked for once more where it is not', async () => {
    const {world, run, problemOf, writes} = await openHands();
    world.faults.add({host: 'api.github.com', method: 'POST', times: 1, effect: {kind: 'status', status: 502}});
    expect(await run(forking)).toMatch(/^Forked: /);
    expect(writes()).toEqual([post]);
    world.github.repositories.delete(`${owner}/homebrew-core`.toLowerCase());
    world.faults.add({host: 'api.github.com', method: 'POST', effect: {kind: 'status', status: 502}});
    expect((await problemOf(forking)).kind).toBe('unreachable');
  });
});

const openFork = async (...given: Parameters<typeof openHands>) => {
  const opened = await openHands(...given);
  const source = opened.repository('homebrew-core', 'Homebrew');
  opened.world.github.tokens.set('maker', {kind: 'classic', login: owner, scopes: ['repo']});
  await opened.askGitHub('/repos/Homebrew/homebrew-core/forks', {method: 'POST', headers: {authorization: 'token maker'}, body: '{}'});
  const made = opened.repository('homebrew-core');
  for (const [name, sha] of made.arriving?.branches ?? []) made.branches.set(name, sha);
  made.arriving = null;
  const before = opened.writes().length;
  return {...opened, source, made, fresh: () => opened.writes().slice(before)};
};
const merge = `POST /repos/${owner}/homebrew-core/merge-upstream`;

describe('bringing a fork up', () => {
  it('moves its branch forward and sees that it is no longer behind', async () => {
    const opened = await openFork();
    const {source, made, run, fresh} = opened;
    for (const name of ['a', 'b']) commitTo(source, {[`Formula/${name}.rb`]: name});
    expect(await run(syncing)).toBe('Brought up: GitHub shows it 0 commits behind, where it was 2.');
    expect(made.branches.get('main')).toBe(source.branches.get('main'));
    expect(fresh()).toEqual([merge]);
    expect(await run(syncing)).toBe('It was up to date already: GitHub shows it 0 commits behind.');
    expect(fresh()).toEqual([merge]);
    expectKnownRequests(opened);
  });

  it('keeps what only the fork has', async () => {
    const {source, made, run} = await openFork();
    commitTo(source, {'Formula/a.rb': 'a'});
    commitTo(made, {'Formula/own.rb': 'own'});
    expect(await run(syncing)).toBe('Brought up: GitHub shows it 0 commits behind, where it was 1. 1 commit that only the fork has stays.');
    expect([textAt(made, 'Formula/a.rb'), textAt(made, 'Formula/own.rb')]).toEqual(['a', 'own']);
  });

  it('says what to do where both changed the same', async () => {
    const {source, made, problemOf} = await openFork();
    commitTo(source, {'README.md': 'theirs'});
    commitTo(made, {'README.md': 'ours'});
    const problem = await problemOf(syncing);
    expect([problem.kind, problem.message, problem.next]).toEqual([
      'refused',
      expect.stringContaining('conflicts with Homebrew/homebrew-core'),
      expect.stringContaining('Discard commits'),
    ]);
    expect(textAt(made, 'README.md')).toBe('ours');
  });

  it('names the scope that workflow files want', async () => {
    const {source, problemOf} = await openFork({kind: 'classic', login: owner, scopes: ['public_repo']});
    commitTo(source, {'.github/workflows/tests.yml': 'on: push'});
    const problem = await problemOf(syncing);
    expect([problem.kind, problem.next]).toEqual(['forbidden', expect.stringContaining('the scope workflow')]);
  });

  it('is looked for when its answer is lost', async () => {
    const {source, world, run, fresh} = await openFork();
    commitTo(source, {'Formula/a.rb': 'a'});
    world.faults.add({host: 'api.github.com', method: 'POST', times: 1, effect: {kind: 'reset'}});
    expect(await run(syncing)).toMatch(/^Brought up/);
    expect(fresh()).toEqual([merge]);
  });

  it('is refused where there is no fork of it, no such branch, or no writing', async () => {
    const {source, made, problemOf, fresh} = await openFork();
    commitTo(source, {'Formula/a.rb': 'a'});
    const other = {owner: 'microsoft', name: 'winget-pkgs'};
    expect((await problemOf({...syncing, upstream: other} as Step)).message).toContain('not of microsoft/winget-pkgs');
    expect((await problemOf({...syncing, branch: 'next'} as Step)).message).toContain('share no branch next');
    expect((await problemOf({...syncing, fork: {owner, name: 'nothing'}} as Step)).message).toContain('shows no repository');
    made.isArchived = true;
    expect((await problemOf(syncing)).message).toContain('is archived');
    expect(fresh()).toEqual([]);
  });

  it('is refused to who may not push', async () => {
    const {source, problemOf} = await openFork({kind: 'classic', login: 'Homebrew', scopes: ['repo']});
    commitTo(source, {'Formula/a.rb': 'a'});
    expect((await problemOf(syncing)).message).toContain('takes no write');
  });
});
