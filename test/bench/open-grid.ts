import {runGrid} from '../../src/commands/grid.tsx';
import {terminalTraits} from '../support/terminal-traits.ts';
import {createBlindTerminal} from './blind-terminal.ts';
import type {SimulatedSurvey} from './simulated-survey.ts';

/** The program's own grid over a simulated survey, on a terminal that draws nothing. */
export const openGrid = ({store, rowsOf, clock}: SimulatedSurvey) => {
  const terminal = createBlindTerminal();
  const ended = runGrid({
    survey: store,
    rowsOf,
    actions: {recheck: () => undefined, verify: () => undefined, open: () => undefined, stop: () => undefined},
    terminal: terminalTraits({hasColour: true}),
    clock: () => clock.now,
    streams: {stdin: terminal.stdin, stdout: terminal.stdout, stderr: terminal.stdout},
  });
  return {
    ...terminal,
    quit: async (): Promise<void> => {
      terminal.press('q');
      await ended;
    },
  };
};
