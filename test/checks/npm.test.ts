import {describe, expect, it} from 'vitest';
import {npm} from '../../checks/npm.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const registry = 'https://registry.example';
const packageUrl = `${registry}/tool`;
const project = projectOf({packages: {npm: {name: 'tool', from: 'file', path: 'package.json'}}});
const guessed = projectOf();
const dist = (version: string) => ({tarball: `${registry}/tool/-/tool-${version}.tgz`, shasum: 'a9993e364706816aba3e25717850c26c9cd0d89d'});
const ours = {type: 'git', url: 'git+https://github.com/octo/tool.git'};
const packument = (over: object = {}) => ({
  name: 'tool',
  'dist-tags': {latest: '1.2.3'},
  versions: {'1.2.2': {dist: dist('1.2.2')}, '1.2.3': {dist: dist('1.2.3')}},
  time: {'1.2.2': '2026-11-01T00:00:00Z', '1.2.3': '2026-11-20T00:00:00Z'},
  maintainers: [{name: 'octo'}],
  repository: ours,
  ...over,
});
const only = (versions: readonly string[]) => Object.fromEntries(versions.map((version) => [version, {dist: dist(version)}]));

describe('what npm serves', () => {
  const states: readonly (readonly [string, FakeReply, string, string | null])[] = [
    ['the version of the tag', {body: packument()}, 'published', '1.2.3'],
    ['no such package', {status: 404, body: {error: 'Not found'}}, 'absent', null],
    ['an earlier version', {body: packument({'dist-tags': {latest: '1.2.2'}, versions: only(['1.2.2']), time: {}})}, 'absent', '1.2.2'],
    [
      'a version that was unpublished',
      {body: packument({'dist-tags': {latest: '1.2.2'}, versions: only(['1.2.2'])})},
      'withdrawn',
      '1.2.2',
    ],
    [
      'a package that was unpublished',
      {body: {name: 'tool', time: {unpublished: {versions: ['1.2.3']}}, repository: ours}},
      'withdrawn',
      null,
    ],
    [
      'a deprecated version',
      {body: packument({versions: {'1.2.3': {dist: dist('1.2.3'), deprecated: 'use 1.2.4'}}})},
      'withdrawn',
      '1.2.3',
    ],
    ['a version that is not the latest', {body: packument({'dist-tags': {latest: '1.2.2', next: '1.2.3'}})}, 'published', '1.2.2'],
  ];
  it.each(states)('%s', async (_, reply, kind, serves) => {
    const publication = await against({[packageUrl]: reply}, (lookup) => npm.findPublication(lookup, project));
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });

  it('says when an ordinary install gives another version', async () => {
    const reply = {body: packument({'dist-tags': {latest: '1.2.2'}})};
    const {version} = await against({[packageUrl]: reply}, (lookup) => npm.findPublication(lookup, project));
    expect(version).toMatchObject({kind: 'published', note: expect.stringContaining('1.2.2')});
  });

  it('is in part while a platform of the wrapper is missing', async () => {
    const versions = {
      '1.2.3': {dist: dist('1.2.3'), optionalDependencies: {'tool-linux-x64': '1.2.3', 'tool-darwin-arm64': '1.2.3', fsevents: '2.0.0'}},
    };
    const {version} = await against(
      {
        [packageUrl]: {body: packument({versions})},
        [`${registry}/tool-linux-x64/1.2.3`]: {body: {version: '1.2.3'}},
        [`${registry}/tool-darwin-arm64/1.2.3`]: {status: 404},
      },
      (lookup) => npm.findPublication(lookup, project),
    );
    expect(version).toEqual({kind: 'partial', missing: ['tool-darwin-arm64 1.2.3']});
  });

  it('waits for an approval that only a token shows', async () => {
    const publication = await against(
      {
        [packageUrl]: {body: packument({'dist-tags': {latest: '1.2.2'}, versions: only(['1.2.2']), time: {}})},
        [`${registry}/-/stage?package=tool`]: {body: {items: [{version: '1.2.3', createdAt: '2026-11-20T10:00:00Z'}]}},
      },
      (lookup) => npm.findPublication(lookup, project),
      {hasToken: true},
    );
    expect(publication).toMatchObject({serves: '1.2.2', version: {kind: 'waiting'}, queued: [{version: '1.2.3'}]});
  });

  it('writes a scope as the registry wants it', async () => {
    const scoped = projectOf({packages: {npm: {name: '@octo/tool', from: 'file'}}});
    await against({[`${registry}/@octo%2Ftool`]: {status: 404}}, (lookup) => npm.findPublication(lookup, scoped));
  });
});

describe('whose package it is', () => {
  it("takes no stranger's package of the same name for ours", async () => {
    const reply = {body: packument({repository: 'github:other/thing', homepage: 'https://github.com/other/thing'})};
    const publication = await against({[packageUrl]: reply}, (lookup) => npm.findPublication(lookup, guessed));
    expect(publication).toMatchObject({serves: null, version: {kind: 'absent'}, belongsTo: 'another'});
  });
  it('is not green for a guessed name without proof', async () => {
    const reply = {body: packument({repository: undefined})};
    const {version} = await against({[packageUrl]: reply}, (lookup) => npm.findPublication(lookup, guessed));
    expect(version.kind).toBe('not-visible');
  });
  it('takes a guessed name that points here', async () => {
    const publication = await against({[packageUrl]: {body: packument()}}, (lookup) => npm.findPublication(lookup, guessed));
    expect(publication).toMatchObject({version: {kind: 'published'}, belongsTo: 'this-project'});
  });
  const accounts: readonly (readonly [string, FakeReply, object])[] = [
    ['the maintainers', {body: packument()}, {kind: 'owns', name: 'octo'}],
    ['somebody else', {body: packument({repository: 'https://github.com/other/thing'})}, {kind: 'taken'}],
    ['nobody yet', {status: 404}, {kind: 'not-told'}],
  ];
  it.each(accounts)('names %s', async (_, reply, account) => {
    expect(await against({[packageUrl]: reply}, async (lookup) => npm.findAccount?.(lookup, project))).toMatchObject(account);
  });
});

describe("npm's token", () => {
  const whoami = `${registry}/-/whoami`;
  const people = `${registry}/-/package/tool/collaborators`;
  const tests: readonly (readonly [string, Record<string, FakeReply>, object])[] = [
    [
      'works',
      {[whoami]: {body: {username: 'octo'}}, [people]: {body: {octo: 'read-write'}}},
      {verdict: 'valid-rights-unknown', identity: 'octo'},
    ],
    ['may not publish', {[whoami]: {body: {username: 'octo'}}, [people]: {body: {octo: 'read-only'}}}, {verdict: 'lacks-right'}],
    ['has no package yet', {[whoami]: {body: {username: 'octo'}}, [people]: {status: 404}}, {verdict: 'valid-rights-unknown'}],
    ['is refused', {[whoami]: {status: 401, body: {}}}, {verdict: 'refused'}],
    ['is taken for nobody’s', {[whoami]: {body: {}}}, {verdict: 'refused'}],
    ['is bound to an address', {[whoami]: {status: 401, headers: {'www-authenticate': 'ipaddress'}, body: {}}}, {verdict: 'blocked'}],
    ['meets a limit', {[whoami]: {status: 429, body: ''}}, {verdict: 'undetermined'}],
  ];
  it.each(tests)('%s', async (_, replies, test) => {
    const result = await against(replies, async (lookup) => {
      const answer = await npm.token?.test?.(lookup, project);
      expect(lookup.asked.every(({as}) => as === 'token')).toBe(true);
      return answer;
    });
    expect(result).toMatchObject(test);
  });
  it('knows a credential of another service by its shape', () => {
    expect(npm.token?.readLocally?.(`ghp_${'x'.repeat(36)}`)?.verdict).toBe('wrong-marketplace');
    expect(npm.token?.readLocally?.(`npm_${'x'.repeat(36)}`)).toBeUndefined();
  });
});

describe('what npm sends', () => {
  const verify = (body: string, assets: Parameters<typeof releaseOf>[0] = []) =>
    against({[packageUrl]: {body: packument()}, [dist('1.2.3').tarball]: {body}}, async (lookup) =>
      npm.verifyPublication?.(
        lookup,
        {...project, release: releaseOf(assets)},
        {name: 'tool', serves: '1.2.3', version: {kind: 'published'}, evidence: []},
      ),
    );
  it('is compared with the digest npm names, and with the release', async () => {
    expect((await verify('abc'))?.files[0]?.result).toBe('not-comparable');
    expect((await verify('something else'))?.files[0]?.result).toBe('different');
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect((await verify('abc', [assetOf('tool-1.2.3.tgz', {sha256})]))?.files).toEqual([{name: 'tool-1.2.3.tgz', result: 'same'}]);
  });
});

describe('the files and jobs of npm', () => {
  const read = (body: object | string) => npm.packageFiles?.read('package.json', typeof body === 'string' ? body : JSON.stringify(body));
  it('reads what is published there and nothing else', () => {
    expect(read({name: 'tool', version: '1.2.3'})).toEqual({path: 'package.json', name: 'tool', version: '1.2.3', faults: []});
    expect(read({name: 'tool', version: '0.0.0-development'})).toEqual({path: 'package.json', name: 'tool', faults: []});
    expect(read({name: 'tool', private: true})).toBeUndefined();
    expect(read({name: 'tool', publisher: 'octo', engines: {vscode: '^1.90.0'}})).toBeUndefined();
    expect(read({name: '@octo/tool', publishConfig: {registry: 'https://npm.pkg.github.com'}})).toBeUndefined();
    expect(read('{"name": ')?.faults).toHaveLength(1);
    expect(read({name: 'tool', version: '0.0.0-placeholder'})?.faults).toHaveLength(1);
    expect(npm.packageFiles?.matches('node_modules/a/package.json')).toBe(false);
  });

  const setup = stepOf({uses: 'actions/setup-node', with: {'registry-url': 'https://npm.pkg.github.com'}});
  const cases: readonly (readonly [string, Parameters<typeof jobOf>[0], boolean])[] = [
    ['npm publish', [stepOf({run: 'cd npm\nnpm publish --access public'})], true],
    ['pnpm with flags', [stepOf({run: 'pnpm -r publish --no-git-checks'})], true],
    ['yarn npm publish', [stepOf({run: 'yarn npm publish'})], true],
    ['staging', [stepOf({run: 'npm stage publish'})], true],
    ['an action', [stepOf({uses: 'js-devtools/npm-publish'})], true],
    ['a dry run', [stepOf({run: 'npm publish --dry-run'})], false],
    ['a script of that name', [stepOf({run: 'npm run publish'})], false],
    ['printed text', [stepOf({run: 'echo "npm publish"'})], false],
    ["GitHub's registry by flag", [stepOf({run: 'npm publish --registry https://npm.pkg.github.com'})], false],
    ["GitHub's registry by setup", [setup, stepOf({run: 'npm publish'})], false],
    ['another registry', [stepOf({run: 'npm publish --registry=https://npm.company.example'})], false],
  ];
  it.each(cases)('recognises %s', (_, steps, isPublishing) => {
    const step = steps.at(-1)!;
    expect(npm.publishedBy?.publishes(step, jobOf(steps)) !== undefined).toBe(isPublishing);
  });

  const logs: readonly (readonly [string, string])[] = [
    ['npm error 404 Not Found - PUT https://registry.example/tool - Not found', 'may-not-publish'],
    ['npm error code ENEEDAUTH', 'not-signed-in'],
    ['npm error code E401', 'token-refused'],
    ['npm error code EOTP', 'one-time-password-wanted'],
    ['npm error code E402', 'scope-is-private'],
    [
      'npm error Provenance generation in GitHub Actions requires "write" access to the "id-token" permission',
      'identity-permission-missing',
    ],
  ];
  it.each(logs)('%s', (line, cause) => expect(causesOf(npm, line)).toEqual([cause]));
});
