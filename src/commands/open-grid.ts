import {existsSync} from 'node:fs';
import path from 'node:path';
import {emptySurvey, reduce} from '../flow/reduce.ts';
import {createStore} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import {toProblem} from '../model/problem.ts';
import type {Row} from '../model/row.ts';
import {safeLine} from '../model/safe-text.ts';
import {hasConfiguration} from '../tools/configuration-place.ts';
import {stateFolderOf} from '../tools/folders.ts';
import {type Remembered, recall} from '../tools/last-known.ts';
import {createDeskDoor, type DeskDoor} from './desk-door.ts';
import type {DeskVoice} from './desk-work.ts';
import type {GridActions, TerminalLender} from './grid.tsx';
import {createHand} from './hand.ts';
import type {Options} from './options.ts';
import {questionOf} from './question.ts';
import type {Surroundings} from './surroundings.ts';
import {Watch} from './watch.ts';

/** How many milliseconds answers are gathered before the grid shows them. */
const gatherFor = 100;

const asRemembered = (row: Row): Row => ({...row, isRemembered: true, checking: []});

/** The survey as the last run left it; an empty one where there was none. */
const startWith = (remembered: Remembered<Survey> | undefined): Survey =>
  remembered === undefined
    ? {...emptySurvey, isRunning: true}
    : {
        ...reduce(emptySurvey, {kind: 'remembered', survey: remembered.survey}),
        project: remembered.project,
        checkedAt: remembered.checkedAt,
        isRunning: true,
      };

const actionsOf = (watch: Watch, door: DeskDoor): GridActions => ({
  recheck: (ids) => void watch.look(ids, 'fresh'),
  verify: (id) => void watch.look([id], 'verify'),
  open: (url) => door.obey({kind: 'browse', url}),
  stop: () => {
    // What is being written is not broken off: nobody could tell then whether it was done.
    const rest = door.end();
    if (rest === undefined) watch.stop();
    else void rest.then(() => watch.stop());
  },
});

/**
 * Ink's layout engine loads its program with `fetch` where there is one, and Node then loads a whole HTTP client first, which takes longer than
 * the engine. Without one it reads the program where it stands.
 */
export const withoutFetch = async <T>(load: () => Promise<T>): Promise<T> => {
  const fetch = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  Object.defineProperty(globalThis, 'fetch', {value: undefined, configurable: true, writable: true});
  try {
    return await load();
  } finally {
    if (fetch !== undefined) Object.defineProperty(globalThis, 'fetch', fetch);
  }
};

/** Goes on following what was started in an earlier run; without any of it nothing is loaded for it. */
const resumeRuns = (stateFolder: string, door: DeskDoor): void => {
  if (existsSync(path.join(stateFolder, 'started.json'))) door.obey({kind: 'resume-runs'});
};

export type GridStart = {
  /** Absent: the grid itself. */
  readonly startAt?: 'wizard';
};

const printInstead = async (options: Options, surroundings: Surroundings): Promise<number> => {
  const code = await (await import('./status-any.ts')).runStatusOfAny(options, surroundings);
  // The demo has been shown, which is all that was asked of it.
  return surroundings.isDemo ? 0 : code;
};

/** The survey, the desk and the screen, wired to each other: what a command would print is said on the screen. */
const wire = async (options: Options, surroundings: Surroundings, remembered: Remembered<Survey> | undefined) => {
  const {createDesks, createScreens, lendBy} = await withoutFetch(() => import('./grid.tsx'));
  const [screens, desks, hand, lender] = [createScreens(), createDesks(), createHand(), {} as TerminalLender];
  const survey = createStore(reduce, startWith(remembered), {gatherFor});
  const say = (text: string) => screens.dispatch({kind: 'said', message: {text: safeLine(text, 600), tone: 'warning'}});
  const watch = new Watch(options, {...surroundings, tell: say, print: say}, survey, hand);
  const voice: DeskVoice = {dispatch: desks.dispatch, say: (message) => screens.dispatch({kind: 'said', message})};
  const open = async () => {
    const {openDesk} = await import('./open-desk.ts');
    return openDesk({options, surroundings, survey, watch, hand, voice, lend: lendBy(lender)});
  };
  const door = createDeskDoor(open, desks.dispatch, (failure) => say(toProblem(failure).message));
  return {screens, survey, watch, lender, door, desk: {store: desks, obey: door.obey}};
};

/** The configuration is read where there is one, so that a folder without it opens as fast as ever. */
const withListed = async (options: Options, {cwd}: Surroundings): Promise<Options> => {
  if (options.repository !== undefined || !(await hasConfiguration(cwd))) return options;
  const {withConfiguredRepositories} = await import('./several.ts');
  return withConfiguredRepositories(options, {cwd});
};

/** Opens the live grid; where no screen can be drawn, prints what `status` prints. */
export const openGrid = async (asked: Options, surroundings: Surroundings, {startAt}: GridStart = {}): Promise<number> => {
  const {terminal, env, now, isDemo} = surroundings;
  const options = startAt === 'wizard' ? asked : await withListed(asked, surroundings);
  const isSeveral = options.repositories !== undefined;
  if (isSeveral && terminal.isInteractive)
    surroundings.tell('Several repositories are printed as one table; the live grid shows one, named with --repo.\n');
  if (!terminal.isInteractive || options.json || isSeveral) return printInstead(options, surroundings);
  const remembered = recall<Survey>(stateFolderOf(env), questionOf(options, surroundings));
  const {survey, watch, door, ...wired} = await wire(options, surroundings, remembered);
  const lastRows = (remembered?.rows ?? []).map(asRemembered);
  const rowsOf = (known: Survey, time: number) => watch.loaded?.rowsOf(known, time) ?? lastRows;
  const {runGrid} = await import('./grid.tsx');
  setTimeout(() => void watch.look(undefined, 'again').then(() => resumeRuns(stateFolderOf(env), door)), 0);
  const start = startAt === undefined ? {} : {startAt};
  return runGrid({...wired, ...start, survey, rowsOf, actions: actionsOf(watch, door), terminal, demo: isDemo, clock: now});
};
