import {afterEach, describe, expect, it} from 'vitest';
import type {Environment, OrganizationSecret} from '../../src/demo/github/actions-state.ts';
import {addAccount, addRepository} from '../../src/demo/github/new-repository.ts';
import {findAccount, findRepository, type Token, timeText} from '../../src/demo/github/state.ts';
import type {SecretPlace} from '../../src/model/plan.ts';
import {Problem} from '../../src/model/problem.ts';
import {Secret} from '../../src/model/secret.ts';
import {createGitHub} from '../../src/tools/github.ts';
import {deleteSecret, setSecret} from '../../src/tools/github-secrets.ts';
import {createHttp, type Http} from '../../src/tools/http.ts';
import {openWorld} from '../support/demo-world.ts';
import {openGitHubDocument} from '../support/github-openapi.ts';
import {type Loopback, serveOnLoopback} from '../support/loopback.ts';
import {openedBy, watchRequests} from '../support/watched-world.ts';

const owner = 'Michael-A-Kuykendall';
const repository = {owner, name: 'contextlite'};
const place: SecretPlace = {level: 'repository', repository};
const canary = 'canary-6f1d2c9b-value';
const address = '/repos/Michael-A-Kuykendall/contextlite/actions/secrets';

const open = async (token?: Token) => {
  const {world, served} = await openWorld();
  const found = findRepository(world.github, owner, 'contextlite');
  if (!found) throw new Error('The world lacks its repository.');
  if (token) world.github.tokens.set('another', token);
  const seen = watchRequests(world);
  const http = createHttp({hosts: {own: {'*': served.origin}, ofRepository: {}}, userAgent: 'portcall-test', timeout: 1000, pause: 1});
  const writer = {github: createGitHub({http, token: token ? 'another' : (world.setting.tokens.GITHUB_TOKEN ?? '')}), pause: 1};
  return {world, served, found, seen, writer};
};

const problemFrom = async (promise: Promise<unknown>): Promise<Problem> => {
  const thrown = await promise.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!(thrown instanceof Problem)) throw new Error(`No Problem came: ${String(thrown)}`);
  return thrown;
};

describe('setting a secret', () => {
  it('seals it for the repository, and sees that GitHub shows it anew', async () => {
    const {writer, found, seen} = await open();
    expect((await setSecret(writer, place, 'NEW_TOKEN', new Secret(canary))).note).toMatch(/^Created: GitHub shows it as set at 20/);
    expect((await setSecret(writer, place, 'NPM_TOKEN', new Secret(canary))).note).toMatch(/^Overwritten: GitHub shows it/);
    for (const name of ['NEW_TOKEN', 'NPM_TOKEN'])
      expect(await openedBy(found.secrets.find((one) => one.name === name)?.sealed)).toBe(canary);
    expect(JSON.stringify(seen.map(({body, path, headers}) => [body.toString(), path, headers]))).not.toContain(canary);
  });

  it("seals it for an environment with the environment's own key", async () => {
    const {writer, found} = await open();
    const release: Environment = {id: 71, name: 'release', createdAt: timeText(Date.now()), secrets: []};
    found.environments.push(release);
    await setSecret(writer, {level: 'environment', repository, environment: 'release'}, 'NPM_TOKEN', new Secret(canary));
    expect(release.secrets[0]?.sealed?.place).toBe(`${found.id}/71`);
    expect(await openedBy(release.secrets[0]?.sealed)).toBe(canary);
  });

  it('seals it for an organization, and takes it from nobody who could read it', async () => {
    const {writer, world} = await open({kind: 'classic', login: owner, scopes: ['repo', 'admin:org']});
    const secrets: OrganizationSecret[] = [];
    addAccount(world.github, {id: 5, login: 'octo-org', type: 'Organization', createdAt: timeText(0), owners: [owner], secrets});
    const [one, two] = [1, 2].map((id) =>
      addRepository(world.github, {id, owner: 'octo-org', name: `tool-${id}`, createdAt: timeText(0), pushedAt: timeText(0)}),
    );
    const at = (name: string): SecretPlace => ({
      level: 'organization',
      organization: 'octo-org',
      repositories: [{owner: 'octo-org', name}],
    });
    await setSecret(writer, at('tool-1'), 'NPM_TOKEN', new Secret('first'));
    expect(secrets[0]).toMatchObject({visibility: 'selected', selected: [one?.id]});
    await setSecret(writer, at('tool-2'), 'NPM_TOKEN', new Secret(canary));
    expect(secrets[0]).toMatchObject({visibility: 'selected', selected: [one?.id, two?.id]});
    expect(await openedBy(secrets[0]?.sealed)).toBe(canary);
    expect((await deleteSecret(writer, at('tool-1'), 'NPM_TOKEN')).note).toContain('no longer shows');
    expect(findAccount(world.github, 'octo-org')?.secrets).toEqual([]);
  });

  it("sends what GitHub's OpenAPI document describes and reads what it describes", async () => {
    const {writer, seen, found} = await open();
    found.environments.push({id: 71, name: 'release', createdAt: timeText(0), secrets: []});
    await setSecret(writer, place, 'NEW_TOKEN', new Secret(canary));
    await setSecret(writer, {level: 'environment', repository, environment: 'release'}, 'NEW_TOKEN', new Secret(canary));
    await deleteSecret(writer, place, 'NEW_TOKEN');
    const document = openGitHubDocument();
    const asked = seen.map(({method, path, query, body}) => ({
      method,
      path,
      query,
      ...(body.length > 0 ? {body: JSON.parse(`${body}`)} : {}),
    }));
    expect(asked.map(({method}) => method)).toEqual(expect.arrayContaining(['GET', 'PUT', 'DELETE']));
    expect(asked.flatMap((request) => document.requestFaults(request))).toEqual([]);
    expect(document.requestFaults({method: 'PUT', path: `${address}/X`, body: {encrypted_value: 'no base64!', key: 1}})).toHaveLength(3);
  });
});

describe('a write whose answer is lost', () => {
  it('is looked for, and not sent again where it has arrived', async () => {
    const {writer, world, seen} = await open();
    world.faults.add({host: 'api.github.com', method: 'PUT', times: 1, effect: {kind: 'reset'}});
    expect((await setSecret(writer, place, 'NPM_TOKEN', new Secret(canary))).note).toContain("GitHub's answer was lost");
    expect(seen.filter(({method}) => method === 'PUT')).toHaveLength(1);
  });

  it('is sent once more where it has not, after a look', async () => {
    const {writer, world, seen, served} = await open();
    world.faults.add({host: 'api.github.com', method: 'PUT', times: 1, effect: {kind: 'status', status: 502}});
    expect((await setSecret(writer, place, 'NPM_TOKEN', new Secret(canary))).note).toMatch(/^Overwritten/);
    expect(seen.filter(({method}) => method === 'PUT')).toHaveLength(1);
    const order = served.log.all().map(({method, status}) => `${method} ${status}`);
    expect(order.slice(-4)).toEqual(['PUT 502', 'GET 200', 'PUT 204', 'GET 200']);
  });

  it('is given up when it is lost again', async () => {
    const {writer, world} = await open();
    world.faults.add({host: 'api.github.com', method: 'PUT', effect: {kind: 'status', status: 503}});
    expect((await problemFrom(setSecret(writer, place, 'NPM_TOKEN', new Secret(canary)))).kind).toBe('unreachable');
  });

  it('says so when GitHub can no longer be asked', async () => {
    const {world, served} = await open();
    const http = createHttp({hosts: {own: {'*': served.origin}, ofRepository: {}}, userAgent: 'portcall-test', timeout: 1000, pause: 1});
    let isDown = false;
    const failing: Http = {
      send: async (request) => {
        if (isDown) throw new Problem('unreachable', 'api.github.com has trouble (503).', 'Wait.');
        isDown = request.method === 'PUT';
        if (isDown) throw new Problem('unreachable', 'api.github.com has trouble (503).', 'Wait.');
        return http.send(request);
      },
    };
    const writer = {github: createGitHub({http: failing, token: world.setting.tokens.GITHUB_TOKEN ?? ''}), pause: 1};
    const problem = await problemFrom(setSecret(writer, place, 'NPM_TOKEN', new Secret(canary)));
    expect(problem.message).toContain('The answer was lost');
    expect(problem.next).toContain('secret list');
  });

  it('a write that GitHub takes and does not show is no success', async () => {
    const {writer, world, found} = await open();
    const at = found.secrets.findIndex(({name}) => name === 'NPM_TOKEN');
    const old = found.secrets[at];
    const api = world.services as {hosts: readonly string[]; answer: (request: {method: string}) => unknown}[];
    const index = api.findIndex(({hosts}) => hosts.includes('api.github.com'));
    const {hosts, answer} = api[index]!;
    api[index] = {hosts, answer: (request) => (request.method === 'PUT' ? {status: 204} : answer(request))};
    const problem = await problemFrom(setSecret(writer, place, 'NPM_TOKEN', new Secret(canary)));
    expect(problem.message).toContain('still does not show the new value of NPM_TOKEN');
    expect(found.secrets[at]).toBe(old);
  });
});

describe('a refusal', () => {
  it('names the permission that is missing', async () => {
    const permissions = {secrets: 'read'} as const;
    const {writer, seen} = await open({
      kind: 'fine-grained',
      login: owner,
      permissions,
      repositories: [`${owner}/contextlite`.toLowerCase()],
    });
    const problem = await problemFrom(setSecret(writer, place, 'NPM_TOKEN', new Secret(canary)));
    expect([problem.kind, problem.next]).toEqual(['forbidden', 'Give the token secrets=write.']);
    expect(seen.filter(({method}) => method === 'PUT')).toHaveLength(1);
  });

  it('says that an environment is not there', async () => {
    const {writer, seen} = await open();
    const problem = await problemFrom(
      setSecret(writer, {level: 'environment', repository, environment: 'no such'}, 'NPM_TOKEN', new Secret(canary)),
    );
    expect([problem.kind, problem.message]).toEqual(['refused', expect.stringContaining('no environment no such of')]);
    expect(seen.some(({method}) => method === 'PUT')).toBe(false);
  });

  it("repeats GitHub's own words", async () => {
    const {writer, found} = await open();
    const now = timeText(Date.now());
    for (let number = found.secrets.length; number < 100; number++)
      found.secrets.push({name: `S_${number}`, createdAt: now, updatedAt: now});
    const problem = await problemFrom(setSecret(writer, place, 'ONE_MORE', new Secret(canary)));
    expect([problem.kind, problem.message]).toEqual(['refused', expect.stringContaining('(422): The limit of secrets is reached')]);
  });

  it('calls a token that is refused by its name', async () => {
    const {writer, world} = await open();
    world.github.tokens.clear();
    expect((await problemFrom(setSecret(writer, place, 'NPM_TOKEN', new Secret(canary)))).kind).toBe('unauthorized');
  });

  it('takes no web page for a key', async () => {
    const {writer, world} = await open();
    world.faults.add({host: 'api.github.com', path: 'public-key', effect: {kind: 'html'}});
    expect((await problemFrom(setSecret(writer, place, 'NPM_TOKEN', new Secret(canary)))).kind).toBe('unexpected-answer');
    world.faults.set([{host: 'api.github.com', path: 'public-key', effect: {kind: 'other-json'}}]);
    expect((await problemFrom(setSecret(writer, place, 'NPM_TOKEN', new Secret(canary)))).kind).toBe('unexpected-answer');
  });
});

describe('deleting a secret', () => {
  it('sees that it is gone, and is content when it was gone before', async () => {
    const {writer, found} = await open();
    expect((await deleteSecret(writer, place, 'NPM_TOKEN')).note).toContain('no longer shows');
    expect(found.secrets.some(({name}) => name === 'NPM_TOKEN')).toBe(false);
    expect((await deleteSecret(writer, place, 'NPM_TOKEN')).note).toContain('gone already');
  });

  it('is looked for when its answer is lost', async () => {
    const {writer, world} = await open();
    world.faults.add({host: 'api.github.com', method: 'DELETE', times: 1, effect: {kind: 'reset'}});
    expect((await deleteSecret(writer, place, 'NPM_TOKEN')).note).toContain("GitHub's answer was lost");
  });
});

describe('where a write goes', () => {
  const loopbacks: Loopback[] = [];
  afterEach(() => Promise.all(loopbacks.splice(0).map((one) => one.close())));
  const listen = async (...given: Parameters<typeof serveOnLoopback>) => {
    const one = await serveOnLoopback(...given);
    loopbacks.push(one);
    return one;
  };
  const key = JSON.stringify({key_id: '1', key: Buffer.alloc(32, 9).toString('base64')});

  it('follows no redirect, not even while it reads the key', async () => {
    const other = await listen((_, response) => response.writeHead(200, {'content-type': 'application/json'}).end(key));
    const server = await listen((_, response) => response.writeHead(302, {location: `${other.origin}/key`}).end());
    const http = createHttp({hosts: {own: {'*': server.origin}, ofRepository: {}}, userAgent: 'portcall-test', pause: 1});
    const writer = {github: createGitHub({http, token: 'github-secret'}), pause: 1};
    const problem = await problemFrom(setSecret(writer, place, 'NPM_TOKEN', new Secret(canary)));
    expect([problem.kind, problem.next]).toEqual(['refused', expect.stringContaining('renamed')]);
    expect(other.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });

  it("goes to no address that only a repository's file names", async () => {
    const hosts = {own: {}, ofRepository: {'api.github.com': 'https://elsewhere.example'}};
    const http = createHttp({hosts, userAgent: 'portcall-test', pause: 1, timeout: 500});
    const writer = {github: createGitHub({http, token: 'github-secret'}), pause: 1};
    const problem = await problemFrom(setSecret(writer, place, 'NPM_TOKEN', new Secret(canary)));
    expect([problem.kind, problem.message]).toEqual(['refused', expect.stringContaining('portcall.yaml')]);
  });

  it("sends the token to GitHub's own address alone", async () => {
    const http: Http = {send: async () => Promise.reject(new Error('Nothing is to be sent.'))};
    const github = createGitHub({http, token: 'github-secret'});
    const thrown = await github.request('GET https://elsewhere.example/user').catch((failure: unknown) => failure);
    expect((thrown as {cause?: unknown}).cause).toMatchObject({kind: 'bug', message: expect.stringContaining('https://elsewhere.example')});
    expect(JSON.stringify(thrown)).not.toContain('github-secret');
  });
});
