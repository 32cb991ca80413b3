import {WrongUse} from './wrong-use.ts';

/** The commands that an option means something to; the empty one is the grid. What is not listed goes with every command. */
const uses: Readonly<Record<string, readonly string[]>> = {
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

/** Two that can't be meant together. */
const rivals: readonly (readonly [string, string])[] = [
  ['calendar', 'rotate'],
  ['ics', 'rotate'],
  ['follow', 'cancel'],
  ['watch', 'wait'],
  ['watch', 'install'],
  ['snippet', 'format'],
];

/** Refuses options that the command would not heed: whoever gives one expects it to do something. */
export const refuseUnheeded = (given: readonly string[], words: readonly string[]): void => {
  const [first = '', second = ''] = words;
  const command = first === 'demo' && !given.includes('port') ? second : first;
  for (const option of given) {
    const commands = uses[option];
    if (commands === undefined || commands.includes(command) || command === 'help') continue;
    const named = commands.filter((one) => one !== '').map((one) => `“portcall ${one}”`);
    throw new WrongUse(`--${option} goes with ${named.join(' and ')}.`, 'Leave it out, or see portcall --help.');
  }
  const pair = rivals.find((both) => both.every((option) => given.includes(option)));
  if (pair !== undefined) throw new WrongUse(`--${pair[0]} and --${pair[1]} don’t go together.`, 'Leave one of them out.');
};
