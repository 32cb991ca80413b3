import {describe, expect, it} from 'vitest';
import {answerAurSsh} from '../../src/demo/aur-ssh.ts';
import {publicHalfOf} from '../../src/demo/openssh-key.ts';
import {openPerson} from '../support/person-at-pages.ts';

describe('accounts', () => {
  it('are there at the audit, and are created where they are not', async () => {
    const {visit, world, proved} = await openPerson();
    for (const page of ['https://www.npmjs.com/signup', 'https://pypi.org/account/register/', 'https://app.docker.com/signup'])
      expect(visit(page).said).toMatch(/already/);
    world.marketplaces.docker.users.length = 0;
    expect(await proved('docker-hub', 'create-account')).toBe('unknown');
    expect(visit('https://app.docker.com/signup').said).toMatch(/^Created/);
    expect(await proved('docker-hub', 'create-account')).toBe('done');
    world.marketplaces.crates.users.length = 0;
    expect(await proved('crates-io', 'create-account')).toBe('to-do');
    visit('https://crates.io/settings/profile');
    expect(await proved('crates-io', 'create-account')).toBe('done');
    expect(world.marketplaces.crates.confirmed).toEqual(['Michael-A-Kuykendall']);
  });

  it('are secured once', async () => {
    const {visit, world} = await openPerson();
    expect(visit('https://www.npmjs.com/settings/~/tfa').said).toMatch(/^Turned on/);
    expect(visit('https://www.npmjs.com/settings/~/tfa').said).toMatch(/already/);
    expect(visit('https://app.docker.com/settings/2fa').said).toMatch(/^Turned on/);
    expect(world.marketplaces.npm.secured).toEqual(['makuykendall']);
  });
});

describe('what is made on a page', () => {
  it('is a repository at Docker Hub, or a public one', async () => {
    const {visit, world, proved} = await openPerson();
    const {repositories} = world.marketplaces.docker;
    const held = repositories['makuykendall/contextlite']!;
    held.isPublic = false;
    expect(await proved('docker-hub', 'create-repository')).toBe('to-do');
    visit('https://hub.docker.com/repository/docker/makuykendall/contextlite/settings');
    expect(await proved('docker-hub', 'create-repository')).toBe('done');
    delete repositories['makuykendall/contextlite'];
    expect(await proved('docker-hub', 'create-repository')).toBe('to-do');
    expect(visit('https://hub.docker.com/repository/create').said).toContain('makuykendall/contextlite');
    expect(await proved('docker-hub', 'create-repository')).toBe('done');
  });

  it('is a publisher at the VS Code Marketplace', async () => {
    const {visit, accountAt, world} = await openPerson();
    expect(await accountAt('vscode')).toBe('absent');
    expect(visit('https://marketplace.visualstudio.com/manage/publishers/Michael-A-Kuykendall').said).toContain('no publisher');
    visit('https://marketplace.visualstudio.com/manage/createpublisher');
    expect(await accountAt('vscode')).toBe('exists');
    expect(visit('https://marketplace.visualstudio.com/manage/createpublisher').said).toContain('already');
    visit('https://marketplace.visualstudio.com/manage/publishers/Michael-A-Kuykendall');
    expect(world.marketplaces.vscode.publishers['michael-a-kuykendall']?.members.map(({role}) => role)).toEqual(['Owner', 'Contributor']);
  });

  it('is a name at the Snap Store, after its agreement', async () => {
    const {visit, proved, accountAt} = await openPerson();
    const secret = visit('https://documentation.ubuntu.com/snapcraft/stable/how-to/publishing/authenticate/').token?.value;
    expect(await proved('snapcraft', 'sign-agreement', secret)).toBe('to-do');
    expect(visit('https://snapcraft.io/register-snap').said).toContain('agreement');
    expect(await proved('snapcraft', 'register-name', secret)).toBe('to-do');
    visit('https://snapcraft.io/account');
    visit('https://snapcraft.io/register-snap');
    expect(await proved('snapcraft', 'register-name', secret)).toBe('done');
    expect(await proved('snapcraft', 'sign-agreement', secret)).toBe('done');
    expect(await accountAt('snapcraft', secret)).toBe('owns');
    expect(visit('https://snapcraft.io/register-snap').said).toContain('already');
  });

  it('is a key at the AUR, beside the one that was there', async () => {
    const {visit, world} = await openPerson();
    const {keys} = world.marketplaces.aur;
    expect(keys).toEqual([publicHalfOf(world.setting.tokens.AUR_SSH_KEY ?? '')]);
    const secret = visit('https://aur.archlinux.org/account').token?.value ?? '';
    expect(keys).toHaveLength(2);
    expect(keys).toContain(publicHalfOf(secret));
    expect(keys.join()).not.toContain('PRIVATE');
    expect(answerAurSsh(secret, 'makuykendall', secret, 'help').code).toBe(0);
    expect(visit('https://aur.archlinux.org/register').said).toContain('paused');
    expect(publicHalfOf('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----')).toBeUndefined();
    expect(publicHalfOf(`${keys[0]}`)).toBeUndefined();
  });
});

describe('the first package of Chocolatey', () => {
  const page = 'https://community.chocolatey.org/packages/contextlite';

  it('is pushed with the key in hand, waits, and is approved by the next visit', async () => {
    const {visit, proved, publicationAt, ask} = await openPerson();
    expect(visit(page).said).toContain('free');
    expect(await proved('chocolatey', 'first-package')).toBe('to-do');
    visit('https://community.chocolatey.org/account');
    expect(visit(page).said).toContain('waits for moderation');
    expect(await proved('chocolatey', 'first-package')).toBe('waiting');
    expect((await publicationAt('chocolatey')).serves).toBeNull();
    expect(visit(page).said).toContain('approved');
    expect(await publicationAt('chocolatey')).toMatchObject({serves: '1.0.35', version: {kind: 'published'}, belongsTo: 'this-project'});
    expect(visit(page).said).toContain('nobody asks');
    const nupkg = await ask('https://packages.chocolatey.org/contextlite.1.0.35.nupkg');
    expect(Buffer.from(await nupkg.arrayBuffer()).toString('latin1')).toContain('contextlite.nuspec');
  });

  it('goes through the upload page too', async () => {
    const {visit} = await openPerson();
    const upload = 'https://community.chocolatey.org/packages/upload';
    expect(visit(upload).said).toContain('waits');
    expect(visit(upload).said).toContain('approved');
    expect(visit(upload).said).toContain('already');
  });
});

describe('a trusted publisher', () => {
  const publisher = {owner: 'Michael-A-Kuykendall', repository: 'contextlite', workflow: 'publish-packages.yml'};

  it('is recorded as the form asks for it', async () => {
    const {visit, world} = await openPerson();
    const {npm, pypi} = world.marketplaces;
    visit('https://www.npmjs.com/package/contextlite/access');
    expect(npm.packages.contextlite?.trustedPublisher).toEqual(publisher);
    expect(visit('https://www.npmjs.com/package/other/access').said).toContain('no package other');
    for (const _ of [1, 2]) visit('https://pypi.org/manage/project/contextlite/settings/publishing/');
    visit('https://pypi.org/manage/account/publishing/?environment=pypi');
    expect(pypi.projects.contextlite?.publishers).toEqual([publisher, {...publisher, environment: 'pypi'}]);
    visit('https://pypi.org/manage/account/publishing/?project_name=New_Tool&workflow_filename=release.yml');
    expect(pypi.pendingPublishers).toEqual({'new-tool': {...publisher, workflow: 'release.yml'}});
  });

  it('of a crate is listed to its owner, once the crate is there', async () => {
    const {visit, world, ask} = await openPerson();
    const page = 'https://crates.io/crates/contextlite/settings/new-trusted-publisher';
    expect(visit(page).said).toContain('no crate contextlite');
    const owners = ['Michael-A-Kuykendall'];
    const crate = {name: 'contextlite', description: '', repository: '', owners, versions: {}, trustedConfigs: []};
    world.marketplaces.crates.crates.contextlite = crate;
    visit(page);
    expect(visit(page).said).toContain('already');
    const token = visit('https://crates.io/settings/tokens/new').token?.value ?? '';
    const reply = await ask('https://crates.io/api/v1/trusted_publishing/github_configs?crate=contextlite', {
      headers: {authorization: token, 'user-agent': 'portcall-test'},
    });
    expect(await reply.json()).toMatchObject({
      github_configs: [
        {
          repository_owner: 'Michael-A-Kuykendall',
          repository_name: 'contextlite',
          workflow_filename: 'publish-packages.yml',
          environment: null,
        },
      ],
    });
  });
});
