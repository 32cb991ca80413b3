import type {TerminalTraits} from '../../src/model/terminal.ts';

/** A person's terminal of 80 by 24 without colours, but for what a test needs otherwise. */
export const terminalTraits = (over: Partial<TerminalTraits> = {}): TerminalTraits => ({
  isInteractive: true,
  columns: 80,
  rows: 24,
  hasColour: false,
  hasUnicode: true,
  isScreenReader: false,
  isDumb: false,
  scrollsAtItsEnd: false,
  ...over,
});
