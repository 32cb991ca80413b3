import {describe, expect, it} from 'vitest';
import type {Step} from '../../src/model/plan.ts';
import {commitTo, expectKnownRequests, openHands, owner, textAt} from '../support/hands-world.ts';

type ChangeStep = Extract<Step, {kind: 'propose-change'}>;

const upstream = {owner: 'microsoft', name: 'winget-pkgs'};
const folder = 'manifests/o/Octo/Tool/1.2.3';
const paths = ['Octo.Tool.installer.yaml', 'Octo.Tool.locale.en-US.yaml', 'Octo.Tool.yaml'].map((name) => `${folder}/${name}`);
const branch = 'remove-Octo.Tool-1.2.3';

const open = async () => {
  const opened = await openHands();
  const there = opened.repository('winget-pkgs', 'microsoft');
  commitTo(there, Object.fromEntries([...paths, `${folder}.1/Octo.Tool.yaml`].map((path) => [path, `# ${path}\r\n`])));
  await opened.run({kind: 'fork-repository', upstream, branch: 'master', owner, isOrganization: false});
  const before = opened.writes().length;
  const reply = await opened.askGitHub(`/repos/microsoft/winget-pkgs/contents/${folder}`);
  const listed = (await reply.json()) as {path: string; sha: string}[];
  const [first, ...others] = listed.map(({path, sha}) => ({path, isDeleted: true as const, sha}));
  if (first === undefined) throw new Error('Nothing lies there.');
  const step: ChangeStep = {
    kind: 'propose-change',
    repository: upstream,
    from: {owner, name: 'winget-pkgs'},
    base: 'master',
    branch,
    title: 'Remove version: Octo.Tool version 1.2.3',
    body: 'It deletes what it should not.',
    files: [first, ...others],
  };
  return {...opened, there, step, forked: opened.repository('winget-pkgs'), since: () => opened.writes().slice(before)};
};

const own = `/repos/${owner}/winget-pkgs`;
const all = [`POST ${own}/git/trees`, `POST ${own}/git/commits`, `POST ${own}/git/refs`, 'POST /repos/microsoft/winget-pkgs/pulls'];

describe('proposing that files are deleted', () => {
  it('takes exactly these away in one commit', async () => {
    const opened = await open();
    expect(await opened.run(opened.step)).toMatch(/^Proposed from branch remove-Octo\.Tool-1\.2\.3; the people there look at it: /);
    expect(opened.since()).toEqual(all);
    expect(paths.map((path) => textAt(opened.forked, path, branch))).toEqual([undefined, undefined, undefined]);
    expect(textAt(opened.forked, `${folder}.1/Octo.Tool.yaml`, branch)).toBeDefined();
    expect(paths.map((path) => textAt(opened.there, path) !== undefined)).toEqual([true, true, true]);
    const sent = JSON.parse(`${opened.seen.find((one) => one.path.endsWith('/git/trees') && one.method === 'POST')?.body}`) as {
      tree: readonly object[];
    };
    expect(sent.tree).toEqual(paths.map((path) => ({path, mode: '100644', type: 'blob', sha: null})));
    expectKnownRequests(opened);
    expect(await opened.run(opened.step)).toMatch(/^It was proposed already/);
    expect(opened.since()).toEqual(all);
  });

  it('takes a branch that has none of them for its own', async () => {
    const {run, step, since} = await open();
    expect(await run({...step, isBranchOnly: true})).toMatch(/^Prepared: branch remove-/);
    expect(await run(step)).toContain('which was there already');
    expect(since()).toEqual(all);
  });

  it('has nothing to do where they are gone', async () => {
    const {run, step, there, since} = await open();
    commitTo(there, Object.fromEntries(paths.map((path) => [path, null])));
    expect(await run(step)).toMatch(/^Nothing is to be changed: master has none of these files any more, at /);
    expect(since()).toEqual([]);
  });

  it.each([
    ['one of them has changed', {[paths[1] ?? '']: 'PackageVersion: 1.2.3\n'}, 'has changed on master'],
    ['one of them is gone', {[paths[1] ?? '']: null}, 'is gone from master'],
  ])('refuses where %s since', async (_, change, words) => {
    const {problemOf, step, there, since} = await open();
    commitTo(there, change);
    const problem = await problemOf(step);
    expect([problem.kind, problem.message]).toEqual(['refused', expect.stringContaining(words)]);
    expect(since()).toEqual([]);
  });

  it('refuses a branch that still holds one of them', async () => {
    const {problemOf, step, forked, there} = await open();
    forked.branches.set(branch, there.branches.get('master') ?? '');
    expect((await problemOf(step)).message).toContain(`has a branch ${branch} already`);
  });
});
