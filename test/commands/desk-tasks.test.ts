import {mkdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {findRepository} from '../../src/demo/github/state.ts';
import type {Choice} from '../../src/model/choice.ts';
import {Problem} from '../../src/model/problem.ts';
import {openDesk} from '../support/open-desk.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {watchRequests} from '../support/watched-world.ts';

const owner = 'Michael-A-Kuykendall';
const scenes: Stage[] = [];
afterEach(() => Promise.all(scenes.splice(0).map((stage) => stage.end())));

const openScene = async () => {
  const stage = await openStage();
  scenes.push(stage);
  return stage;
};

const wordTask = marketplaces.find(({id}) => id === 'npm')?.tasks.find(({onlyWord}) => onlyWord !== undefined)?.id ?? '';
const without = ({at: _, ...choice}: Choice) => choice;
const ledgerOf = async ({portcall}: Stage) => JSON.parse((await portcall(['ledger', '--json'])).out).entries;

describe('a task', () => {
  it('is proven when somebody asks, each by itself, and the row is looked at again', async () => {
    const stage = await openScene();
    const {desk, survey, watch} = await openDesk(stage, ['homebrew']);
    const seen = watchRequests(stage.world);
    expect([survey.get().rows.homebrew.proofs.value, survey.get().login]).toEqual([undefined, undefined]);
    await desk.prove('homebrew');
    expect(survey.get().login).toBe(owner);
    expect(survey.get().rows.homebrew.proofs.value).toMatchObject({'create-tap': {state: 'to-do'}});
    const {rowsOf} = await watch.begun();
    const row = rowsOf(survey.get(), Date.now()).find(({id}) => id === 'homebrew');
    expect(row?.tasks.find(({id}) => id === 'create-tap')).toMatchObject({
      state: 'to-do',
      doable: expect.stringContaining('Create the tap'),
    });
    const asked = () => seen.filter(({path: at}) => at === '/user').length;
    const before = asked();
    await desk.prove('homebrew');
    expect(asked() - before).toBeLessThanOrEqual(1);
  });

  it('that cannot be looked at now is unknown and says why, and the others stand', async () => {
    const stage = await openScene();
    const {desk, survey} = await openDesk(stage, ['homebrew']);
    stage.world.faults.add({host: 'api.github.com', path: '/homebrew-tap', effect: {kind: 'status', status: 500}});
    await desk.prove('homebrew');
    const {proofs} = survey.get().rows.homebrew;
    expect(proofs.problem).toBeUndefined();
    expect(proofs.value?.['create-tap']).toMatchObject({state: 'unknown', note: expect.stringMatching(/500/)});
    expect(Object.values(proofs.value ?? {}).some(({state}) => state !== 'unknown')).toBe(true);
  });

  it('is never asked for by a survey that nobody asked for more', async () => {
    const stage = await openScene();
    const seen = watchRequests(stage.world);
    const {survey} = await openDesk(stage, ['homebrew', 'winget']);
    expect(seen.some(({path: at}) => at === '/user')).toBe(false);
    expect(survey.get().rows.homebrew.proofs.value).toBeUndefined();
  });

  it('that Portcall can do is planned, carried out, and seen to be done', async () => {
    const stage = await openScene();
    const {desk, desks, survey} = await openDesk(stage, ['homebrew']);
    await desk.prove('homebrew');
    await desk.planTask('homebrew', 'create-tap');
    expect(desks.get().plan).toMatchObject({state: 'shown', title: expect.stringContaining('Create the tap')});
    expect(desks.get().plan?.lines.some(({tone}) => tone === 'problem')).toBe(false);
    await desk.carryOut();
    expect(desks.get().plan?.outcomes).toMatchObject([{tone: 'ok'}]);
    expect(findRepository(stage.world.github, owner, 'homebrew-tap')).toBeDefined();
    expect(survey.get().rows.homebrew.proofs.value?.['create-tap']?.state).toBe('done');
    expect(await ledgerOf(stage)).toMatchObject([{what: expect.stringContaining('homebrew-tap'), marketplace: 'homebrew'}]);
  }, 20_000);

  it('names the right that its plan needs and the token lacks, above the plan', async () => {
    const stage = await openScene();
    stage.world.github.tokens.set('ghp_weak', {kind: 'classic', login: owner, scopes: ['read:user']});
    const {desk, desks} = await openDesk(stage, ['homebrew'], {env: {GITHUB_TOKEN: 'ghp_weak'}});
    await desk.prove('homebrew');
    await desk.planTask('homebrew', 'create-tap');
    expect(desks.get().plan?.lines[0]).toMatchObject({
      tone: 'problem',
      text: expect.stringMatching(
        /^To create a repository the token lacks the scope public_repo: get it at https:\/\/github\.com\/settings/,
      ),
    });
  });

  it('of which nothing can be done says so', async () => {
    const stage = await openScene();
    const {desk, desks, said} = await openDesk(stage, ['npm']);
    await desk.planTask('npm', wordTask);
    expect(said).toEqual([expect.stringContaining('Portcall can do nothing of this by itself now.')]);
    expect(desks.get().plan).toBeUndefined();
  });
});

describe('a choice', () => {
  it('is remembered by the next run, and taken back', async () => {
    const stage = await openScene();
    const {desk, survey, said} = await openDesk(stage, ['npm']);
    await desk.choose('npm', 'create-account', 'skipped');
    await desk.choose('flathub', undefined, 'not-for-project');
    const next = await openDesk(stage, ['npm']);
    expect(next.survey.get().choices.map(without)).toEqual([
      {marketplace: 'npm', task: 'create-account', kind: 'skipped'},
      {marketplace: 'flathub', kind: 'not-for-project'},
    ]);
    await next.desk.choose('flathub', undefined, undefined);
    expect(next.survey.get().choices).toHaveLength(1);
    expect(survey.get().choices).toHaveLength(2);
    expect([said, await ledgerOf(stage)]).toEqual([[], []]);
  });

  it('is a word only where nothing else tells, and stands in the ledger when it is given and taken back', async () => {
    const stage = await openScene();
    const {desk, survey, said} = await openDesk(stage, ['npm']);
    await desk.choose('npm', 'create-account', 'attested');
    expect(said).toEqual(['Your word is not needed here: a look tells whether it is done.']);
    await desk.choose('npm', wordTask, 'attested');
    expect(survey.get().choices).toMatchObject([{task: wordTask, kind: 'attested'}]);
    await desk.choose('npm', wordTask, undefined);
    expect(survey.get().choices).toEqual([]);
    const entries = await ledgerOf(stage);
    expect(entries.map(({what}: {what: string}) => what.split(':')[0])).toEqual(['Took back the word', 'Attested']);
    expect(entries[0]).toMatchObject({who: owner, marketplace: 'npm', repository: `${owner}/contextlite`});
  });

  it('holds for this session alone where it can’t be written, or the ledger can’t', async () => {
    const stage = await openScene();
    const {desk, survey, said} = await openDesk(stage, ['npm']);
    const folder = path.join(stage.home, 'state', 'choices');
    await rm(folder, {recursive: true, force: true});
    await writeFile(folder, 'a file in its place');
    await desk.choose('npm', 'create-account', 'skipped');
    expect(said.at(-1)).toMatch(/^This holds for this session alone\. What was decided can't be/);
    await rm(folder);
    await desk.choose('npm', 'publish-first', 'skipped');
    expect(survey.get().choices.map(({task}) => task)).toEqual(['publish-first', 'create-account']);
    const ledger = {record: () => Promise.reject(new Problem('refused', 'The ledger can’t be written: the disk is full.', 'Make room.'))};
    const full = await openDesk(stage, ['npm'], {ledger});
    await full.desk.choose('npm', wordTask, 'attested');
    expect(full.said.at(-1)).toContain('The ledger can’t be written: the disk is full.');
    expect(full.survey.get().choices.map(({task}) => task)).toContain(wordTask);
    expect((await openDesk(stage, ['npm'])).survey.get().choices.map(({task}) => task)).toEqual(['publish-first']);
  });

  it('from a damaged file is kept aside and said, and a new one is begun', async () => {
    const stage = await openScene();
    await mkdir(path.join(stage.home, 'state', 'choices'), {recursive: true});
    await writeFile(path.join(stage.home, 'state', 'choices', `${owner.toLowerCase()}+contextlite.json`), '{"format":1,');
    const {desk, said, survey} = await openDesk(stage, ['npm']);
    expect(said).toEqual([expect.stringContaining('the damaged file is kept as')]);
    await desk.choose('npm', 'create-account', 'skipped');
    expect(survey.get().choices).toHaveLength(1);
  });
});
