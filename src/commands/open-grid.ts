import {emptySurvey, reduce} from '../flow/reduce.ts';
import {createStore} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {Row} from '../model/row.ts';
import {stateFolderOf} from '../tools/folders.ts';
import {type Remembered, recall} from '../tools/last-known.ts';
import type {GridActions} from './grid.tsx';
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

const actionsOf = (watch: Watch): GridActions => ({
  recheck: (ids) => void watch.look(ids, 'fresh'),
  verify: (id) => void watch.look([id], 'verify'),
  open: (url) => void import('../tools/browser.ts').then(({openInBrowser}) => openInBrowser(url)).catch(() => undefined),
  stop: () => watch.stop(),
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

/** Opens the live grid; where no screen can be drawn, prints what `status` prints. */
export const openGrid = async (options: Options, surroundings: Surroundings): Promise<number> => {
  const {terminal, env, now, isDemo} = surroundings;
  if (!terminal.isInteractive || options.json) {
    const code = await (await import('./status.ts')).runStatus(options, surroundings, {verify: false});
    // The demo has been shown, which is all that was asked of it.
    return isDemo ? 0 : code;
  }
  const remembered = recall<Survey>(stateFolderOf(env), questionOf(options, surroundings));
  const store = createStore(reduce, startWith(remembered), {gatherFor});
  const watch = new Watch(options, surroundings, store);
  const lastRows = (remembered?.rows ?? []).map(asRemembered);
  const rowsOf = (survey: Survey, time: number) => watch.loaded?.rowsOf(survey, time) ?? lastRows;
  const {runGrid} = await withoutFetch(() => import('./grid.tsx'));
  setTimeout(() => void watch.look(undefined, 'again'), 0);
  return runGrid({survey: store, rowsOf, actions: actionsOf(watch), terminal, demo: isDemo, clock: now});
};
