import {describe, expect, it} from 'vitest';
import {openPage} from '../../src/demo/pages.ts';
import type {RunnerEvent} from '../../src/demo/runner/events.ts';
import {openRunnerWorld, type RunnerWorld} from '../support/runner-world.ts';

const open = async () => {
  const world = await openRunnerWorld();
  const happen = async (event: RunnerEvent | object): Promise<number> =>
    (await fetch(`${world.served.origin}/__demo/actions`, {method: 'POST', body: JSON.stringify(event)})).status;
  return {...world, happen};
};

const statesOf = async ({jobsOf}: RunnerWorld, run: number): Promise<readonly string[]> =>
  (await jobsOf(run))
    .filter(({conclusion}) => conclusion !== 'skipped')
    .map(({name, status, conclusion}) => `${name} ${status} ${conclusion}`);

describe('what others do to a run', () => {
  it('holds a job and lets it go, or ends it as told', async () => {
    const world = await open();
    const {happen, dispatch, pass, jobsOf, finish} = world;
    const run = await dispatch('chocolatey');
    expect(await happen({kind: 'pause', run, job: 'publish-chocolatey'})).toBe(200);
    await finish(run);
    expect(await statesOf(world, run)).toEqual(['build-and-release completed success', 'publish-chocolatey queued null']);
    await happen({kind: 'resume', run, job: 'publish-chocolatey'});
    await jobsOf(run);
    pass(2);
    await jobsOf(run);
    await happen({kind: 'finish', run, job: 'publish-chocolatey', conclusion: 'timed_out'});
    expect(await statesOf(world, run)).toEqual(['build-and-release completed success', 'publish-chocolatey completed timed_out']);
    expect((await world.json('GET', `/actions/runs/${run}`)).body).toMatchObject({status: 'completed', conclusion: 'failure'});
  });

  it('cancels, runs again and deletes it', async () => {
    const world = await open();
    const {happen, dispatch, pass, json, finish} = world;
    const run = await dispatch('npm');
    pass(2);
    await happen({kind: 'cancel', run});
    expect((await json('GET', `/actions/runs/${run}`)).body).toMatchObject({conclusion: 'cancelled', run_attempt: 1});
    await happen({kind: 'rerun', run, by: 'Homebrew'});
    expect((await json('GET', `/actions/runs/${run}`)).body).toMatchObject({
      status: 'queued',
      run_attempt: 2,
      triggering_actor: {login: 'Homebrew'},
    });
    expect(await finish(run)).toMatchObject({'publish-npm': 'success'});
    expect(await happen({kind: 'delete', run})).toBe(200);
    expect((await json('GET', `/actions/runs/${run}`)).status).toBe(404);
    expect([await happen({kind: 'cancel', run}), await happen({kind: 'frobnicate'})]).toEqual([404, 422]);
  });

  it('leaves it without a machine for hours, and then all at once', async () => {
    const {happen, dispatch, pass, json, finish} = await open();
    await happen({kind: 'pace', queueSeconds: 4 * 3600});
    const run = await dispatch('chocolatey');
    pass(3 * 3600);
    expect((await json('GET', `/actions/runs/${run}`)).body).toMatchObject({status: 'queued'});
    pass(3600);
    expect(await finish(run)).toMatchObject({'publish-chocolatey': 'success'});
    await happen({kind: 'pace', factor: 0, queueSeconds: 0});
    const quick = await dispatch('npm');
    expect((await json('GET', `/actions/runs/${quick}`)).body).toMatchObject({status: 'completed', conclusion: 'success'});
  });

  it('makes runs of one group wait for each other', async () => {
    const {dispatch, patch, json, finish} = await open();
    await patch((text) => text.replace('\njobs:', '\nconcurrency: publish\n\njobs:'));
    const [first, second] = [await dispatch('npm'), await dispatch('npm')];
    expect((await json('GET', `/actions/runs/${second}`)).body).toMatchObject({status: 'pending'});
    expect((await json('GET', `/actions/runs/${first}`)).body).not.toMatchObject({status: 'pending'});
    await finish(first);
    expect(await finish(second)).toMatchObject({'publish-npm': 'success'});
  });
});

describe('a merged pull request', () => {
  const propose = async ({json, repository}: RunnerWorld): Promise<number> => {
    const path = '.github/workflows/publish-packages.yml';
    const head = repository.branches.get('main');
    await json('POST', '/git/refs', {ref: 'refs/heads/fix', sha: head});
    const {body} = await json<{content: string; sha: string}>('GET', `/contents/${path}`);
    const text = Buffer.from(body.content, 'base64').toString('utf8').replace('name: Publish Packages', 'name: Publish');
    await json('PUT', `/contents/${path}`, {
      message: 'Rename',
      content: Buffer.from(text).toString('base64'),
      sha: body.sha,
      branch: 'fix',
    });
    return (await json<{number: number}>('POST', '/pulls', {title: 'Rename', head: 'fix', base: 'main'})).body.number;
  };

  it('changes the workflow for later runs, and closes', async () => {
    const world = await open();
    const {json, repository, dispatch} = world;
    const number = await propose(world);
    expect((await json('PUT', `/pulls/${number}/merge`, {sha: 'a'.repeat(40)})).status).toBe(409);
    expect((await json('GET', '/actions/workflows/publish-packages.yml')).body).toMatchObject({name: 'Publish Packages'});
    expect(await json('PUT', `/pulls/${number}/merge`, {})).toMatchObject({
      status: 200,
      body: {merged: true, sha: repository.branches.get('main')},
    });
    expect((await json('GET', '/actions/workflows/publish-packages.yml')).body).toMatchObject({name: 'Publish', state: 'active'});
    expect((await json('GET', `/pulls/${number}`)).body).toMatchObject({state: 'closed', merged: true});
    expect((await json('PUT', `/pulls/${number}/merge`, {})).status).toBe(405);
    expect((await json('PUT', '/pulls/99/merge', {})).status).toBe(404);
    expect((await json('GET', `/actions/runs/${await dispatch('npm')}`)).body).toMatchObject({name: 'Publish', display_title: 'Publish'});
  });

  it('is refused where both sides changed the same file', async () => {
    const world = await open();
    const number = await propose(world);
    await world.patch((text) => text.replace('name: Publish Packages', 'name: Ship'));
    expect((await world.json('PUT', `/pulls/${number}/merge`, {})).status).toBe(405);
  });

  it('is what a person does on its page', async () => {
    const world = await open();
    const number = await propose(world);
    const page = `https://github.com/Michael-A-Kuykendall/contextlite/pull/${number}`;
    expect(openPage(world.world, page)?.said).toContain(`Merged pull request ${number}`);
    expect(openPage(world.world, page)?.said).toContain('it is merged');
    expect((await world.json('GET', '/actions/workflows')).body).toMatchObject({workflows: [{name: 'Publish'}]});
  });
});

describe('a pushed tag', () => {
  it('starts the workflow that waits for it', async () => {
    const {json, repository, finish} = await open();
    await json('POST', '/git/refs', {ref: 'refs/tags/v1.0.36', sha: repository.branches.get('main')});
    const run = repository.runs.at(-1)!;
    expect(run).toMatchObject({event: 'push', branch: 'v1.0.36'});
    expect(await finish(run.id)).toMatchObject({'build-and-release': 'success', 'publish-chocolatey': 'failure', 'publish-npm': 'success'});
  });
});
