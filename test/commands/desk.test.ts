import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {findRepository} from '../../src/demo/github/state.ts';
import {Problem} from '../../src/model/problem.ts';
import {Secret} from '../../src/model/secret.ts';
import type {TokenStore} from '../../src/model/token-store.ts';
import {openDesk} from '../support/open-desk.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {openedBy, watchRequests} from '../support/watched-world.ts';

const owner = 'Michael-A-Kuykendall';
const scenes: Stage[] = [];
afterEach(() => Promise.all(scenes.splice(0).map((stage) => stage.end())));

const openScene = async () => {
  const stage = await openStage();
  scenes.push(stage);
  const repository = findRepository(stage.world.github, owner, 'contextlite');
  if (!repository) throw new Error('The world lacks its repository.');
  const token = stage.world.setting.tokens.NPM_TOKEN ?? '';
  return {stage, repository, token};
};

const memory = (): TokenStore & {readonly kept: Map<string, Secret>} => {
  const kept = new Map<string, Secret>();
  return {
    kept,
    find: async (name) => kept.get(name),
    keep: async (name, token) => {
      kept.set(name, token);
      return 'Kept in memory.';
    },
  };
};

const ledgerOf = async ({portcall}: Stage) => JSON.parse((await portcall(['ledger', '--json'])).out).entries;

describe('a token', () => {
  it('is cleaned, held outside every store and tested, and its row hears of it', async () => {
    const {stage, token} = await openScene();
    const {desk, desks, survey, hand, everything} = await openDesk(stage, ['npm']);
    await desk.useToken('npm', `export NPM_TOKEN="${token}"\r\n`);
    expect(desks.get().tokens.npm).toMatchObject({
      name: 'NPM_TOKEN',
      source: 'pasted',
      masked: `…${token.slice(-4)}`,
      isTesting: false,
      test: {verdict: 'valid-rights-unknown'},
    });
    expect(desks.get().tokens.npm?.said).toContain('The quotes around it were taken away.');
    expect(survey.get().rows.npm.token.value).toMatchObject({
      verdict: 'valid-rights-unknown',
      note: expect.stringContaining('the one you pasted'),
    });
    expect(hand.find('npm')?.secret).toBe(token);
    expect(everything()).not.toContain(token.slice(0, 20));
    desk.end();
    expect(hand.find('npm')).toBeUndefined();
    expect(hand.values.find(hand.held('npm')?.handle ?? 'npm: NPM_TOKEN from what was pasted')).toBeUndefined();
  });

  it('is used by the next look too', async () => {
    const {stage, token} = await openScene();
    const {desk, survey, watch} = await openDesk(stage, ['npm']);
    expect(survey.get().rows.npm.token.value?.verdict).toBe('missing');
    await desk.useToken('npm', token);
    await watch.look(['npm'], 'fresh');
    expect(survey.get().rows.npm.token.value?.verdict).toBe('valid-rights-unknown');
  });

  it('is found in the environment, else in the store, else nowhere', async () => {
    const {stage, token} = await openScene();
    const store = memory();
    const {desk, desks} = await openDesk(stage, ['npm'], {store});
    await desk.findToken('npm');
    expect(desks.get().tokens.npm).toMatchObject({name: 'NPM_TOKEN', isTesting: false, test: {verdict: 'missing'}});
    store.kept.set('NPM_TOKEN', new Secret(token));
    await desk.findToken('npm');
    expect(desks.get().tokens.npm).toMatchObject({source: 'vault', test: {verdict: 'valid-rights-unknown'}});
    const other = await openDesk(stage, ['npm'], {store, env: {NPM_TOKEN: 'npm_000000000000000000000000000000000000'}});
    await other.desk.findToken('npm');
    expect(other.desks.get().tokens.npm).toMatchObject({source: 'environment', test: {verdict: 'refused'}});
  });

  it.each([
    ['empty', ' \n', undefined, 'Nothing was pasted.'],
    ['another marketplace’s', `ghp_${'a1B2'.repeat(9)}`, 'wrong-marketplace', 'No token is in hand.'],
    ['wrong', `npm_${'a1B2'.repeat(9)}`, 'refused', 'No token is in hand.'],
  ])('that is %s is not held on to', async (_, pasted, verdict, sentence) => {
    const {stage} = await openScene();
    const {desk, desks, said, hand} = await openDesk(stage, ['npm']);
    await desk.useToken('npm', pasted);
    expect(desks.get().tokens.npm?.test?.verdict).toBe(verdict);
    await desk.keepToken('npm');
    expect(said.join('\n')).toContain(sentence);
    expect(hand.find('npm')).toBeUndefined();
  });

  it('is undetermined while the marketplace can’t be reached, and stays in hand', async () => {
    const {stage, token} = await openScene();
    const {desk, desks, hand} = await openDesk(stage, ['npm']);
    stage.world.faults.add({host: '*', effect: {kind: 'reset'}});
    await desk.useToken('npm', token);
    expect(desks.get().tokens.npm?.test?.verdict).toBe('undetermined');
    expect(hand.find('npm')?.secret).toBe(token);
  });

  it('is kept where the store says; a disk that is full is said, and it stays in hand', async () => {
    const {stage, token} = await openScene();
    const store = memory();
    const {desk, desks, said, hand} = await openDesk(stage, ['npm'], {store});
    await desk.useToken('npm', token);
    await desk.keepToken('npm');
    expect([desks.get().tokens.npm?.keptIn, store.kept.size]).toEqual(['Kept in memory.', 1]);
    store.keep = async () => {
      throw new Problem(
        'refused',
        'NPM_TOKEN is held for this session alone, since the vault can’t be written: the disk is full.',
        'Make room.',
      );
    };
    await desk.keepToken('npm');
    expect(said.at(-1)).toContain('the disk is full. Make room.');
    expect(hand.find('npm')?.secret).toBe(token);
  });

  it('that is tested anew is still kept where it was; another one in its place is not', async () => {
    const {stage, token} = await openScene();
    const {desk, desks} = await openDesk(stage, ['npm'], {store: memory()});
    await desk.useToken('npm', token);
    await desk.keepToken('npm');
    await desk.findToken('npm');
    expect(desks.get().tokens.npm).toMatchObject({keptIn: 'Kept in memory.', isTesting: false});
    await desk.useToken('npm', `npm_${'a1B2'.repeat(9)}`);
    expect(desks.get().tokens.npm).not.toHaveProperty('keptIn');
  });

  it('of a page goes to the row that the person stands in, under that row’s own name, and changes no sign-in', async () => {
    const {stage, token} = await openScene();
    const page = 'https://github.com/settings/personal-access-tokens/new';
    const browse = async (url: string) => ({said: `Opened ${url}.`, token: {name: 'GITHUB_TOKEN', value: new Secret(token)}});
    const {desk, desks} = await openDesk(stage, ['homebrew', 'github-releases'], {more: {browse}});
    await desk.browse(page, 'homebrew');
    expect(Object.keys(desks.get().tokens)).toEqual(['homebrew']);
    expect(desks.get().tokens.homebrew?.name).not.toBe('GITHUB_TOKEN');
  });

  it('of the demo’s page goes into the hand as if it were pasted', async () => {
    const {stage, token} = await openScene();
    const page = 'https://www.npmjs.com/settings/~/tokens';
    const browse = async (url: string) => ({said: `Opened ${url}.`, token: {name: 'NPM_TOKEN', value: new Secret(token)}});
    const {desk, desks, said, everything} = await openDesk(stage, ['npm'], {more: {browse}});
    await desk.browse(page);
    expect(said[0]).toContain(`is in your hand (…${token.slice(-4)})`);
    expect(desks.get().tokens).toMatchObject({npm: {source: 'pasted', test: {verdict: 'valid-rights-unknown'}}});
    expect(everything()).not.toContain(token.slice(0, 20));
  });

  it('that was overtaken by another says nothing any more', async () => {
    const {stage, token} = await openScene();
    const {desk, desks, hand} = await openDesk(stage, ['npm']);
    await Promise.all([desk.useToken('npm', `npm_${'a1B2'.repeat(9)}`), desk.useToken('npm', token)]);
    expect(desks.get().tokens.npm?.test?.verdict).toBe('valid-rights-unknown');
    expect(hand.find('npm')?.secret).toBe(token);
  });
});

describe('a secret', () => {
  it('is planned as the job reads it, set, written down, and looked at again', async () => {
    const {stage, repository, token} = await openScene();
    const {desk, desks, survey, events, everything} = await openDesk(stage, ['npm']);
    await desk.useToken('npm', token);
    await desk.planSecret('npm');
    const lines = desks.get().plan?.lines.map(({text}) => text) ?? [];
    expect(lines).toContainEqual(expect.stringContaining('publishes to npm and reads NPM_TOKEN.'));
    expect(lines).toContainEqual(expect.stringContaining(`Set secret NPM_TOKEN of repository ${owner}/contextlite, from what was pasted`));
    const before = survey.get().repository.secrets.at;
    await desk.carryOut();
    expect(await openedBy(repository.secrets.find(({name}) => name === 'NPM_TOKEN')?.sealed)).toBe(token);
    expect(desks.get().plan).toMatchObject({state: 'ended', outcomes: [{tone: 'ok', text: expect.stringMatching(/^Done: Set secret/)}]});
    expect(desks.get().tokens.npm?.setAt).toBe(`Set as NPM_TOKEN of repository ${owner}/contextlite.`);
    expect(survey.get().repository.secrets.at).not.toBe(before);
    expect(survey.get().rows.npm.proofs.value).toBeDefined();
    expect(await ledgerOf(stage)).toMatchObject([{who: owner, what: expect.stringContaining('Set secret NPM_TOKEN'), marketplace: 'npm'}]);
    expect(events.map(({kind}) => kind)).toEqual(expect.arrayContaining(['plan-started', 'step-ended', 'token-set', 'plan-ended']));
    expect(everything()).not.toContain(token.slice(0, 20));
  });

  it('names the right that is missing before anybody is asked, with the page that grants it', async () => {
    const {stage, token} = await openScene();
    stage.world.github.tokens.set('ghp_weak', {kind: 'classic', login: owner, scopes: ['public_repo']});
    const {desk, desks} = await openDesk(stage, ['npm']);
    await desk.useToken('npm', token);
    const weak = await openDesk(stage, ['npm'], {env: {GITHUB_TOKEN: 'ghp_weak'}});
    await weak.desk.useToken('npm', token);
    await weak.desk.planSecret('npm');
    expect(weak.desks.get().plan).toBeUndefined();
    expect(weak.said.at(-1)).toMatch(
      /To set secrets of the repository the token lacks the scope repo: get it at https:\/\/github\.com\/settings/,
    );
    await desk.planSecret('npm');
    expect(desks.get().plan?.lines.some(({tone}) => tone === 'problem')).toBe(false);
  });

  it('is not planned without a token, for what needs none, or where 100 stand already', async () => {
    const {stage, repository, token} = await openScene();
    const {desk, desks, said} = await openDesk(stage, ['npm', 'github-releases']);
    await desk.planSecret('npm');
    expect(said.at(-1)).toContain('No token is in hand.');
    await desk.findToken('github-releases');
    await desk.planSecret('github-releases');
    expect(said.at(-1)).toContain('which GitHub gives to every run');
    await desk.useToken('npm', token);
    const [one] = repository.secrets;
    if (!one) throw new Error('The world has no secret.');
    repository.secrets.splice(0, repository.secrets.length, ...Array.from({length: 100}, (_, at) => ({...one, name: `OTHER_${at}`})));
    await desk.planSecret('npm');
    expect(said.at(-1)).toContain('100 secrets stand there already');
    expect(desks.get().plan).toBeUndefined();
  });

  it('that GitHub refuses, or does not answer about, is said in the outcome', async () => {
    const {stage, token} = await openScene();
    const {desk, desks} = await openDesk(stage, ['npm']);
    await desk.useToken('npm', token);
    await desk.planSecret('npm');
    stage.world.faults.add({host: 'api.github.com', method: 'PUT', effect: {kind: 'status', status: 403}});
    await desk.carryOut();
    expect(desks.get().plan).toMatchObject({state: 'ended', outcomes: [{tone: 'problem', text: expect.stringMatching(/^Refused: /)}]});
    expect(desks.get().tokens.npm?.setAt).toBeUndefined();
    stage.world.faults.set([]);
    await desk.planSecret('npm');
    stage.world.faults.set([{host: '*', effect: {kind: 'reset'}}]);
    await desk.carryOut();
    expect(desks.get().plan).toMatchObject({state: 'ended', outcomes: [{tone: 'problem', text: expect.stringMatching(/^Failed: /)}]});
  });

  it('that is set while the ledger can’t be written says so', async () => {
    const {stage, token} = await openScene();
    const ledger = {record: () => Promise.reject(new Problem('refused', 'The ledger can’t be written: the disk is full.', 'Make room.'))};
    const {desk, desks} = await openDesk(stage, ['npm'], {ledger});
    await desk.useToken('npm', token);
    await desk.planSecret('npm');
    await desk.carryOut();
    expect(desks.get().plan?.outcomes[0]?.text).toContain('The ledger could not be written');
  });

  it('is not set once the plan was dropped, nor twice', async () => {
    const {stage, token} = await openScene();
    const {desk, desks, said} = await openDesk(stage, ['npm']);
    const seen = watchRequests(stage.world);
    await desk.useToken('npm', token);
    await desk.planSecret('npm');
    desk.dropPlan();
    expect(desks.get().plan).toBeUndefined();
    await desk.carryOut();
    expect(said.at(-1)).toBe('Nothing is planned any more.');
    await desk.planSecret('npm');
    await Promise.all([desk.carryOut(), desk.carryOut()]);
    expect(seen.filter(({method}) => method === 'PUT')).toHaveLength(1);
    expect(said.at(-1)).toContain('A plan is being carried out.');
  });
});

describe('leaving', () => {
  it('forgets every value, and what comes later is told to nobody', async () => {
    const {stage, token} = await openScene();
    const {desk, events, said, hand} = await openDesk(stage, ['npm']);
    const testing = desk.useToken('npm', token);
    await expect.poll(() => events.length).toBeGreaterThan(0);
    desk.end();
    await testing;
    await desk.planSecret('npm');
    expect(events.map(({kind}) => kind)).toEqual(['token-seen']);
    expect([said, hand.find('npm')]).toEqual([[], undefined]);
  });

  it('lets a write that has begun come to its end', async () => {
    const {stage, repository, token} = await openScene();
    const written: string[] = [];
    const opened = await openDesk(stage, ['npm'], {
      ledger: {
        record: async ({result}) => {
          opened.desk.end();
          written.push(result);
        },
      },
    });
    const {desk, hand, events} = opened;
    await desk.useToken('npm', token);
    await desk.planSecret('npm');
    const carrying = desk.carryOut();
    await desk.settled();
    await carrying;
    expect(await openedBy(repository.secrets.find(({name}) => name === 'NPM_TOKEN')?.sealed)).toBe(token);
    expect(written).toEqual([expect.stringMatching(/^done/)]);
    expect(events.at(-1)?.kind).toBe('plan-started');
    await expect.poll(() => hand.find('npm')).toBeUndefined();
  });

  it('begins no write after it, and the ledger says so', async () => {
    const {stage, token} = await openScene();
    const {desk} = await openDesk(stage, ['npm']);
    await desk.useToken('npm', token);
    await desk.planSecret('npm');
    const seen = watchRequests(stage.world);
    const carrying = desk.carryOut();
    desk.end();
    await carrying;
    expect(seen.filter(({method}) => method !== 'GET')).toEqual([]);
    expect(await ledgerOf(stage)).toMatchObject([{result: expect.stringContaining('Portcall was left before this step began.')}]);
  });
});

describe('files', () => {
  it('hold no token, whatever was done', async () => {
    const {stage, token} = await openScene();
    const {desk, watch} = await openDesk(stage, ['npm']);
    await desk.useToken('npm', token);
    await desk.planSecret('npm');
    await desk.carryOut();
    await watch.look(['npm'], 'prove');
    const entries = await readdir(stage.home, {recursive: true, withFileTypes: true});
    const texts = await Promise.all(
      entries.filter((one) => one.isFile()).map((one) => readFile(path.join(one.parentPath, one.name), 'latin1')),
    );
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.join('\n')).not.toContain(token.slice(0, 20));
  });
});
