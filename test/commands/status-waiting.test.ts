import {afterEach, describe, expect, it} from 'vitest';
import type {Pull} from '../../src/demo/github/state.ts';
import type {StatusDocument} from '../../src/model/row.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const day = 86_400_000;
const pullOf = (over: Partial<Pull>): Pull => {
  const createdAt = new Date(Date.now() - 12 * day - 60_000).toISOString();
  return {
    id: 1,
    number: 5,
    title: 'contextlite: init at 1.0.35',
    body: '',
    state: 'open',
    author: 'Michael-A-Kuykendall',
    headRepository: 'Michael-A-Kuykendall/nixpkgs',
    headBranch: 'contextlite',
    headSha: 'a'.repeat(40),
    baseBranch: 'master',
    isDraft: false,
    labels: [],
    createdAt,
    updatedAt: createdAt,
    closedAt: null,
    mergedAt: null,
    ...over,
  };
};
const propose = (repository: string, over: Partial<Pull>) => stage.world.github.repositories.get(repository)?.pulls.push(pullOf(over));
const audit = async () => {
  const document = JSON.parse((await stage.portcall(['status', '--json'])).out) as StatusDocument;
  return (id: string) => document.marketplaces.find((row) => row.id === id);
};

describe('what waits', () => {
  it('is told in the grid, with its age, what comes next and whose turn it is', async () => {
    stage = await openStage();
    propose('nixos/nixpkgs', {review: {decision: 'CHANGES_REQUESTED', checks: 'SUCCESS'}});
    propose('microsoft/winget-pkgs', {
      title: 'New package: Michael-A-Kuykendall.contextlite version 1.0.35',
      labels: ['Azure-Pipeline-Passed', 'Validation-Completed'],
    });
    const row = await audit();
    expect([row('nix')?.verdict, row('nix')?.cells.published.note]).toEqual(['waiting', 'with you since 12 d']);
    expect(JSON.stringify(row('nix')?.cells.published.evidence)).toContain('Your turn: Answer the review');
    expect([row('winget')?.verdict, row('winget')?.cells.published.note]).toEqual(['waiting', 'in review 12 d']);
    const text = (await stage.portcall(['status'])).out.split('\n');
    const at = text.indexOf('Waiting');
    expect(text.slice(at + 1, at + 3)).toEqual([
      expect.stringMatching(
        /^ {2}winget 1\.0\.35, .*since 12 d; a reviewer’s turn: .*Usually an hour to several days\. https:.*\/pull\/5$/,
      ),
      expect.stringMatching(/^ {2}Nix 1\.0\.35, .*since 12 d; your turn: Answer the review.* https:.*\/pull\/5$/),
    ]);
  });

  it('costs one request more where a pull request is open whose labels don’t tell, and none else', async () => {
    stage = await openStage();
    await audit();
    const before = stage.served.log.all().length;
    await stage.end();
    stage = await openStage();
    propose('nixos/nixpkgs', {});
    await audit();
    const after = stage.served.log.all();
    expect(after.length - before).toBe(1);
    expect(after.filter(({path}) => path === '/graphql')).toHaveLength(1);
  });

  it('is not asked for where nothing does', async () => {
    stage = await openStage();
    expect((await stage.portcall(['status'])).out).not.toContain('Waiting');
  });
});
