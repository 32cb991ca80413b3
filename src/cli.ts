import {type Options, optionsOf} from './commands/options.ts';
import {exitCodes, type Surroundings, tellFailure} from './commands/surroundings.ts';
import {WrongUse} from './commands/wrong-use.ts';
import {findTerminalTraits} from './tools/terminal.ts';

/** A pipe has no width; this much shows a whole table. */
const columnsOfPipe = 160;

const ownSurroundings = (): Surroundings => ({
  env: process.env,
  cwd: process.cwd(),
  print: (text) => {
    process.stdout.write(text);
  },
  tell: (text) => {
    process.stderr.write(text);
  },
  terminal: {...findTerminalTraits(process.env, process, process.platform), columns: process.stdout.columns ?? columnsOfPipe},
  now: Date.now,
  isDemo: false,
});

const refuseWords = ({words}: Options, most: number) => {
  const [extra] = words.slice(most);
  if (extra !== undefined) throw new WrongUse(`"${extra}" is one word too many.`, 'See portcall --help.');
};

const runCommand = async (options: Options, args: readonly string[], surroundings: Surroundings): Promise<number> => {
  const [command = ''] = options.words;
  if (options.help) {
    surroundings.print((await import('./help.ts')).helpText);
    return exitCodes.ok;
  }
  if (command === 'demo') return (await import('./commands/demo.ts')).runDemo(options, args, surroundings, runCli);
  refuseWords(options, command === 'secret' ? 3 : command === 'tokens' ? Number.POSITIVE_INFINITY : 1);
  switch (command) {
    case '':
      return (await import('./commands/open-grid.ts')).openGrid(options, surroundings);
    case 'status':
    case 'verify':
      return (await import('./commands/status.ts')).runStatus(options, surroundings, {verify: command === 'verify'});
    case 'tokens':
      return (await import('./commands/tokens-command.ts')).runTokens(options, surroundings);
    case 'secret':
      return (await import('./commands/secret.ts')).runSecret(options, surroundings);
    case 'ledger':
      return (await import('./commands/ledger.ts')).runLedger(options, surroundings);
    case 'init':
      return (await import('./commands/init.ts')).runInit(options, surroundings);
    default:
      throw new WrongUse(`There is no command "${command}".`, 'See portcall --help.');
  }
};

/** Runs one command; the result is the exit code. */
export const runCli = async (args: readonly string[], surroundings: Surroundings = ownSurroundings()): Promise<number> => {
  try {
    return await runCommand(optionsOf(args), args, surroundings);
  } catch (failure) {
    return tellFailure(failure, surroundings.tell);
  }
};
