import {describe, expect, it} from 'vitest';
import {nix} from '../../checks/nix.ts';
import {publicationOf, publishingJobOf} from '../support/survey.ts';
import {proofOf, stateOf, taskOf, taskSettingOf} from '../support/tasks.ts';

const list = 'https://raw.githubusercontent.com/NixOS/nixpkgs/master/maintainers/maintainer-list.nix';

describe('the list of maintainers', () => {
  const task = taskOf(nix, 'add-maintainer');
  it.each([
    ['names one', {body: '  octo = {\n    github = "Octo";\n    githubId = 1;\n  };'}, 'done'],
    ['names another', {body: '  octopus = {\n    github = "octopus";\n  };'}, 'to-do'],
    ['has moved', {status: 404}, 'unknown'],
  ] as const)('%s', async (_, reply, state) => {
    expect((await proofOf(task, taskSettingOf(), {[list]: reply})).state).toBe(state);
  });
  it('is not read for nobody', async () => {
    const {login: _, ...nobody} = taskSettingOf();
    expect((await proofOf(task, nobody, {})).state).toBe('unknown');
  });
});

describe('the way into nixpkgs', () => {
  const ids = ['fork', 'sync-fork', 'make-token', 'add-maintainer', 'review', 'add-job'] as const;
  const states = (facts: Parameters<typeof stateOf>[1]) => ids.map((id) => stateOf(taskOf(nix, id), facts) ?? 'looked at');
  it('is open where nothing is there', () =>
    expect(states({publication: publicationOf({})})).toEqual(['looked at', 'looked at', 'not-due', 'looked at', 'to-do', 'not-due']));
  it('is past once nixpkgs has the package', () => {
    const publication = publicationOf({serves: '1.2.2', belongsTo: 'this-project'});
    expect(states({publication})).toEqual(['not-due', 'not-due', 'not-due', 'not-due', 'done', 'not-due']);
    expect(taskOf(nix, 'fork').planSteps?.(taskSettingOf({facts: {publication}}))).toBeUndefined();
  });
  it('asks for a token only where a job reads one', () => {
    const job = publishingJobOf({marketplace: 'nix', secrets: ['NIXPKGS_TOKEN']});
    expect(stateOf(taskOf(nix, 'make-token'), {job})).not.toBe('not-due');
  });
  it('begins with a fork of the branch master', async () => {
    const fork = taskOf(nix, 'fork');
    const replies = {'https://api.github.com/repos/octo/nixpkgs': {status: 404}};
    const proof = await proofOf(fork, taskSettingOf(), replies);
    expect(fork.planSteps?.(taskSettingOf({proof}))?.steps).toEqual([
      {kind: 'fork-repository', upstream: {owner: 'NixOS', name: 'nixpkgs'}, branch: 'master', owner: 'octo', isOrganization: false},
    ]);
  });
  it('ends with a pull request that a person opens, and that names the AI', () => {
    const task = taskOf(nix, 'open-pull-request');
    expect(task.planSteps).toBeUndefined();
    expect(JSON.stringify(task.instructions(taskSettingOf()))).toContain('Assisted-by:');
  });
});
