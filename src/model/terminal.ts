/** What the terminal can show, learnt once at the start. */
export type TerminalTraits = {
  /** True when a person sits at both ends and whole screens can be drawn: the live grid may open. */
  readonly isInteractive: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly hasColour: boolean;
  readonly hasUnicode: boolean;
  /** True when what is printed is spoken: nothing may be drawn twice. */
  readonly isScreenReader: boolean;
  /** True when it can't even move its cursor. */
  readonly isDumb: boolean;
  /** True where writing the last cell of the last line scrolls the screen. */
  readonly scrollsAtItsEnd: boolean;
};
