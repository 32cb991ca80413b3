import {describe, expect, it} from 'vitest';
import type {Run} from '../../src/demo/github/actions-state.ts';
import type {Step} from '../../src/model/plan.ts';
import {commitTo, expectKnownRequests, type HandsWorld, openHands, owner} from '../support/hands-world.ts';

const repository = {owner, name: 'contextlite'};
const starting: Extract<Step, {readonly kind: 'run-workflow'}> = {
  kind: 'run-workflow',
  repository,
  workflow: 'publish-packages.yml',
  ref: 'main',
  inputs: {version: '1.0.35', platforms: 'npm'},
};
const post = `POST /repos/${owner}/contextlite/actions/workflows/publish-packages.yml/dispatches`;
const github = 'api.github.com';

const dispatched = ({repository: find}: HandsWorld): readonly Run[] =>
  find('contextlite').runs.filter(({event}) => event === 'workflow_dispatch');
const tagOf = ({repository: find}: HandsWorld, name: string) => ({name, commit: find('contextlite').tags.get(name) ?? ''});

describe('starting a workflow', () => {
  it('names the run that GitHub names, and holds to what GitHub documents', async () => {
    const opened = await openHands();
    const before = dispatched(opened).length;
    const note = await opened.run({...starting, tag: tagOf(opened, 'v1.0.35')});
    expect(dispatched(opened)).toHaveLength(before + 1);
    expect(note).toBe(`Started: https://github.com/${owner}/contextlite/actions/runs/${dispatched(opened).at(-1)?.id}.`);
    expect(opened.writes()).toEqual([post]);
    expect(JSON.parse(String(opened.seen.find(({method}) => method === 'POST')?.body))).toEqual({
      ref: 'main',
      inputs: starting.inputs,
      return_run_details: true,
    });
  });

  it('asks an older GitHub without run details, and finds the run by what is new', async () => {
    const opened = await openHands();
    opened.world.faults.add({host: github, method: 'POST', path: 'dispatches', effect: {kind: 'status', status: 400}, times: 1});
    expect(await opened.run(starting)).toMatch(/^The answer named no run; found: /);
    // The first one was refused before it arrived.
    expect(opened.writes()).toEqual([post]);
    expect(dispatched(opened)).toHaveLength(1);
    expectKnownRequests(opened);
  });

  it('looks for a dispatch whose answer was lost, and never sends it again', async () => {
    const opened = await openHands();
    opened.world.faults.add({host: github, method: 'POST', path: 'dispatches', effect: {kind: 'cut-off'}});
    expect(await opened.run(starting)).toMatch(/^The answer named no run; found: /);
    expect(dispatched(opened)).toHaveLength(1);
  });

  it('says that it does not know when a dispatch is lost and no run is to be seen', async () => {
    const opened = await openHands();
    opened.world.faults.add({host: github, method: 'POST', path: 'dispatches', effect: {kind: 'status', status: 502}});
    const problem = await opened.problemOf(starting);
    expect([problem.kind, problem.message]).toEqual(['unreachable', expect.stringContaining('whether it was started is not known')]);
    expect(dispatched(opened)).toHaveLength(0);
    expect(opened.rests.reduce((sum, one) => sum + one, 0)).toBe(45_000);
  });

  it('starts nothing once the tag has moved', async () => {
    const opened = await openHands();
    const tag = tagOf(opened, 'v1.0.35');
    opened.repository('contextlite').tags.set('v1.0.35', commitTo(opened.repository('contextlite'), {'new.txt': 'x'}));
    expect((await opened.problemOf({...starting, tag})).message).toMatch(/^The tag v1\.0\.35 has moved since the plan was made/);
    opened.repository('contextlite').tags.delete('v1.0.35');
    expect((await opened.problemOf({...starting, tag})).message).toContain('is gone');
    expect(opened.writes()).toEqual([]);
  });

  it.each([
    ['no such branch', {...starting, ref: 'missing'}, 'no branch and no tag missing'],
    ['an input that is not declared', {...starting, inputs: {version: '1', strange: 'x'}}, 'does not take these inputs'],
    ['an input that is missing', {...starting, inputs: {}}, 'wants other inputs'],
    ['no such workflow', {...starting, workflow: 'missing.yml'}, 'GitHub shows this token no workflow missing.yml'],
  ])('says what to do: %s', async (_, step, said) => {
    const problem = await (await openHands()).problemOf(step);
    expect([problem.kind, problem.message]).toEqual(['refused', expect.stringContaining(said)]);
  });

  it('says that the workflow is disabled', async () => {
    const opened = await openHands();
    for (const workflow of opened.repository('contextlite').workflows) workflow.state = 'disabled_manually';
    expect((await opened.problemOf(starting)).message).toContain('publish-packages.yml is disabled');
  });
});

describe('running a job again', () => {
  const again = (opened: HandsWorld): Extract<Step, {readonly kind: 'rerun-job'}> => {
    const run = opened.repository('contextlite').runs.findLast(({conclusion}) => conclusion === 'failure');
    const job = run?.jobs.find(({conclusion}) => conclusion === 'failure');
    return {kind: 'rerun-job', repository, run: run?.id ?? 0, job: job?.id ?? 0, name: job?.name ?? ''};
  };

  it('starts the next attempt of its run, once although the answer is lost', async () => {
    const opened = await openHands();
    opened.world.faults.add({host: github, method: 'POST', path: 'rerun', effect: {kind: 'cut-off'}, times: 1});
    const step = again(opened);
    expect(await opened.run(step)).toMatch(/^Attempt 2 of https:/);
    expect(opened.repository('contextlite').runs.find(({id}) => id === step.run)?.attempt).toBe(2);
    expect(opened.writes()).toEqual([`POST /repos/${owner}/contextlite/actions/jobs/${step.job}/rerun`]);
    expect((await opened.problemOf(step)).kind).toBe('refused');
    expectKnownRequests(opened);
  });

  it('says that a run of more than 30 days ago is too old', async () => {
    const opened = await openHands();
    const step = again(opened);
    opened.rests.push(40 * 86_400_000);
    expect((await opened.problemOf(step)).message).toContain('older than 30 days');
  });
});

describe('cancelling a run', () => {
  it('waits until GitHub shows it as cancelled, and says when it had ended', async () => {
    const opened = await openHands();
    await opened.run(starting);
    const run = dispatched(opened)[0];
    if (run === undefined) throw new Error('Nothing was started.');
    expect(await opened.run({kind: 'cancel-run', repository, run: run.id})).toMatch(/^GitHub shows https:.* as cancelled\.$/);
    const ended = opened.repository('contextlite').runs.find(({conclusion}) => conclusion === 'failure')?.id ?? 0;
    expect((await opened.problemOf({kind: 'cancel-run', repository, run: ended})).message).toBe('The run has ended already.');
  });
});
