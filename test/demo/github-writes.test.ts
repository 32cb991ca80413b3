import {describe, expect, it} from 'vitest';
import {addAccount, addCommit, addRepository} from '../../src/demo/github/new-repository.ts';
import {findRepository, type Repository, type Token, timeText} from '../../src/demo/github/state.ts';
import {openWorld, repositoryPath} from '../support/demo-world.ts';
import {openGitHubDocument} from '../support/github-openapi.ts';

const owner = 'Michael-A-Kuykendall';
const document = openGitHubDocument();
const forks = '/repos/Homebrew/homebrew-core/forks';
const own = `/repos/${owner}`;

const open = async (token?: Token) => {
  let now = Date.now();
  const opened = await openWorld({now: () => now});
  if (token) opened.world.github.tokens.set('another', token);
  const faults: string[] = [];
  /** Asks, and holds the answer against GitHub's document. */
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = token ? {authorization: 'token another'} : {};
    const reply = await opened.askGitHub(path, {method, headers, ...(body === undefined ? {} : {body: JSON.stringify(body)})});
    const json = (await reply.json()) as never;
    const [plain = ''] = path.split('?');
    faults.push(...document.answerFaults({method, path: decodeURIComponent(plain), status: reply.status, body: json}));
    return {status: reply.status, headers: reply.headers, body: json as Record<string, unknown> & {message?: string}};
  };
  const statusOf = async (...asked: Parameters<typeof ask>): Promise<number> => (await ask(...asked)).status;
  const repository = (name: string, of = owner): Repository => {
    const found = findRepository(opened.world.github, of, name);
    if (!found) throw new Error(`The world lacks ${of}/${name}.`);
    return found;
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return {...opened, ask, statusOf, repository, pass, faults};
};

const addOrganization = ({world}: Awaited<ReturnType<typeof open>>, owners: readonly string[] = [owner]) =>
  addAccount(world.github, {id: 5, login: 'octo-org', type: 'Organization', createdAt: timeText(0), owners});

describe("the simulated GitHub's forks", () => {
  it('are promised at once and can be read after a while', async () => {
    const {ask, statusOf, pass, world, faults} = await open();
    world.github.forkTime = 60_000;
    const made = await ask('POST', forks, {default_branch_only: true});
    expect([made.status, made.body]).toMatchObject([202, {full_name: `${owner}/homebrew-core`, fork: true}]);
    expect(made.body).toMatchObject({parent: {full_name: 'Homebrew/homebrew-core'}, source: {full_name: 'Homebrew/homebrew-core'}});
    const reference = `${own}/homebrew-core/git/ref/heads/main`;
    expect([await statusOf('GET', `${own}/homebrew-core`), await statusOf('GET', reference)]).toEqual([200, 409]);
    pass(59_000);
    expect(await statusOf('GET', reference)).toBe(409);
    pass(1000);
    expect(await statusOf('GET', reference)).toBe(200);
    expect(faults).toEqual([]);
  });

  it('are given again to who asks again, and one’s own repository to its owner', async () => {
    const {ask, world} = await open();
    const first = await ask('POST', forks, {});
    const count = world.github.repositories.size;
    expect((await ask('POST', forks, {})).body.id).toBe(first.body.id);
    expect((await ask('POST', `${repositoryPath}/forks`, {})).body).toMatchObject({full_name: `${owner}/contextlite`, fork: false});
    expect(world.github.repositories.size).toBe(count);
  });

  it('get a number behind a name that is taken, and know where they come from', async () => {
    const {ask, world} = await open();
    addAccount(world.github, {id: 6, login: 'somebody', type: 'User', createdAt: timeText(0)});
    const at = timeText(0);
    addRepository(world.github, {id: 7, owner, name: 'homebrew-core', createdAt: at, pushedAt: at});
    const middle = addRepository(world.github, {
      id: 8,
      owner: 'somebody',
      name: 'homebrew-core',
      parent: 'Homebrew/homebrew-core',
      createdAt: at,
      pushedAt: at,
    });
    addCommit(middle, 'main', {files: new Map(), message: 'x', author: 'somebody', date: at});
    expect((await ask('POST', '/repos/somebody/homebrew-core/forks', {})).body).toMatchObject({
      name: 'homebrew-core-1',
      parent: {full_name: 'somebody/homebrew-core'},
      source: {full_name: 'Homebrew/homebrew-core'},
    });
  });

  it('are for an organization only by those who may', async () => {
    const opened = await open();
    addOrganization(opened);
    expect(await opened.statusOf('POST', forks, {organization: 'octo-org'})).toBe(202);
    expect(await opened.statusOf('POST', forks, {organization: 'nobody'})).toBe(422);
    addOrganization(opened, []);
    expect(await opened.statusOf('POST', '/repos/microsoft/winget-pkgs/forks', {organization: 'octo-org'})).toBe(403);
    expect(opened.faults).toEqual([]);
  });

  it('are compared with and brought up to their upstream', async () => {
    const {ask, repository, pass, faults} = await open();
    await ask('POST', forks, {});
    pass(2500);
    const source = repository('homebrew-core', 'Homebrew');
    addCommit(source, 'main', {files: new Map([['new', Buffer.from('1')]]), message: 'x', author: 'Homebrew', date: source.pushedAt});
    const compared = `${own}/homebrew-core/compare/Homebrew:main...main`;
    expect((await ask('GET', `${compared}?per_page=1`)).body).toMatchObject({ahead_by: 0, behind_by: 1, status: 'behind'});
    const upstream = `${own}/homebrew-core/merge-upstream`;
    expect((await ask('POST', upstream, {branch: 'main'})).body).toMatchObject({merge_type: 'fast-forward', base_branch: 'Homebrew:main'});
    expect((await ask('POST', upstream, {branch: 'main'})).body.merge_type).toBe('none');
    expect((await ask('GET', compared)).body).toMatchObject({behind_by: 0, status: 'identical'});
    expect((await ask('POST', `${repositoryPath}/merge-upstream`, {branch: 'main'})).status).toBe(422);
    expect(faults).toEqual([]);
  });
});

describe("the simulated GitHub's new repositories", () => {
  it('are made for a person and for an organization, empty or with a first commit', async () => {
    const opened = await open();
    const {ask, statusOf, faults} = opened;
    addOrganization(opened);
    expect((await ask('POST', '/user/repos', {name: 'a b', description: 'x'})).body).toMatchObject({
      full_name: `${owner}/a-b`,
      private: false,
    });
    expect(await statusOf('GET', `${own}/a-b/git/ref/heads/main`)).toBe(409);
    expect(await statusOf('POST', '/orgs/octo-org/repos', {name: 'tap', auto_init: true})).toBe(201);
    expect(await statusOf('GET', '/repos/octo-org/tap/contents/README.md')).toBe(200);
    const taken = await ask('POST', '/user/repos', {name: 'Contextlite'});
    expect([taken.status, taken.body]).toMatchObject([422, {errors: [{message: 'name already exists on this account'}]}]);
    expect(await statusOf('POST', '/user/repos', {})).toBe(422);
    expect(await statusOf('POST', '/orgs/nobody/repos', {name: 'x'})).toBe(404);
    addOrganization(opened, []);
    expect(await statusOf('POST', '/orgs/octo-org/repos', {name: 'x'})).toBe(403);
    expect(faults).toEqual([]);
  });

  it('are copied from a template, and only from one', async () => {
    const {ask, statusOf, pass, faults} = await open();
    const generate = '/repos/ScoopInstaller/BucketTemplate/generate';
    expect((await ask('POST', generate, {owner, name: 'bucket'})).status).toBe(201);
    expect(await statusOf('GET', `${own}/bucket/git/ref/heads/master`)).toBe(409);
    pass(2500);
    expect(await statusOf('GET', `${own}/bucket/git/ref/heads/master`)).toBe(200);
    expect(await statusOf('POST', '/repos/ScoopInstaller/Main/generate', {name: 'x'})).toBe(404);
    expect(await statusOf('POST', generate, {name: 'bucket'})).toBe(422);
    expect(faults).toEqual([]);
  });

  it('have topics', async () => {
    const {ask, statusOf, faults} = await open();
    expect((await ask('PUT', `${repositoryPath}/topics`, {names: ['homebrew-tap', 'go']})).body).toEqual({names: ['homebrew-tap', 'go']});
    expect((await ask('GET', repositoryPath)).body.topics).toEqual(['homebrew-tap', 'go']);
    expect(await statusOf('PUT', `${repositoryPath}/topics`, {names: ['Not a topic']})).toBe(422);
    expect((await ask('GET', `${repositoryPath}/topics`)).body.names).toHaveLength(2);
    expect(faults).toEqual([]);
  });
});

describe("the simulated GitHub's files", () => {
  it('are written with the digest of what they replace', async () => {
    const {ask, statusOf, repository, faults} = await open();
    const content = Buffer.from('one\n').toString('base64');
    const path = `${repositoryPath}/contents/docs/new.md`;
    const made = await ask('PUT', path, {message: 'Add it', content});
    const {sha} = made.body.content as {sha: string};
    expect([made.status, await statusOf('PUT', path, {message: 'Again', content})]).toEqual([201, 422]);
    expect(await statusOf('PUT', path, {message: 'Again', content, sha: 'a'.repeat(40)})).toBe(409);
    expect(await statusOf('PUT', path, {message: 'Again', content: 'dHdvCg==', sha})).toBe(200);
    const found = repository('contextlite');
    expect(
      found.commits
        .get(found.branches.get('main') ?? '')
        ?.files.get('docs/new.md')
        ?.toString(),
    ).toBe('two\n');
    expect(await statusOf('PUT', `${path}x`, {content})).toBe(422);
    expect(await statusOf('PUT', `${path}x`, {message: 'x', content: 'no base64!'})).toBe(422);
    expect(await statusOf('PUT', `${path}x`, {message: 'x', content, branch: 'nowhere'})).toBe(404);
    expect(faults).toEqual([]);
  });

  it('are gathered in one commit by blobs, a tree, a commit and a reference', async () => {
    const {ask, statusOf, repository, faults} = await open();
    const found = repository('contextlite');
    const base = found.branches.get('main') ?? '';
    const git = `${repositoryPath}/git`;
    const before = await ask('GET', `${git}/commits/${base}`);
    const blob = await ask('POST', `${git}/blobs`, {content: 'b25lCg==', encoding: 'base64'});
    const entries = [
      {path: 'one', mode: '100644', type: 'blob', sha: blob.body.sha},
      {path: 'two/three', mode: '100644', type: 'blob', content: 'three\n'},
      {path: 'LICENSE', mode: '100644', type: 'blob', sha: null},
    ];
    const tree = await ask('POST', `${git}/trees`, {base_tree: (before.body.tree as {sha: string}).sha, tree: entries});
    const commit = await ask('POST', `${git}/commits`, {message: 'All', tree: tree.body.sha, parents: [base]});
    expect([blob.status, tree.status, commit.status]).toEqual([201, 201, 201]);
    expect(await statusOf('POST', `${git}/refs`, {ref: 'refs/heads/next', sha: commit.body.sha})).toBe(201);
    const {files} = found.commits.get(String(commit.body.sha)) ?? {};
    expect([files?.get('one')?.toString(), files?.get('two/three')?.toString(), files?.has('LICENSE')]).toEqual([
      'one\n',
      'three\n',
      false,
    ]);
    expect(await statusOf('POST', `${git}/refs`, {ref: 'refs/heads/next', sha: base})).toBe(422);
    expect(await statusOf('POST', `${git}/refs`, {ref: 'next', sha: base})).toBe(422);
    expect(await statusOf('PATCH', `${git}/refs/heads/next`, {sha: base})).toBe(422);
    expect(await statusOf('PATCH', `${git}/refs/heads/next`, {sha: base, force: true})).toBe(200);
    expect(await statusOf('POST', `${git}/trees`, {base_tree: 'a'.repeat(40), tree: entries})).toBe(422);
    expect(await statusOf('POST', `${git}/commits`, {message: 'x', tree: 'a'.repeat(40)})).toBe(422);
    expect(faults).toEqual([]);
  });
});

describe("the simulated GitHub's pull requests", () => {
  it('are opened once for each branch that has something new, also from a fork', async () => {
    const {ask, statusOf, repository, pass, faults} = await open();
    const pulls = '/repos/Homebrew/homebrew-core/pulls';
    await ask('POST', forks, {});
    pass(2500);
    const fork = repository('homebrew-core');
    await statusOf('GET', `${own}/homebrew-core`);
    const wanted = {title: 'contextlite 1.0.35 (new formula)', head: `${owner}:contextlite`, base: 'main'};
    expect(await statusOf('POST', pulls, wanted)).toBe(422);
    fork.branches.set('contextlite', fork.branches.get('main') ?? '');
    const empty = await ask('POST', pulls, wanted);
    expect([empty.status, empty.body]).toMatchObject([422, {errors: [{message: 'No commits between main and contextlite'}]}]);
    const files = new Map([['Formula/c/contextlite.rb', Buffer.from('x')]]);
    addCommit(fork, 'contextlite', {files, message: 'x', author: owner, date: fork.pushedAt});
    expect((await ask('POST', pulls, wanted)).body).toMatchObject({
      state: 'open',
      head: {label: `${owner}:contextlite`},
      base: {ref: 'main'},
    });
    const again = await ask('POST', pulls, wanted);
    expect(again.body).toMatchObject({errors: [{message: `A pull request already exists for ${owner}:contextlite.`}]});
    expect(await statusOf('POST', pulls, {...wanted, base: 'nowhere'})).toBe(422);
    expect(await statusOf('POST', pulls, {...wanted, title: ''})).toBe(422);
    expect(faults).toEqual([]);
  });
});

describe('who may write', () => {
  const put = {message: 'x', content: 'eA=='};
  const file = `${repositoryPath}/contents/x`;
  const workflow = `${repositoryPath}/contents/.github/workflows/x.yml`;
  const fine = (permissions: Readonly<Record<string, 'read' | 'write'>>): Token => ({
    kind: 'fine-grained',
    login: owner,
    permissions,
    repositories: [`${owner}/contextlite`.toLowerCase()],
  });

  it('is who may push, with a token whose scopes reach it', async () => {
    const statuses = async (token: Token) => {
      const {statusOf} = await open(token);
      return [await statusOf('PUT', file, put), await statusOf('PUT', workflow, put), await statusOf('POST', forks, {})];
    };
    expect(await statuses({kind: 'classic', login: owner, scopes: []})).toEqual([404, 404, 404]);
    expect(await statuses({kind: 'classic', login: owner, scopes: ['public_repo']})).toEqual([201, 404, 202]);
    expect(await statuses({kind: 'classic', login: owner, scopes: ['public_repo', 'workflow']})).toEqual([201, 201, 202]);
    expect(await statuses({kind: 'classic', login: 'Homebrew', scopes: ['repo', 'workflow']})).toEqual([404, 404, 202]);
    expect(await statuses(fine({contents: 'read'}))).toEqual([403, 403, 403]);
    expect(await statuses(fine({contents: 'write', administration: 'write'}))).toEqual([201, 403, 202]);
    expect(await statuses(fine({contents: 'write', workflows: 'write'}))).toEqual([201, 201, 403]);
  });

  it('is told which scope or permission is missing', async () => {
    const classic = await open({kind: 'classic', login: owner, scopes: ['gist']});
    const hidden = await classic.ask('POST', '/user/repos', {name: 'x'});
    expect([hidden.status, hidden.headers.get('x-accepted-oauth-scopes')]).toEqual([404, 'public_repo, repo']);
    const granular = await open(fine({contents: 'write'}));
    const denied = await granular.ask('PUT', workflow, put);
    expect(denied.headers.get('x-accepted-github-permissions')).toBe('contents=write,workflows=write');
    const upstream = await granular.ask('POST', '/repos/Homebrew/homebrew-core/pulls', {title: 'x', head: 'x', base: 'main'});
    expect([upstream.status, upstream.headers.get('x-accepted-github-permissions')]).toEqual([403, 'pull_requests=write']);
  });

  it('is nobody where a repository is archived, and nobody without a token', async () => {
    const {repository, ask, askGitHub} = await open();
    repository('contextlite').isArchived = true;
    const refused = await ask('PUT', file, put);
    expect([refused.status, refused.body.message]).toEqual([403, 'Repository was archived so is read-only.']);
    expect((await askGitHub('/user/repos', {method: 'POST', headers: {authorization: ''}, body: '{}'})).status).toBe(401);
    expect((await askGitHub('/user/repos', {method: 'POST', body: 'no JSON'})).status).toBe(400);
  });
});
