import {type Instance, render} from 'ink';
import {App, type SuspendTerminal} from '../../components/App.tsx';
import type {SurveyEvent} from '../flow/event.ts';
import {glyphsFor, legible} from '../flow/glyphs.ts';
import {countText} from '../flow/header.ts';
import type {Request} from '../flow/press.ts';
import {firstScreen, reduceScreen} from '../flow/screen.ts';
import {createStore, type Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import {createSurveyView} from '../flow/survey-view.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {repositoryText} from '../model/project.ts';
import type {Row} from '../model/row.ts';
import type {TerminalTraits} from '../model/terminal.ts';
import {handOver, onOwnScreen, releaseScreen, stopUntilContinued} from '../tools/terminal.ts';

/** What the keys of the grid set going; each returns at once, and its outcome comes through the survey. */
export type GridActions = {
  /** Absent ids: every marketplace. */
  recheck(ids?: readonly MarketplaceId[]): void;
  verify(id: MarketplaceId): void;
  open(url: string): void;
  /** Ends what is under way, when the person leaves. */
  stop(): void;
};

export type GridOptions = {
  readonly survey: Store<Survey, SurveyEvent>;
  readonly rowsOf: (survey: Survey, now: number) => readonly Row[];
  readonly actions: GridActions;
  readonly terminal: TerminalTraits;
  /** Absent: the real world is shown. */
  readonly demo?: boolean;
  readonly clock: () => number;
  /** Absent: the process's own. */
  readonly streams?: {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream; readonly stderr: NodeJS.WriteStream};
};

const carryOutBy =
  (actions: GridActions) =>
  (request: Exclude<Request, {kind: 'suspend' | 'quit'}>): void => {
    if (request.kind === 'recheck') actions.recheck([request.id]);
    else if (request.kind === 'recheck-all') actions.recheck();
    else if (request.kind === 'verify') actions.verify(request.id);
    else actions.open(request.url);
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

const mount = ({survey, rowsOf, actions, terminal, demo = false, clock, streams = process}: GridOptions): Instance => {
  const {stdin, stdout, stderr} = streams;
  const app = (
    <App
      surveyView={createSurveyView(survey, rowsOf, clock)}
      screens={createStore(reduceScreen, firstScreen, {gatherFor: 0})}
      glyphs={glyphsFor(terminal)}
      isDemo={demo}
      isMoving
      hasColor={terminal.hasColour}
      scrollsAtItsEnd={terminal.scrollsAtItsEnd}
      canSuspend={process.platform !== 'win32'}
      carryOut={carryOutBy(actions)}
      leaveForShell={leaveForShell}
    />
  );
  return render(app, {
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
    stdout.write(farewell(options));
    return typeof code === 'number' ? code : 0;
  } finally {
    options.actions.stop();
  }
};
