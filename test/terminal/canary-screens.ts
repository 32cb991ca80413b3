import {setTimeout as wait} from 'node:timers/promises';
import type {Canary} from '../support/canaries.ts';
import type {Terminal} from '../support/tmux.ts';

/** A key or a text to type, a canary to paste, or what the screen is waited for. */
type Key = string | Canary | RegExp;

/** Keys for one screen of the grid, each typed once the last one has shown. Each begins and ends on the grid. */
export type ScreenKeys = {readonly name: string; readonly keys: readonly Key[]};

/* How the test of a token ends, and what a plan asks for and comes to. */
const tested = /pasted, in memory[^\n]*\n\s+(?!It is being tested)\S/;
const planned = /yes, do it/;
const carriedOut = /Done: |Refused: |Failed: /;
const asked = /Choose a passphrase/;
const askedAgain = /Write the passphrase again/;
const kept = /Tokens are kept/;

const back = ['Escape', 'Escape', 'Escape'];

/** Every screen that the keys of the grid lead to, walked in turn; what is pasted is refused by the world or accepted. */
export const gridScreens = (
  pasted: (name: string) => Canary,
  accepted: (name: string) => Canary,
  passphrase: Canary,
): readonly ScreenKeys[] => [
  {name: 'keys', keys: ['?', 'Down', 'Down', 'Escape']},
  {name: 'filter', keys: ['/', 'npm', 'Enter', 'Escape']},
  {name: 'pages', keys: ['g', 'Enter', ...Array.from({length: 7}, () => 'Right'), 'G', 'Escape']},
  {name: 'log', keys: ['g', 'j', 'j', 'j', 'j', 'l', 'Space', 'Escape', 'Escape']},
  {name: 'verify and browse', keys: ['g', 'j', 'v', 'o', 'r', 'Escape']},
  {name: 'tokens', keys: ['g', 't', ...Array.from({length: 14}, () => 'n'), 'r', 'G', 'Escape', 'Escape']},
  {
    name: 'a pasted token that is good',
    keys: ['g', 'j', 't', 'p', accepted('NPM_TOKEN'), 'Enter', tested, 's', planned, 'y', carriedOut, 'Escape', ...back],
  },
  {
    name: 'a pasted token, kept',
    keys: [
      'g',
      'j',
      'j',
      't',
      'p',
      accepted('PYPI_TOKEN'),
      'Enter',
      tested,
      'e',
      asked,
      passphrase,
      'Enter',
      askedAgain,
      passphrase,
      'Enter',
      kept,
      ...back,
    ],
  },
  {name: 'a pasted token that is refused', keys: ['g', 'j', 't', 'p', pasted('NPM_TOKEN'), 'Enter', tested, 'o', 's', ...back]},
  {name: 'a pasted token of another marketplace', keys: ['g', 'j', 't', 'p', pasted('VSCE_PAT'), 'Enter', tested, 's', ...back]},
  {name: 'a pasted key', keys: ['g', 't', 'n', 'n', 'n', 'p', pasted('AUR_SSH_KEY'), 'Enter', tested, ...back]},
  {name: 'a field that is left', keys: ['g', 'j', 't', 'p', pasted('NPM_TOKEN'), 'BSpace', ...back]},
  {name: 'wizard', keys: ['g', 'w', ...Array.from({length: 6}, () => ['v', 'n']).flat(), '?', 'Escape', ...back]},
  {name: 'wizard, a token pasted into its page', keys: ['g', 'w', 'n', 't', 'p', pasted('CARGO_REGISTRY_TOKEN'), 'Enter', tested, ...back]},
  {name: 'wizard, a plan that is dropped', keys: ['g', 'w', 'n', 'd', 'n', ...back]},
  {name: 'wizard, choices', keys: ['g', 'w', 'x', 'u', 'a', 'u', 'o', '1', ...back]},
];

/** Keys for a look while the world misbehaves. */
export const troubledScreens: readonly ScreenKeys[] = [
  {name: 'looked at anew, and a token tested anew', keys: ['R', 'Enter', 'G', 't', 'r', 'Escape', 'Escape']},
];

const named = new Set(['Down', 'Up', 'Left', 'Right', 'Enter', 'Escape', 'Space', 'BSpace']);

/** Waits until the screen has stopped changing; a clock on it may go on for ever, so not for long. */
export const settle = async (terminal: Terminal, most = 350): Promise<void> => {
  const giveUp = Date.now() + most;
  for (let last = ''; Date.now() < giveUp; await wait(25)) {
    const text = (await terminal.lines()).join('\n');
    if (text === last) return;
    last = text;
  }
};

/** Waits for a while; a screen that doesn't come is found missing by who looks at the whole afterwards. */
const look = async (terminal: Terminal, sign: RegExp): Promise<void> => {
  for (const giveUp = Date.now() + 8000; Date.now() < giveUp; await wait(40)) if (sign.test((await terminal.lines()).join('\n'))) return;
};

export const walk = async (terminal: Terminal, screens: readonly ScreenKeys[]): Promise<void> => {
  for (const {keys} of screens)
    for (const key of keys) {
      if (key instanceof RegExp) await look(terminal, key);
      else if (typeof key !== 'string') await terminal.type(key.value.trimEnd());
      else if (named.has(key)) await terminal.press(key);
      else await terminal.type(key);
      await settle(terminal);
    }
};

/** What a person at the terminal answers. */
export type Answers = {readonly pasted: string; readonly passphrase: string; readonly doesLeave?: boolean};

let conversations = 0;

/** Runs a command that may ask, answers each question once, and gives its exit code. */
export const converse = async (terminal: Terminal, command: string, {pasted, passphrase, doesLeave = false}: Answers): Promise<number> => {
  conversations++;
  const endedAs = new RegExp(`^ended ${conversations} (\\d+)$`, 'm');
  const hasEnded = (text: string) => endedAs.test(text);
  /* The question that waits for an answer, without what was answered; undefined: none does. */
  const questionIn = (text: string): string | undefined =>
    /^\? (.*?)(?:\(y\/N\)|\[input is masked\])/.exec(text.trimEnd().split('\n').at(-1) ?? '')?.[1];
  await terminal.enter(`go() { ${command}; echo "ended ${conversations} $?"; }; printf '\\033[H\\033[2Jready ${conversations}\\n'`);
  await terminal.until((text) => text.startsWith(`ready ${conversations}\n$`));
  await terminal.enter('go');
  for (let answered: string | undefined; ; ) {
    const text = await terminal.until((shown) => hasEnded(shown) || ![undefined, answered].includes(questionIn(shown)));
    if (hasEnded(text)) return Number(endedAs.exec(text)?.[1]);
    answered = questionIn(text) ?? '';
    const isPaste = /Paste/.test(answered);
    // A line break at the end of what is typed would answer by itself.
    await terminal.type(/passphrase/i.test(answered) ? passphrase : isPaste ? pasted.trimEnd() : 'y');
    await settle(terminal, 200);
    await terminal.press(doesLeave && isPaste ? 'C-c' : 'Enter');
  }
};
