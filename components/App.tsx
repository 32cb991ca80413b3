import {useApp, useInput, usePaste, useWindowSize} from 'ink';
import {useSyncExternalStore} from 'react';
import type {Glyphs} from '../src/flow/glyphs.ts';
import {type Pressed, paste, press, type Request, type View} from '../src/flow/press.ts';
import type {Screen, ScreenEvent} from '../src/flow/screen.ts';
import type {Store} from '../src/flow/store.ts';
import {strokesOf} from '../src/flow/strokes.ts';
import type {SurveyView} from '../src/flow/survey-view.ts';
import {ScreenFrame} from './ScreenFrame.tsx';
import {useEndOfLook} from './use-end-of-look.ts';

/** Lends the terminal to somebody else and takes it back; Ink's own. */
export type SuspendTerminal = ReturnType<typeof useApp>['suspendTerminal'];

type Props = {
  readonly surveyView: SurveyView;
  readonly screens: Store<Screen, ScreenEvent>;
  readonly glyphs: Glyphs;
  readonly isDemo: boolean;
  readonly isMoving: boolean;
  /** Absent: colours can be shown. */
  readonly hasColor?: boolean;
  readonly scrollsAtItsEnd: boolean;
  readonly canSuspend: boolean;
  readonly carryOut: (request: Exclude<Request, {kind: 'suspend' | 'quit'}>) => void;
  readonly leaveForShell: (suspendTerminal: SuspendTerminal) => void;
};

const interrupted = 130;

/** The root: hears every key once, asks what it means, and draws the screen that follows. */
export const App = ({surveyView, screens, carryOut, leaveForShell, ...look}: Props) => {
  const moment = useSyncExternalStore(surveyView.subscribe, surveyView.get);
  const screen = useSyncExternalStore(screens.subscribe, screens.get);
  const {columns, rows} = useWindowSize();
  const {exit, suspendTerminal} = useApp();
  const {glyphs, scrollsAtItsEnd, canSuspend, isDemo, hasColor = true} = look;
  const traits = {size: {columns, rows}, glyphs, scrollsAtItsEnd, canSuspend, isDemo, hasColor};
  useEndOfLook(moment, screens);
  // Several keys can come before the next frame: each is judged by what the one before it has left.
  const viewOf = (current: Screen): View => ({
    screen: current,
    rows: surveyView.get().rows,
    now: surveyView.get().now,
    ...traits,
  });
  const obey = (meaning: (view: View) => Pressed): void => {
    screens.dispatch({kind: 'key-pressed'});
    const {events, request} = meaning(viewOf(screens.get()));
    for (const event of events) screens.dispatch(event);
    if (request?.kind === 'quit') exit(request.isInterrupt ? interrupted : 0);
    else if (request?.kind === 'suspend') leaveForShell(suspendTerminal);
    else if (request !== undefined) carryOut(request);
  };
  useInput((input, key) => {
    for (const stroke of strokesOf(input, key)) obey((view) => press(stroke, view));
  });
  usePaste((text) => obey((view) => paste(text, view)));
  const view: View = {screen, rows: moment.rows, now: moment.now, ...traits};
  return <ScreenFrame view={view} survey={moment.survey} isDemo={look.isDemo} isMoving={look.isMoving} />;
};
