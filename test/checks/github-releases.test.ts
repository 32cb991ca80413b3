import {describe, expect, it} from 'vitest';
import {githubReleases} from '../../checks/github-releases.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const list = 'https://api.github.com/repos/octo/tool/releases?per_page=30';
const byTag = 'https://api.github.com/repos/octo/tool/releases/tags/v1.2.3';
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const listed = (tag: string, assets: readonly string[], over: object = {}) => ({
  tag_name: tag,
  draft: false,
  prerelease: false,
  published_at: '2026-11-01T00:00:00Z',
  assets: assets.map((name) => ({name})),
  ...over,
});
const files = ['tool-linux-amd64.tar.gz', 'tool-windows-amd64.zip'];
const current = listed('v1.2.3', files, {published_at: '2026-11-20T10:00:00Z'});

describe('what GitHub Releases serves', () => {
  const release = releaseOf(files.map((name) => assetOf(name)));
  const states: readonly (readonly [string, typeof release | undefined, FakeReply, string, string | null])[] = [
    ['a release with its files', release, {body: [current, listed('v1.2.2', files)]}, 'published', '1.2.3'],
    ['a draft', {...release, isDraft: true}, {body: [listed('v1.2.2', files)]}, 'waiting', '1.2.2'],
    ['a release without files', releaseOf([]), {body: [current]}, 'partial', '1.2.3'],
    ['an unfinished upload', releaseOf([assetOf('a.zip', {isUploaded: false})]), {body: [current]}, 'partial', '1.2.3'],
    ['an empty file', releaseOf([assetOf('a.zip', {size: 0})]), {body: [current]}, 'partial', '1.2.3'],
    ['an earlier release alone', undefined, {body: [listed('v1.2.2', files)]}, 'absent', '1.2.2'],
    ['no release at all', undefined, {body: []}, 'absent', null],
    ['a repository that cannot be seen', undefined, {status: 404}, 'not-visible', null],
  ];
  it.each(states)('%s', async (_, found, reply, kind, serves) => {
    const project = projectOf(found === undefined ? {} : {release: found});
    const replies: Record<string, FakeReply> = found === undefined ? {[list]: reply, [byTag]: {status: 404}} : {[list]: reply};
    const publication = await against(replies, (lookup) => githubReleases.findPublication(lookup, project));
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });

  it('does not call a release absent that could not be read', async () => {
    const replies = {[list]: {body: [listed('v1.2.2', files)]}, [byTag]: {status: 500}};
    await expect(against(replies, (lookup) => githubReleases.findPublication(lookup, projectOf({})))).rejects.toThrow('500');
  });

  it('misses a platform that the release before had', async () => {
    const before = listed('v1.2.2', [...files, 'tool-darwin-arm64.tar.gz']);
    const {version} = await against({[list]: {body: [current, before]}}, (lookup) =>
      githubReleases.findPublication(lookup, projectOf({release})),
    );
    expect(version).toEqual({kind: 'partial', missing: ['a file for macos arm64, which the release before had']});
  });
  it('says that a prerelease is not the latest', async () => {
    const before = listed('v1.2.2', files);
    const project = projectOf({release: {...release, isPrerelease: true}});
    const publication = await against({[list]: {body: [{...current, prerelease: true}, before]}}, (lookup) =>
      githubReleases.findPublication(lookup, project),
    );
    expect(publication).toMatchObject({serves: '1.2.2', version: {kind: 'published', note: expect.stringContaining('prerelease')}});
  });
});

describe('what GitHub sends', () => {
  const verify = async (assets: Parameters<typeof releaseOf>[0], replies: Record<string, FakeReply>) =>
    against(replies, async (lookup) =>
      githubReleases.verifyPublication?.(lookup, projectOf({release: releaseOf(assets)}), {
        name: 'octo/tool',
        serves: '1.2.3',
        version: {kind: 'published'},
        evidence: [],
      }),
    );
  const cases: readonly (readonly [string, Parameters<typeof assetOf>[1], FakeReply, string])[] = [
    ['the released file', {sha256, size: 3}, {body: 'abc'}, 'same'],
    ['another file of the same size', {sha256, size: 3}, {body: 'abd'}, 'different'],
    ['fewer bytes than named', {sha256, size: 9}, {body: 'abc'}, 'different'],
    ['an error page', {sha256, size: 9}, {body: 'Not Found'}, 'different'],
    ['a web page', {sha256, size: 15}, {body: '<!DOCTYPE html>'}, 'different'],
    ['nothing', {sha256, size: 3}, {status: 404}, 'different'],
  ];
  it.each(cases)('%s', async (_, over, reply, result) => {
    const asset = assetOf('tool-linux-amd64.tar.gz', over);
    expect((await verify([asset], {[asset.url]: reply}))?.files).toMatchObject([{name: asset.name, result}]);
  });
  it('reads the files of a private repository through the API', async () => {
    const apiUrl = 'https://api.github.com/repos/octo/tool/releases/assets/1';
    const asset = assetOf('a.zip', {sha256, size: 3, apiUrl});
    const verified = await against(
      {[asset.url]: {status: 404}, [apiUrl]: {body: 'abc'}},
      async (lookup) =>
        githubReleases.verifyPublication?.(lookup, projectOf({release: releaseOf([asset])}), {
          name: 'octo/tool',
          serves: '1.2.3',
          version: {kind: 'published'},
          evidence: [],
        }),
      {hasGitHubToken: true},
    );
    expect(verified?.files).toEqual([{name: 'a.zip', result: 'same'}]);
  });
  it('finds one file under the names of two platforms', async () => {
    const assets = files.map((name) => assetOf(name, {sha256, size: 3}));
    const found = await verify(assets, Object.fromEntries(assets.map(({url}) => [url, {body: 'abc'}])));
    expect(found?.files.map(({result}) => result)).toEqual(['different', 'different']);
  });
  it('compares with nothing where GitHub has no digest', async () => {
    const {sha256: _, ...asset} = assetOf('a.zip', {size: 3});
    expect((await verify([asset], {[asset.url]: {body: 'abc'}}))?.files[0]?.result).toBe('not-comparable');
  });
});

describe("GitHub's token", () => {
  const user = 'https://api.github.com/user';
  const body = {login: 'octo', type: 'User'};
  const tests: readonly (readonly [string, FakeReply, object])[] = [
    [
      'is a classic one with its scope and its end',
      {body, headers: {'x-oauth-scopes': 'repo, workflow', 'github-authentication-token-expiration': '2026-12-01 19:07:53 UTC'}},
      {verdict: 'valid', identity: 'octo', expires: '2026-12-01T19:07:53.000Z'},
    ],
    [
      'names its end with an offset',
      {body, headers: {'x-oauth-scopes': 'repo', 'github-authentication-token-expiration': '2026-12-01 12:07:53 -0700'}},
      {expires: '2026-12-01T19:07:53.000Z'},
    ],
    ['has no scope', {body, headers: {'x-oauth-scopes': ''}}, {verdict: 'lacks-right'}],
    ['is a fine-grained one', {body}, {verdict: 'valid-rights-unknown', identity: 'octo'}],
    ['is refused', {status: 401, body: {message: 'Bad credentials'}}, {verdict: 'refused'}],
    [
      'wants single sign-on',
      {status: 403, headers: {'x-github-sso': 'required; url=https://github.com/orgs/o/sso'}, body: {}},
      {verdict: 'blocked', note: expect.stringContaining('https://github.com/orgs/o/sso')},
    ],
    ['meets the rate limit', {status: 403, headers: {'x-ratelimit-remaining': '0'}, body: {}}, {verdict: 'undetermined'}],
    ['is a run of Actions', {status: 403, body: {message: 'Resource not accessible by integration'}}, {verdict: 'undetermined'}],
  ];
  it.each(tests)('%s', async (_, reply, test) => {
    expect(await against({[user]: reply}, async (lookup) => githubReleases.token?.test?.(lookup, projectOf()))).toMatchObject(test);
  });
  it('goes to the API, and to git for the right to push', () =>
    expect(githubReleases.token?.origins).toEqual(['https://api.github.com', 'https://github.com']));
});

describe('the jobs of GitHub Releases', () => {
  const cases: readonly (readonly [string, Parameters<typeof stepOf>[0], boolean])[] = [
    ['an action', {uses: 'softprops/action-gh-release'}, true],
    ['gh', {run: 'gh release upload "$TAG" dist/*'}, true],
    ['GoReleaser', {run: 'goreleaser release --clean'}, true],
    ['a snapshot', {run: 'goreleaser release --snapshot'}, false],
    ['a download', {run: 'gh release download v1'}, false],
  ];
  it.each(cases)('recognises %s', (_, step, isPublishing) => {
    expect(githubReleases.publishedBy?.publishes(stepOf(step), jobOf([])) !== undefined).toBe(isPublishing);
  });
  it('names what a log shows', () => {
    expect(causesOf(githubReleases, 'Cannot upload assets to an immutable release.')).toEqual(['release-immutable']);
    expect(causesOf(githubReleases, "Pattern 'dist/*' does not match any files.")).toEqual(['asset-pattern-matches-nothing']);
  });
});
