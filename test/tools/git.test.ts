import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, realpath, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {afterEach, describe, expect, it} from 'vitest';
import {findCheckout, gitHubRepositoryOf} from '../../src/tools/git.ts';
import {newestTagOf} from '../../src/tools/git-tags.ts';
import {createCheckoutTree} from '../../src/tools/source-tree.ts';

const run = promisify(execFile);
const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, {recursive: true, force: true}))));

const folderWith = async (files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> => {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'portcall-git-')));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
    await writeFile(path.join(folder, name), text);
  }
  return folder;
};

const git = (folder: string, ...args: readonly string[]) =>
  run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main', ...args], {cwd: folder});

const repositoryWith = async (files: Readonly<Record<string, string | Uint8Array>> = {'a.txt': 'a'}): Promise<string> => {
  const folder = await folderWith(files);
  await git(folder, 'init', '-q');
  await git(folder, 'add', '.');
  await git(folder, 'commit', '-qm', 'one');
  return folder;
};

describe('addresses of remotes', () => {
  it.each([
    'https://github.com/Owner/tool.name.git',
    'https://github.com/Owner/tool.name/',
    'https://user:pass@github.com/Owner/tool.name',
    'git@github.com:Owner/tool.name.git',
    'github.com:Owner/tool.name',
    'ssh://git@github.com/Owner/tool.name.git',
    'ssh://git@ssh.github.com:443/Owner/tool.name.git',
    'git://github.com/Owner/tool.name.git',
    'git+ssh://git@github.com/Owner/tool.name.git',
    'git@github.com-work:Owner/tool.name.git',
    'gh:Owner/tool.name',
    'github:Owner/tool.name',
  ])('%s is a repository at GitHub', (url) => {
    expect(gitHubRepositoryOf(url)).toEqual({owner: 'Owner', name: 'tool.name'});
  });

  it.each([
    'https://gitlab.com/o/t.git',
    'https://github.com.evil.example/o/t',
    'https://evil.example/github.com/o/t',
    '/srv/git/t.git',
    '../t',
    'https://github.com/o',
    'git@github.com:o/..',
    '',
  ])('%j is none', (url) => {
    expect(gitHubRepositoryOf(url)).toBeUndefined();
  });
});

describe('a checkout', () => {
  it('is found from any folder in it, with remotes as git would use them', async () => {
    const folder = await repositoryWith({'sub/a.txt': 'a'});
    await git(folder, 'config', 'url.https://github.com/.insteadOf', 'mine:');
    await git(folder, 'remote', 'add', 'origin', 'mine:o/tool');
    const found = await findCheckout(path.join(folder, 'sub'));
    expect(found).toEqual({
      root: folder,
      remotes: [{name: 'origin', url: 'https://github.com/o/tool', repository: {owner: 'o', name: 'tool'}}],
      repository: {owner: 'o', name: 'tool'},
    });
  });

  it('prefers upstream to origin, and what GitHub’s client marked to both', async () => {
    const folder = await repositoryWith();
    await git(folder, 'remote', 'add', 'origin', 'git@github.com:me/tool.git');
    await git(folder, 'remote', 'add', 'upstream', 'git@github.com:them/tool.git');
    await git(folder, 'remote', 'add', 'elsewhere', 'https://gitlab.example/x/y');
    expect((await findCheckout(folder))?.repository?.owner).toBe('them');
    await git(folder, 'config', 'remote.origin.gh-resolved', 'base');
    expect((await findCheckout(folder))?.repository?.owner).toBe('me');
  });

  it('has the tag that is checked out, else the newest', async () => {
    const folder = await repositoryWith();
    expect(await findCheckout(folder)).not.toHaveProperty('newestTag');
    for (const tag of ['v1.2.0', 'v1.10.0', 'v1', 'nightly']) await git(folder, 'tag', tag);
    expect(await findCheckout(folder)).toMatchObject({currentTag: 'v1.10.0', newestTag: 'v1.10.0'});
    await git(folder, 'commit', '-q', '--allow-empty', '-m', 'two');
    const later = await findCheckout(folder);
    expect(later).toMatchObject({newestTag: 'v1.10.0'});
    expect(later).not.toHaveProperty('currentTag');
  });

  it('is none where there is no repository, and starts no program that one names', async () => {
    expect(await findCheckout(await folderWith())).toBeUndefined();
    expect(await findCheckout(path.join(await folderWith(), 'gone'))).toBeUndefined();
    const folder = await repositoryWith();
    await git(folder, 'config', 'core.fsmonitor', `touch ${folder}/ran; false`);
    await createCheckoutTree(folder).paths();
    expect((await createCheckoutTree(folder).paths()).paths).not.toContain('ran');
  });
});

describe('the newest tag', () => {
  it.each([
    [['v1.0.0', 'v1.0.0-rc.1'], 'v1.0.0'],
    [['v2.0.0-rc.1', 'v1.9.0'], 'v1.9.0'],
    [['v2.0.0-rc.1', 'v2.0.0-beta'], 'v2.0.0-rc.1'],
    [['v1.9.1', 'v2.0.0', 'v1.9.0'], 'v2.0.0'],
    [['cli-v1.2.0', 'lib-v3.0.0', 'cli-v1.1.0'], 'cli-v1.2.0'],
    [['2025.8.1', 'latest'], '2025.8.1'],
    [['v1', 'nightly', ''], undefined],
  ])('of %j is %s', (tags, newest) => {
    expect(newestTagOf(tags)).toBe(newest);
  });
});

describe('the files of a checkout', () => {
  it('are those that git knows of or would take in, whatever they are called', async () => {
    const folder = await repositoryWith({'.gitignore': 'out/\n', 'a b/ü\nc.txt': 'text'});
    await mkdir(path.join(folder, 'out'));
    await writeFile(path.join(folder, 'out/x'), 'x');
    await writeFile(path.join(folder, 'new.txt'), 'new');
    const tree = createCheckoutTree(folder);
    const {paths, isIncomplete} = await tree.paths();
    expect([...paths].sort()).toEqual(['.gitignore', 'a b/ü\nc.txt', 'new.txt']);
    expect(isIncomplete).toBe(false);
    expect(await tree.read('a b/ü\nc.txt')).toBe('text');
  });

  it('are walked where there is no git, within bounds', async () => {
    const folder = await folderWith({'a.txt': 'a', 'b/c.txt': 'c', 'b/d/e/f.txt': 'f', 'node_modules/x/y.txt': 'y'});
    expect(await createCheckoutTree(folder).paths()).toEqual({paths: ['a.txt', 'b/c.txt', 'b/d/e/f.txt'], isIncomplete: false});
    const bounded = {paths: 10, depth: 2, bytes: 10};
    expect(await createCheckoutTree(folder, bounded).paths()).toEqual({paths: ['a.txt', 'b/c.txt'], isIncomplete: true});
    expect(await createCheckoutTree(folder, {...bounded, paths: 1}).paths()).toEqual({paths: ['a.txt'], isIncomplete: true});
  });

  it('are not read outside the folder, nor when large, binary or gone', async () => {
    const outside = await folderWith({'secret.txt': 'secret'});
    const folder = await folderWith({'binary.bin': new Uint8Array([1, 0, 2]), 'large.txt': 'x'.repeat(11), 'fine.txt': 'fine'});
    await symlink(path.join(outside, 'secret.txt'), path.join(folder, 'link.txt'));
    await symlink('fine.txt', path.join(folder, 'inner.txt'));
    const tree = createCheckoutTree(folder, {paths: 10, depth: 2, bytes: 10});
    for (const name of ['link.txt', `../${path.basename(outside)}/secret.txt`, 'binary.bin', 'large.txt', 'gone.txt', '.', 'a\0b']) {
      expect(await tree.read(name), name).toBeUndefined();
    }
    expect(await tree.read('inner.txt')).toBe('fine');
  });
});
