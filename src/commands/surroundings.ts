import {Problem} from '../model/problem.ts';
import {safeLine} from '../model/safe-text.ts';
import type {Secret} from '../model/secret.ts';
import type {TerminalTraits} from '../model/terminal.ts';
import type {TokenStore} from '../model/token-store.ts';
import type {SshAsker} from '../tools/ssh.ts';
import type {SshGit} from '../tools/ssh-git.ts';
import {WrongUse} from './wrong-use.ts';

/** What came of a page that was opened. */
export type Browsed = {
  /** What was done there, in one sentence; nothing secret stands in it. */
  readonly said: string;
  /** The token that the page showed, under the usual name of such a secret; absent: it showed none. */
  readonly token?: {readonly name: string; readonly value: Secret};
};

/** What a command is started in; the demo and the tests hand in their own. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Standard output. */
  readonly print: (text: string) => void;
  /** Standard error, for people. */
  readonly tell: (text: string) => void;
  readonly terminal: TerminalTraits;
  /** Reads standard input to its end; absent: the process's own. */
  readonly readInput?: () => Promise<string>;
  readonly now: () => number;
  /** Ends what would go on for ever; absent: the process's own end does. */
  readonly end?: AbortSignal;
  /** Milliseconds until a server that says nothing counts as unreachable; absent: the usual. */
  readonly patience?: number;
  /** Where tokens stay between runs; absent: nowhere. */
  readonly store?: TokenStore;
  /** How a key is tried over SSH; absent: with the ssh program. */
  readonly askOverSsh?: SshAsker;
  /** How a repository behind SSH is read and written; absent: with the git and ssh programs. */
  readonly sshGit?: SshGit;
  /** Opens a page for the person and tells what came of it; undefined: nothing to say. Absent: the system's browser. */
  readonly browse?: (url: string) => Promise<Browsed | undefined>;
  /** Marks everything shown as the demo's. */
  readonly isDemo: boolean;
};

/** Whether a person at a terminal can be asked, screen readers and terminals without a cursor included. */
export const canAsk = ({terminal}: Surroundings): boolean =>
  terminal.isInteractive || ((terminal.isScreenReader || terminal.isDumb) && process.stdin.isTTY === true && process.stdout.isTTY === true);

export const exitCodes = {ok: 0, broken: 1, wrongUse: 2, unknown: 3, signIn: 4, waiting: 8, interrupted: 130} as const;

/** Tells what went wrong and what to do, and gives the exit code for it. */
export const tellFailure = (failure: unknown, tell: (text: string) => void): number => {
  if (failure instanceof WrongUse) {
    tell(`${safeLine(failure.message)}\n${safeLine(failure.next)}\n`);
    return exitCodes.wrongUse;
  }
  if (failure instanceof Problem) {
    tell(`${safeLine(failure.message)}\n${safeLine(failure.next)}\n`);
    if (failure.kind === 'unauthorized') return exitCodes.signIn;
    return failure.kind === 'refused' ? exitCodes.wrongUse : exitCodes.unknown;
  }
  tell(`Portcall made a mistake: ${safeLine(failure instanceof Error ? failure.message : String(failure))}\n`);
  return exitCodes.broken;
};
