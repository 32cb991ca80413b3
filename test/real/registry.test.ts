import {createHash} from 'node:crypto';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {dockerHub} from '../../checks/docker-hub.ts';
import {githubPackages} from '../../checks/github-packages.ts';
import {testAlone} from '../../src/commands/tokens.ts';
import {createLookup} from '../../src/tools/lookup.ts';
import {type LocalRegistry, noRegistry, startRegistry} from '../support/local-registry.ts';
import {projectOf} from '../support/project.ts';
import {realSources} from '../support/real-sources.ts';

const lacking = noRegistry === undefined ? '' : ` (left out: ${noRegistry})`;
const users = [
  {name: 'octo', password: 'dckr_pat_Qm7Zt2Xw9Lk4', actions: ['pull', 'push']},
  {name: 'reader', password: 'dckr_pat_Rv5Hn8Bc1Js6', actions: ['pull']},
  {name: 'stranger', password: 'dckr_pat_Wy3Pf6Dg0Ue9', actions: []},
];
const passwordOf = (user: string): string => users.find(({name}) => name === user)?.password ?? '';
const bearer = (token: string | undefined) => ({authorization: `Bearer ${token}`});

/** Whether the registry really lets a token begin a push. */
const letsPush = async ({origin}: LocalRegistry, token: string | undefined, name = 'octo/tool'): Promise<number> =>
  (await fetch(`${origin}/v2/${name}/blobs/uploads/`, {method: 'POST', headers: bearer(token)})).status;

// Docker's own token server is nobody's but Docker's: a server of this test's own stands in for auth.docker.io by the specification; the registry that takes
// or refuses what it grants is the real one.
describe.skipIf(noRegistry !== undefined)(`Docker Hub's token against a real registry${lacking}`, {timeout: 30_000}, () => {
  let registry: LocalRegistry;
  beforeAll(async () => {
    registry = await startRegistry('docker.io', users);
  }, 40_000);
  afterAll(() => registry?.close());

  const testOf = (user: string | undefined, secret: string, name = 'octo/tool') => {
    const found = {name: 'DOCKERHUB_TOKEN', secret, companions: user === undefined ? {} : {DOCKERHUB_USERNAME: user}};
    const project = projectOf({packages: {'docker-hub': {name, from: 'configuration'}}});
    const sources = realSources(registry.folder, `auth.docker.io=${registry.front}`);
    return testAlone(dockerHub, {...found, source: 'environment'}, sources, project);
  };

  it('asks for what the registry itself says that a push needs', async () => {
    const {status, headers} = await fetch(`${registry.origin}/v2/octo/tool/blobs/uploads/`, {method: 'POST'});
    expect(status).toBe(401);
    const challenge = headers.get('www-authenticate') ?? '';
    expect(challenge).toContain('service="registry.docker.io"');
    // The registry names the two in whatever order.
    expect(challenge).toMatch(/scope="repository:octo\/tool:(?:pull,push|push,pull)"/);
  });

  it('is valid where the registry takes what was granted for a push', async () => {
    expect(await testOf('octo', 'dckr_pat_Qm7Zt2Xw9Lk4')).toMatchObject({verdict: 'valid', identity: 'octo', rights: ['pull', 'push']});
    expect(await letsPush(registry, registry.granted.at(-1))).toBe(202);
  });

  it.each([
    ['reader', 'only reads', ['pull']],
    ['stranger', 'does nothing', []],
  ])('lacks the right where its user %s %s: the registry refuses the push', async (user, _, rights) => {
    expect(await testOf(user, passwordOf(user))).toMatchObject({verdict: 'lacks-right', identity: user, rights});
    expect(await letsPush(registry, registry.granted.at(-1))).toBe(401);
  });

  it('is refused with a wrong password, and nothing is granted', async () => {
    const before = registry.granted.length;
    expect((await testOf('octo', 'dckr_pat_revoked')).verdict).toBe('refused');
    expect(registry.granted).toHaveLength(before);
  });

  it('is undetermined without its user: the token server takes the question for nobody’s, and the registry refuses the push', async () => {
    expect(await testOf(undefined, 'dckr_pat_Qm7Zt2Xw9Lk4')).toMatchObject({verdict: 'undetermined'});
    expect(await letsPush(registry, registry.granted.at(-1))).toBe(401);
  });

  it('sends nothing to the registry and pushes nothing', async () => {
    await testOf('octo', 'dckr_pat_Qm7Zt2Xw9Lk4');
    const tags = await fetch(`${registry.origin}/v2/octo/tool/tags/list`, {headers: bearer(registry.granted.at(-1))});
    expect(tags.status).toBe(404);
  });
});

describe.skipIf(noRegistry !== undefined)(`a public image of GitHub's against a real registry${lacking}`, {timeout: 30_000}, () => {
  let registry: LocalRegistry;
  beforeAll(async () => {
    registry = await startRegistry('ghcr.io', users);
    await push(registry, '1.2.3');
  }, 40_000);
  afterAll(() => registry?.close());

  /** An index of one image for two platforms. */
  const push = async ({origin, front}: LocalRegistry, tag: string): Promise<void> => {
    const basic = {authorization: `Basic ${btoa('octo:dckr_pat_Qm7Zt2Xw9Lk4')}`};
    const grant = await fetch(`${front}/token?service=ghcr.io&scope=repository:octo/tool:pull,push`, {headers: basic});
    const {token} = (await grant.json()) as {token: string};
    const send = (method: string, address: string, type: string, body: string) =>
      fetch(new URL(address, origin), {method, headers: {...bearer(token), 'content-type': type}, body});
    const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
    const config = '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}';
    const begun = await send('POST', '/v2/octo/tool/blobs/uploads/', 'application/octet-stream', '');
    const place = new URL(begun.headers.get('location') ?? '', origin);
    place.searchParams.set('digest', digestOf(config));
    await send('PUT', place.href, 'application/octet-stream', config);
    const type = 'application/vnd.docker.distribution.manifest.v2+json';
    const configType = 'application/vnd.docker.container.image.v1+json';
    const described = {mediaType: configType, size: config.length, digest: digestOf(config)};
    const manifest = JSON.stringify({schemaVersion: 2, mediaType: type, config: described, layers: []});
    await send('PUT', `/v2/octo/tool/manifests/${digestOf(manifest)}`, type, manifest);
    const one = (architecture: string) => ({
      mediaType: type,
      size: manifest.length,
      digest: digestOf(manifest),
      platform: {os: 'linux', architecture},
    });
    const listType = 'application/vnd.docker.distribution.manifest.list.v2+json';
    const list = JSON.stringify({schemaVersion: 2, mediaType: listType, manifests: [one('amd64'), one('arm64')]});
    const put = await send('PUT', `/v2/octo/tool/manifests/${tag}`, listType, list);
    if (put.status !== 201) throw new Error(`The registry takes no image: ${put.status} ${await put.text()}`);
  };

  const find = (version: string) => {
    const lookup = createLookup(realSources(registry.folder, `ghcr.io=${registry.front}`), new Map());
    const packages = {'github-packages': {name: 'octo/tool', from: 'configuration'}} as const;
    return githubPackages.findPublication(lookup, projectOf({version, tag: `v${version}`, packages}));
  };

  it('is found with its platforms, as anybody would pull it', async () => {
    expect(await find('1.2.3')).toMatchObject({
      serves: '1.2.3',
      version: {kind: 'published', note: 'It is there for linux/amd64, linux/arm64.'},
    });
  });

  it('is not found where only another version was pushed', async () => {
    expect(await find('2.0.0')).toMatchObject({serves: '1.2.3', version: {kind: 'absent'}});
  });
});
