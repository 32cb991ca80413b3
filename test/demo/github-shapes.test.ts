import {describe, expect, it} from 'vitest';
import {addAccount, addRepository} from '../../src/demo/github/new-repository.ts';
import {findRepository, timeText} from '../../src/demo/github/state.ts';
import type {World} from '../../src/demo/world.ts';
import {openWorld, repositoryPath} from '../support/demo-world.ts';
import {openGitHubDocument} from '../support/github-openapi.ts';

const document = openGitHubDocument();
const then = timeText(Date.UTC(2026, 9, 1));

/** Fills what the demo's audit leaves empty, so that every shape has something in it. */
const enrich = (world: World): void => {
  const repository = findRepository(world.github, 'Michael-A-Kuykendall', 'contextlite');
  const upstream = findRepository(world.github, 'Homebrew', 'homebrew-core');
  if (!repository || !upstream) throw new Error('The world lacks its repositories.');
  const secret = {name: 'NIX_TOKEN', createdAt: then, updatedAt: then};
  repository.environments.push({id: 71, name: 'release', createdAt: then, secrets: [secret]});
  repository.organizationSecrets.push(secret);
  addAccount(world.github, {id: 9, login: 'a-fork-owner', type: 'User', createdAt: then});
  const fork = addRepository(world.github, {
    id: 10,
    owner: 'a-fork-owner',
    name: 'homebrew-core',
    createdAt: then,
    pushedAt: then,
    parent: 'Homebrew/homebrew-core',
  });
  upstream.pulls.push({
    id: 5,
    number: 250_001,
    title: 'contextlite 1.0.35 (new formula)',
    body: 'A new formula.',
    state: 'open',
    author: 'a-fork-owner',
    headRepository: `${fork.owner}/${fork.name}`,
    headBranch: 'contextlite',
    headSha: [...upstream.commits.keys()][0] ?? '',
    baseBranch: 'main',
    isDraft: false,
    labels: ['new formula'],
    createdAt: then,
    updatedAt: then,
    closedAt: null,
    mergedAt: null,
  });
  world.github.packages.push({
    id: 88,
    owner: 'Michael-A-Kuykendall',
    type: 'container',
    name: 'contextlite',
    visibility: 'public',
    createdAt: then,
    versions: [{id: 881, name: `sha256:${'a'.repeat(64)}`, tags: ['1.0.34'], createdAt: then}],
  });
};

const pathsOf = (world: World): readonly string[] => {
  const repository = findRepository(world.github, 'Michael-A-Kuykendall', 'contextlite');
  const release = repository?.releases.at(-1);
  const run = repository?.runs.at(-1);
  const job = run?.jobs.at(-1);
  const commit = repository?.branches.get('main');
  return [
    '/user',
    '/users/Michael-A-Kuykendall',
    '/users/Michael-A-Kuykendall/repos',
    '/orgs/Homebrew',
    '/rate_limit',
    '/versions',
    '/users/Michael-A-Kuykendall/packages?package_type=container',
    '/users/Michael-A-Kuykendall/packages/container/contextlite',
    '/users/Michael-A-Kuykendall/packages/container/contextlite/versions',
    '/search/issues?q=repo:Homebrew/homebrew-core%20is:pr%20contextlite%20in:title',
    '/repos/Homebrew/homebrew-core',
    '/repos/a-fork-owner/homebrew-core',
    '/repos/Homebrew/homebrew-core/pulls?state=all',
    '/repos/Homebrew/homebrew-core/pulls/250001',
    '/repos/Homebrew/homebrew-core/contents/Formula/r/ripgrep.rb',
    ...[
      '',
      '/tags',
      '/branches',
      '/branches/main',
      '/commits',
      `/commits/${commit}`,
      '/compare/v1.0.34...v1.0.35',
      '/compare/main...v1.0.34',
      '/releases',
      '/releases/latest',
      '/releases/tags/v1.0.35',
      `/releases/${release?.id}`,
      `/releases/${release?.id}/assets`,
      `/releases/assets/${release?.assets[0]?.id}`,
      '/git/ref/tags/v1.0.35',
      '/git/matching-refs/tags/v1',
      '/git/trees/main',
      '/git/trees/v1.0.35?recursive=1',
      '/license',
      '/contents/',
      '/contents/chocolatey',
      '/contents/.github/workflows/publish-packages.yml?ref=v1.0.34',
      '/actions/secrets',
      '/actions/secrets/NPM_TOKEN',
      '/actions/secrets/public-key',
      '/actions/organization-secrets',
      '/environments',
      '/environments/release',
      '/environments/release/secrets',
      '/environments/release/secrets/NIX_TOKEN',
      '/environments/release/secrets/public-key',
      '/actions/permissions',
      '/actions/permissions/workflow',
      '/actions/workflows',
      '/actions/workflows/publish-packages.yml',
      '/actions/workflows/publish-packages.yml/runs?branch=v1.0.35',
      '/actions/runs?event=push&status=failure&per_page=5&page=1',
      `/actions/runs/${run?.id}`,
      `/actions/runs/${run?.id}/jobs?filter=latest`,
      `/actions/runs/${run?.id}/attempts/1/jobs`,
      `/actions/jobs/${job?.id}`,
      `/check-runs/${job?.id}/annotations`,
    ].map((path) => `${repositoryPath}${path}`),
  ];
};

describe("the simulated GitHub's answers", () => {
  it("have the shapes of GitHub's OpenAPI document", async () => {
    const {world, askGitHub} = await openWorld();
    enrich(world);
    const faults: string[] = [];
    for (const path of pathsOf(world)) {
      const [plain = '', search = ''] = path.split('?');
      const asked = {method: 'GET', path: plain === `${repositoryPath}/contents/` ? `${repositoryPath}/contents/.` : plain};
      faults.push(...document.requestFaults({...asked, query: new URLSearchParams(search)}));
      const reply = await askGitHub(path);
      if (reply.status !== 200) faults.push(`${path} answers ${reply.status}`);
      else faults.push(...document.answerFaults({...asked, status: 200, body: await reply.json()}));
    }
    expect(faults).toEqual([]);
  });

  it('have the shape of its errors when they refuse', async () => {
    const {askGitHub} = await openWorld();
    const refused = [
      {path: '/repos/nobody/nothing', status: 404, headers: {}},
      {path: `${repositoryPath}/releases/tags/v9`, status: 404, headers: {}},
      {path: '/users/Michael-A-Kuykendall/packages/container/contextlite', status: 404, headers: {}},
      {path: `${repositoryPath}/immutable-releases`, status: 404, headers: {}},
      {path: '/user', status: 401, headers: {authorization: 'Bearer ghp_wrong'}},
    ];
    for (const {path, status, headers} of refused) {
      const reply = await askGitHub(path, {headers});
      expect([path, reply.status]).toEqual([path, status]);
      expect(document.answerFaults({method: 'GET', path, status, body: await reply.json()})).toEqual([]);
    }
  });
});

describe('the document', () => {
  it('knows which requests GitHub takes', () => {
    const path = `${repositoryPath}/actions/runs`;
    expect(document.requestFaults({method: 'GET', path, query: new URLSearchParams('status=failure&per_page=100')})).toEqual([]);
    expect(document.requestFaults({method: 'GET', path, query: new URLSearchParams('colour=red')})[0]).toContain('colour');
    expect(document.requestFaults({method: 'GET', path, query: new URLSearchParams('status=purple')})[0]).toContain('purple');
    expect(document.requestFaults({method: 'GET', path: '/search/issues'})[0]).toContain('needs the query parameter q');
    expect(document.requestFaults({method: 'GET', path: '/nowhere'})).toEqual(['GitHub has no GET /nowhere']);
  });

  it('looks into the depth of an answer', async () => {
    const {askGitHub} = await openWorld();
    const body = (await (await askGitHub(`${repositoryPath}/releases/latest`)).json()) as {
      author: {login?: string};
      assets: {size: unknown}[];
    };
    delete body.author.login;
    if (body.assets[0]) body.assets[0].size = 'large';
    const faults = document.answerFaults({method: 'GET', path: `${repositoryPath}/releases/latest`, status: 200, body});
    expect(faults.join('\n')).toMatch(/\/author .*login/);
    expect(faults.join('\n')).toMatch(/\/assets\/0\/size/);
  });

  it('knows which answers GitHub never gives', () => {
    const path = `${repositoryPath}/actions/secrets`;
    const wrong = {total_count: 'one', secrets: [{name: 'A'}]};
    expect(document.answerFaults({method: 'GET', path, status: 200, body: wrong}).length).toBeGreaterThan(1);
  });
});
