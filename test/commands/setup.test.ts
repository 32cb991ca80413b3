import {afterEach, describe, expect, it} from 'vitest';
import {optionsOf} from '../../src/commands/options.ts';
import {runSetup} from '../../src/commands/setup.ts';
import {findRepository} from '../../src/demo/github/state.ts';
import {atTerminal, browserOf} from '../support/at-terminal.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {type Answer, scriptedPerson} from '../support/scripted-person.ts';
import {openedBy, watchRequests} from '../support/watched-world.ts';

const repository = 'Michael-A-Kuykendall/contextlite';
const scenes: Stage[] = [];
afterEach(() => Promise.all(scenes.splice(0).map((stage) => stage.end())));

const openScene = async (): Promise<Stage> => {
  const stage = await openStage();
  scenes.push(stage);
  return stage;
};

const withoutSecret = ({world}: Stage) => {
  const found = findRepository(world.github, 'Michael-A-Kuykendall', 'contextlite');
  if (found === undefined) throw new Error('The world lacks its repository.');
  found.secrets.splice(0, found.secrets.length, ...found.secrets.filter(({name}) => name !== 'CARGO_REGISTRY_TOKEN'));
  return found;
};

type Told = {readonly marketplace: string; readonly id: string; readonly state: string};

/** A person at a terminal without a screen, who answers these things. */
const walking = async (
  stage: Stage,
  args: readonly string[],
  answers: readonly Answer[],
  {hasVault = false}: {readonly hasVault?: boolean} = {},
) => {
  const person = scriptedPerson(...answers);
  const store = {find: async () => undefined, keep: async () => 'Kept for the test.'};
  // Whether anybody can be asked is all that counts: runSetup draws nothing.
  const {surroundings, printed} = atTerminal(stage, {browse: browserOf(stage), ...(hasVault ? {} : {store})});
  const env = {...surroundings.env, ...(hasVault ? {CI: '1'} : {})};
  const code = await runSetup(optionsOf(['setup', '--repo', repository, ...args]), {...surroundings, env}, person.questions);
  expect(person.left).toEqual([]);
  return {code, ...printed, asked: person.asked};
};

describe('setup without a person', () => {
  it('prints every open task by row with its page, counts what is done, and says the next whole', async () => {
    const {portcall} = await openScene();
    const {code, out, told} = await portcall(['setup']);
    expect(code).toBe(8);
    expect(out).toMatch(/^Michael-A-Kuykendall\/contextlite v1\.0\.35: \d+ tasks for a person, at 14 marketplaces\.$/m);
    const titles = ['Chocolatey: broken', 'npm: partial', 'GitHub Releases: working', 'Scoop: not set up', 'Flathub: not offered'];
    const places = titles.map((title) => out.indexOf(`\n${title}\n`));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
    expect(out).toMatch(/○ to do {2}Fork homebrew-core\.\n {4}https:\/\/github\.com\/Homebrew\/homebrew-core\/fork \(\d steps\)/);
    expect(out).toMatch(/^ {2}\d done/m);
    expect(out).toContain('Flathub takes no console software');
    expect(out.split('\nNext\n')[1]).toMatch(/^Chocolatey \(broken\): .*\n.*○ to do.*\n {2}Why: .*\n {2}Cost: .*\n {2}1\. /);
    expect(told).toMatch(/^Portcall would have asked what to do about the next task:\n/);
    expect(told).toContain('Not for this project: leave Chocolatey out');
  });

  it('prints the document with --json, and nothing else', async () => {
    const {portcall} = await openScene();
    const {code, out, told} = await portcall(['setup', '--json', '--only', 'npm,flathub']);
    const document = JSON.parse(out);
    expect([code, told, document.formatVersion]).toEqual([8, '', 1]);
    expect(new Set(document.tasks.map(({marketplace}: Told) => marketplace))).toEqual(new Set(['npm']));
    for (const task of document.tasks)
      expect(Object.keys(task)).toEqual(['marketplace', 'id', 'title', 'state', 'url', 'why', 'cost', 'steps']);
    const open = document.tasks.find(({state}: Told) => state === 'to-do' || state === 'unknown');
    expect(document.next).toEqual({marketplace: 'npm', id: open.id});
    expect(document.tasks.find(({id}: Told) => id === 'create-account').state).toBe('done');
  });

  it('ends with 0 where no task is open', async () => {
    const {portcall} = await openScene();
    const {code, out} = await portcall(['setup', '--json', '--only', 'flathub']);
    expect([code, JSON.parse(out)]).toEqual([0, {formatVersion: 1, tasks: [], next: null}]);
  });

  it('ends with 3 where facts could not be read, and with 4 where GitHub wants a sign-in', async () => {
    const {portcall, world} = await openScene();
    world.faults.add({host: '*', path: '/contextlite', effect: {kind: 'status', status: 503}});
    expect((await portcall(['setup', '--only', 'npm'])).code).toBe(3);
    world.faults.set([]);
    expect((await portcall(['setup', '--only', 'npm'], {GITHUB_TOKEN: 'ghp_nobody'})).code).toBe(4);
  });

  it('leaves out what --except names', async () => {
    const {portcall} = await openScene();
    const {out} = await portcall(['setup', '--json', '--except', 'npm,chocolatey']);
    const named = new Set(JSON.parse(out).tasks.map(({marketplace}: Told) => marketplace));
    expect([named.has('npm'), named.has('chocolatey'), named.has('scoop')]).toEqual([false, false, true]);
  });

  it('sends nothing but reads', async () => {
    const stage = await openScene();
    const seen = watchRequests(stage.world);
    await stage.portcall(['setup', '--only', 'npm,winget,homebrew']);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.filter(({method}) => method !== 'GET' && method !== 'HEAD')).toEqual([]);
  });
});

describe('setup with a person', () => {
  it('shows a task with why, cost, steps and pages, and remembers a word, a skip and a marketplace left out', async () => {
    const stage = await openScene();
    const first = await walking(
      stage,
      ['--only', 'npm,docker-hub'],
      [
        {choose: /^I have done this$/},
        {choose: /^Skip it for now$/},
        {choose: /^Not for this project: leave Docker Hub out$/},
        {choose: /^Leave$/},
      ],
    );
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/npm \(partial\): Turn on two-factor.*\n.*not known.*\n {2}Why: .*\n {2}Cost: .*\n {2}1\. /);
    for (const said of ['Your word is remembered.', 'Skipped for now.', 'Docker Hub is left out of this project.', 'Nothing is left'])
      expect(first.out).toContain(said);
    const {out} = await stage.portcall(['setup', '--json', '--only', 'npm,docker-hub']);
    const states = new Map(JSON.parse(out).tasks.map(({id, state}: Told) => [id, state]));
    expect([states.get('secure-account'), [...states.values()].includes('skipped')]).toEqual(['attested', true]);
    expect(JSON.parse(out).next).toBeNull();
    const again = await walking(stage, ['--only', 'npm,docker-hub'], [{choose: /^Take Docker Hub in again$/}, {choose: /^Leave$/}]);
    expect(again.code).toBe(8);
  });

  it('opens pages and looks whether a task is done, and goes on by itself when it is', async () => {
    const stage = await openScene();
    const {code, out} = await walking(
      stage,
      ['--only', 'winget'],
      [
        {choose: /^Look whether it is done$/},
        {choose: /^Open .*microsoft\/winget-pkgs\/fork/},
        {choose: /^Look whether it is done$/},
        {choose: /^Leave$/},
      ],
    );
    expect(code).toBe(8);
    expect(out).toMatch(/Not done yet/);
    expect(out).toContain('Opening https://github.com/microsoft/winget-pkgs/fork');
    expect(out).toMatch(/It waits for others: .*\n\nwinget \(not set up\): Make a classic token/);
  });

  it('lets Portcall do what it can, after its plan was shown and agreed to', async () => {
    const stage = await openScene();
    const seen = watchRequests(stage.world);
    const no = await walking(
      stage,
      ['--only', 'winget'],
      [{choose: /^Let Portcall do it/}, {confirm: false, to: /^Do this\?$/}, {choose: /^Leave$/}],
    );
    expect(no.out).toContain('Nothing was changed.');
    expect(seen.filter(({method}) => method === 'POST')).toEqual([]);
    const yes = await walking(stage, ['--only', 'winget'], [{choose: /^Let Portcall do it/}, {confirm: true}, {choose: /^Leave$/}]);
    expect(yes.out).toMatch(/Done: Fork microsoft\/winget-pkgs/);
    expect(yes.out).toContain('Make a classic token');
    expect(seen.filter(({method}) => method === 'POST')).toHaveLength(1);
  }, 60_000);

  it('tests a pasted token, refuses a wrong one, keeps the right one and sets the secret with it', async () => {
    const stage = await openScene();
    const token = stage.world.setting.tokens.CARGO_REGISTRY_TOKEN ?? '';
    const found = withoutSecret(stage);
    const {code, out} = await walking(
      stage,
      ['--only', 'crates-io'],
      [
        {choose: /^I have done this$/},
        {choose: /^Paste the token$/},
        {secret: `ghp_${'a1B2'.repeat(9)}`},
        {choose: /^Paste the token$/},
        {secret: `export CARGO_REGISTRY_TOKEN="${token}"\n`},
        {confirm: true, to: /^Keep it as CARGO_REGISTRY_TOKEN/},
        {choose: /^Set the secret to the token in hand/},
        {confirm: true, to: /^Do this\?$/},
        {choose: /^Leave$/},
      ],
    );
    expect(code).toBe(8);
    expect(out).toContain('of another marketplace');
    expect(out).toMatch(/CARGO_REGISTRY_TOKEN \(….{4}\): valid/);
    expect(out).toContain('Kept for the test.');
    expect(await openedBy(found.secrets.find(({name}) => name === 'CARGO_REGISTRY_TOKEN')?.sealed)).toBe(token);
    expect(out).not.toContain(token.slice(4, 20));
  }, 60_000);

  it.each<[string, readonly Answer[], boolean]>([
    ['the first question', [{leaves: 'choose'}], false],
    ['a later one, with what was decided before kept', [{choose: /^Skip/}, {leaves: 'choose'}], true],
    ['a plan', [{choose: /^Let Portcall/}, {leaves: 'confirm'}], false],
  ])('is left with Ctrl-C at %s', async (_, answers, isSkipped) => {
    const stage = await openScene();
    const seen = watchRequests(stage.world);
    const {code, told} = await walking(stage, ['--only', 'winget'], answers);
    expect([code, told]).toEqual([130, 'What was done and decided so far is kept; portcall setup goes on from here.\n']);
    expect(seen.filter(({method}) => method === 'POST')).toEqual([]);
    const {out} = await stage.portcall(['setup', '--json', '--only', 'winget']);
    expect(JSON.parse(out).tasks.some(({state}: Told) => state === 'skipped')).toBe(isSkipped);
  });

  it('is left with Ctrl-C at a masked field, and at a question that the vault asks in between', async () => {
    const stage = await openScene();
    withoutSecret(stage);
    const paste: readonly Answer[] = [{choose: /^I have done this$/}, {choose: /^Paste the token$/}];
    expect((await walking(stage, ['--only', 'crates-io'], [...paste, {leaves: 'secret'}])).code).toBe(130);
    const token = stage.world.setting.tokens.CARGO_REGISTRY_TOKEN ?? '';
    const keep: readonly Answer[] = [{choose: /^Paste the token$/}, {secret: token}, {confirm: true}, {leaves: 'secret'}];
    const {code, out} = await walking(stage, ['--only', 'crates-io'], keep, {hasVault: true});
    expect([code, out.includes('You left the question')]).toEqual([130, true]);
  });

  it('says what keeps it from any look, and does not ask', async () => {
    const stage = await openScene();
    await expect(walking(stage, ['--tag', 'v9.9.9'], [])).rejects.toThrow(/no tag v9\.9\.9/);
  });
});
