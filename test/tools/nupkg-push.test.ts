import {describe, expect, it} from 'vitest';
import {chocolatey} from '../../checks/chocolatey.ts';
import {readNupkg} from '../../src/demo/marketplaces/nupkg-reader.ts';
import {filesInZip} from '../../src/demo/marketplaces/zip-reader.ts';
import {createLookup} from '../../src/tools/lookup.ts';
import {nuspecText, openPushWorld, type PushStep, pushStep} from '../support/nupkg-world.ts';
import {projectOf} from '../support/project.ts';
import {realSources} from '../support/real-sources.ts';

const other = 'other contents of the package';
const withText = (more: string): PushStep => pushStep({files: [{path: 'contextlite.nuspec', contents: nuspecText('1.0.35', more)}]});
const [embedded] = pushStep().embeds;

describe('a package is pushed', () => {
  it('built here with the released program in it, and followed into moderation', async () => {
    const {push, stored, puts, known} = await openPushWorld();
    expect(await push()).toMatch(/^Chocolatey has contextlite 1\.0\.35; its own checks begin/);
    const files = filesInZip(stored()?.nupkg ?? Buffer.alloc(0));
    expect([...files.keys()].slice(0, 5)).toEqual([
      '_rels/.rels',
      'contextlite.nuspec',
      'tools/LICENSE.txt',
      'tools/VERIFICATION.txt',
      'tools/contextlite.exe',
    ]);
    expect(files.get('tools/contextlite.exe')?.toString('latin1').startsWith('MZ')).toBe(true);
    expect(readNupkg(stored()?.nupkg ?? Buffer.alloc(0))?.fields['description']).toContain('quotes " and &.');
    const [sent] = puts();
    expect(sent).toMatchObject({host: 'push.chocolatey.org', path: '/api/v2/package/', headers: {'x-nuget-apikey': known}});
  });
  it('so that the row says waiting', async () => {
    const {push, served} = await openPushWorld();
    await push();
    const lookup = createLookup(realSources(undefined, `*=${served.origin}`), new Map());
    const project = projectOf({version: '1.0.35', tag: 'v1.0.35', packages: {chocolatey: {name: 'contextlite', from: 'file'}}});
    expect((await chocolatey.findPublication(lookup, project)).version).toMatchObject({kind: 'waiting'});
  });
  it('once: the same bytes are found the second time', async () => {
    const {push, puts} = await openPushWorld();
    await push();
    expect(await push()).toMatch(/^It was so already/);
    expect(puts()).toHaveLength(1);
  });
  it('again under the same version while it is in moderation', async () => {
    const {push, add, stored} = await openPushWorld();
    add('1.0.35', {submittedStatus: 'Waiting'});
    expect(await push()).toContain('Chocolatey has contextlite 1.0.35');
    expect(stored()?.submittedStatus).toBe('Updated');
  });
  it('where another version is approved, though a third one waits', async () => {
    const {push, add} = await openPushWorld();
    add('1.0.33', {status: 'Approved'});
    add('1.0.34');
    expect(await push()).toContain('Chocolatey has contextlite 1.0.35');
  });
});

describe('nothing is sent', () => {
  it('without a key', async () => {
    const {problemOf, seen} = await openPushWorld({key: ''});
    expect(await problemOf()).toMatchObject({kind: 'unauthorized'});
    expect(seen).toEqual([]);
  });
  it('while an earlier version is in moderation and none is approved', async () => {
    const {problemOf, add, puts} = await openPushWorld();
    add('1.0.34');
    expect((await problemOf()).message).toContain('contextlite 1.0.34 is still in moderation');
    expect(puts()).toEqual([]);
  });
  it('while ten versions are in moderation', async () => {
    const {problemOf, add, puts} = await openPushWorld();
    add('0.9.0', {status: 'Approved'});
    for (let at = 0; at < 10; at++) add(`0.9.${at + 1}`);
    expect((await problemOf()).message).toContain('10 versions');
    expect(puts()).toEqual([]);
  });
  it('over an approved version', async () => {
    const {problemOf, add, puts} = await openPushWorld();
    add('1.0.35', {status: 'Approved'});
    expect((await problemOf()).message).toContain('is approved at Chocolatey with other contents');
    expect(puts()).toEqual([]);
  });
  it.each<[string, Partial<typeof embedded>, RegExp]>([
    ['another digest', {sha256: 'a'.repeat(64)}, /is not what it was when the plan was made/],
    ['no such file in it', {member: 'bin/contextlite.exe'}, /holds no bin\/contextlite\.exe/],
    ['another format', {format: 'tar.gz'}, /can’t be unpacked/],
    ['no such file in the release', {url: `${embedded?.url}.gone`}, /Nothing is served/],
  ])('where the released file has %s', async (_, change, message) => {
    const {problemOf, puts} = await openPushWorld();
    expect((await problemOf(pushStep({embeds: [{...embedded!, ...change}]}))).message).toMatch(message);
    expect(puts()).toEqual([]);
  });
  it.each([
    ['is no XML', '<package><metadata>'],
    ['is another package’s', nuspecText().replace('<id>contextlite', '<id>another')],
  ])('where the .nuspec %s', async (_, contents) => {
    const {problemOf, puts} = await openPushWorld();
    expect(await problemOf(pushStep({files: [{path: 'contextlite.nuspec', contents}]}))).toMatchObject({kind: 'refused'});
    expect(puts()).toEqual([]);
  });
  it('where the feed can’t be read', async () => {
    const {problemOf, puts, world} = await openPushWorld();
    world.faults.add({host: 'community.chocolatey.org', effect: {kind: 'html'}});
    expect(await problemOf()).toMatchObject({kind: 'unexpected-answer'});
    expect(puts()).toEqual([]);
  });
});

describe('Chocolatey refuses', () => {
  type World = Awaited<ReturnType<typeof openPushWorld>>;
  it.each<[string, string | undefined, (world: World) => unknown, RegExp, PushStep?]>([
    ['what is no key', 'ghp_x', () => undefined, /400\): The API key provided is invalid/],
    ['an unknown key', '11111111-2222-3333-4444-555555555555', () => undefined, /403\): .*authority to push/],
    ['another’s package', undefined, ({add}) => add('1.0.0', {status: 'Approved'}, ['somebody']), /403\): .*authority to push/],
    ['a rejected version', undefined, ({add}) => add('1.0.35', {status: 'Rejected'}), /409\): This package has been rejected/],
    ['a text that is too long', undefined, () => undefined, /409\): This package had an issue pushing/, withText(other.repeat(200))],
    ['a package that is too large', undefined, ({state}) => Object.assign(state, {mostBytes: 1000}), /413\)/],
  ])('%s, in its own words', async (_, key, change, message, step) => {
    const opened = await openPushWorld(key === undefined ? {} : {key});
    change(opened);
    const problem = await opened.problemOf(step);
    expect(problem.message).toMatch(message);
    expect(['refused', 'forbidden']).toContain(problem.kind);
    expect(problem.next.length).toBeGreaterThan(10);
    expect(opened.puts()).toHaveLength(1);
  });
  it('without a word, by not storing what a blocked account pushes', async () => {
    const {problemOf, state, rests} = await openPushWorld();
    for (const account of state.accounts) account.isBanned = true;
    expect((await problemOf()).message).toContain('accounts that are blocked');
    expect(rests.reduce((sum, one) => sum + one, 0)).toBe(120_000);
  });
  it('everything for an hour', async () => {
    const {problemOf, world} = await openPushWorld();
    world.faults.add({host: 'push.chocolatey.org', effect: {kind: 'status', status: 429, retryAfter: 3600}});
    expect(await problemOf()).toMatchObject({kind: 'rate-limited'});
  });
  it.each([
    [500, /500/],
    [403, /403/],
    [409, /409/],
  ])('with a page that says nothing (%i)', async (status, message) => {
    const {problemOf, world} = await openPushWorld();
    world.faults.add({host: 'push.chocolatey.org', effect: {kind: 'status', status}});
    expect((await problemOf()).message).toMatch(message);
  });
});

describe('an answer that is lost', () => {
  it.each(['cut-off', 'reset'] as const)('is looked up, and the package is not pushed twice (%s)', async (kind) => {
    const {push, puts, world, stored} = await openPushWorld();
    world.faults.add({host: 'push.chocolatey.org', times: 1, effect: {kind}});
    expect(await push()).toContain('Chocolatey has contextlite 1.0.35');
    expect(puts()).toHaveLength(1);
    expect(stored()?.submittedStatus).toBe('Pending');
  });
  it('is sent once more where nothing arrived', async () => {
    const {push, puts, world} = await openPushWorld();
    world.faults.add({host: 'push.chocolatey.org', times: 1, effect: {kind: 'status', status: 503}});
    expect(await push()).toContain('Chocolatey has contextlite 1.0.35');
    expect(puts()).toHaveLength(1);
  });
  it('ends in a problem where Chocolatey is away', async () => {
    const {problemOf, world, stored} = await openPushWorld();
    world.faults.add({host: 'push.chocolatey.org', effect: {kind: 'status', status: 503}});
    expect(await problemOf()).toMatchObject({kind: 'unreachable'});
    expect(stored()).toBeUndefined();
  });
  it('ends in a problem where its feed can’t be asked then', async () => {
    const {problemOf, world, seen} = await openPushWorld();
    world.faults.add({host: 'push.chocolatey.org', effect: {kind: 'reset'}});
    world.faults.add({host: 'community.chocolatey.org', path: 'Packages\\(Id', effect: {kind: 'reset'}});
    expect(await problemOf()).toMatchObject({kind: 'unreachable'});
    expect(seen.filter(({method}) => method === 'PUT').length).toBeLessThan(2);
  });
});
