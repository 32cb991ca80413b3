import type {OptionName} from './known-options.ts';
import {WrongUse} from './wrong-use.ts';

/** They look at the marketplaces of one release, and at as many of them as are wanted. */
const lookers = ['', 'status', 'setup', 'verify', 'tokens', 'rollback', 'diagnose', 'workflow', 'report', 'demo'] as const;
const takers = [...lookers, 'secret', 'publish', 'first-package'] as const;
const writers = ['verify', 'tokens', 'secret', 'publish', 'rollback', 'first-package', 'workflow', 'report', 'init'] as const;

/** The commands that an option means something to; the empty one is the grid. What is not listed means something to every command. */
const uses: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  repo: [...takers, 'ledger', 'init'],
  tag: takers,
  only: [...lookers, 'ledger'],
  except: [...lookers, 'ledger'],
  json: [...takers, 'ledger'],
  'dry-run': writers,
  yes: ['setup', ...writers],
  watch: ['', 'status', 'verify'],
  wait: ['verify'],
  install: ['verify'],
  calendar: ['tokens'],
  ics: ['tokens'],
  rotate: ['tokens'],
  way: ['rollback'],
  env: ['secret'],
  org: ['secret'],
  to: ['secret'],
  unread: ['secret'],
  patch: ['secret'],
  also: ['publish'],
  follow: ['publish'],
  cancel: ['publish'],
  'keep-going': ['publish'],
  format: ['report'],
  snippet: ['report'],
  output: ['report', 'first-package', 'workflow'],
  variant: ['first-package'],
  port: ['demo'],
};

/** Scripts may give these to every command, whether or not they mean something to it. */
const takenEverywhere: readonly string[] = ['repo', 'tag', 'only', 'except', 'json', 'dry-run', 'yes'];

/** Two that can't be meant together. */
const rivals: readonly (readonly [string, string])[] = [
  ['calendar', 'rotate'],
  ['ics', 'rotate'],
  ['follow', 'cancel'],
  ['watch', 'wait'],
  ['watch', 'install'],
  ['snippet', 'format'],
];

/** The commands that an option means something to; undefined: every one. */
export const commandsHeeding = (option: string): readonly string[] | undefined => uses[option as OptionName];

/** Whether an option means something to a command. */
export const isHeeded = (option: string, command: string): boolean => commandsHeeding(option)?.includes(command) ?? true;

/** Refuses options that the command would not heed: whoever gives one expects it to do something. */
export const refuseUnheeded = (given: readonly string[], words: readonly string[]): void => {
  const [first = '', second = ''] = words;
  const command = first === 'demo' && !given.includes('port') ? second : first;
  for (const option of given) {
    if (isHeeded(option, command) || takenEverywhere.includes(option) || command === 'help') continue;
    const named = (commandsHeeding(option) ?? []).filter((one) => one !== '').map((one) => `“portcall ${one}”`);
    throw new WrongUse(`--${option} goes with ${named.join(' and ')}.`, 'Leave it out, or see portcall --help.');
  }
  const pair = rivals.find((both) => both.every((option) => given.includes(option)));
  if (pair !== undefined) throw new WrongUse(`--${pair[0]} and --${pair[1]} don’t go together.`, 'Leave one of them out.');
};
