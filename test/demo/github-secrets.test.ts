import sodium from 'libsodium-wrappers';
import {describe, expect, it} from 'vitest';
import type {OrganizationSecret} from '../../src/demo/github/actions-state.ts';
import {addAccount} from '../../src/demo/github/new-repository.ts';
import {findRepository, type Token, timeText} from '../../src/demo/github/state.ts';
import {openWorld, repositoryPath} from '../support/demo-world.ts';
import {openGitHubDocument} from '../support/github-openapi.ts';
import {openedBy} from '../support/watched-world.ts';

const owner = 'Michael-A-Kuykendall';
const document = openGitHubDocument();
const secretsPath = `${repositoryPath}/actions/secrets`;
const then = timeText(Date.UTC(2026, 9, 1));

const open = async (token?: Token) => {
  await sodium.ready;
  const opened = await openWorld();
  const repository = findRepository(opened.world.github, owner, 'contextlite');
  if (!repository) throw new Error('The world lacks its repository.');
  repository.environments.push({id: 71, name: 'release', createdAt: then, secrets: []});
  if (token) opened.world.github.tokens.set('another', token);
  const headers = token ? {authorization: 'token another'} : {};
  const ask = async (method: string, path: string, body?: unknown) => {
    const reply = await opened.askGitHub(path, {method, headers, ...(body === undefined ? {} : {body: JSON.stringify(body)})});
    const text = await reply.text();
    return {status: reply.status, headers: reply.headers, body: text === '' ? undefined : JSON.parse(text)};
  };
  const sealed = async (levelPath: string, value: string) => {
    const {key, key_id} = (await ask('GET', `${levelPath}/public-key`)).body as {key: string; key_id: string};
    const box = sodium.crypto_box_seal(value, Buffer.from(key, 'base64'));
    return {encrypted_value: Buffer.from(box).toString('base64'), key_id};
  };
  return {...opened, repository, ask, sealed};
};

describe("the simulated GitHub's secrets", () => {
  it('are made with 201 and overwritten with 204, and show when', async () => {
    const {ask, sealed, repository} = await open();
    const body = await sealed(secretsPath, 'one');
    const made = await ask('PUT', `${secretsPath}/new_token`, body);
    expect([made.status, document.answerFaults({method: 'PUT', path: `${secretsPath}/X`, status: 201, body: made.body})]).toEqual([
      201,
      [],
    ]);
    const before = await ask('GET', `${secretsPath}/NPM_TOKEN`);
    expect((await ask('PUT', `${secretsPath}/npm_token`, await sealed(secretsPath, 'two'))).status).toBe(204);
    const after = await ask('GET', `${secretsPath}/NPM_TOKEN`);
    expect(after.body.updated_at > before.body.updated_at).toBe(true);
    expect(after.body.created_at).toBe(before.body.created_at);
    expect(JSON.stringify(after.body)).not.toContain('sealed');
    expect(await openedBy(repository.secrets.find(({name}) => name === 'NPM_TOKEN')?.sealed)).toBe('two');
    expect((await ask('DELETE', `${secretsPath}/NPM_TOKEN`)).status).toBe(204);
    expect((await ask('DELETE', `${secretsPath}/NPM_TOKEN`)).status).toBe(404);
  });

  it("have a key of each level's own", async () => {
    const {ask, sealed} = await open();
    const inRelease = `${repositoryPath}/environments/release/secrets`;
    const wrongLevel = await sealed(secretsPath, 'one');
    expect((await ask('PUT', `${inRelease}/NPM_TOKEN`, wrongLevel)).status).toBe(422);
    expect((await ask('PUT', `${inRelease}/NPM_TOKEN`, await sealed(inRelease, 'one'))).status).toBe(201);
    expect((await ask('PUT', `${repositoryPath}/environments/none/secrets/NPM_TOKEN`, wrongLevel)).status).toBe(404);
  });

  it('are refused where GitHub refuses them', async () => {
    const {ask, sealed, repository} = await open();
    const body = await sealed(secretsPath, 'one');
    const statusOf = async (name: string, sent: unknown) => (await ask('PUT', `${secretsPath}/${name}`, sent)).status;
    expect(await statusOf('GITHUB_X', body)).toBe(422);
    expect(await statusOf('1X', body)).toBe(422);
    expect(await statusOf('A-B', body)).toBe(422);
    expect(await statusOf('X', {...body, key_id: '1'})).toBe(422);
    expect(await statusOf('X', {...body, encrypted_value: 'no base64!'})).toBe(422);
    expect(await statusOf('X', {...body, encrypted_value: 'c2hvcnQ='})).toBe(422);
    expect(await statusOf('X', {})).toBe(422);
    expect(await statusOf('X', await sealed(secretsPath, 'x'.repeat(49_153)))).toBe(422);
    expect(await statusOf('X', await sealed(secretsPath, 'x'.repeat(49_152)))).toBe(201);
    while (repository.secrets.length < 100)
      repository.secrets.push({name: `S_${repository.secrets.length}`, createdAt: then, updatedAt: then});
    expect(await statusOf('ONE_MORE', body)).toBe(422);
    expect(await statusOf('NPM_TOKEN', body)).toBe(204);
  });

  it('are written by those alone who may', async () => {
    const reading = {
      kind: 'fine-grained',
      login: owner,
      permissions: {secrets: 'read'},
      repositories: [`${owner}/contextlite`.toLowerCase()],
    } as const;
    const one = await open(reading);
    const denied = await one.ask('PUT', `${secretsPath}/X`, await one.sealed(secretsPath, 'one'));
    expect([denied.status, denied.headers.get('x-accepted-github-permissions')]).toEqual([403, 'secrets=write']);
    expect((await one.ask('DELETE', `${secretsPath}/NPM_TOKEN`)).status).toBe(403);
    const two = await open({...reading, permissions: {secrets: 'write'}});
    expect((await two.ask('DELETE', `${secretsPath}/NPM_TOKEN`)).status).toBe(204);
    const stranger = await open({kind: 'classic', login: 'Homebrew', scopes: ['repo']});
    expect((await stranger.ask('DELETE', `${secretsPath}/NPM_TOKEN`)).status).toBe(403);
  });
});

describe("an organization's secrets", () => {
  const organizationPath = '/orgs/octo-org/actions/secrets';
  const openOrganization = async (token?: Token) => {
    const opened = await open(token);
    const secrets: OrganizationSecret[] = [];
    addAccount(opened.world.github, {id: 5, login: 'octo-org', type: 'Organization', createdAt: then, owners: [owner], secrets});
    return {...opened, secrets};
  };

  it("have the shapes of GitHub's document and want a visibility", async () => {
    const {ask, sealed} = await openOrganization({kind: 'classic', login: owner, scopes: ['repo', 'admin:org']});
    const body = await sealed(organizationPath, 'one');
    expect((await ask('PUT', `${organizationPath}/X`, body)).status).toBe(422);
    expect((await ask('PUT', `${organizationPath}/X`, {...body, visibility: 'all'})).status).toBe(201);
    expect(
      (await ask('PUT', `${organizationPath}/Y`, {...body, visibility: 'selected', selected_repository_ids: [1_039_571_539]})).status,
    ).toBe(201);
    for (const path of [
      organizationPath,
      `${organizationPath}/X`,
      `${organizationPath}/Y/repositories`,
      `${organizationPath}/public-key`,
    ]) {
      const reply = await ask('GET', path);
      expect([path, reply.status, document.answerFaults({method: 'GET', path, status: 200, body: reply.body})]).toEqual([path, 200, []]);
    }
  });

  it('are for its owners', async () => {
    const {ask} = await openOrganization();
    expect((await ask('GET', organizationPath)).status).toBe(403);
    const other = await openOrganization({kind: 'classic', login: 'Homebrew', scopes: ['admin:org']});
    expect((await other.ask('GET', `${organizationPath}/public-key`)).status).toBe(403);
    const fine = await openOrganization({
      kind: 'fine-grained',
      login: owner,
      permissions: {organization_secrets: 'read'},
      repositories: [],
    });
    expect((await fine.ask('GET', organizationPath)).status).toBe(200);
    const denied = await fine.ask('DELETE', `${organizationPath}/X`);
    expect([denied.status, denied.headers.get('x-accepted-github-permissions')]).toEqual([403, 'organization_secrets=write']);
  });
});
