import {type Instance, render, useApp} from 'ink';
import type {ReactNode} from 'react';
import {App, type SuspendTerminal} from '../../components/App.tsx';
import {type Desk, type DeskEvent, emptyDesk, reduceDesk} from '../flow/desk.ts';
import type {SurveyEvent} from '../flow/event.ts';
import {glyphsFor, legible} from '../flow/glyphs.ts';
import {countText} from '../flow/header.ts';
import type {Request} from '../flow/press.ts';
import {proseFor} from '../flow/prose.ts';
import {firstScreen, reduceScreen, type Screen, type ScreenEvent} from '../flow/screen.ts';
import {createStore, type Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import {createSurveyView} from '../flow/survey-view.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {repositoryText} from '../model/project.ts';
import type {Row} from '../model/row.ts';
import type {TerminalTraits} from '../model/terminal.ts';
import {handOver, onOwnScreen, releaseScreen, stopUntilContinued} from '../tools/terminal.ts';
import type {DeskRequest} from './desk-door.ts';
import {startAtWizard} from './start-at-wizard.ts';

/** What the keys of the grid set going; each returns at once, and its outcome comes through the survey. */
export type GridActions = {
  /** Absent ids: every marketplace. */
  recheck(ids?: readonly MarketplaceId[]): void;
  verify(id: MarketplaceId): void;
  /** Opens a page for the person. */
  open(url: string): void;
  /** Ends what is under way, when the person leaves. */
  stop(): void;
};

/** The desk as the grid sees it. */
export type GridDesk = {
  readonly store: Store<Desk, DeskEvent>;
  /** Returns at once; what comes of it goes into the stores. */
  obey(request: DeskRequest): void;
};

/** Lends the terminal while the grid stands open. */
export type TerminalLender = {suspend?: SuspendTerminal};

export type GridOptions = {
  readonly survey: Store<Survey, SurveyEvent>;
  readonly rowsOf: (survey: Survey, now: number) => readonly Row[];
  readonly actions: GridActions;
  readonly terminal: TerminalTraits;
  /** Absent: an empty one, at which nothing is done. */
  readonly desk?: GridDesk;
  /** Absent: one of its own. */
  readonly screens?: Store<Screen, ScreenEvent>;
  /** Is told how the terminal is lent; absent: nobody borrows it. */
  readonly lender?: TerminalLender;
  /** Absent: it opens with the grid itself. */
  readonly startAt?: 'wizard';
  /** Absent: the real world is shown. */
  readonly demo?: boolean;
  readonly clock: () => number;
  /** Absent: the process's own. */
  readonly streams?: {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream; readonly stderr: NodeJS.WriteStream};
};

const carryOutBy =
  (actions: GridActions, desk: GridDesk) =>
  (request: Exclude<Request, {kind: 'suspend' | 'quit'}>): void => {
    if (request.kind === 'recheck') actions.recheck([request.id]);
    else if (request.kind === 'recheck-all') actions.recheck();
    else if (request.kind === 'verify') actions.verify(request.id);
    else if (request.kind === 'browse') actions.open(request.url);
    else desk.obey(request);
  };

/** The view's own state. */
export const createScreens = (): Store<Screen, ScreenEvent> => createStore(reduceScreen, firstScreen, {gatherFor: 0});

/** A desk's store, which tells at once: how long the masked field is must be seen with the key. */
export const createDesks = (): Store<Desk, DeskEvent> => createStore(reduceDesk, emptyDesk, {gatherFor: 0});

const noDesk = (): GridDesk => ({store: createDesks(), obey: () => undefined});

/** How the terminal is lent while a grid stands open; without one it isn't. */
export const lendBy =
  (lender: TerminalLender) =>
  async (use: () => Promise<void>): Promise<void> => {
    if (lender.suspend !== undefined) await handOver(lender.suspend, use);
  };

/** Tells whoever borrows the terminal outside React how it is done. */
const Lending = ({lender, children}: {readonly lender: TerminalLender; readonly children: ReactNode}) => {
  const {suspendTerminal} = useApp();
  lender.suspend = suspendTerminal;
  return children;
};

const leaveForShell = (suspend: SuspendTerminal): void => {
  handOver(suspend, stopUntilContinued).catch(() => {});
};

/** What stays on the normal screen when the grid is gone; empty: there was nothing to see. */
const farewell = ({survey, rowsOf, terminal, clock}: GridOptions): string => {
  const known = survey.get();
  if (known.project === undefined) return known.problem === undefined ? '' : `${known.problem.what} ${known.problem.next}\n`;
  const {repository, tag} = known.project;
  const counts = countText(rowsOf(known, clock()), ', ');
  return `${legible(`${repositoryText(repository)} ${tag}: ${counts}.`, glyphsFor(terminal))}\n`;
};

const appOf = (options: GridOptions) => {
  const {survey, rowsOf, actions, terminal, demo = false, clock, screens = createScreens(), desk = noDesk(), lender = {}} = options;
  const surveyView = createSurveyView(survey, rowsOf, clock);
  if (options.startAt === 'wizard') startAtWizard(surveyView, screens, (id) => desk.obey({kind: 'prove', id}));
  return (
    <Lending lender={lender}>
      <App
        surveyView={surveyView}
        screens={screens}
        desk={desk.store}
        glyphs={glyphsFor(terminal)}
        isDemo={demo}
        isMoving
        hasColor={terminal.hasColour}
        scrollsAtItsEnd={terminal.scrollsAtItsEnd}
        canSuspend={process.platform !== 'win32'}
        carryOut={carryOutBy(actions, desk)}
        leaveForShell={leaveForShell}
      />
    </Lending>
  );
};

const mount = (options: GridOptions): Instance => {
  const {stdin, stdout, stderr} = options.streams ?? process;
  return render(appOf(options), {
    stdin,
    stdout,
    stderr,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    // The survey is gathered, so few frames are drawn; at 60 a key pressed just after one of them waited up to 25 ms for its own.
    maxFps: 120,
    exitOnCtrlC: false,
    patchConsole: true,
    isScreenReaderEnabled: false,
  });
};

/** Shows the live grid until the person leaves it; gives the exit code. */
export const runGrid = async (options: GridOptions): Promise<number> => {
  const {stdout} = options.streams ?? process;
  try {
    const grid = onOwnScreen(stdout, () => mount(options));
    // From here on Ink closes the screen, whatever ends the process.
    releaseScreen();
    const code = await grid.waitUntilExit();
    stdout.write(proseFor(farewell(options), options.terminal.columns));
    return typeof code === 'number' ? code : 0;
  } finally {
    options.actions.stop();
  }
};
