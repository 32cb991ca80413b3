import {expect, it} from 'vitest';
import {stepsOfWay} from '../../src/flow/rollback-steps.ts';
import type {RollbackWay} from '../../src/model/rollback.ts';

const upstream = {owner: 'microsoft', name: 'winget-pkgs'};
const way = {
  by: 'plan',
  title: 'Remove it',
  leaves: '',
  questions: [{text: 'Why is it to be removed?', isInWords: true}, {text: 'Have you looked?'}],
  steps: [
    {kind: 'fork-repository', upstream, branch: 'master', owner: 'octo', isOrganization: false},
    {
      kind: 'propose-change',
      repository: upstream,
      base: 'master',
      branch: 'x',
      title: 'x',
      body: '',
      isBranchOnly: true,
      files: [{path: 'a', isDeleted: true, sha: 'a'}],
    },
  ],
} as const satisfies RollbackWay;

it('opens the pull request with the person’s own words, and claims nothing besides', () => {
  const [fork, proposal] = stepsOfWay(way, [' It deletes\nfiles. ', 'n']);
  expect(fork).toEqual(way.steps[0]);
  const {isBranchOnly: _, ...opened} = way.steps[1];
  expect(proposal).toEqual({...opened, body: '### Why is it to be removed?\n\nIt deletes files.\n\n- [ ] Have you looked?\n'});
});

it.each([
  ['nobody answered', undefined],
  ['there is no reason', ['', 'y']],
  ['the reason says nothing', [' x ', 'y']],
])('makes the branch alone where %s', (_, answers) => {
  expect(stepsOfWay(way, answers)[1]).toMatchObject({isBranchOnly: true});
});

it('leaves a way that asks nothing as it is', () => {
  const {questions: _, ...plain} = way;
  expect(stepsOfWay(plain, ['x'])).toBe(plain.steps);
});
