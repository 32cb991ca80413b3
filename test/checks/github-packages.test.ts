import {describe, expect, it} from 'vitest';
import {githubPackages} from '../../checks/github-packages.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const token = 'https://ghcr.io/token?service=ghcr.io&scope=repository%3Aocto%2Ftool%3Apull';
const manifest = 'https://ghcr.io/v2/octo/tool/manifests/1.2.3';
const withV = 'https://ghcr.io/v2/octo/tool/manifests/v1.2.3';
const repository = 'https://api.github.com/repos/octo/tool';
const ownedBy = (type: string): FakeReply => ({body: {owner: {login: 'Octo', type}}});
const tags = 'https://ghcr.io/v2/octo/tool/tags/list?n=1000';
const versions = (level: string, type = 'container') =>
  `https://api.github.com/${level}/octo/packages/${type}/tool/versions${level === 'orgs' ? '?per_page=100' : ''}`;
const granted: FakeReply = {body: {token: 'anonymous'}};
const denied: FakeReply = {status: 403, body: {errors: [{code: 'DENIED'}]}};
const index: FakeReply = {
  body: {manifests: [{platform: {os: 'linux', architecture: 'amd64'}}, {platform: {os: 'unknown', architecture: 'unknown'}}]},
};
const container = (...names: readonly string[]) => ({
  body: [{name: 'sha256:1', metadata: {package_type: 'container', container: {tags: names}}}],
});
const mayRead = {'x-oauth-scopes': 'repo, read:packages'};

describe('what GitHub serves of an image', () => {
  const states: readonly (readonly [string, Record<string, FakeReply>, object])[] = [
    [
      'to everybody',
      {[token]: granted, [manifest]: index},
      {serves: '1.2.3', version: {kind: 'published', note: expect.stringContaining('linux/amd64')}},
    ],
    [
      'in an earlier version',
      {[token]: granted, [manifest]: {status: 404}, [withV]: {status: 404}, [tags]: {body: {tags: ['1.2.1', '1.2.2', 'latest']}}},
      {serves: '1.2.2', version: {kind: 'absent'}},
    ],
    [
      'under a tag with a v',
      {[token]: granted, [manifest]: {status: 404}, [withV]: index},
      {serves: '1.2.3', version: {kind: 'published', note: expect.stringContaining('linux/amd64')}},
    ],
    [
      'to nobody who has no right to packages',
      {[token]: denied, [versions('users')]: {status: 404, headers: {'x-oauth-scopes': 'repo'}, body: {}}},
      {serves: null, version: {kind: 'not-visible'}},
    ],
    [
      'to nobody with a fine-grained token',
      {[token]: denied, [versions('users')]: {status: 403, body: {}}},
      {version: {kind: 'not-visible'}},
    ],
    [
      'to its owner alone',
      {[token]: denied, [versions('users')]: {...container('1.2.3', 'latest'), headers: mayRead}, [repository]: ownedBy('User')},
      {serves: null, version: {kind: 'waiting', url: 'https://github.com/users/octo/packages/container/tool/settings'}},
    ],
    [
      'to the members of its organization alone',
      {[token]: denied, [versions('users')]: {...container('1.2.3'), headers: mayRead}, [repository]: ownedBy('Organization')},
      {serves: null, version: {kind: 'waiting', url: 'https://github.com/orgs/octo/packages/container/tool/settings'}},
    ],
    [
      'to nobody at all',
      {
        [token]: denied,
        [versions('users')]: {status: 404, headers: mayRead, body: {}},
        [versions('orgs')]: {status: 404, headers: mayRead, body: {}},
      },
      {version: {kind: 'absent'}},
    ],
  ];
  it.each(states)('%s', async (_, replies, publication) => {
    const found = await against(
      replies,
      async (lookup) => {
        const answer = await githubPackages.findPublication(lookup, projectOf());
        expect(lookup.asked.filter(({url, as}) => url.startsWith('https://ghcr.io/') && as !== 'nobody')).toEqual([]);
        return answer;
      },
      {hasGitHubToken: true},
    );
    expect(found).toMatchObject(publication);
  });
  it('is not known without any token where it is not public', async () => {
    const {version} = await against({[token]: denied}, (lookup) => githubPackages.findPublication(lookup, projectOf()));
    expect(version.kind).toBe('not-visible');
  });
});

describe('what GitHub serves of an npm package', () => {
  const project = projectOf({packages: {'github-packages': {name: '@octo/tool', from: 'file'}}});
  const look = (reply: FakeReply) =>
    against({[versions('users', 'npm')]: reply}, (lookup) => githubPackages.findPublication(lookup, project), {hasGitHubToken: true});
  it('reads its versions', async () => {
    expect(await look({body: [{name: '1.2.3'}, {name: '1.2.2'}], headers: mayRead})).toMatchObject({
      serves: '1.2.3',
      version: {kind: 'published'},
    });
    expect(await look({body: [{name: '1.2.2'}], headers: mayRead})).toMatchObject({serves: '1.2.2', version: {kind: 'absent'}});
  });
});

describe('the files, token and jobs of GitHub Packages', () => {
  const setup = stepOf({uses: 'actions/setup-node', with: {'registry-url': 'https://npm.pkg.github.com'}});
  const push = {uses: 'docker/build-push-action'};
  const cases: readonly (readonly [string, Parameters<typeof jobOf>[0], boolean])[] = [
    ['npm by flag', [stepOf({run: 'npm publish --registry https://npm.pkg.github.com'})], true],
    ['npm by setup', [setup, stepOf({run: 'npm publish'})], true],
    ['npm by environment', [stepOf({run: 'npm publish', env: {NPM_CONFIG_REGISTRY: 'https://npm.pkg.github.com'}})], true],
    ['an image', [stepOf({...push, with: {push: 'true', tags: 'ghcr.io/octo/tool:1'}})], true],
    ['an image named by the run', [stepOf({...push, with: {push: 'true', tags: 'ghcr.io/${{ github.repository }}:1'}})], true],
    ['npm elsewhere', [stepOf({run: 'npm publish'})], false],
    ['an image elsewhere', [stepOf({...push, with: {push: 'true', tags: 'octo/tool:1'}})], false],
  ];
  it.each(cases)('recognises %s', (_, steps, isPublishing) => {
    expect(githubPackages.publishedBy?.publishes(steps.at(-1)!, jobOf(steps)) !== undefined).toBe(isPublishing);
  });
  it('needs the right to write packages', () => {
    const step = stepOf({run: 'npm publish', env: {NODE_AUTH_TOKEN: '${{ secrets.GITHUB_TOKEN }}'}});
    expect(githubPackages.publishedBy?.permissions?.(step, jobOf([step]))).toEqual({packages: 'write'});
    const own = stepOf({run: 'docker push ghcr.io/octo/tool', env: {TOKEN: '${{ secrets.CR_PAT }}'}});
    expect(githubPackages.publishedBy?.permissions?.(own, jobOf([own], {secrets: ['CR_PAT']}))).toEqual({});
  });
  it('reads a package of its registry', () => {
    const text = JSON.stringify({name: '@octo/tool', version: '1.2.3', publishConfig: {registry: 'https://npm.pkg.github.com/'}});
    expect(githubPackages.packageFiles?.read('package.json', text)).toMatchObject({name: '@octo/tool', version: '1.2.3'});
    expect(githubPackages.packageFiles?.read('package.json', '{"name": "tool"}')).toBeUndefined();
  });
  it('takes no fine-grained token', () => expect(githubPackages.token?.readLocally?.('github_pat_x')?.verdict).toBe('lacks-right'));
  it('wants the scope of packages', async () => {
    const user = (scopes: string): FakeReply => ({body: {login: 'octo'}, headers: {'x-oauth-scopes': scopes}});
    const test = (scopes: string) =>
      against({'https://api.github.com/user': user(scopes)}, async (lookup) => githubPackages.token?.test?.(lookup, projectOf()));
    expect((await test('write:packages, repo'))?.verdict).toBe('valid');
    expect((await test('repo'))?.verdict).toBe('lacks-right');
  });
  it('names what a log shows', () => {
    expect(causesOf(githubPackages, 'denied: permission_denied: write_package')).toEqual(['package-not-linked']);
    expect(causesOf(githubPackages, 'denied: installation not allowed to Create organization package')).toEqual([
      'packages-permission-missing',
    ]);
  });
});
