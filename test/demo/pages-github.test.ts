import {describe, expect, it} from 'vitest';
import {login, openPerson, type PersonAtPages} from '../support/person-at-pages.ts';

/** A person whose GitHub copies at once. */
const openQuick = async (): Promise<PersonAtPages> => {
  const person = await openPerson();
  person.world.github.forkTime = 0;
  return person;
};

describe('a tap', () => {
  it('is created with a README, and gets its folder on its own page', async () => {
    const {visit, proved, accountAt, ask} = await openQuick();
    expect(await accountAt('homebrew')).toBe('absent');
    expect(await proved('homebrew', 'create-tap')).toBe('to-do');
    expect(visit('https://github.com/new?name=homebrew-tap').said).toBe(
      `Created the public repository ${login}/homebrew-tap with a README.`,
    );
    expect((await ask(`https://raw.githubusercontent.com/${login}/homebrew-tap/main/README.md`)).status).toBe(200);
    expect(await proved('homebrew', 'create-tap')).toBe('to-do');
    expect(visit(`https://github.com/${login}/homebrew-tap`).said).toContain('Formula/.gitkeep');
    expect(await proved('homebrew', 'create-tap')).toBe('done');
    expect(await accountAt('homebrew')).not.toBe('absent');
    expect(visit(`https://github.com/new?owner=${login}&name=homebrew-tap&visibility=public`).said).toContain('already');
  });

  it('is not created without a name, nor in an account of others', async () => {
    const {visit, world} = await openQuick();
    const before = world.github.repositories.size;
    expect(visit('https://github.com/new').said).toContain('waits for a name');
    expect(visit('https://github.com/new?name=homebrew-x&owner=microsoft').said).toMatch(/^GitHub refuses: /);
    expect(world.github.repositories.size).toBe(before);
  });
});

describe('a bucket', () => {
  it('is made from the template, then gets its topic, its first manifest and its right to write', async () => {
    const {visit, proved, publicationAt, askGitHub} = await openQuick();
    visit('https://github.com/ScoopInstaller/BucketTemplate/generate');
    expect(await proved('scoop', 'create-bucket')).toBe('done');
    const page = `https://github.com/${login}/scoop-bucket`;
    expect(visit(page).said).toContain('topic');
    expect(await (await askGitHub(`/repos/${login}/scoop-bucket/topics`)).json()).toEqual({names: ['scoop-bucket']});
    expect(visit(page).said).toContain('bucket/contextlite.json');
    expect(visit(page).said).toContain('Read the page');
    expect(await publicationAt('scoop')).toMatchObject({serves: '1.0.35', version: {kind: 'published'}});
    expect(await proved('scoop', 'allow-writing')).toBe('to-do');
    visit(`${page}/settings/actions`);
    expect(await proved('scoop', 'allow-writing')).toBe('done');
  });
});

describe('a fork', () => {
  it('takes its time, is one, and can be brought up to date', async () => {
    const {visit, proved, world} = await openPerson();
    expect(await proved('winget', 'fork')).toBe('to-do');
    expect(visit('https://github.com/microsoft/winget-pkgs/fork').said).toContain('in the background');
    expect(await proved('winget', 'fork')).toBe('waiting');
    const fork = world.github.repositories.get(`${login}/winget-pkgs`.toLowerCase())!;
    fork.arriving = {...fork.arriving!, at: 0};
    expect(await proved('winget', 'fork')).toBe('done');
    expect(visit('https://github.com/microsoft/winget-pkgs/fork').said).toContain('already');
    expect(visit(`https://github.com/${login}/winget-pkgs/tree/master`).said).toContain('Brought branch master');
    expect(visit('https://github.com/microsoft/winget-pkgs/tree/master').said).toContain('Read the page');
  });

  it('is where a pull request begins, which waits for the agreement', async () => {
    const {visit, proved, world, askGitHub} = await openQuick();
    const compare = 'https://github.com/microsoft/winget-pkgs/compare';
    expect(visit(compare).said).toContain('no fork');
    expect(await proved('winget', 'sign-agreement')).toBe('waiting');
    visit('https://github.com/microsoft/winget-pkgs/fork');
    expect(visit(compare).said).toMatch(/^Opened pull request 1 /);
    expect(visit(compare).said).toContain('open already');
    expect(await proved('winget', 'sign-agreement')).toBe('to-do');
    visit('https://cla.opensource.microsoft.com/microsoft/winget-pkgs');
    expect(await proved('winget', 'sign-agreement')).toBe('done');
    const pulls = (await (await askGitHub('/repos/microsoft/winget-pkgs/pulls')).json()) as {title: string; user: {login: string}}[];
    expect(pulls.map(({title, user}) => [title, user.login])).toEqual([[`New package: ${login}.contextlite version 1.0.35`, login]]);
    visit('https://github.com/NixOS/nixpkgs/fork');
    expect(visit('https://github.com/NixOS/nixpkgs/compare').said).toContain('contextlite: init at 1.0.35');
    expect(world.github.repositories.get('nixos/nixpkgs')?.pulls).toHaveLength(1);
  });

  it('is nothing for Flathub, where nothing is sent', async () => {
    const {visit, world} = await openQuick();
    expect(visit('https://github.com/flathub/flathub/compare/new-pr...').said).toContain('nothing was sent');
    expect(visit('https://flathub.org/developer-portal').said).toContain('nothing was sent');
    expect(world.github.repositories.get('flathub/flathub')?.pulls).toHaveLength(0);
  });
});

describe('settings', () => {
  it('change one’s own repositories alone', async () => {
    const {visit, world} = await openQuick();
    const own = world.github.repositories.get(`${login}/contextlite`.toLowerCase())!;
    expect(visit('https://github.com/microsoft/winget-pkgs/settings/actions').said).toContain('has no repository');
    visit(`https://github.com/${login}/contextlite/settings/actions`);
    visit(`https://github.com/${login}/contextlite/settings`);
    expect([own.workflowPermissions, own.hasImmutableReleases]).toEqual(['write', true]);
    own.workflows[0]!.state = 'disabled_inactivity';
    visit(`https://github.com/${login}/contextlite/actions/workflows/publish-packages.yml`);
    expect(own.workflows[0]!.state).toBe('active');
  });

  it('of a package make it public and let the project’s workflows write it', async () => {
    const {visit, world, proved} = await openQuick();
    const page = `https://github.com/${login.toLowerCase()}/contextlite/pkgs/container/contextlite`;
    expect(visit(page).said).toContain('the first push makes it');
    world.github.packages.push({
      id: 1,
      owner: login,
      type: 'container',
      name: 'contextlite',
      visibility: 'private',
      createdAt: '2026-11-01T00:00:00Z',
      versions: [],
    });
    expect(await proved('github-packages', 'make-public')).toBe('to-do');
    expect(visit(page).said).toContain('public');
    expect(await proved('github-packages', 'make-public')).toBe('done');
    expect(world.github.packages[0]?.writers).toEqual([`${login}/contextlite`]);
  });
});
