import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {findRepository, type Repository} from '../../src/demo/github/state.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {keepStarted, readStarted} from '../../src/tools/started.ts';
import {publishBadRelease} from '../support/bad-release.ts';
import {mendChecks} from '../support/mend-checks.ts';
import {openDesk} from '../support/open-desk.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {watchRequests} from '../support/watched-world.ts';

const stages: Stage[] = [];
afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.end())));

const owner = 'Michael-A-Kuykendall';

/** A desk in a world whose clock goes only as far as it is waited. */
const openScene = async (
  id: MarketplaceId,
  env: Readonly<Record<string, string | undefined>> = {},
  change = (_: Repository | undefined) => {},
) => {
  let time = Date.now();
  const stage = await openStage({now: () => time});
  stages.push(stage);
  let pauses = 0;
  const rest = async (milliseconds: number) => {
    time += milliseconds;
    pauses += 1;
    if (pauses > 2000) throw new Error('It never ends.');
  };
  const repository = findRepository(stage.world.github, owner, 'contextlite');
  change(repository);
  const opened = await openDesk(stage, [id], {env: env as Record<string, string>, more: {now: () => time}, rest});
  const seen = watchRequests(stage.world);
  const writes = () => seen.filter(({method}) => method === 'POST').map((one) => `${one.method} ${one.path.split('/').at(-1)}`);
  return {...opened, stage, repository, writes};
};

const startedIn = async ({home}: Stage) => (await readStarted(path.join(home, 'state'))).started;

describe('publishing at the desk', () => {
  it('decides, shows the plan with what can be undone, starts it when agreed to and follows it to its end', async () => {
    const {desk, desks, stage, events, writes, survey} = await openScene('chocolatey');
    await desk.planPublish('chocolatey');
    expect(events.filter(({kind}) => kind === 'plan-made').map((event) => 'plan' in event && event.plan.state)).toEqual([
      'looking',
      'shown',
    ]);
    const {plan} = desks.get();
    expect(plan?.title).toBe(`${owner}/contextlite: publish 1.0.35 to Chocolatey`);
    expect(plan?.typedName).toBeUndefined();
    expect(plan?.lines.map(({text}) => text).join('\n')).toMatch(/Run the job “publish-chocolatey”[\s\S]*unlist/i);
    expect(writes()).toEqual([]);
    await desk.carryOut();
    expect(desks.get().plan).toBeUndefined();
    expect(desks.get().runs.chocolatey).toMatchObject({isJustStarted: true, title: 'Chocolatey', tag: 'v1.0.35'});
    await desk.settled();
    expect(writes()).toEqual(['POST rerun']);
    const run = desks.get().runs.chocolatey;
    expect(run).toMatchObject({progress: {stage: 'waiting'}, end: expect.stringContaining('moderation')});
    expect(run?.job?.steps.find(({name}) => name === 'Push to Chocolatey')?.conclusion).toBe('success');
    expect(await startedIn(stage)).toEqual([]);
    expect(survey.get().rows.chocolatey.publication.value?.version.kind).toBe('waiting');
    desk.dropRun('chocolatey');
    await desk.planPublish('chocolatey');
    expect(desks.get().plan).toMatchObject({title: 'Chocolatey: wait', state: 'told', url: expect.stringContaining('chocolatey.org')});
  });

  it('asks for a word where jobs would publish elsewhere', async () => {
    const {desk, desks, writes} = await openScene('npm', {}, mendChecks);
    await desk.planPublish('npm');
    expect(desks.get().plan).toMatchObject({state: 'shown', typedName: 'also'});
    expect(
      desks
        .get()
        .plan?.lines.map(({text}) => text)
        .join('\n'),
    ).toContain('“build-and-release”, which publishes to github-releases');
    expect(writes()).toEqual([]);
  });

  it.each([
    ['github-releases', 'GitHub Releases: nothing to do', 'every file is what was released'],
    ['crates-io', 'crates.io: not possible now', 'Write one first: '],
    ['npm', 'npm: not possible now', 'Mend it first: portcall workflow --only npm, or f on its page.'],
  ] as const)('tells why nothing is planned at %s', async (id, title, text) => {
    const {desk, desks} = await openScene(id);
    await desk.planPublish(id);
    expect(desks.get().plan).toMatchObject({title, state: 'told'});
    expect(JSON.stringify(desks.get().plan?.lines)).toContain(text);
    await desk.carryOut();
    expect(desks.get().plan?.state).toBe('told');
  });

  it('shows nothing more once the person has left what was being decided', async () => {
    const {desk, desks} = await openScene('chocolatey');
    const deciding = desk.planPublish('chocolatey');
    while (desks.get().plan === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    desk.dropPlan();
    await deciding;
    expect(desks.get().plan).toBeUndefined();
  });

  it('goes on following after a restart, and says so', async () => {
    const first = await openScene('chocolatey');
    const {stage} = first;
    await first.desk.planPublish('chocolatey');
    const run = first.repository?.runs.find(({branch}) => branch === 'v1.0.35');
    if (run === undefined) throw new Error('The world lacks the run.');
    run.hold = {paused: ['*']};
    await keepStarted(path.join(stage.home, 'state'), {
      marketplace: 'chocolatey',
      repository: `${owner}/contextlite`,
      tag: 'v1.0.35',
      askedAt: new Date().toISOString(),
      by: 'rerun-job',
      workflow: 'publish-packages.yml',
      ref: 'v1.0.35',
      inputs: {},
      run: run.id,
      job: 'publish-chocolatey',
    });
    const again = await openDesk(stage, ['chocolatey'], {rest: () => new Promise(() => undefined)});
    await again.desk.resumeRuns();
    expect(again.desks.get().runs.chocolatey).toMatchObject({tag: 'v1.0.35'});
    expect(again.desks.get().runs.chocolatey?.isJustStarted).toBeUndefined();
    expect(again.said.join('\n')).toContain('goes on and is followed again: P opens it.');
  });
});

describe('taking back at the desk', () => {
  it('lists the ways, plans one, and asks for the name where it is final', async () => {
    const {desk, desks, stage, said} = await openScene('npm');
    await desk.findWays('npm');
    expect(desks.get().plan).toMatchObject({title: 'npm: nothing to take back', state: 'told'});
    const {world} = stage;
    expect(said.filter((text) => text.includes('mistake'))).toEqual([]);
    await desk.findWays('github-releases');
    const {ways} = desks.get();
    expect(ways?.ways.length).toBeGreaterThan(0);
    await desk.planWay('github-releases', 0);
    expect(desks.get().plan).toMatchObject({state: 'shown'});
    expect(JSON.stringify(desks.get().plan?.lines)).toContain('What stays:');
    await desk.planWay('github-releases', 99);
    expect(said.at(-1)).toContain('press z');
    expect(world.github).toBeDefined();
  });
});

describe('what was taken back at the desk', () => {
  it('is offered no more: the ways are forgotten once one is gone, and found anew', async () => {
    const stage = await openStage();
    stages.push(stage);
    publishBadRelease(stage.world);
    const again = await openDesk(stage, ['npm'], {env: {NPM_TOKEN: stage.world.setting.tokens['NPM_TOKEN']}});
    const titles = () => again.desks.get().ways?.ways.map(({title}) => title);
    await again.desk.findWays('npm');
    expect(titles()?.[0]).toBe('Point latest back to 1.0.34, and deprecate 1.0.35');
    await again.desk.planWay('npm', 0);
    await again.desk.carryOut();
    expect([again.desks.get().plan?.state, titles()]).toEqual(['ended', undefined]);
    await again.desk.planWay('npm', 0);
    expect(again.said.at(-1)).toContain('press z');
    await again.desk.findWays('npm');
    expect(titles()).toEqual(['Unpublish 1.0.35, only where it must not be there at all']);
    await again.desk.planPublish('npm');
    expect(JSON.stringify(again.desks.get().plan?.lines)).toContain('npm dist-tag add contextlite@1.0.35 latest');
  });
});

describe('a token for taking back at the desk', () => {
  it('is asked for by the key that takes it, and one that was pasted is used', async () => {
    const stage = await openStage();
    stages.push(stage);
    publishBadRelease(stage.world);
    const {desk, desks, hand} = await openDesk(stage, ['npm']);
    await desk.findWays('npm');
    await desk.planWay('npm', 0);
    expect(desks.get().plan).toMatchObject({
      state: 'told',
      lines: [{text: 'No token for npm is at hand: press t on its row to find, make or paste one.'}],
    });
    hand.take('npm', {name: 'NPM_TOKEN', secret: stage.world.setting.tokens['NPM_TOKEN'] ?? '', companions: {}, source: 'pasted'});
    await desk.planWay('npm', 0);
    expect(desks.get().plan).toMatchObject({state: 'shown'});
    await desk.carryOut();
    expect(stage.world.marketplaces.npm.packages.contextlite?.tags.latest).toBe('1.0.34');
  });
});

describe('mending at the desk', () => {
  it.each(['chocolatey', 'homebrew'] as const)(
    'plans or tells the fix of the likeliest cause at %s, and writes nothing by itself',
    async (id) => {
      const {desk, desks, said, writes} = await openScene(id);
      await desk.planFix(id);
      expect([desks.get().plan?.state, ...said.filter((text) => text.includes('mistake'))]).toEqual([
        expect.stringMatching(/^(?:shown|told)$/),
      ]);
      expect(desks.get().plan?.lines.length).toBeGreaterThan(0);
      expect(writes()).toEqual([]);
    },
  );

  it('names the pull request that is open already', async () => {
    const {desk, desks} = await openScene('chocolatey');
    await desk.planFix('chocolatey');
    expect(desks.get().plan).toMatchObject({state: 'shown'});
    await desk.carryOut();
    expect(desks.get().plan).toMatchObject({state: 'ended', url: expect.stringContaining('/pull/')});
    await desk.planFix('chocolatey');
    expect(desks.get().plan).toMatchObject({state: 'told', url: expect.stringContaining('/pull/')});
  });
});
