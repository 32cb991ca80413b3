import {addCommit} from '../../src/demo/github/new-repository.ts';
import {findRepository} from '../../src/demo/github/state.ts';
import type {Stage} from './run-portcall.ts';

const [owner, workflow] = ['Michael-A-Kuykendall', '.github/workflows/publish-packages.yml'];

/** Takes the line out of the demo's workflow that fills the placeholder of the Chocolatey package in. */
export const takeFillInAway = ({world}: Stage): void => {
  const repository = findRepository(world.github, owner, 'contextlite');
  const files = new Map(repository?.commits.get(repository.branches.get('main') ?? '')?.files);
  const text = files.get(workflow)?.toString('utf8') ?? '';
  const without = text.replace(/^.*PLACEHOLDER_CHECKSUM.*\n/m, '');
  if (repository === undefined || without === text) throw new Error('The workflow fills nothing in.');
  files.set(workflow, Buffer.from(without));
  addCommit(repository, 'main', {files, message: 'Fill nothing in', author: owner, date: new Date().toISOString()});
};
