import {describe, expect, it} from 'vitest';
import type {ChangedFile, Step} from '../../src/model/plan.ts';
import {commitTo, expectKnownRequests, type HandsWorld, openHands, owner, textAt} from '../support/hands-world.ts';

type ChangeStep = Omit<Extract<Step, {kind: 'propose-change'}>, 'files'> & {readonly files: readonly [ChangedFile, ...ChangedFile[]]};
const path = '.github/workflows/publish-packages.yml';
const contextlite = {owner, name: 'contextlite'};
const branch = 'portcall/right-secret';
const pulls = `/repos/${owner}/contextlite/pulls`;
const page = 'https://github.com/Michael-A-Kuykendall/contextlite/pull/1';

const stepFor = ({repository}: Pick<HandsWorld, 'repository'>): ChangeStep => {
  const before = textAt(repository('contextlite'), path) ?? '';
  return {
    kind: 'propose-change',
    repository: contextlite,
    base: 'main',
    branch,
    title: 'Read the secret under its own name',
    body: 'The job reads a secret that is not there.',
    files: [{path, before, after: before.replace('NPM_TOKEN', 'NPM_PUBLISH_TOKEN')}],
  };
};

const open = async (...given: Parameters<typeof openHands>) => {
  const opened = await openHands(...given);
  const step = stepFor(opened);
  const found = opened.repository('contextlite');
  const kinds = () => opened.writes().map((write) => write.replace(/^(\w+) .*\/contextlite\//, '$1 '));
  return {...opened, step, found, kinds};
};
const all = ['POST git/trees', 'POST git/commits', 'POST git/refs', 'POST pulls'];

describe('proposing a change', () => {
  it('makes one commit on a branch of its own and opens a pull request', async () => {
    const opened = await open();
    const {run, step, found, kinds} = opened;
    const script = {path: 'scripts/archive.sh', before: textAt(found, 'scripts/archive.sh') ?? '', after: '#!/bin/sh\n'};
    const fresh = {path: 'docs/a new file.md', after: 'ä\n'};
    const base = found.branches.get('main') ?? '';
    expect(await run({...step, files: [...step.files, script, fresh]})).toBe(`Proposed from branch ${branch}; merge it yourself: ${page}`);
    expect(kinds()).toEqual(all);
    expect(found.commits.get(found.branches.get(branch) ?? '')).toMatchObject({parents: [base], message: step.title});
    expect(textAt(found, path, branch)).toBe(step.files[0].after);
    expect(textAt(found, fresh.path, branch)).toBe(fresh.after);
    expect(textAt(found, 'LICENSE', branch)).toBe(textAt(found, 'LICENSE'));
    expect(found.branches.get('main')).toBe(base);
    const sent = JSON.parse(`${opened.seen.find((one) => one.path.endsWith('/git/trees'))?.body}`) as {tree: {mode: string}[]};
    expect(sent.tree.map(({mode}) => mode)).toEqual(['100644', '100755', '100644']);
    expectKnownRequests(opened);
  });

  it('gives the pull request that is open already', async () => {
    const opened = await open();
    await opened.run(opened.step);
    expect(await opened.run(opened.step)).toBe(`It was proposed already, and waits for you to merge it: ${page}`);
    expect(opened.kinds()).toEqual(all);
    expectKnownRequests(opened);
  });

  it('uses a branch that holds the same already', async () => {
    const {run, step, found, kinds} = await open();
    found.branches.set(branch, found.branches.get('main') ?? '');
    commitTo(found, {[path]: step.files[0].after}, branch);
    expect(await run(step)).toContain('which was there already; merge it yourself');
    expect(kinds()).toEqual(['POST pulls']);
  });

  it('has nothing to do where the base holds it already', async () => {
    const {run, step, found, kinds} = await open();
    commitTo(found, {[path]: step.files[0].after});
    expect(await run(step)).toMatch(/^Nothing is to be changed: main holds it already, at /);
    expect(kinds()).toEqual([]);
  });
});

describe('a change whose answer is lost', () => {
  it.each(['/git/trees', '/git/commits', '/git/refs', '/pulls'])('is looked for after POST %s, and proposed once', async (address) => {
    const {world, run, step, found} = await open();
    world.faults.add({host: 'api.github.com', method: 'POST', path: address, times: 1, effect: {kind: 'reset'}});
    expect(await run(step)).toContain(page);
    expect([found.pulls.length, [...found.branches.keys()]]).toEqual([1, ['main', branch]]);
  });

  it('goes on where it was broken off', async () => {
    const {world, run, problemOf, step, kinds} = await open();
    world.faults.add({host: 'api.github.com', method: 'POST', path: '/pulls', effect: {kind: 'status', status: 502}});
    expect((await problemOf(step)).kind).toBe('unreachable');
    world.faults.clear();
    expect(await run(step)).toContain('which was there already; merge it yourself');
    expect(kinds()).toEqual(all);
  });
});

describe('a change that is refused', () => {
  it.each([
    ['has changed', {[path]: 'on: push\n'}, 'has changed on main since the plan was made'],
    ['is gone', {[path]: null}, 'is gone from main since the plan was made'],
  ])('when the file %s', async (_, files, said) => {
    const {problemOf, step, found, kinds} = await open();
    commitTo(found, files);
    const problem = await problemOf(step);
    expect([problem.kind, problem.message]).toEqual(['refused', expect.stringContaining(said)]);
    expect(kinds()).toEqual([]);
  });

  it('when a new file is there by now, or is a folder', async () => {
    const {problemOf, step, kinds} = await open();
    expect((await problemOf({...step, files: [{path: 'LICENSE', after: 'x'}]})).message).toContain('has changed');
    expect((await problemOf({...step, files: [{path: 'scripts', after: 'x'}]})).message).toContain('is no plain file');
    expect((await problemOf({...step, files: [{path: 'LICENSE/x', after: 'x'}]})).message).toContain('is no folder');
    expect(kinds()).toEqual([]);
  });

  it('when the branch holds something else, with the pull request that it belongs to', async () => {
    const {problemOf, run, step, found, kinds} = await open();
    found.branches.set(branch, found.branches.get('main') ?? '');
    const bare = await problemOf(step);
    expect([bare.kind, bare.next]).toEqual(['refused', expect.stringContaining('/branches')]);
    found.branches.delete(branch);
    await run(step);
    const [file] = step.files;
    const other = await problemOf({...step, files: [{...file, after: `${file.after}# more\n`}]});
    expect([other.message, other.next]).toEqual([expect.stringContaining(`has a branch ${branch} already`), expect.stringContaining(page)]);
    expect(kinds()).toEqual(all);
  });

  it('when the repository is archived, moved, or has no such base', async () => {
    const {problemOf, step, found, world, kinds} = await open();
    expect((await problemOf({...step, base: 'master'})).message).toContain('has no branch master');
    world.github.renames.set('old/name', `${owner}/contextlite`.toLowerCase());
    expect((await problemOf({...step, repository: {owner: 'old', name: 'name'}})).next).toContain('renamed');
    found.isArchived = true;
    expect((await problemOf(step)).message).toContain('is archived');
    expect(kinds()).toEqual([]);
  });

  it('names the scope that workflow files want before anything is written', async () => {
    const {problemOf, step, kinds} = await open({kind: 'classic', login: owner, scopes: ['public_repo']});
    const problem = await problemOf(step);
    expect([problem.kind, problem.next]).toEqual(['forbidden', expect.stringContaining('the scope workflow')]);
    expect(kinds()).toEqual([]);
  });

  it('names the permissions that a fine-grained token lacks, one after the other, and goes on', async () => {
    const fine = (permissions: Readonly<Record<string, 'read' | 'write'>>) =>
      ({kind: 'fine-grained', login: owner, permissions, repositories: [`${owner}/contextlite`.toLowerCase()]}) as const;
    const {world, problemOf, run, step, found} = await open(fine({contents: 'write'}));
    expect((await problemOf(step)).next).toBe('Give the token contents=write,workflows=write.');
    world.github.tokens.set('another', fine({contents: 'write', workflows: 'write'}));
    expect((await problemOf(step)).next).toBe('Give the token pull_requests=write.');
    expect(found.branches.has(branch)).toBe(true);
    world.github.tokens.set('another', fine({contents: 'write', workflows: 'write', pull_requests: 'write'}));
    expect(await run(step)).toContain(page);
  });

  it("calls a bare 404 by its cause: the token's owner may not push", async () => {
    const {problemOf, step} = await open({kind: 'classic', login: 'Homebrew', scopes: ['public_repo', 'workflow']});
    const plain = await problemOf({...step, files: [{path: 'NEW.md', after: 'x'}]});
    expect([plain.kind, plain.message]).toEqual(['forbidden', expect.stringContaining('takes no write to')]);
    expect(plain.next).not.toContain('workflow');
    expect((await problemOf(step)).next).toContain('public_repo and workflow');
  });

  it("repeats GitHub's own words", async () => {
    const opened = await open();
    opened.world.faults.add({host: 'api.github.com', path: `${pulls}\\?`, effect: {kind: 'other-json'}});
    await opened.run(opened.step);
    const {step, problemOf, world, found} = opened;
    found.branches.set('second', found.branches.get(branch) ?? '');
    world.faults.clear();
    expect((await problemOf({...step, branch: 'in..valid'})).message).toContain('is not a valid ref name');
  });
});
