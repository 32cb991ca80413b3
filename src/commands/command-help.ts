import {wrap} from '../flow/text-width.ts';
import {nearMissOf} from '../model/near-miss.ts';
import {type CommandText, commandTexts} from './command-texts.ts';
import {optionTexts} from './option-texts.ts';
import {isHeeded} from './option-uses.ts';
import {WrongUse} from './wrong-use.ts';

const width = 80;
const widestLead = 38;

/** Leads in one column and what they mean in another. */
const inColumns = (pairs: readonly (readonly [lead: string, text: string])[]): readonly string[] => {
  const room = Math.min(widestLead, Math.max(...pairs.map(([lead]) => lead.length))) + 4;
  const indent = ' '.repeat(room);
  return pairs.flatMap(([lead, text]) => {
    const [first = '', ...others] = wrap(text, width - room);
    const start = `  ${lead}`;
    const head = start.length + 2 <= room ? [start.padEnd(room) + first] : [start, indent + first];
    return [...head, ...others.map((line) => indent + line)];
  });
};

const optionsOf = (command: string): readonly (readonly [string, string])[] =>
  Object.entries(optionTexts).flatMap(([option, text]) =>
    // A version is told only where no command is asked for.
    option === 'version' || !isHeeded(option, command) ? [] : [text],
  );

const exitPairs = (command: string, {exits}: CommandText): readonly (readonly [string, string])[] => {
  const asks = isHeeded('yes', command) ? ', or nothing was agreed to' : '';
  return Object.entries({...exits, 2: `wrong use or configuration${asks}`, 130: 'interrupted'});
};

/** The help of one command, in lines of at most 80 columns; refuses a word that is none. */
export const commandHelpOf = (command: string): string => {
  const text = Object.hasOwn(commandTexts, command) ? commandTexts[command] : undefined;
  if (text === undefined) throw unknownCommand(command);
  const examples = text.examples.map(([line, does]) => [`portcall ${line}`, does] as const);
  return [
    ...wrap(text.does, width),
    '',
    'Usage',
    ...text.usage.map((form) => `  portcall ${form}`),
    '',
    'Options',
    ...inColumns(optionsOf(command)),
    '',
    'Examples',
    ...inColumns(examples),
    '',
    'Exit codes',
    ...inColumns(exitPairs(command, text)),
    '',
  ].join('\n');
};

/** What is said of a command that there is not, with the one that was probably meant. */
export const unknownCommand = (command: string): WrongUse => {
  const near = nearMissOf(command, [...Object.keys(commandTexts), 'help']);
  return new WrongUse(
    `There is no command "${command}".`,
    near === undefined ? 'See portcall --help.' : `Did you mean "${near}"? See portcall --help.`,
  );
};

/** The command whose help is meant; undefined: none, and so the overview. */
export const commandMeant = (words: readonly string[]): string | undefined => {
  const [first, second] = words[0] === 'help' ? words.slice(1) : words;
  // The demo runs any command, whose help then says more than its own.
  return first === 'demo' && second !== undefined && second !== 'serve' ? second : first;
};
