import {describe, expect, it} from 'vitest';
import {addRepository} from '../../src/demo/github/new-repository.ts';
import {findRepository, type Token, timeText} from '../../src/demo/github/state.ts';
import {openWorld, repositoryPath} from '../support/demo-world.ts';

const owner = 'Michael-A-Kuykendall';
const contextlite = `${owner}/contextlite`.toLowerCase();
const jsonOf = async <T>(reply: Response): Promise<T> => (await reply.json()) as T;
const then = timeText(Date.UTC(2026, 9, 1));

const openWith = async (token: Token) => {
  const opened = await openWorld();
  opened.world.github.tokens.set('another', token);
  const asOther = (path: string) => opened.askGitHub(path, {headers: {authorization: 'token another'}});
  const asNobody = (path: string) => opened.ask(`https://api.github.com${path}`, {headers: {'user-agent': 'portcall-test'}});
  return {...opened, asOther, asNobody};
};
const fineGrained = (permissions: Readonly<Record<string, 'read' | 'write'>>): Token => ({
  kind: 'fine-grained',
  login: owner,
  permissions,
  repositories: [contextlite],
  expiresAt: timeText(Date.now() + 86_400_000),
});

describe("the simulated GitHub's rules", () => {
  it('wants a User-Agent, known credentials and a known version', async () => {
    const {askGitHub} = await openWorld();
    expect((await askGitHub('/user', {headers: {'user-agent': ''}})).status).toBe(403);
    const refused = await askGitHub('/user', {headers: {authorization: 'Bearer ghp_wrong'}});
    expect([refused.status, (await jsonOf<{message: string}>(refused)).message]).toEqual([401, 'Bad credentials']);
    expect((await askGitHub('/user', {headers: {'x-github-api-version': '2026-03-10'}})).status).toBe(200);
    expect((await askGitHub('/user', {headers: {'x-github-api-version': '2001-01-01'}})).status).toBe(400);
  });

  it('says what a token may do', async () => {
    const {askGitHub, asOther} = await openWith(fineGrained({secrets: 'read'}));
    const classic = await askGitHub('/user');
    expect(classic.headers.get('x-oauth-scopes')).toBe('repo, workflow, read:packages');
    const fine = await asOther('/user');
    expect(fine.headers.get('x-oauth-scopes')).toBeNull();
    expect(fine.headers.get('github-authentication-token-expiration')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
    expect((await asOther(`${repositoryPath}/actions/secrets`)).status).toBe(200);
    const denied = await asOther(`${repositoryPath}/actions/permissions/workflow`);
    expect([denied.status, denied.headers.get('x-accepted-github-permissions')]).toEqual([403, 'administration=read']);
  });

  it('keeps secrets and logs from strangers', async () => {
    const {asNobody, asOther, world} = await openWith({kind: 'classic', login: 'Homebrew', scopes: ['repo']});
    const job = findRepository(world.github, owner, 'contextlite')?.runs[0]?.jobs[0]?.id;
    const statuses = async (ask: (path: string) => Promise<Response>) =>
      Promise.all(
        [`/actions/secrets`, `/actions/jobs/${job}/logs`, '/actions/runs'].map(
          async (path) => (await ask(`${repositoryPath}${path}`)).status,
        ),
      );
    expect(await statuses(asNobody)).toEqual([401, 403, 200]);
    expect(await statuses(asOther)).toEqual([403, 302, 200]);
  });

  it('hides private repositories and drafts', async () => {
    const {askGitHub, asNobody, asOther, world} = await openWith({kind: 'classic', login: owner, scopes: ['public_repo']});
    addRepository(world.github, {id: 77, owner, name: 'hidden', isPrivate: true, createdAt: then, pushedAt: then});
    for (const ask of [asNobody, asOther]) expect((await ask(`/repos/${owner}/hidden`)).status).toBe(404);
    expect((await askGitHub(`/repos/${owner}/HIDDEN`)).status).toBe(200);
    const release = findRepository(world.github, owner, 'contextlite')?.releases[1];
    if (release) release.isDraft = true;
    const count = async (ask: (path: string) => Promise<Response>) =>
      (await jsonOf<unknown[]>(await ask(`${repositoryPath}/releases`))).length;
    expect([await count(asNobody), await count(askGitHub)]).toEqual([1, 2]);
    expect((await askGitHub(`${repositoryPath}/releases/tags/v1.0.35`)).status).toBe(404);
  });

  it('wants read:packages for packages', async () => {
    const {askGitHub, asNobody, asOther} = await openWith({kind: 'classic', login: owner, scopes: ['repo']});
    const path = `/users/${owner}/packages/container/contextlite`;
    expect([(await asNobody(path)).status, (await asOther(path)).status, (await askGitHub(path)).status]).toEqual([401, 403, 404]);
  });

  it('counts requests but not those that are answered by 304, and refuses when none is left', async () => {
    const {asNobody, askGitHub, world} = await openWith(fineGrained({}));
    const left = (reply: Response) => Number(reply.headers.get('x-ratelimit-remaining'));
    const first = await askGitHub(repositoryPath);
    expect([left(first), first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-resource')]).toEqual([
      4999,
      '5000',
      'core',
    ]);
    const held = await askGitHub(repositoryPath, {headers: {'if-none-match': first.headers.get('etag') ?? ''}});
    expect([held.status, left(held)]).toEqual([304, 4999]);
    expect(left(await askGitHub('/rate_limit'))).toBe(4999);
    world.github.usage.set('anonymous core', {used: 59, resetsAt: Date.now() + 60_000});
    expect((await asNobody(repositoryPath)).status).toBe(200);
    const over = await asNobody(repositoryPath);
    expect([over.status, left(over)]).toEqual([403, 0]);
    expect((await jsonOf<{message: string}>(over)).message).toContain('rate limit exceeded');
  });

  it('leads from page to page', async () => {
    const {askGitHub, world} = await openWorld();
    const repository = findRepository(world.github, owner, 'contextlite');
    for (let at = 0; at < 200; at += 1) repository?.secrets.push({name: `SECRET_${at}`, createdAt: then, updatedAt: then});
    const names: string[] = [];
    let next: string | undefined = `${repositoryPath}/actions/secrets?per_page=100`;
    while (next !== undefined) {
      const reply: Response = await askGitHub(next);
      const page = await jsonOf<{total_count: number; secrets: {name: string}[]}>(reply);
      expect(page.total_count).toBe(209);
      names.push(...page.secrets.map((secret) => secret.name));
      next = /<https:\/\/api\.github\.com([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
    }
    expect(new Set(names).size).toBe(209);
  });

  it('answers nothing that it does not know, and takes no write that it does not know', async () => {
    const {askGitHub} = await openWorld();
    expect((await askGitHub('/nowhere')).status).toBe(404);
    const write = await askGitHub(`${repositoryPath}/actions/workflows`, {method: 'PUT', body: '{}'});
    expect(write.status).toBe(404);
  });
});
