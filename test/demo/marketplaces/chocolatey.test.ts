import {createHash} from 'node:crypto';
import {XMLValidator} from 'fast-xml-parser';
import {expect, test} from 'vitest';
import {readNuget} from '../../../checks/family/nuget-feed.ts';
import {zipOf} from '../../../src/demo/contextlite/zip.ts';
import type {ChocolateyVersion} from '../../../src/demo/marketplaces/chocolatey-state.ts';
import {createTestWorld, type TestWorld} from './ask.ts';

const api = 'https://community.chocolatey.org/api/v2';
const entryUrl = `${api}/Packages(Id='contextlite',Version='1.0.35')`;
const nupkg = zipOf([{name: 'contextlite.nuspec', contents: '<package/>'}]);

const submit = ({states}: TestWorld, change: Partial<ChocolateyVersion> = {}): void => {
  const version: ChocolateyVersion = {
    version: '1.0.35',
    nupkg,
    submittedAt: '2026-11-20T10:00:00.000Z',
    status: 'Submitted',
    submittedStatus: 'Pending',
    isListed: true,
    validation: 'Pending',
    verification: 'Pending',
    scan: 'NotFlagged',
    ...change,
  };
  states.chocolatey.packages.contextlite = {
    id: 'ContextLite',
    title: 'ContextLite <cli>',
    projectUrl: 'https://github.com/Michael-A-Kuykendall/contextlite',
    owners: ['michael-kuykendall'],
    versions: {'1.0.35': version},
  };
};

const propertiesOf = ({ask}: TestWorld) => readNuget('feed', ask(entryUrl).text).entries[0]?.properties;

test('has nothing at the audit: no entry, empty feeds, no page', () => {
  const {ask} = createTestWorld();
  expect(ask(entryUrl).status).toBe(404);
  for (const url of [
    `${api}/FindPackagesById()?id='contextlite'&semVerLevel=2.0.0`,
    `${api}/submitted/FindPackagesById()?id='contextlite'`,
  ]) {
    const feed = ask(url);
    expect(feed.status).toBe(200);
    expect(XMLValidator.validate(feed.text)).toBe(true);
    expect(readNuget('feed', feed.text).entries).toEqual([]);
  }
  expect(ask('https://community.chocolatey.org/packages/contextlite').status).toBe(404);
  expect(ask('https://community.chocolatey.org/profiles/michael-kuykendall').status).toBe(200);
  expect(ask('https://community.chocolatey.org/profiles/nobody').status).toBe(404);
});

test.each(['Pending', 'Ready', 'Waiting', 'Responded', 'Updated'] as const)(
  'a version that is submitted and %s can be read and is in no search',
  (submittedStatus) => {
    const world = createTestWorld();
    submit(world, {submittedStatus});
    expect(propertiesOf(world)).toMatchObject({
      Id: 'ContextLite',
      Title: 'ContextLite <cli>',
      PackageStatus: 'Submitted',
      PackageSubmittedStatus: submittedStatus,
      IsApproved: 'false',
      Published: '1900-01-01T00:00:00',
    });
    expect(readNuget('feed', world.ask(`${api}/FindPackagesById()?id='contextlite'`).text).entries).toEqual([]);
    expect(readNuget('feed', world.ask(`${api}/submitted/FindPackagesById()?id='contextlite'`).text).entries).toHaveLength(1);
    expect(world.ask('https://community.chocolatey.org/packages/contextlite/1.0.35').text).toContain('ContextLite &lt;cli&gt; 1.0.35');
  },
);

test('approved, exempted, unlisted, failing and rejected ones answer as documented', () => {
  const world = createTestWorld();
  submit(world, {status: 'Approved', approvedAt: '2026-11-20T11:00:00.000Z'});
  expect(propertiesOf(world)).toMatchObject({
    PackageStatus: 'Approved',
    IsApproved: 'true',
    Published: '2026-11-20T10:00:00',
    IsLatestVersion: 'true',
  });
  submit(world, {status: 'Exempted'});
  expect(propertiesOf(world)).toMatchObject({PackageStatus: 'Exempted', IsApproved: 'true'});
  expect(world.ask(`${api}/package-versions/contextlite`).json()).toEqual(['1.0.35']);
  submit(world, {status: 'Approved', isListed: false});
  expect(propertiesOf(world)).toMatchObject({Published: '1900-01-01T00:00:00', IsLatestVersion: 'false'});
  submit(world, {verification: 'Failing', verificationUrl: 'https://gist.github.com/choco-bot/1'});
  expect(propertiesOf(world)).toMatchObject({
    PackageTestResultStatus: 'Failing',
    PackageTestResultUrl: 'https://gist.github.com/choco-bot/1',
  });
  submit(world, {status: 'Rejected'});
  expect(world.ask(entryUrl).status).toBe(404);
  expect(world.ask('https://community.chocolatey.org/packages/contextlite/1.0.35').status).toBe(200);
  expect(world.ask(`${api}/package/contextlite/1.0.35`).status).toBe(404);
});

test('normalizes versions and takes encoded addresses', () => {
  const world = createTestWorld();
  submit(world);
  expect(world.ask(`${api}/Packages(Id='ContextLite',Version='1.0.035.0')`).status).toBe(200);
  expect(world.ask(`${api}/Packages%28Id=%27contextlite%27%2CVersion=%271.0.35%27%29`).status).toBe(200);
});

test('gives the very package that was pushed, also in moderation', () => {
  const world = createTestWorld();
  submit(world);
  const moved = world.ask(`${api}/package/contextlite/1.0.35`);
  expect(moved.status).toBe(302);
  const file = world.ask(moved.headers.location!).bytes;
  expect(createHash('sha512').update(file).digest('base64')).toBe(propertiesOf(world)?.PackageHash);
  expect(file.toString('latin1', 0, 4)).toBe('PK\x03\x04');
});

test('refuses the questions that the feed refuses', () => {
  const {ask, states} = createTestWorld();
  expect(ask(`${api}/Packages()?$orderby=DownloadCount desc`).status).toBe(200);
  expect(ask(`${api}/Packages()?$orderby=LastUpdated`).status).toBe(406);
  expect(ask(`${api}/Packages()?$filter=Id eq 'a' and Id eq 'a'`).status).toBe(406);
  expect(ask(`${api}/Packages()?$skip=10000&$top=30`).status).toBe(406);
  expect(ask(`${api}/GetUpdates()`).status).toBe(410);
  states.chocolatey.isRateLimited = true;
  expect(ask(`${api}/Packages()`)).toMatchObject({status: 429, headers: {'retry-after': '3600'}});
});

test('verifies a key', () => {
  const world = createTestWorld();
  const {ask, tokens, states} = world;
  const verify = (key: string, path = '') =>
    ask(`https://push.chocolatey.org/api/v2/verifykey/${path}`, {headers: {'x-nuget-apikey': key}});
  const key = tokens.CHOCOLATEY_API_KEY!;
  expect(verify(key)).toMatchObject({status: 200, text: ''});
  expect(verify('ghp_x')).toMatchObject({status: 400, text: 'The API key provided is invalid.'});
  expect(verify('00000000-0000-0000-0000-000000000000').text).toContain('does not provide the authority to push packages');
  expect(verify(key, 'contextlite/1.0.35')).toMatchObject({
    status: 404,
    text: "A package with id 'contextlite' and version '1.0.35' does not exist.",
  });
  submit(world);
  expect(verify(key, 'contextlite/1.0.35').status).toBe(200);
  states.chocolatey.packages.contextlite!.owners = ['someone'];
  expect(verify(key, 'contextlite/1.0.35').status).toBe(403);
});
