import {describe, expect, it} from 'vitest';
import type {Step} from '../../src/model/plan.ts';
import {commitTo, expectKnownRequests, openHands, owner, textAt} from '../support/hands-world.ts';

type ChangeStep = Extract<Step, {kind: 'propose-change'}>;

describe('proposing a change from a fork', () => {
  const upstream = {owner: 'microsoft', name: 'winget-pkgs'};
  const fork = {owner, name: 'winget-pkgs'};
  const file = 'manifests/m/Michael-A-Kuykendall/contextlite/1.0.35/one.yaml';
  const proposal: ChangeStep = {
    kind: 'propose-change',
    repository: upstream,
    from: fork,
    base: 'master',
    branch: 'contextlite-1.0.35',
    title: 'New package: contextlite',
    body: 'By hand.',
    files: [{path: file, after: 'PackageVersion: 1.0.35\n'}],
  };
  const openFork = async (token?: Parameters<typeof openHands>[0]) => {
    const opened = await openHands(token);
    if (token === undefined) await opened.run({kind: 'fork-repository', upstream, branch: 'master', owner, isOrganization: false});
    const before = opened.writes().length;
    return {...opened, since: () => opened.writes().slice(before)};
  };
  const own = `/repos/${owner}/winget-pkgs`;
  const writesOfAll = [
    `POST ${own}/git/trees`,
    `POST ${own}/git/commits`,
    `POST ${own}/git/refs`,
    'POST /repos/microsoft/winget-pkgs/pulls',
  ];

  it('commits to the fork, where the upstream stands by then, and proposes it there', async () => {
    const opened = await openFork();
    const there = opened.repository('winget-pkgs', 'microsoft');
    const newest = commitTo(there, {'later.md': 'x'});
    expect(await opened.run(proposal)).toMatch(
      /^Proposed from branch contextlite-1\.0\.35; the people there look at it: .*microsoft\/winget-pkgs\/pull\/1$/,
    );
    const forked = opened.repository('winget-pkgs');
    expect(forked.commits.get(forked.branches.get(proposal.branch) ?? '')).toMatchObject({parents: [newest]});
    expect(textAt(forked, file, proposal.branch)).toBe('PackageVersion: 1.0.35\n');
    expect(there.pulls).toMatchObject([{headRepository: `${owner}/winget-pkgs`, headBranch: proposal.branch, baseBranch: 'master'}]);
    expect(opened.since()).toEqual(writesOfAll);
    expectKnownRequests(opened);
  });

  it('finds what is open already, and opens no second one', async () => {
    const opened = await openFork();
    await opened.run(proposal);
    expect(await opened.run(proposal)).toMatch(/^It was proposed already, and waits for the people there: /);
    expect(opened.since()).toEqual(writesOfAll);
  });

  it('goes on where an answer was lost', async () => {
    const opened = await openFork();
    opened.world.faults.add({host: 'api.github.com', method: 'POST', path: '/pulls', times: 1, effect: {kind: 'reset'}});
    expect(await opened.run(proposal)).toContain('/pull/1');
    expect(opened.repository('winget-pkgs', 'microsoft').pulls).toHaveLength(1);
  });

  it('prepares the branch alone where a person opens the pull request', async () => {
    const opened = await openFork();
    const prepared: ChangeStep = {...proposal, isBranchOnly: true};
    const page = `https://github.com/microsoft/winget-pkgs/compare/master...${owner}:winget-pkgs:contextlite-1.0.35?expand=1`;
    expect(await opened.run(prepared)).toBe(
      `Prepared: branch contextlite-1.0.35 of ${owner}/winget-pkgs. Open the pull request yourself: ${page}`,
    );
    expect(await opened.run(prepared)).toContain('It is there already');
    expect(opened.since()).toEqual(writesOfAll.slice(0, 3));
    expect(await opened.run(proposal)).toContain('which was there already; the people there look at it');
  });

  it('marks a new program as one', async () => {
    const opened = await openFork();
    await opened.run({...proposal, files: [{path: 'run.sh', after: '#!/bin/sh\n', isExecutable: true}]});
    const sent = JSON.parse(`${opened.seen.find((one) => one.path.endsWith('/git/trees') && one.method === 'POST')?.body}`) as {
      tree: {mode: string}[];
    };
    expect(sent.tree.map(({mode}) => mode)).toEqual(['100755']);
  });

  it('refuses without a fork, and with a token that reaches only its own repositories', async () => {
    const bare = await openHands();
    expect((await bare.problemOf(proposal)).message).toContain(`GitHub shows no repository ${owner}/winget-pkgs`);
    const opened = await openFork();
    opened.world.github.tokens.set(opened.world.setting.tokens.GITHUB_TOKEN ?? '', {
      kind: 'fine-grained',
      login: owner,
      permissions: {contents: 'write', pull_requests: 'write', workflows: 'write'},
      repositories: [`${owner}/winget-pkgs`.toLowerCase()],
    });
    const problem = await opened.problemOf(proposal);
    expect(problem.kind).toBe('forbidden');
    expect(opened.repository('winget-pkgs', 'microsoft').pulls).toEqual([]);
  });
});
