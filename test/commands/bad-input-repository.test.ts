import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {documentOf, repositoryOf, rowIn} from '../support/bad-input.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const nobody = {GITHUB_TOKEN: undefined};
const tagged = ['status', '--json', '--tag', 'v1.0.35'];

/** The demo's repository as one that only its owner sees. */
const hide = () => {
  repositoryOf(stage).isPrivate = true;
};

describe('no repository', () => {
  it.each([['status'], ['verify'], ['init']])('ends %s with 2 and says where to go', async (command) => {
    stage = await openStage();
    const folder = await mkdtemp(path.join(tmpdir(), 'portcall-nothing-'));
    const ended = await stage.portcall([command], {}, {cwd: folder});
    await rm(folder, {recursive: true});
    expect(ended).toEqual({
      code: 2,
      out: '',
      told: 'This folder is no checkout of a GitHub repository.\nGo to one, or name one with --repo OWNER/NAME.\n',
    });
    expect(stage.served.log.all()).toEqual([]);
  });

  it('is told of a name that can be none', async () => {
    stage = await openStage();
    const ended = await stage.portcall(['status', '--repo', 'not a repository']);
    expect(ended).toMatchObject({code: 2, told: '"not a repository" is not a repository.\nWrite it as OWNER/NAME.\n'});
  });
});

describe('tags and releases', () => {
  it('no tag: says so and asks for one', async () => {
    stage = await openStage();
    repositoryOf(stage).tags.clear();
    repositoryOf(stage).releases.length = 0;
    const ended = await stage.portcall(['status', '--json']);
    expect(ended).toMatchObject({code: 2, out: ''});
    expect(ended.told).toContain('has no release and no tag');
    expect(ended.told).toContain('name one with --tag');
  });

  it('a tag without a release: the other rows are looked at all the same', async () => {
    stage = await openStage();
    repositoryOf(stage).releases.length = 0;
    const {code, ...ended} = await stage.portcall(['status', '--json']);
    const document = documentOf({code, ...ended});
    expect(document.project.tag).toBe('v1.0.35');
    expect(rowIn(document, 'github-releases')).toMatchObject({verdict: 'broken', version: null, cells: {published: {state: 'to-do'}}});
    expect(rowIn(document, 'npm').verdict).toBe('partial');
    expect(code).toBe(1);
  });

  it('a draft waits for somebody to publish it', async () => {
    stage = await openStage();
    Object.assign(repositoryOf(stage).releases.at(-1) ?? {}, {isDraft: true, publishedAt: null});
    const {verdict, cells, version} = rowIn(documentOf(await stage.portcall(tagged)), 'github-releases');
    expect([verdict, version]).toEqual(['waiting', '1.0.34']);
    expect(cells.published.evidence?.[0]?.label).toBe('Waiting for somebody to publish the draft.');
  });

  it('a draft is not the newest release', async () => {
    stage = await openStage();
    Object.assign(repositoryOf(stage).releases.at(-1) ?? {}, {isDraft: true, publishedAt: null});
    expect(documentOf(await stage.portcall(['status', '--json'])).project.tag).toBe('v1.0.34');
  });
});

describe('a private repository', () => {
  it('is surveyed with a token that may see it, its files included', async () => {
    stage = await openStage();
    hide();
    const ended = await stage.portcall(['verify', '--json', '--only', 'github-releases,npm']);
    const row = rowIn(documentOf(ended), 'github-releases');
    expect(row).toMatchObject({verdict: 'working', cells: {integrity: {state: 'ok', note: '6 files'}}});
    const storage = stage.served.log.all().filter(({host}) => host === 'release-assets.githubusercontent.com');
    expect(storage.length).toBe(6);
    expect(storage.every(({authorized}) => !authorized)).toBe(true);
  });

  it.each([
    ['with a tag', tagged],
    ['without', ['status', '--json']],
  ])('wants a sign-in from nobody, %s', async (_, args) => {
    stage = await openStage();
    hide();
    const ended = await stage.portcall(args, nobody);
    expect(ended).toMatchObject({code: 4, out: ''});
    expect(ended.told).toMatch(/GITHUB_TOKEN/);
  });

  it('is not there for a token that may not see it', async () => {
    stage = await openStage();
    hide();
    const {tokens} = stage.world.github;
    tokens.set('ghp_of_somebody_else', {kind: 'classic', login: 'Homebrew', scopes: ['repo']});
    const ended = await stage.portcall(tagged, {GITHUB_TOKEN: 'ghp_of_somebody_else'});
    expect(ended).toMatchObject({code: 2, out: ''});
    expect(ended.told).toContain('Check the spelling, and that the token may see it.');
  });

  it('is there as soon as the token may see it: what another token was told is not believed', async () => {
    stage = await openStage();
    hide();
    stage.world.github.tokens.set('ghp_of_somebody_else', {kind: 'classic', login: 'Homebrew', scopes: ['repo']});
    await stage.portcall(tagged, {GITHUB_TOKEN: 'ghp_of_somebody_else'});
    expect(rowIn(documentOf(await stage.portcall(tagged)), 'github-releases').verdict).toBe('working');
  });
});

describe('a repository that was renamed', () => {
  const renamed = async () => {
    stage = await openStage();
    stage.world.github.renames.set('michael-a-kuykendall/oldname', 'michael-a-kuykendall/contextlite');
  };

  it('is surveyed under its new name, and says so', async () => {
    await renamed();
    const ended = await stage.portcall([...tagged, '--repo', 'Michael-A-Kuykendall/oldname']);
    const document = documentOf(ended);
    expect(document.project.repository).toBe('Michael-A-Kuykendall/contextlite');
    expect(rowIn(document, 'github-releases').verdict).toBe('working');
    expect(rowIn(document, 'chocolatey').verdict).toBe('broken');
    expect(ended.told).toContain('another name now: Michael-A-Kuykendall/contextlite.');
    expect(ended.told).toContain('git remote');
  });

  it('comes to what it comes to under its new name', async () => {
    await renamed();
    const verdicts = async (args: readonly string[]) =>
      documentOf(await stage.portcall([...tagged, ...args])).marketplaces.map(({id, verdict}) => [id, verdict]);
    expect(await verdicts(['--repo', 'Michael-A-Kuykendall/oldname'])).toEqual(await verdicts([]));
  });
});

describe('a repository of an organization', () => {
  it('reads the organization’s secrets and those of environments', async () => {
    stage = await openStage();
    const at = '2026-01-01T00:00:00Z';
    const repository = repositoryOf(stage);
    repository.secrets.length = 0;
    repository.organizationSecrets.push({name: 'NPM_TOKEN', createdAt: at, updatedAt: at});
    repository.environments.push({id: 1, name: 'pypi', createdAt: at, secrets: [{name: 'PYPI_TOKEN', createdAt: at, updatedAt: at}]});
    const document = documentOf(await stage.portcall(tagged));
    const labels = (id: 'npm' | 'pypi') =>
      rowIn(document, id)
        .cells.secret.evidence?.map(({label}) => label)
        .join('\n');
    expect(labels('npm')).toContain('NPM_TOKEN is set on the organization');
    expect(labels('pypi')).toContain("PYPI_TOKEN, which is set in the environment pypi, where the job doesn't run.");
    expect(rowIn(document, 'chocolatey').cells.secret.state).toBe('problem');
  });
});
