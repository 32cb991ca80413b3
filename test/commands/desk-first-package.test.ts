import {afterEach, describe, expect, it} from 'vitest';
import {findRepository} from '../../src/demo/github/state.ts';
import {openPage} from '../../src/demo/pages.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {textAt} from '../support/hands-world.ts';
import {openDesk} from '../support/open-desk.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {watchRequests} from '../support/watched-world.ts';
import {takeFillInAway} from '../support/without-fill-in.ts';

const stages: Stage[] = [];
afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.end())));

const owner = 'Michael-A-Kuykendall';

const openScene = async (id: MarketplaceId, tokens: readonly string[] = []) => {
  const stage = await openStage();
  stages.push(stage);
  stage.world.github.forkTime = 0;
  const env = Object.fromEntries(tokens.map((name) => [name, stage.world.setting.tokens[name]]));
  const opened = await openDesk(stage, [id], {env});
  const seen = watchRequests(stage.world);
  const lines = () =>
    opened.desks
      .get()
      .plan?.lines.map(({text}) => text)
      .join('\n') ?? '';
  const plan = () => opened.desks.get().plan;
  const until = async (isSo: () => boolean) => {
    for (let tries = 0; !isSo(); tries += 1) {
      if (tries > 500) throw new Error(`It never came: ${JSON.stringify(plan())}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const writes = () => seen.filter(({method}) => !['GET', 'HEAD'].includes(method)).map(({method, path}) => `${method} ${path}`);
  return {...opened, stage, lines, plan, until, writes, github: stage.world.github};
};

describe('the first package at the desk', () => {
  it('shows the files and the plan, carries it out when agreed to, and the row works', async () => {
    const {desk, events, plan, lines, survey, github, writes} = await openScene('scoop');
    await desk.planFirstPackage('scoop');
    expect(events.filter(({kind}) => kind === 'plan-made').map((event) => 'plan' in event && event.plan.state)).toEqual([
      'looking',
      'shown',
    ]);
    expect(plan()).toMatchObject({title: `${owner}/contextlite: add the first package for Scoop`, state: 'shown'});
    expect(lines()).toContain('bucket/contextlite.json: new');
    expect(lines()).not.toMatch(/portcall |--\w/);
    expect(writes()).toEqual([]);
    await desk.carryOut();
    expect(plan()?.state).toBe('ended');
    const bucket = findRepository(github, owner, 'scoop-bucket');
    expect(bucket && textAt(bucket, 'bucket/contextlite.json')).toContain('"1.0.35"');
    expect(survey.get().rows.scoop.publication.value?.version.kind).toBe('published');
    await desk.planFirstPackage('scoop');
    expect(plan()).toMatchObject({title: 'Scoop: nothing to do', state: 'told'});
  });

  it('prepares the branch where a template asks, and names the page on which the person answers', async () => {
    const {desk, plan, lines, until, github, stage, survey, watch} = await openScene('winget');
    await desk.planFirstPackage('winget');
    expect(lines()).toContain('Prepare branch');
    await desk.carryOut();
    await until(() => plan()?.state === 'told');
    const upstream = findRepository(github, 'microsoft', 'winget-pkgs');
    expect([plan()?.title, upstream?.pulls]).toEqual(['winget: open the pull request yourself', []]);
    expect(plan()?.url).toMatch(/^https:\/\/github\.com\/microsoft\/winget-pkgs\/compare\/master\.\.\./);
    expect(lines()).toMatch(/\? .+/);
    expect(openPage(stage.world, plan()?.url ?? '')?.said).toMatch(/^Opened pull request 1 at microsoft\/winget-pkgs: /);
    await watch.look(['winget'], 'fresh');
    expect(survey.get().rows.winget.publication.value?.version.kind).toBe('waiting');
    await desk.planFirstPackage('winget');
    expect(plan()).toMatchObject({title: 'winget: wait', state: 'told', url: expect.stringContaining('/pull/1')});
  });

  it('shows the push to Chocolatey by itself, once the files are proposed', async () => {
    const {desk, plan, lines, until, stage} = await openScene('chocolatey');
    takeFillInAway(stage);
    await desk.planFirstPackage('chocolatey');
    expect(plan()?.title).toContain('fill in the package for Chocolatey');
    await desk.carryOut();
    await until(() => plan()?.state === 'told');
    expect(lines()).toContain('Done: Proposed from branch portcall/first-package-chocolatey');
    expect(lines()).toContain('No token for Chocolatey is at hand');
    expect(stage.world.github.repositories.size).toBeGreaterThan(0);
  });

  it('leaves what a job fills in to the job, and pushes it filled in', async () => {
    const {desk, plan, lines} = await openScene('chocolatey', ['CHOCOLATEY_API_KEY']);
    await desk.planFirstPackage('chocolatey');
    expect(plan()?.title).toContain('hand 1.0.35 in');
    expect(lines()).toMatch(/chocolateyinstall\.ps1: stays as it stands/);
    expect(lines()).toMatch(/\+ +checksum64 += '[0-9a-f]{64}'/);
    expect(lines()).not.toMatch(/\+ .*PLACEHOLDER/);
  });

  it('pushes to Chocolatey with the key that is at hand, once that is agreed to', async () => {
    const {desk, plan, until, desks, survey, stage} = await openScene('chocolatey', ['CHOCOLATEY_API_KEY']);
    takeFillInAway(stage);
    await desk.planFirstPackage('chocolatey');
    await desk.carryOut();
    await until(() => plan()?.state === 'shown' && plan()?.title.includes('hand 1.0.35 in') === true);
    await desk.carryOut();
    expect(desks.get().plan).toMatchObject({state: 'ended', outcomes: [{text: expect.stringMatching(/^Done: /), tone: 'ok'}]});
    expect(survey.get().rows.chocolatey.publication.value?.version.kind).toBe('waiting');
  });

  it('tells why none can be made', async () => {
    const {desk, plan} = await openScene('github-releases');
    await desk.planFirstPackage('github-releases');
    expect(plan()).toMatchObject({title: 'GitHub Releases: no first package can be made', state: 'told'});
  });

  it('shows nothing more once the person has left', async () => {
    const {desk, plan, until} = await openScene('scoop');
    const making = desk.planFirstPackage('scoop');
    await until(() => plan() !== undefined);
    desk.dropPlan();
    await making;
    expect(plan()).toBeUndefined();
  });
});
