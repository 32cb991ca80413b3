import {describe, expect, it} from 'vitest';
import {findRepository} from '../../src/demo/github/state.ts';
import {openWorld, repositoryPath} from '../support/demo-world.ts';
import {openGitHubDocument} from '../support/github-openapi.ts';
import {commitTo, textAt} from '../support/hands-world.ts';

const document = openGitHubDocument();

const open = async () => {
  const {world, askGitHub} = await openWorld();
  const repository = findRepository(world.github, 'Michael-A-Kuykendall', 'contextlite');
  if (!repository) throw new Error('The world lacks the repository.');
  commitTo(repository, {'old/one.yaml': '1\n', 'old/two.yaml': '2\n'});
  const base = repository.branches.get('main') ?? '';
  const faults: string[] = [];
  const ask = async (method: string, path: string, body: unknown) => {
    const reply = await askGitHub(`${repositoryPath}${path}`, {method, body: JSON.stringify(body)});
    const json = (await reply.json()) as {sha?: string; message?: string};
    const asked = {method, path: `${repositoryPath}${path}`};
    faults.push(...document.requestFaults({...asked, body}), ...document.answerFaults({...asked, status: reply.status, body: json}));
    return {...json, status: reply.status};
  };
  const entry = (path: string) => ({path, mode: '100644', type: 'blob', sha: null});
  const treeWithout = (...paths: readonly string[]) => ask('POST', '/git/trees', {base_tree: base, tree: paths.map(entry)});
  return {repository, base, ask, entry, treeWithout, faults};
};

describe('the simulated GitHub’s deletions', () => {
  it('take files out of a tree, and their folder with the last of them', async () => {
    const {repository, base, ask, treeWithout, faults} = await open();
    const tree = await treeWithout('old/one.yaml', 'old/two.yaml');
    const {sha} = await ask('POST', '/git/commits', {message: 'x', tree: tree.sha, parents: [base]});
    expect((await ask('POST', '/git/refs', {ref: 'refs/heads/without', sha})).status).toBe(201);
    expect([textAt(repository, 'old/one.yaml', 'without'), textAt(repository, 'old/one.yaml')]).toEqual([undefined, '1\n']);
    const files = [...(repository.commits.get(sha ?? '')?.files.keys() ?? [])];
    expect(files.filter((path) => path.startsWith('old'))).toEqual([]);
    expect(textAt(repository, 'LICENSE', 'without')).toBe(textAt(repository, 'LICENSE'));
    expect(faults).toEqual([]);
  });

  it.each([
    ['what is not there', ['old/three.yaml']],
    ['a folder', ['old']],
  ])('refuse %s', async (_, paths) => {
    const {treeWithout, faults} = await open();
    expect(await treeWithout(...paths)).toMatchObject({status: 422, message: 'GitRPC::BadObjectState'});
    expect(faults).toEqual([]);
  });

  it('refuse a tree that begins with nothing', async () => {
    const {ask, entry} = await open();
    expect((await ask('POST', '/git/trees', {tree: [entry('old/one.yaml')]})).status).toBe(422);
  });
});
