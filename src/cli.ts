import {commandsHeeding} from './commands/option-uses.ts';
import {type Options, optionsOf} from './commands/options.ts';
import {exitCodes, type Surroundings, tellFailure} from './commands/surroundings.ts';
import {WrongUse} from './commands/wrong-use.ts';
import {proseFor} from './flow/prose.ts';
import {hasCredential} from './model/credential-shapes.ts';
import {findTerminalTraits} from './tools/terminal.ts';

/** A pipe has no width; this much shows a whole table. */
const columnsOfPipe = 160;

/** What these print goes into a file, where a line has to stay a line. */
const printsFiles = ['report', 'init', 'first-package', 'workflow'];

const isForPerson = (stream: NodeJS.WriteStream, args: readonly string[]): boolean =>
  stream.isTTY && !args.includes('--json') && !args.some((arg) => printsFiles.includes(arg));

const writerTo = (stream: NodeJS.WriteStream, args: readonly string[]) => (text: string) => {
  stream.write(isForPerson(stream, args) ? proseFor(text, stream.columns || columnsOfPipe) : text);
};

const ownSurroundings = (args: readonly string[]): Surroundings => ({
  env: process.env,
  cwd: process.cwd(),
  print: writerTo(process.stdout, args),
  tell: writerTo(process.stderr, args),
  terminal: {...findTerminalTraits(process.env, process, process.platform), columns: process.stdout.columns ?? columnsOfPipe},
  now: Date.now,
  isDemo: false,
});

const refuseWords = ({words}: Options, most: number) => {
  const [extra] = words.slice(most);
  if (extra !== undefined) throw new WrongUse(`"${extra}" is one word too many.`, 'See portcall --help.');
};

/** How many words a command takes, itself included; absent: it alone. */
const mostWords: Readonly<Record<string, number>> = {
  secret: 3,
  diagnose: 2,
  publish: Number.POSITIVE_INFINITY,
  'first-package': Number.POSITIVE_INFINITY,
  tokens: Number.POSITIVE_INFINITY,
  rollback: Number.POSITIVE_INFINITY,
  demo: Number.POSITIVE_INFINITY,
};

/** Whatever repeats the arguments would repeat a token among them: an error, a request, a file. */
const refuseCredentials = (args: readonly string[]) => {
  if (args.some(hasCredential))
    throw new WrongUse(
      'A token stands on the command line, where other programs and the history of the shell can read it.',
      'Make a new one in its place, and paste it when Portcall asks, or give it on standard input.',
    );
};

/** What can be shown and then not done; verify only where it installs. */
const stoppable = (commandsHeeding('dry-run') ?? []).filter((command) => command !== 'verify');

const mayStopBefore = (command: string, {install}: Options): boolean =>
  command === 'demo' || (command === 'verify' ? install : stoppable.includes(command));

/** What is asked of a command that it does not do. */
const refuseUseless = (options: Options) => {
  const [command = '', second] = options.words;
  const isServing = command === 'demo' && second === 'serve';
  refuseWords(options, mostWords[command] ?? 1);
  if (isServing) refuseWords(options, 2);
  if (options.repositories !== undefined && !['', 'status', 'demo'].includes(command))
    throw new WrongUse('Several repositories go with status alone.', 'Give --repo once.');
  if (options.dryRun && (isServing || !mayStopBefore(command, options)))
    throw new WrongUse(`--dry-run goes with what writes, which are ${stoppable.join(', ')} and verify --install.`, 'Leave it out.');
};

type Runner = (options: Options, surroundings: Surroundings) => Promise<number>;

const openSetup: Runner = async (options, surroundings) =>
  !surroundings.terminal.isInteractive || options.json
    ? (await import('./commands/setup.ts')).runSetup(options, surroundings)
    : (await import('./commands/open-grid.ts')).openGrid(options, surroundings, {startAt: 'wizard'});

/** What each command comes to, loaded when it is asked for. */
const runners: Readonly<Record<string, Runner>> = {
  '': async (...given) => (await import('./commands/open-grid.ts')).openGrid(...given),
  setup: openSetup,
  status: async (...given) => (await import('./commands/status-any.ts')).runStatusOfAny(...given),
  verify: async (...given) => (await import('./commands/verify.ts')).runVerify(...given),
  tokens: async (...given) => (await import('./commands/tokens-command.ts')).runTokens(...given),
  secret: async (...given) => (await import('./commands/secret.ts')).runSecret(...given),
  rollback: async (...given) => (await import('./commands/rollback.ts')).runRollback(...given),
  diagnose: async (...given) => (await import('./commands/diagnose.ts')).runDiagnose(...given),
  report: async (...given) => (await import('./commands/report.ts')).runReport(...given),
  publish: async (...given) => (await import('./commands/publish.ts')).runPublish(...given),
  'first-package': async (...given) => (await import('./commands/first-package.ts')).runFirstPackage(...given),
  workflow: async (...given) => (await import('./commands/workflow.ts')).runWorkflow(...given),
  ledger: async (...given) => (await import('./commands/ledger.ts')).runLedger(...given),
  init: async (...given) => (await import('./commands/init.ts')).runInit(...given),
};

const help = async ({words}: Options, {print}: Surroundings): Promise<number> => {
  const {commandHelpOf, commandMeant} = await import('./commands/command-help.ts');
  const command = commandMeant(words);
  print(command === undefined || command === 'help' ? (await import('./help.ts')).helpText : commandHelpOf(command));
  return exitCodes.ok;
};

const runCommand = async (options: Options, args: readonly string[], surroundings: Surroundings): Promise<number> => {
  const [command = ''] = options.words;
  if (options.help || command === 'help') return help(options, surroundings);
  const runner = Object.hasOwn(runners, command) ? runners[command] : undefined;
  if (runner === undefined && command !== 'demo') throw (await import('./commands/command-help.ts')).unknownCommand(command);
  refuseUseless(options);
  return runner === undefined
    ? (await import('./commands/demo.ts')).runDemo(options, args, surroundings, runCli)
    : runner(options, surroundings);
};

/** Runs one command; the result is the exit code. */
export const runCli = async (args: readonly string[], surroundings: Surroundings = ownSurroundings(args)): Promise<number> => {
  try {
    refuseCredentials(args);
    return await runCommand(optionsOf(args), args, surroundings);
  } catch (failure) {
    return tellFailure(failure, surroundings.tell);
  }
};
