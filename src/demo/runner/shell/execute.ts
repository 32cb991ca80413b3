import {builtins} from './builtins.ts';
import {type Captures, type Expansion, fieldsFor, patternFor, textFor} from './expand.ts';
import {runFor, runWhile} from './loops.ts';
import {parseShell} from './parse.ts';
import {matchesWhole} from './pattern.ts';
import {redirected} from './redirects.ts';
import {type Chain, type Command, type Pipeline, type Script, ShellSyntax} from './script.ts';
import {
  type Bytes,
  codeOf,
  createSink,
  Exit,
  innerShell,
  inputOf,
  LoopEnd,
  Return,
  readBytes,
  type Shell,
  type Streams,
  toBytes,
} from './shell.ts';

const capture: Captures = (script, shell, streams) => {
  const sink = createSink();
  const inner = innerShell(shell);
  inner.options.endsOnError = false;
  try {
    runScript(script, inner, {...streams, out: sink.out}, true);
  } catch (thrown) {
    if (!(thrown instanceof Exit)) throw thrown;
    inner.status = thrown.code;
  }
  shell.status = inner.status;
  return sink.bytes();
};

const expansionOf = (shell: Shell, streams: Streams): Expansion => ({shell, streams, capture});

const callFunction = (body: Command, args: readonly string[], shell: Shell, streams: Streams): number => {
  const before = shell.args;
  shell.args = args;
  try {
    return runCommand(body, shell, streams, false);
  } catch (thrown) {
    if (thrown instanceof Return) return thrown.code;
    throw thrown;
  } finally {
    shell.args = before;
  }
};

const runFile = (args: readonly string[], shell: Shell, streams: Streams): number | undefined => {
  const [path = '', ...rest] = args;
  const text = readBytes(shell, path);
  if (text === undefined) return undefined;
  const inner = innerShell(shell);
  Object.assign(inner.options, {endsOnError: /^#!.*\s-\w*e/.test(text), endsOnUnset: false, heedsPipes: false});
  inner.args = [path, ...rest];
  return runText(text, inner, streams);
};

const runWords = (words: readonly Bytes[], shell: Shell, streams: Streams): number => {
  const [name = '', ...args] = words;
  if (name === 'break' || name === 'continue') throw new LoopEnd(name === 'continue');
  const own = shell.functions.get(name);
  if (own !== undefined) return callFunction(own, words, shell, streams);
  if (name === 'eval') return runScript(parseShell(args.join(' ')), shell, streams, false);
  if (name === 'bash' || name === 'sh') {
    if (args[0] === '-c') return runText(args[1] ?? '', innerShell(shell), streams);
    return (
      runFile(
        args.filter((arg) => !arg.startsWith('-')),
        shell,
        streams,
      ) ?? 127
    );
  }
  const program = builtins[name] ?? shell.findProgram(name);
  if (program !== undefined) return program(args, shell, streams);
  const ended = name.includes('/') ? runFile(words, shell, streams) : undefined;
  if (ended !== undefined) return ended;
  streams.errors(name.includes('/') ? `bash: line 1: ${name}: No such file or directory\n` : `bash: line 1: ${name}: command not found\n`);
  return 127;
};

const runSimple = (command: Extract<Command, {kind: 'simple'}>, shell: Shell, streams: Streams): number => {
  const expansion = expansionOf(shell, streams);
  const isTest = command.words[0]?.map((part) => (part.kind === 'text' ? part.text : '')).join('') === '[[';
  const words = command.words.flatMap((word) => (isTest ? [textFor(word, expansion)] : fieldsFor(word, expansion)));
  shell.status = words.length === 0 ? 0 : shell.status;
  const values = command.assignments.map(({name, value}) => [name, textFor(value, expansion)] as const);
  if (words.length === 0) {
    for (const [name, value] of values) shell.variables[name] = value;
    redirected(command.redirects, expansionOf(shell, streams));
    return shell.status;
  }
  const inner = values.length === 0 ? shell : {...shell, variables: {...shell.variables, ...Object.fromEntries(values)}};
  return runWords(words, inner, redirected(command.redirects, expansionOf(shell, streams)));
};

const runCompound = (command: Exclude<Command, {kind: 'simple'}>, shell: Shell, streams: Streams, isTested: boolean): number => {
  switch (command.kind) {
    case 'if': {
      const branch = command.branches.find(({test}) => runScript(test, shell, streams, true) === 0);
      shell.status = 0;
      return runScript(branch?.body ?? command.otherwise, shell, streams, isTested);
    }
    case 'case': {
      const text = textFor(command.word, expansionOf(shell, streams));
      const found = command.branches.find(({patterns}) =>
        patterns.some((one) => matchesWhole(text, patternFor(one, expansionOf(shell, streams)))),
      );
      return found === undefined ? 0 : runScript(found.body, shell, streams, isTested);
    }
    case 'group':
      if (!command.isSubshell) return runScript(command.body, shell, streams, isTested);
      return codeOf(() => runScript(command.body, innerShell(shell), streams, isTested));
    case 'function':
      shell.functions.set(command.name, command.body);
      return 0;
    case 'for': {
      const values = command.words.flatMap((word) => fieldsFor(word, expansionOf(shell, streams)));
      return runFor(command, values, shell, (script) => runScript(script, shell, streams, isTested));
    }
    default:
      return runWhile(command, shell, (script, asks) => runScript(script, shell, streams, asks || isTested));
  }
};

const runCommand = (command: Command, shell: Shell, streams: Streams, isTested: boolean): number => {
  if (command.kind === 'simple') return runSimple(command, shell, streams);
  return runCompound(command, shell, redirected(command.redirects, expansionOf(shell, streams)), isTested);
};

const runPipeline = ({isNegated, commands}: Pipeline, shell: Shell, streams: Streams, isTested: boolean): number => {
  const isGuarded = isTested || isNegated;
  const [only] = commands;
  let code = 0;
  if (commands.length === 1 && only !== undefined) code = runCommand(only, shell, streams, isGuarded);
  else {
    let input = streams.input;
    const codes = commands.map((command, at) => {
      const sink = createSink();
      const out = at === commands.length - 1 ? streams.out : sink.out;
      const ended = codeOf(() => runCommand(command, innerShell(shell), {...streams, input, out}, isGuarded));
      input = inputOf(sink.bytes());
      return ended;
    });
    code = shell.options.heedsPipes ? (codes.findLast((one) => one !== 0) ?? 0) : (codes.at(-1) ?? 0);
  }
  shell.status = isNegated ? Number(code === 0) : code;
  return shell.status;
};

const runChain = (chain: Chain, shell: Shell, streams: Streams, isTested: boolean): void => {
  chain.forEach(({operator, pipeline}, at) => {
    if (at > 0 && (shell.status === 0) !== (operator === '&&')) return;
    const isLast = at === chain.length - 1;
    runPipeline(pipeline, shell, streams, isTested || !isLast);
    const endsAll = isLast && !isTested && !pipeline.isNegated && shell.options.endsOnError;
    if (endsAll && shell.status !== 0) throw new Exit(shell.status);
  });
};

/** Runs commands; `isTested`: their failure is an answer and ends nothing. */
const runScript = (script: Script, shell: Shell, streams: Streams, isTested: boolean): number => {
  for (const chain of script) runChain(chain, shell, streams, isTested);
  return shell.status;
};

/** Runs a text as a script of its own and gives its exit code. */
export const runText = (text: string, shell: Shell, streams: Streams): number => {
  try {
    return codeOf(() => runScript(parseShell(toBytes(text)), shell, streams, false));
  } catch (thrown) {
    if (!(thrown instanceof ShellSyntax)) throw thrown;
    streams.errors(`bash: line 1: ${thrown.message}\n`);
    return 2;
  }
};
