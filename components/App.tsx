import {useApp, useWindowSize} from 'ink';
import {useSyncExternalStore} from 'react';
import type {Desk, DeskEvent} from '../src/flow/desk.ts';
import type {Glyphs} from '../src/flow/glyphs.ts';
import type {Request} from '../src/flow/press.ts';
import {withRuns} from '../src/flow/run-sight.ts';
import type {Screen, ScreenEvent} from '../src/flow/screen.ts';
import type {Store} from '../src/flow/store.ts';
import type {SurveyView} from '../src/flow/survey-view.ts';
import type {View} from '../src/flow/view.ts';
import {ScreenFrame} from './ScreenFrame.tsx';
import {useDeskOpening} from './use-desk-opening.ts';
import {useEndOfLook} from './use-end-of-look.ts';
import {useGoingOn} from './use-going-on.ts';
import {useKeys} from './use-keys.ts';
import {usePlanOpening} from './use-plan-opening.ts';

/** Lends the terminal to somebody else and takes it back; Ink's own. */
export type SuspendTerminal = ReturnType<typeof useApp>['suspendTerminal'];

type Props = {
  readonly surveyView: SurveyView;
  readonly screens: Store<Screen, ScreenEvent>;
  /** Tokens by their looks and the plan that waits; no value is ever in it. */
  readonly desk: Store<Desk, DeskEvent>;
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
export const App = ({surveyView, screens, desk: desks, carryOut, leaveForShell, ...look}: Props) => {
  const moment = useSyncExternalStore(surveyView.subscribe, surveyView.get);
  const screen = useSyncExternalStore(screens.subscribe, screens.get);
  const desk = useSyncExternalStore(desks.subscribe, desks.get);
  const {columns, rows} = useWindowSize();
  const {exit, suspendTerminal} = useApp();
  const {glyphs, scrollsAtItsEnd, canSuspend, isDemo, hasColor = true} = look;
  const traits = {size: {columns, rows}, glyphs, scrollsAtItsEnd, canSuspend, isDemo, hasColor};
  useEndOfLook(moment, screens);
  usePlanOpening(desk.plan, screens);
  useDeskOpening(desk, screens);
  const obey = (request: Request) => {
    if (request.kind === 'quit') exit(request.isInterrupt ? interrupted : 0);
    else if (request.kind === 'suspend') leaveForShell(suspendTerminal);
    else carryOut(request);
  };
  useGoingOn(moment, screens, obey);
  useKeys({
    screens,
    viewNow: () => {
      const [{rows: known, now}, desk] = [surveyView.get(), desks.get()];
      return {screen: screens.get(), desk, rows: withRuns(known, desk.runs), now, ...traits};
    },
    carryOut: obey,
  });
  const view: View = {screen, desk, rows: withRuns(moment.rows, desk.runs), now: moment.now, ...traits};
  return <ScreenFrame view={view} survey={moment.survey} isDemo={look.isDemo} isMoving={look.isMoving} />;
};
