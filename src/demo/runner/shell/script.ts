/** A piece of a word; what is quoted is neither split nor taken for a pattern. */
export type Part =
  | {readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean}
  /** `$NAME` or `${NAME<operator><argument>}`; without an operator the argument is empty. */
  | {readonly kind: 'variable'; readonly name: string; readonly operator: string; readonly argument: Word; readonly isQuoted: boolean}
  | {readonly kind: 'output'; readonly script: Script; readonly isQuoted: boolean}
  | {readonly kind: 'sum'; readonly word: Word; readonly isQuoted: boolean};

export type Word = readonly Part[];

export type Redirect = {
  /** What is redirected: the input, one output or both. */
  readonly stream: 'input' | 'output' | 'errors' | 'both';
  readonly kind: 'file' | 'append' | 'text' | 'to-output' | 'to-errors';
  readonly target: Word;
};

type Redirected = {readonly redirects: readonly Redirect[]};

export type Command = Redirected &
  (
    | {
        readonly kind: 'simple';
        readonly assignments: readonly {readonly name: string; readonly value: Word}[];
        readonly words: readonly Word[];
      }
    | {readonly kind: 'if'; readonly branches: readonly {readonly test: Script; readonly body: Script}[]; readonly otherwise: Script}
    | {readonly kind: 'while'; readonly test: Script; readonly body: Script; readonly isUntil: boolean}
    | {readonly kind: 'for'; readonly name: string; readonly words: readonly Word[]; readonly body: Script}
    | {
        readonly kind: 'case';
        readonly word: Word;
        readonly branches: readonly {readonly patterns: readonly Word[]; readonly body: Script}[];
      }
    | {readonly kind: 'group'; readonly body: Script; readonly isSubshell: boolean}
    | {readonly kind: 'function'; readonly name: string; readonly body: Command}
  );

export type Pipeline = {readonly isNegated: boolean; readonly commands: readonly Command[]};

/** Pipelines joined by `&&` and `||`; the first one's operator counts for nothing. */
export type Chain = readonly {readonly operator: '&&' | '||'; readonly pipeline: Pipeline}[];

export type Script = readonly Chain[];

/** What a shell says of a text that it can't read. */
export class ShellSyntax extends Error {}
