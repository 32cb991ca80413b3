import {describe, expect, it} from 'vitest';
import {openPage} from '../../src/demo/pages.ts';
import {repositoryPath} from '../support/demo-world.ts';
import {openGitHubDocument} from '../support/github-openapi.ts';
import {openRunnerWorld, type RunnerWorld} from '../support/runner-world.ts';

const document = openGitHubDocument();
const dispatches = '/actions/workflows/publish-packages.yml/dispatches';

/** The same world, with every answer held against GitHub's document. */
const open = async (): Promise<RunnerWorld & {readonly faults: string[]}> => {
  const world = await openRunnerWorld();
  const faults: string[] = [];
  const json: RunnerWorld['json'] = async (method, path, body) => {
    const reply = await world.json(method, path, body);
    const [plain = ''] = `${repositoryPath}${path}`.split('?');
    if (reply.status !== 204) faults.push(...document.answerFaults({method, path: plain, status: reply.status, body: reply.body}));
    faults.push(
      ...document.requestFaults({
        method,
        path: plain,
        query: new URLSearchParams((path.split('?')[1] ?? '').replace(/&created=[^&]+/, '')),
        ...(body === undefined ? {} : {body}),
      }),
    );
    return reply as never;
  };
  return {...world, json, faults};
};

describe('a dispatch', () => {
  it('is refused with GitHub’s own words', async () => {
    const {json, repository, faults} = await open();
    const said = async (body: object): Promise<string> => {
      const reply = await json<{message?: string}>('POST', dispatches, body);
      return `${reply.status} ${reply.body.message ?? ''}`;
    };
    const inputs = {version: '1.0.35'};
    expect(await said({ref: 'nowhere', inputs})).toBe('422 No ref found for: nowhere');
    expect(await said({ref: 'main'})).toBe("422 Required input 'version' not provided");
    expect(await said({ref: 'main', inputs: {...inputs, npm: 'yes'}})).toBe('422 Unexpected inputs provided: ["npm"]');
    expect((await json('POST', '/actions/workflows/none.yml/dispatches', {ref: 'main'})).status).toBe(404);
    repository.workflows[0]!.state = 'disabled_manually';
    expect(await said({ref: 'main', inputs})).toBe("422 Cannot trigger a 'workflow_dispatch' on a disabled workflow");
    repository.workflows[0]!.state = 'active';
    expect(await said({ref: 'main', inputs})).toBe('204 ');
    expect(repository.runs).toHaveLength(3);
    expect(faults).toEqual([]);
  });

  it('needs the trigger in the file of that very ref, and the right to start it', async () => {
    const {json, patch, world, ask, repository} = await open();
    await patch((text) => text.replace(/ {2}workflow_dispatch:[\s\S]*?\npermissions/, '\npermissions'));
    const reply = await json<{message: string}>('POST', dispatches, {ref: 'main'});
    expect([reply.status, reply.body.message]).toEqual([422, "Workflow does not have 'workflow_dispatch' trigger"]);
    expect((await json('POST', dispatches, {ref: 'v1.0.35', inputs: {version: '1.0.35'}})).status).toBe(204);
    expect(repository.runs.at(-1)).toMatchObject({branch: 'v1.0.35', event: 'workflow_dispatch', status: 'queued'});
    const permissions = {contents: 'write', actions: 'read'} as const;
    world.github.tokens.set('reader', {
      kind: 'fine-grained',
      login: repository.owner,
      permissions,
      repositories: [`${repository.owner}/*`.toLowerCase()],
    });
    const headers = {authorization: 'token reader', 'user-agent': 'test'};
    const refused = await ask(`https://api.github.com${repositoryPath}${dispatches}`, {method: 'POST', headers, body: '{"ref":"main"}'});
    expect([refused.status, refused.headers.get('x-accepted-github-permissions')]).toEqual([403, 'actions=write']);
  });

  it('gives the run, which lists and filters like any other', async () => {
    const {json, faults, dispatch, finish, repository, pass, askGitHub} = await open();
    const {status, body} = await json('POST', dispatches, {
      ref: 'main',
      inputs: {version: '1.0.35', platforms: 'none'},
      return_run_details: true,
    });
    const id = repository.runs.at(-1)?.id;
    expect([status, body]).toMatchObject([
      200,
      {workflow_run_id: id, html_url: `https://github.com/${repository.owner}/contextlite/actions/runs/${id}`},
    ]);
    const path = `/actions/workflows/publish-packages.yml/runs?event=workflow_dispatch&branch=main&created=${encodeURIComponent(`>=${repository.runs.at(-1)?.createdAt}`)}&per_page=10`;
    expect((await json('GET', path)).body).toMatchObject({
      total_count: 1,
      workflow_runs: [{id, status: 'queued', conclusion: null, run_attempt: 1}],
    });
    const etag = (await askGitHub(`${repositoryPath}/actions/runs/${id}`)).headers.get('etag') ?? '';
    expect((await askGitHub(`${repositoryPath}/actions/runs/${id}`, {headers: {'if-none-match': etag}})).status).toBe(304);
    pass(2);
    expect((await askGitHub(`${repositoryPath}/actions/runs/${id}`, {headers: {'if-none-match': etag}})).status).toBe(200);
    for (const one of ['', '/jobs', '/jobs?filter=latest', '/attempts/1', '/attempts/1/jobs', '/pending_deployments'])
      await json('GET', `/actions/runs/${id}${one}`);
    await finish(id ?? 0);
    expect((await json('GET', `/actions/runs/${id}`)).body).toMatchObject({status: 'completed', conclusion: 'success'});
    await finish(await dispatch('npm'));
    expect((await json('GET', '/actions/runs?status=completed')).body).toMatchObject({total_count: 4});
    expect(faults).toEqual([]);
  });
});

describe('a re-run', () => {
  it('runs the old file again, as one more attempt with new jobs', async () => {
    const {json, jobsOf, finish, repository, faults, patch} = await open();
    await patch((text) => text.replace('curl -fsSL', 'false && curl'));
    const run = repository.runs[1]!;
    const failed = run.jobs.find(({name}) => name === 'publish-chocolatey')!;
    expect(await json('POST', `/actions/jobs/${failed.id}/rerun`)).toMatchObject({status: 201, body: {}});
    expect((await json('POST', `/actions/runs/${run.id}/rerun`)).status).toBe(403);
    expect(await finish(run.id)).toMatchObject({'publish-chocolatey': 'success', 'publish-homebrew': 'failure', 'publish-npm': 'success'});
    const jobs = await jobsOf(run.id);
    expect(new Set(jobs.map((job) => job.run_attempt))).toEqual(new Set([2]));
    expect(jobs.map(({id}) => id)).not.toContain(failed.id);
    const before = await json<{jobs: {id: number; conclusion: string}[]}>('GET', `/actions/runs/${run.id}/attempts/1/jobs`);
    expect(before.body.jobs.find(({id}) => id === failed.id)?.conclusion).toBe('failure');
    expect((await json('GET', `/actions/runs/${run.id}`)).body).toMatchObject({conclusion: 'failure', run_attempt: 2});
    expect((await json('POST', `/actions/runs/${run.id}/rerun-failed-jobs`)).status).toBe(201);
    expect(await finish(run.id)).toMatchObject({'publish-homebrew': 'success'});
    expect((await json('GET', `/actions/runs/${run.id}`)).body).toMatchObject({conclusion: 'success', run_attempt: 3});
    expect(faults).toEqual([]);
  });

  it('takes along what needs the job, and ends a month after the run', async () => {
    const {json, jobsOf, finish, repository, pass} = await open();
    const run = repository.runs[1]!;
    const build = run.jobs.find(({name}) => name === 'build-and-release')!;
    await json('POST', `/actions/jobs/${build.id}/rerun`);
    await finish(run.id);
    expect((await jobsOf(run.id)).map(({name}) => name).slice(-4)).toEqual([
      'build-and-release',
      'publish-npm',
      'publish-pypi',
      'publish-docker',
    ]);
    pass(31 * 86_400);
    const refused = await json<{message: string}>('POST', `/actions/runs/${run.id}/rerun`);
    expect([refused.status, refused.body.message]).toEqual([
      403,
      'Unable to retry this workflow run because it was created over a month ago',
    ]);
  });
});

describe('a cancelled run', () => {
  it('ends what runs and what was still to come', async () => {
    const {json, dispatch, jobsOf, pass, logOf, faults} = await open();
    const run = await dispatch('npm');
    pass(3);
    await jobsOf(run);
    expect((await json('POST', `/actions/runs/${run}/cancel`)).status).toBe(202);
    expect((await json('GET', `/actions/runs/${run}`)).body).toMatchObject({status: 'completed', conclusion: 'cancelled'});
    const jobs = await jobsOf(run);
    expect(jobs.map(({name, conclusion}) => `${name} ${conclusion}`)).toContain('publish-npm cancelled');
    expect(jobs[0]?.steps.map(({conclusion}) => conclusion)).toContain('cancelled');
    expect(await logOf(run, 'build-and-release')).toContain('##[error]The operation was canceled.');
    const again = await json<{message: string}>('POST', `/actions/runs/${run}/cancel`);
    expect([again.status, again.body.message]).toEqual([409, 'Cannot cancel a workflow run that is completed.']);
    expect(faults).toEqual([]);
  });
});

describe('an environment with reviewers', () => {
  const inEnvironment = (text: string): string => text.replace('  publish-npm:\n', '  publish-npm:\n    environment: release\n');

  it('holds its job until one of them approves', async () => {
    const {json, dispatch, finish, jobsOf, patch, world, repository, faults} = await open();
    await patch(inEnvironment);
    world.happen({kind: 'environment', repository: `${repository.owner}/contextlite`, name: 'release', reviewers: [repository.owner]});
    const run = await dispatch('npm');
    await finish(run);
    expect((await json('GET', `/actions/runs/${run}`)).body).toMatchObject({status: 'waiting', conclusion: null});
    expect((await jobsOf(run)).find(({name}) => name === 'publish-npm')).toMatchObject({status: 'waiting', conclusion: null});
    const waiting = await json<{environment: {id: number}}[]>('GET', `/actions/runs/${run}/pending_deployments`);
    expect(waiting.body).toMatchObject([
      {environment: {name: 'release'}, current_user_can_approve: true, reviewers: [{type: 'User', reviewer: {login: repository.owner}}]},
    ]);
    expect((await json('GET', '/environments/release')).body).toMatchObject({protection_rules: [{type: 'required_reviewers'}]});
    const answer = {environment_ids: [waiting.body[0]!.environment.id], state: 'approved', comment: 'Ship it.'};
    expect((await json('POST', `/actions/runs/${run}/pending_deployments`, answer)).status).toBe(200);
    expect(await finish(run)).toMatchObject({'publish-npm': 'success'});
    expect((await json('POST', `/actions/runs/${run}/pending_deployments`, answer)).status).toBe(422);
    expect(faults).toEqual([]);
  });

  it('fails its job where they refuse, and asks nobody else', async () => {
    const {json, dispatch, finish, patch, world, repository} = await open();
    await patch(inEnvironment);
    const environment = {kind: 'environment', repository: `${repository.owner}/contextlite`, name: 'release'} as const;
    world.happen({...environment, reviewers: ['octocat']});
    const run = await dispatch('npm');
    await finish(run);
    const [first] = (await json<{environment: {id: number}}[]>('GET', `/actions/runs/${run}/pending_deployments`)).body;
    const answer = {environment_ids: [first!.environment.id], state: 'rejected', comment: 'No.'};
    expect((await json('POST', `/actions/runs/${run}/pending_deployments`, answer)).status).toBe(403);
    world.happen({...environment, reviewers: ['octocat', repository.owner]});
    expect((await json('POST', `/actions/runs/${run}/pending_deployments`, answer)).status).toBe(200);
    expect(await finish(run)).toMatchObject({'publish-npm': 'failure'});
  });

  it('is approved by whoever opens the page of the run and may', async () => {
    const {dispatch, finish, patch, world, repository} = await open();
    await patch(inEnvironment);
    world.happen({kind: 'environment', repository: `${repository.owner}/contextlite`, name: 'release', reviewers: [repository.owner]});
    const run = await dispatch('npm');
    const page = `https://github.com/${repository.owner}/contextlite/actions/runs/${run}`;
    await finish(run);
    expect(openPage(world, page)?.said).toContain('Approved release');
    expect(await finish(run)).toMatchObject({'publish-npm': 'success'});
    expect(openPage(world, page)?.said).toContain('it is success');
  });
});
