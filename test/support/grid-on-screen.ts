import {Console} from 'node:console';
import {type GridOptions, runGrid} from '../../src/commands/grid.tsx';
import type {SurveyEvent} from '../../src/flow/event.ts';
import {reduce} from '../../src/flow/reduce.ts';
import {createStore} from '../../src/flow/store.ts';
import type {Survey} from '../../src/flow/survey.ts';
import type {Row} from '../../src/model/row.ts';
import {auditRows, auditSurvey, fixtureNow} from './fixture-rows.ts';
import {createFakeTerminal} from './screen.ts';
import {terminalTraits} from './terminal-traits.ts';

// The test runner's own console lacks what Ink patches.
Object.assign(console, {Console});

type Start = {
  readonly columns?: number;
  readonly rows?: number;
  readonly hasUnicode?: boolean;
  readonly shown?: readonly Row[];
  readonly survey?: Survey;
  /** What stands on the normal screen already. */
  readonly before?: string;
  /** Whether it is marked as the demo's; absent: it isn't. */
  readonly isDemo?: boolean;
};

/** The whole grid on a terminal that only the test sees. */
export const openGrid = ({
  columns = 80,
  rows = 24,
  hasUnicode = true,
  shown = auditRows,
  survey = auditSurvey,
  before = '',
  isDemo = false,
}: Start = {}) => {
  const screen = createFakeTerminal(columns, rows);
  screen.stdout.write(before);
  const store = createStore<Survey, SurveyEvent>(reduce, survey, {gatherFor: 0});
  const asked: string[] = [];
  let current = shown;
  const options: GridOptions = {
    survey: store,
    rowsOf: () => current,
    actions: {
      recheck: (ids) => void asked.push(`recheck ${ids?.join(' ') ?? 'all'}`),
      verify: (id) => void asked.push(`verify ${id}`),
      open: (url) => void asked.push(`open ${url}`),
      stop: () => void asked.push('stop'),
    },
    terminal: terminalTraits({columns, rows, hasColour: true, hasUnicode}),
    demo: isDemo,
    clock: () => fixtureNow,
    streams: {stdin: screen.stdin, stdout: screen.stdout, stderr: screen.stdout},
  };
  const ended = runGrid(options);
  return {
    ...screen,
    store,
    asked,
    ended,
    /** Shows other rows, as when answers come. */
    tell: (next: readonly Row[], event: SurveyEvent = {kind: 'round-started', at: '2026-01-15T12:00:00Z'}) => {
      current = next;
      store.dispatch(event);
      store.flush();
    },
    /** Quits and waits for the end. */
    quit: async () => {
      screen.press('q');
      return ended;
    },
  };
};
