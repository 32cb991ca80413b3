import {Console} from 'node:console';
import {render} from 'ink';
import {App} from '../../components/App.tsx';
import {type Desk, type DeskEvent, emptyDesk, reduceDesk} from '../../src/flow/desk.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import type {Request} from '../../src/flow/press.ts';
import {firstScreen, reduceScreen, type Screen, type ScreenEvent} from '../../src/flow/screen.ts';
import {createStore} from '../../src/flow/store.ts';
import type {SurveyMoment} from '../../src/flow/survey-view.ts';
import type {Row} from '../../src/model/row.ts';
import {auditSurvey, fixtureNow, wizardRows} from './fixture-rows.ts';
import {createFakeTerminal} from './screen.ts';

// The test runner's own console lacks what Ink patches.
Object.assign(console, {Console});

type Start = {
  readonly columns?: number;
  readonly rows?: number;
  readonly hasUnicode?: boolean;
  readonly shown?: readonly Row[];
  /** What the outside does about a request; absent: nothing. */
  readonly carryOut?: (request: Request, dispatch: (event: DeskEvent) => void) => void;
};

/** The root on a terminal that only the test sees, with every request it made and every state its stores were in. */
export const openApp = ({columns = 80, rows = 24, hasUnicode = true, shown = wizardRows, carryOut = () => undefined}: Start = {}) => {
  const terminal = createFakeTerminal(columns, rows);
  let moment: SurveyMoment = {survey: auditSurvey, rows: shown, now: fixtureNow};
  const listeners = new Set<() => void>();
  const requests: Request[] = [];
  const states: string[] = [];
  const screens = createStore<Screen, ScreenEvent>(reduceScreen, firstScreen, {gatherFor: 0});
  const desk = createStore<Desk, DeskEvent>(reduceDesk, emptyDesk, {gatherFor: 0});
  for (const store of [screens, desk]) store.subscribe(() => states.push(JSON.stringify(store.get())));
  const app = render(
    <App
      surveyView={{
        get: () => moment,
        subscribe: (listener) => {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
      }}
      screens={screens}
      desk={desk}
      glyphs={hasUnicode ? unicodeGlyphs : asciiGlyphs}
      isDemo={false}
      isMoving={false}
      scrollsAtItsEnd={false}
      canSuspend={false}
      carryOut={(request) => {
        requests.push(request);
        carryOut(request, desk.dispatch);
      }}
      leaveForShell={() => undefined}
    />,
    {
      stdin: terminal.stdin,
      stdout: terminal.stdout,
      stderr: terminal.stdout,
      interactive: true,
      alternateScreen: true,
      incrementalRendering: true,
      maxFps: 1000,
      exitOnCtrlC: false,
      patchConsole: true,
    },
  );
  return {
    ...terminal,
    requests,
    screens,
    desk,
    /** Everything the stores ever held. */
    held: (): string => states.join('\n'),
    /** Shows other rows, as when answers come. */
    tell: (next: readonly Row[]) => {
      moment = {...moment, survey: {...auditSurvey}, rows: next};
      for (const listener of listeners) listener();
    },
    ended: app.waitUntilExit(),
    end: () => app.unmount(),
  };
};
