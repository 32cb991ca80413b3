import {setTimeout as wait} from 'node:timers/promises';
import type {Canary} from '../support/canaries.ts';
import type {Terminal} from '../support/tmux.ts';

/** Keys for one screen of the grid, each typed once the last one has shown; a canary is pasted. Each begins and ends on the grid. */
export type ScreenKeys = {readonly name: string; readonly keys: readonly (string | Canary)[]};

/** Every screen that the keys of the grid lead to, walked in turn; `pasted` gives what goes into a masked field. */
export const gridScreens = (pasted: (name: string) => Canary): readonly ScreenKeys[] => [
  {name: 'keys', keys: ['?', 'Down', 'Down', 'Escape']},
  {name: 'filter', keys: ['/', 'npm', 'Enter', 'Escape']},
  {name: 'pages', keys: ['g', 'Enter', ...Array.from({length: 14}, () => 'Right'), 'G', 'Escape']},
  {name: 'log', keys: ['g', 'j', 'j', 'j', 'j', 'l', 'Space', 'Escape', 'Escape']},
  {name: 'verify and browse', keys: ['g', 'j', 'v', 'o', 'r', 'Escape']},
  {name: 'tokens', keys: ['g', 't', ...Array.from({length: 14}, () => 'n'), 'r', 'G', 'Escape', 'Escape']},
  {name: 'a pasted token that is good', keys: ['g', 'j', 't', 'p', pasted('NPM_TOKEN'), 'Enter', 'r', 'o', 'Escape', 'Escape']},
  {
    name: 'a pasted token, set as a secret',
    keys: ['g', 'j', 't', 'p', pasted('NPM_TOKEN'), 'Enter', 's', 'y', 'Escape', 'Escape', 'Escape'],
  },
  {name: 'a pasted token, kept', keys: ['g', 'j', 'j', 't', 'p', pasted('PYPI_TOKEN'), 'Enter', 'e', 'Escape', 'Escape', 'Escape']},
  {
    name: 'a pasted token of another marketplace',
    keys: ['g', 'j', 't', 'p', pasted('VSCE_PAT'), 'Enter', 's', 'Escape', 'Escape', 'Escape'],
  },
  {name: 'a pasted key', keys: ['g', 't', 'n', 'n', 'n', 'p', pasted('AUR_SSH_KEY'), 'Enter', 'Escape', 'Escape', 'Escape']},
  {name: 'a field that is left', keys: ['g', 'j', 't', 'p', pasted('NPM_TOKEN'), 'BSpace', 'Escape', 'Escape', 'Escape']},
  {name: 'wizard', keys: ['g', 'w', ...Array.from({length: 8}, () => ['v', 'n']).flat(), 'Escape', 'Escape']},
  {
    name: 'wizard, a token pasted into a task',
    keys: ['g', 'w', 'n', 'n', 'p', pasted('CARGO_REGISTRY_TOKEN'), 'Enter', 'Escape', 'Escape', 'Escape'],
  },
  {name: 'wizard, a plan', keys: ['g', 'w', 'n', 'd', 'n', 'Escape', 'Escape', 'Escape']},
];

/** Keys for a look while the world misbehaves. */
export const troubledScreens: readonly ScreenKeys[] = [
  {name: 'looked at anew', keys: ['R', 'Enter', 'G', 'Escape']},
  {name: 'a token tested anew', keys: ['g', 'j', 't', 'r', 'Escape', 'Escape']},
];

const named = new Set(['Down', 'Up', 'Left', 'Right', 'Enter', 'Escape', 'Space', 'BSpace']);

/** Waits until the screen has stopped changing; a clock on it may go on for ever, so not for long. */
export const settle = async (terminal: Terminal, most = 450): Promise<void> => {
  const giveUp = Date.now() + most;
  for (let last = ''; Date.now() < giveUp; await wait(25)) {
    const text = (await terminal.lines()).join('\n');
    if (text === last) return;
    last = text;
  }
};

export const walk = async (terminal: Terminal, screens: readonly ScreenKeys[]): Promise<void> => {
  for (const {keys} of screens)
    for (const key of keys) {
      if (typeof key !== 'string') await terminal.type(key.value);
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
  const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
  const hasEnded = (text: string) => endedAs.test(text);
  await terminal.enter(`go() { ${command}; echo "ended ${conversations} $?"; }; printf '\\033[H\\033[2J'`);
  await terminal.enter('go');
  for (let question = ''; ; ) {
    const text = await terminal.until((shown) => hasEnded(shown) || (lastLine(shown).startsWith('? ') && lastLine(shown) !== question));
    if (hasEnded(text)) return Number(endedAs.exec(text)?.[1]);
    const isPaste = /Paste/.test(lastLine(text));
    await terminal.type(/passphrase/i.test(lastLine(text)) ? passphrase : isPaste ? pasted : 'y');
    await settle(terminal, 200);
    question = lastLine((await terminal.lines()).join('\n'));
    await terminal.press(doesLeave && isPaste ? 'C-c' : 'Enter');
  }
};
