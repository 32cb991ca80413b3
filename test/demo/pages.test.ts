import {describe, expect, it} from 'vitest';
import {openPage} from '../../src/demo/pages.ts';
import {createWorld} from '../../src/demo/world.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {openPerson} from '../support/person-at-pages.ts';

const tokenPages: readonly (readonly [MarketplaceId, name: string, page: string])[] = [
  ['npm', 'NPM_TOKEN', 'https://www.npmjs.com/settings/~/tokens'],
  ['pypi', 'PYPI_TOKEN', 'https://pypi.org/manage/account/token/'],
  ['docker-hub', 'DOCKERHUB_TOKEN', 'https://app.docker.com/settings/personal-access-tokens'],
  ['crates-io', 'CARGO_REGISTRY_TOKEN', 'https://crates.io/settings/tokens/new'],
  ['snapcraft', 'SNAPCRAFT_STORE_CREDENTIALS', 'https://documentation.ubuntu.com/snapcraft/stable/how-to/publishing/authenticate/'],
  ['vscode', 'VSCE_PAT', 'https://dev.azure.com/_usersSettings/tokens'],
  ['github-releases', 'GITHUB_TOKEN', 'https://github.com/settings/tokens/new?scopes=repo,workflow'],
  ['winget', 'GITHUB_TOKEN', 'https://github.com/settings/tokens/new?scopes=public_repo,workflow'],
];

describe('a page that shows a token', () => {
  it.each(tokenPages)('of %s gives one that its own test takes, and a new one each time', async (id, name, page) => {
    const {visit, tested} = await openPerson();
    if (id === 'vscode') visit('https://marketplace.visualstudio.com/manage/createpublisher');
    const [first, second] = [visit(page), visit(page)];
    expect(first.token?.name).toBe(name);
    expect(second.token?.value).not.toBe(first.token?.value);
    for (const {token, said} of [first, second]) {
      expect(said).not.toContain(token?.value);
      expect((await tested(id, token?.value ?? '')).verdict).toMatch(/^valid/);
    }
  });

  it('gives the one key that an account at Chocolatey has', async () => {
    const {visit, world} = await openPerson();
    const shown = visit('https://community.chocolatey.org/account').token;
    expect(shown).toEqual({name: 'CHOCOLATEY_API_KEY', value: world.setting.tokens.CHOCOLATEY_API_KEY});
    expect(visit('https://community.chocolatey.org/account/').token).toEqual(shown);
    world.marketplaces.chocolatey.accounts.length = 0;
    const fresh = visit('https://community.chocolatey.org/account');
    expect(fresh.said).toContain('Created the account');
    expect(fresh.token?.value).not.toBe(shown?.value);
  });

  it('gives a classic token the scopes in its address, and a fine-grained one its repository and permission', async () => {
    const {visit, ask} = await openPerson();
    const scopesOf = async (token = '') => {
      const reply = await ask('https://api.github.com/user', {headers: {authorization: `Bearer ${token}`, 'user-agent': 'test'}});
      return [reply.status, reply.headers.get('x-oauth-scopes')];
    };
    expect(await scopesOf(visit('https://github.com/settings/tokens/new?scopes=write:packages').token?.value)).toEqual([
      200,
      'write:packages',
    ]);
    visit('https://github.com/new?name=homebrew-tap');
    const fine = visit(
      'https://github.com/settings/personal-access-tokens/new?name=homebrew-tap+by+its+releases&contents=write&expires_in=366',
    );
    expect(await scopesOf(fine.token?.value)).toEqual([200, null]);
    const mayPush = async (name: string) => {
      const authorization = `Basic ${Buffer.from(`x-access-token:${fine.token?.value}`).toString('base64')}`;
      const url = `https://github.com/Michael-A-Kuykendall/${name}.git/info/refs?service=git-receive-pack`;
      return (await ask(url, {headers: {authorization}})).status;
    };
    expect([await mayPush('homebrew-tap'), await mayPush('contextlite')]).toEqual([200, 403]);
  });
});

describe('a page that nobody simulates', () => {
  const world = createWorld();
  it.each(['https://nobody.example/', 'http://www.npmjs.com/signup', 'file:///etc/passwd', 'javascript:alert(1)', 'npmjs.com', ''])(
    'is said to be none: %j',
    (url) => {
      expect(openPage(world, url)).toBeUndefined();
    },
  );
  it('takes an address that is no proper text', () => {
    expect(openPage(world, 'https://www.npmjs.com/package/%E0%A4%A/access')?.said).toContain('npm has no package');
    expect(openPage(world, 'https://www.npmjs.com/package/constructor/access')?.said).toContain('npm has no package');
  });
});

describe('the control path', () => {
  const form = (origin: string, url: string, init: RequestInit = {}) =>
    fetch(`${origin}/__demo/open?url=${encodeURIComponent(url)}`, {method: 'POST', ...init});

  it('opens a page for another program’s browser', async () => {
    const {served, tested} = await openPerson();
    const reply = await form(served.origin, 'https://www.npmjs.com/settings/~/tokens');
    const outcome = (await reply.json()) as {said: string; token: {name: string; value: string}};
    expect([reply.status, outcome.token.name]).toEqual([200, 'NPM_TOKEN']);
    expect((await tested('npm', outcome.token.value)).verdict).toMatch(/^valid/);
    expect(served.log.all().every(({host}) => host !== '__demo')).toBe(true);
    expect((await form(served.origin, 'https://nobody.example/')).status).toBe(404);
    expect((await fetch(`${served.origin}/__demo/open`, {method: 'POST'})).status).toBe(404);
  });

  it('is closed to web pages and to mere reading', async () => {
    const {served, world} = await openPerson();
    const before = world.marketplaces.npm.tokens.length;
    const page = 'https://www.npmjs.com/settings/~/tokens';
    for (const init of [{headers: {origin: 'https://evil.example'}}, {headers: {origin: 'null'}}, {method: 'GET'}])
      expect((await form(served.origin, page, init)).status).toBe(404);
    expect(world.marketplaces.npm.tokens.length).toBe(before);
  });
});
