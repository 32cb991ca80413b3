import {render} from 'ink-testing-library';
import {afterEach, describe, expect, test} from 'vitest';
import {App} from '../../components/App.tsx';
import {emptyDesk, reduceDesk} from '../../src/flow/desk.ts';
import {unicodeGlyphs} from '../../src/flow/glyphs.ts';
import type {Request} from '../../src/flow/press.ts';
import {firstScreen, reduceScreen} from '../../src/flow/screen.ts';
import {createStore} from '../../src/flow/store.ts';
import type {SurveyMoment} from '../../src/flow/survey-view.ts';
import {auditRows, auditSurvey, fixtureNow} from '../support/fixture-rows.ts';

const moment = {survey: auditSurvey, rows: auditRows, now: fixtureNow};
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const open = ({isDemo = false} = {}) => {
  let seen: SurveyMoment = moment;
  const listeners = new Set<() => void>();
  const tell = (next: SurveyMoment) => {
    seen = next;
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const requests: Request[] = [];
  const shown = render(
    <App
      surveyView={{get: () => seen, subscribe}}
      screens={createStore(reduceScreen, firstScreen, {gatherFor: 0})}
      desk={createStore(reduceDesk, emptyDesk, {gatherFor: 0})}
      glyphs={unicodeGlyphs}
      isDemo={isDemo}
      isMoving={false}
      scrollsAtItsEnd={false}
      canSuspend={false}
      carryOut={(request) => requests.push(request)}
      leaveForShell={() => undefined}
    />,
  );
  ends.push(shown.unmount);
  const until = (text: string) => expect.poll(() => shown.lastFrame() ?? '').toContain(text);
  return {...shown, requests, until, tell};
};

describe('the root', () => {
  test('chooses a row, opens its page and goes back', async () => {
    const {stdin, until} = open();
    await until('❯ ● GitHub Releases');
    stdin.write('j');
    await until('❯ ◐ npm');
    stdin.write('\r');
    await until('esc back');
    stdin.write('\u001b');
    await until('❯ ◐ npm');
  });

  test('asks for what a key means, and does nothing itself', async () => {
    const {stdin, requests, until} = open();
    await until('❯ ● GitHub Releases');
    stdin.write('r');
    await expect.poll(() => requests).toEqual([{kind: 'recheck', id: 'github-releases'}]);
    stdin.write('R');
    await expect.poll(() => requests.at(-1)).toEqual({kind: 'recheck-all'});
  });

  test('filters while it is typed', async () => {
    const {stdin, until, lastFrame} = open();
    await until('❯ ● GitHub Releases');
    stdin.write('/');
    stdin.write('scoop');
    await until('Scoop');
    await expect.poll(() => lastFrame() ?? '').not.toContain('crates.io');
  });

  test('takes back what it announced when the look has ended, and says what a comparison came to', async () => {
    const {stdin, until, tell, lastFrame} = open();
    await until('❯ ● GitHub Releases');
    const [first, ...others] = auditRows;
    const checking = {...moment, survey: {...auditSurvey}, rows: [{...first!, checking: ['integrity'] as const}, ...others]};
    for (const [key, announced, after] of [
      ['r', 'Checking GitHub Releases again.', ''],
      ['v', 'Downloading what GitHub Releases serves', 'GitHub Releases is compared: 6 files.'],
    ] as const) {
      stdin.write(key);
      await until(announced);
      tell(checking);
      await until('✓↻6 files');
      await until(announced);
      tell({...moment, survey: {...auditSurvey}});
      await until(after);
      await expect.poll(() => lastFrame() ?? '').not.toContain(announced);
    }
  });

  test('opens no page of the demo', async () => {
    const {stdin, until, requests} = open({isDemo: true});
    await until('❯ ● GitHub Releases');
    stdin.write('o');
    await until('The demo opens no page: it would be example.org/github-releases');
    expect(requests).toEqual([]);
  });
});
