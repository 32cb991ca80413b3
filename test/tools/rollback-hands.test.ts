import {describe, expect, it} from 'vitest';
import {cratesIo} from '../../checks/crates-io.ts';
import {dockerHub} from '../../checks/docker-hub.ts';
import {npm} from '../../checks/npm.ts';
import {snapcraft} from '../../checks/snapcraft.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {Step} from '../../src/model/plan.ts';
import {Problem} from '../../src/model/problem.ts';
import {createHands} from '../../src/tools/hands.ts';
import {createHeldValues} from '../../src/tools/held-values.ts';
import {createHttp} from '../../src/tools/http.ts';
import {owner, projectIn, publishBadRelease, yankToken} from '../support/bad-release.ts';
import {openWorld} from '../support/demo-world.ts';
import {textAt} from '../support/hands-world.ts';
import {watchRequests} from '../support/watched-world.ts';

const registry = 'https://registry.example';
const rows: Partial<Record<MarketplaceId, Marketplace>> = {npm, 'docker-hub': dockerHub, 'crates-io': cratesIo, snapcraft};
const image = 'makuykendall/contextlite';

const open = async (tokens: Readonly<Record<string, string>> = {}) => {
  const {world, served} = await openWorld();
  const places = publishBadRelease(world);
  const seen = watchRequests(world);
  const known: Readonly<Record<string, string>> = {...world.setting.tokens, CARGO_REGISTRY_TOKEN: yankToken, ...tokens};
  const http = createHttp({hosts: {own: {'*': served.origin}, ofRepository: {}}, userAgent: 'portcall-test', timeout: 1000, pause: 1});
  const authorize = (id: MarketplaceId, origin: string) => {
    const {names, origins, authorize: headersOf} = rows[id]?.token ?? {names: [], origins: [], authorize: () => ({})};
    const secret = names.map((name) => known[name]).find((one) => one !== undefined && one !== '');
    const isDeclared = origins.some((one) => (one === 'npm' ? registry : one) === origin);
    return secret === undefined || !isDeclared ? undefined : headersOf(secret, {DOCKERHUB_USERNAME: 'makuykendall'}, origin);
  };
  const token = world.setting.tokens['GITHUB_TOKEN'] ?? '';
  const hands = createHands({http, token, values: createHeldValues(), pause: 1, marketplaces: {authorize, npmRegistry: registry}});
  const run = async (step: Step): Promise<string> => (await hands[step.kind](step as never)).note;
  const problemOf = async (step: Step): Promise<Problem> => {
    const thrown = await run(step).catch((failure: unknown) => failure);
    if (!(thrown instanceof Problem)) throw new Error(`No Problem came: ${String(thrown)}`);
    return thrown;
  };
  const image35 = world.marketplaces.docker.repositories[image];
  const writes = () => seen.filter(({method}) => method !== 'GET').map(({method, host, path}) => `${method} ${host}${path}`);
  return {world, served, places, seen, run, problemOf, writes, tags: image35?.tags ?? {}, image: image35};
};

const tagStep: Step = {kind: 'move-dist-tag', package: 'contextlite', tag: 'latest', from: '1.0.35', to: '1.0.34'};
const warnStep: Step = {kind: 'deprecate-package', package: 'contextlite', version: '1.0.35', message: 'Taken back.'};
const yankStep: Step = {kind: 'yank-crate', crate: 'contextlite', version: '1.0.35'};
const snapStep: Step = {
  kind: 'release-snap',
  snap: 'contextlite',
  channel: 'latest/stable',
  architecture: 'amd64',
  revision: 6,
  version: '1.0.34',
  from: '1.0.35',
};
const retag = (tags: Readonly<Record<string, string>>): Step => ({
  kind: 'retag-image',
  registry: 'docker-hub',
  image,
  tag: 'latest',
  from: tags['1.0.35'] ?? '',
  to: tags['1.0.34'] ?? '',
  toVersion: '1.0.34',
});

describe('npm', () => {
  it('moves the tag, reads it back, and finds it done the second time', async () => {
    const {run, writes, world} = await open();
    expect(await run(tagStep)).toBe('npm shows it: latest of contextlite points to 1.0.34.');
    expect(await run(tagStep)).toContain('It was so already');
    expect(writes()).toEqual(['PUT registry.example/-/package/contextlite/dist-tags/latest']);
    expect(world.marketplaces.npm.packages.contextlite?.tags.latest).toBe('1.0.34');
  });
  it('deprecates one version and leaves the others', async () => {
    const {run, world} = await open();
    expect(await run(warnStep)).toContain('npm shows it');
    const versions = world.marketplaces.npm.packages.contextlite?.versions ?? {};
    expect(Object.entries(versions).map(([version, {deprecated}]) => [version, deprecated])).toEqual([
      ['1.0.33', undefined],
      ['1.0.34', undefined],
      ['1.0.35', 'Taken back.'],
    ]);
  });
  it('writes nothing when the tag was moved or a version is gone meanwhile', async () => {
    const {problemOf, writes, world} = await open();
    const found = world.marketplaces.npm.packages.contextlite;
    if (found) found.tags.latest = '1.0.33';
    expect((await problemOf(tagStep)).message).toContain('was moved to 1.0.33 since the plan was made');
    if (found) delete found.versions['1.0.34'];
    expect((await problemOf(tagStep)).message).toContain('1.0.34 is gone');
    expect(writes()).toEqual([]);
  });
  it.each([
    ['a one-time password', {wantsPassword: true}, 'asks for a one-time password'],
    ['another address', {isOutsideRange: true}, '401'],
  ])('tells of %s', async (_name, over, said) => {
    const {problemOf, world} = await open();
    Object.assign(world.marketplaces.npm.tokens[0] ?? {}, over);
    expect((await problemOf(tagStep)).message).toContain(said);
  });
  it('tells of a token that may only read, and sends none that is not at hand', async () => {
    const {problemOf, world} = await open();
    const found = world.marketplaces.npm.packages.contextlite;
    if (found) found.maintainers = {makuykendall: 'read-only'};
    expect(await problemOf(tagStep)).toMatchObject({kind: 'forbidden', message: expect.stringContaining('permission to publish')});
    const without = await open({NPM_TOKEN: ''});
    expect(await without.problemOf(tagStep)).toMatchObject({kind: 'unauthorized'});
    expect(without.seen).toEqual([]);
  });
  it('looks whether a write whose answer was lost has arrived', async () => {
    const {run, world, writes} = await open();
    world.faults.add({host: 'registry.example', method: 'PUT', times: 1, effect: {kind: 'cut-off'}});
    expect(await run(tagStep)).toContain('latest of contextlite points to 1.0.34');
    expect(writes()).toHaveLength(1);
  });
});

describe('crates.io', () => {
  it('yanks', async () => {
    const {run, world} = await open();
    expect(await run(yankStep)).toBe('crates.io shows it: contextlite 1.0.35 is yanked.');
    expect(await run(yankStep)).toContain('It was so already');
    expect(world.marketplaces.crates.crates.contextlite?.versions['1.0.34']?.isYanked).toBe(false);
  });
  it('is told of a token without the scope, and never gets one of trusted publishing', async () => {
    const narrow = await open();
    narrow.world.marketplaces.crates.tokens = [{secret: yankToken, user: owner, scopes: ['publish-update']}];
    expect(await narrow.problemOf(yankStep)).toMatchObject({kind: 'forbidden', next: expect.stringContaining('scope yank')});
    const trusted = await open({CARGO_REGISTRY_TOKEN: `cio_tp_${'x'.repeat(32)}`});
    expect((await trusted.problemOf(yankStep)).message).toContain('trusted publishing may not yank');
    expect(trusted.seen).toEqual([]);
  });
});

describe('Docker Hub', () => {
  it('points a tag to the earlier image and sends the token only where passes are got', async () => {
    const {run, tags, seen, world} = await open();
    const [before, after] = [tags['1.0.34'], tags['1.0.35']];
    expect(await run(retag(tags))).toBe(`Docker Hub shows it: ${image}:latest is the image of 1.0.34.`);
    expect([tags.latest, tags['1.0.35']]).toEqual([before, after]);
    const secret = Buffer.from(`makuykendall:${world.setting.tokens['DOCKERHUB_TOKEN']}`).toString('base64');
    const hosts = seen.filter(({headers}) => JSON.stringify(headers).includes(secret)).map(({host}) => host);
    expect([...new Set(hosts)]).toEqual(['auth.docker.io']);
  });
  it('refuses a tag that was moved, one that is immutable, and a token that may only read', async () => {
    const {problemOf, tags, image: found, world} = await open();
    const step = retag(tags);
    if (found) found.frozenTags = ['latest'];
    expect(await problemOf(step)).toMatchObject({next: expect.stringContaining('immutable')});
    tags.latest = `sha256:${'0'.repeat(64)}`;
    expect((await problemOf(step)).message).toMatch(/gone|moved/);
    world.marketplaces.docker.tokens = world.marketplaces.docker.tokens.map((one) => ({...one, scope: 'repo:read'}));
    expect((await problemOf(step)).message).toContain('insufficient scopes');
  });
  it('deletes a tag with a token that may, and with no other', async () => {
    const {run, problemOf, tags, world} = await open();
    const step: Step = {kind: 'delete-image-tag', image, tag: '1.0.35', digest: tags['1.0.35'] ?? ''};
    expect(await problemOf(step)).toMatchObject({kind: 'forbidden', next: expect.stringContaining('Read, Write & Delete')});
    world.marketplaces.docker.tokens = world.marketplaces.docker.tokens.map((one) => ({...one, scope: 'repo:admin'}));
    expect(await run(step)).toContain('1.0.35 is gone');
    expect(Object.keys(tags).sort()).toEqual(['1.0', '1.0.34', 'latest']);
  });
});

describe('the Snap Store', () => {
  it('releases the earlier revision', async () => {
    const {run, world, writes} = await open();
    expect(await run(snapStep)).toBe('The Snap Store shows it: latest/stable of contextlite for amd64 has revision 6 (1.0.34).');
    expect(await run(snapStep)).toContain('It was so already');
    expect(writes()).toHaveLength(1);
    expect(world.marketplaces.snap.snaps.contextlite?.channels).toMatchObject([{risk: 'stable', revision: 6}]);
  });
  it('is told of a login that may not, and of a channel that changed', async () => {
    const {problemOf, world} = await open();
    const [login] = world.marketplaces.snap.logins;
    if (login) world.marketplaces.snap.logins = [{...login, permissions: ['package_access']}];
    expect(await problemOf(snapStep)).toMatchObject({kind: 'forbidden', message: expect.stringContaining('package_release')});
    const [channel] = world.marketplaces.snap.snaps.contextlite?.channels ?? [];
    world.marketplaces.snap.snaps.contextlite?.revisions.push({
      revision: 8,
      version: '1.0.36',
      architecture: 'amd64',
      content: Buffer.from('x'),
      createdAt: '',
      status: 'Published',
    });
    if (channel) channel.revision = 8;
    expect((await problemOf(snapStep)).message).toContain('was changed to 1.0.36');
  });
});

describe('GitHub', () => {
  const repository = {owner, name: 'contextlite'};
  it('moves what is the latest and marks a prerelease', async () => {
    const {run, world, problemOf} = await open();
    const [older, newer] = projectIn(world).releases;
    const latest: Step = {kind: 'edit-release', repository, id: older?.id ?? 0, tag: 'v1.0.34', becomes: 'latest'};
    const demoted: Step = {kind: 'edit-release', repository, id: newer?.id ?? 0, tag: 'v1.0.35', becomes: 'prerelease'};
    expect(await run(latest)).toBe('GitHub shows it: v1.0.34 is the latest release.');
    expect(await run(demoted)).toBe('GitHub shows it: v1.0.35 is marked as a prerelease.');
    expect(await run(demoted)).toContain('It was so already');
    expect((await problemOf({...latest, id: newer?.id ?? 0})).message).toContain('is gone since');
    projectIn(world).releases[1] = {...(newer as NonNullable<typeof newer>), isPrerelease: false, isImmutable: true};
    expect((await problemOf(demoted)).message).toContain('immutable');
  });
  it('commits right to the branch, once, and not over what somebody else wrote', async () => {
    const {run, problemOf, places, writes} = await open();
    const path = 'Formula/contextlite.rb';
    const before = textAt(places.tap, path) ?? '';
    const step: Step = {
      kind: 'commit-files',
      repository: {owner, name: 'homebrew-tap'},
      branch: 'main',
      message: 'Take 1.0.35 back',
      files: [{path, before, after: 'earlier\n'}],
    };
    expect(await run(step)).toContain('GitHub shows it on main');
    expect([textAt(places.tap, path), places.tap.commits.size]).toEqual(['earlier\n', 3]);
    expect(await run(step)).toContain('main held it already');
    expect((await problemOf({...step, files: [{path, before, after: 'other\n'}]})).message).toContain('has changed on main');
    expect(writes()).toHaveLength(1);
  });
});
