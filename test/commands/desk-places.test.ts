import {afterEach, describe, expect, it} from 'vitest';
import {storeWithQuestions} from '../../src/commands/open-desk.ts';
import type {Questions} from '../../src/commands/questions.ts';
import {startAtWizard} from '../../src/commands/start-at-wizard.ts';
import {firstScreen, reduceScreen} from '../../src/flow/screen.ts';
import {createStore} from '../../src/flow/store.ts';
import type {SurveyMoment} from '../../src/flow/survey-view.ts';
import {Secret} from '../../src/model/secret.ts';
import {auditRows, auditSurvey} from '../support/fixture-rows.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {terminalTraits} from '../support/terminal-traits.ts';

const scenes: Stage[] = [];
afterEach(() => Promise.all(scenes.splice(0).map((stage) => stage.end())));

const openScene = async () => {
  const stage = await openStage();
  scenes.push(stage);
  return stage;
};

const nobody = async () => {
  throw new Error('Nobody is to be asked.');
};

describe('the vault behind the screens', () => {
  const openStore = (stage: Stage, answers: (string | Error)[]) => {
    const asked: string[] = [];
    const told: string[] = [];
    let lent = 0;
    const questions: Questions = {
      choose: nobody,
      confirm: nobody,
      secret: async (question) => {
        asked.push(question);
        const answer = answers.shift();
        if (answer === undefined || answer instanceof Error) throw answer ?? new Error('Nobody answers.');
        return answer;
      },
    };
    const surroundings = {
      env: {PORTCALL_HOME: stage.home, CI: '1'},
      cwd: stage.home,
      print: () => undefined,
      tell: (text: string) => void told.push(text),
      terminal: terminalTraits(),
      now: Date.now,
      isDemo: false,
    };
    const lend = async (use: () => Promise<void>) => {
      lent++;
      await use();
    };
    return {store: storeWithQuestions(surroundings, lend, questions), asked, told, lent: () => lent};
  };
  const left = () => Object.assign(new Error('left'), {name: 'ExitPromptError'});

  it('asks for its passphrase on the terminal that is lent for it, and says there what was wrong before', async () => {
    const stage = await openScene();
    const {store, asked, lent, told} = openStore(stage, ['short', 'correct horse battery', 'correct horse battery']);
    expect(await store.keep('NPM_TOKEN', new Secret('value'))).toContain('which your passphrase opens');
    expect([lent(), asked[1]]).toEqual([3, expect.stringMatching(/^A passphrase needs 12 characters or more\.\nChoose a passphrase/)]);
    expect(told).toEqual([]);
  }, 20_000);

  it('keeps tokens for this session alone where the person wants no passphrase, and says so', async () => {
    const stage = await openScene();
    const {store, lent} = openStore(stage, ['']);
    expect(await store.keep('NPM_TOKEN', new Secret('value'))).toContain('in memory for this session alone');
    expect((await store.find('NPM_TOKEN'))?.masked).toBe('…');
    expect(lent()).toBe(1);
  });

  it('can be asked again after a question that was left', async () => {
    const stage = await openScene();
    const {store} = openStore(stage, [left(), '']);
    await expect(store.keep('NPM_TOKEN', new Secret('value'))).rejects.toThrow('left');
    expect(await store.keep('NPM_TOKEN', new Secret('value'))).toContain('for this session alone');
  });

  it('asks nothing where there is no vault to look into', async () => {
    const stage = await openScene();
    const {store, lent} = openStore(stage, []);
    expect([await store.find('NPM_TOKEN'), lent()]).toEqual([undefined, 0]);
  });
});

describe('a token that was kept', () => {
  it('is tested by a survey too, after the environment’s, and its cell says where it came from', async () => {
    const stage = await openScene();
    const token = stage.world.setting.tokens.NPM_TOKEN ?? '';
    const store = {find: async (name: string) => (name === 'NPM_TOKEN' ? new Secret(token) : undefined), keep: nobody};
    const cellOf = async (env = {}) => {
      const {out} = await stage.portcall(['status', '--json', '--only', 'npm'], env, {store});
      return JSON.parse(out).marketplaces[0].cells.token;
    };
    const kept = await cellOf();
    expect(kept.state).toBe('ok');
    expect(JSON.stringify(kept)).toContain('It is the one in the vault.');
    expect((await cellOf({NPM_TOKEN: `npm_${'a1B2'.repeat(9)}`})).state).toBe('problem');
  });
});

describe('portcall setup', () => {
  const openWizard = (moments: readonly Partial<SurveyMoment>[]) => {
    const screens = createStore(reduceScreen, firstScreen, {gatherFor: 0});
    const proven: string[] = [];
    const listeners = new Set<() => void>();
    let moment: SurveyMoment = {survey: {...auditSurvey, isRunning: true}, rows: [], now: 0};
    const view = {
      get: () => moment,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    };
    startAtWizard(view, screens, (id) => proven.push(id));
    for (const next of moments) {
      moment = {...moment, ...next};
      for (const listener of [...listeners]) listener();
    }
    return {screens, proven, listeners};
  };
  const ended = {survey: {...auditSurvey, isRunning: false}, rows: auditRows};

  it('opens the next task once everything was looked at, and has it looked at', () => {
    const {screens, proven, listeners} = openWizard([{rows: auditRows}, ended, ended]);
    const {place} = screens.get();
    expect(place.kind === 'task' || place.kind === 'closing').toBe(true);
    expect(proven).toEqual(place.kind === 'task' ? [place.id] : []);
    expect(listeners.size).toBe(0);
  });

  it('waits while the first round runs, and opens nothing where there is nothing to survey', () => {
    expect(openWizard([{rows: auditRows}]).screens.get().place.kind).toBe('grid');
    const problem = {kind: 'refused', what: 'No tag.', next: 'Make one.'} as never;
    const {screens, listeners} = openWizard([{survey: {...auditSurvey, isRunning: false, problem}}]);
    expect([screens.get().place.kind, listeners.size]).toEqual(['grid', 0]);
  });
});
