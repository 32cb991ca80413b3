import {matchesWhole} from './pattern.ts';
import {type Bytes, codeOf, Exit, fullPath, isFolder, type Program, Return, type Shell} from './shell.ts';

const escapes: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r', '\\': '\\', e: '\u001b', '0': '\0'};
const withEscapes = (text: Bytes): Bytes => text.replace(/\\([ntre\\0])/g, (_, character: string) => escapes[character] ?? '');

const echo: Program = (args, _shell, {out}) => {
  let at = 0;
  while (/^-[neE]+$/.test(args[at] ?? '')) at++;
  const options = args.slice(0, at).join('');
  const text = args.slice(at).join(' ');
  out(`${options.includes('e') ? withEscapes(text) : text}${options.includes('n') ? '' : '\n'}`);
  return 0;
};

const printf: Program = ([format = '', ...args], _shell, {out}) => {
  const rest = [...args];
  do {
    out(
      withEscapes(format).replace(/%(-?\d*)([sdq%])/g, (_, _width, kind: string) =>
        kind === '%' ? '%' : (rest.shift() ?? (kind === 'd' ? '0' : '')),
      ),
    );
  } while (rest.length > 0 && /%-?\d*[sdq]/.test(format));
  return 0;
};

const unary = (shell: Shell, operator: string, value: string): boolean | undefined => {
  const path = fullPath(shell, value);
  const contents = shell.disk.files.get(path);
  switch (operator) {
    case '-z':
      return value === '';
    case '-n':
      return value !== '';
    case '-f':
      return contents !== undefined;
    case '-s':
      return (contents?.length ?? 0) > 0;
    case '-d':
      return contents === undefined && isFolder(shell, path);
    case '-e':
    case '-r':
    case '-x':
    case '-w':
      return contents !== undefined || isFolder(shell, path);
    default:
      return undefined;
  }
};

const numeric = {
  '-eq': (one: number, other: number) => one === other,
  '-ne': (one: number, other: number) => one !== other,
  '-gt': (one: number, other: number) => one > other,
  '-ge': (one: number, other: number) => one >= other,
  '-lt': (one: number, other: number) => one < other,
  '-le': (one: number, other: number) => one <= other,
} as const;

const binary = (one: string, operator: string, other: string, hasPatterns: boolean): boolean => {
  if (operator === '=' || operator === '==') return hasPatterns ? matchesWhole(one, other) : one === other;
  if (operator === '!=') return hasPatterns ? !matchesWhole(one, other) : one !== other;
  if (operator === '=~') return new RegExp(other).test(one);
  return numeric[operator as keyof typeof numeric]?.(Number(one), Number(other)) ?? false;
};

const isTrue = (shell: Shell, args: readonly string[], hasPatterns: boolean): boolean => {
  const or = args.indexOf('-o');
  if (or > 0) return isTrue(shell, args.slice(0, or), hasPatterns) || isTrue(shell, args.slice(or + 1), hasPatterns);
  const and = args.indexOf('-a');
  if (and > 0) return isTrue(shell, args.slice(0, and), hasPatterns) && isTrue(shell, args.slice(and + 1), hasPatterns);
  const [first = '', second = '', third] = args;
  if (first === '!') return !isTrue(shell, args.slice(1), hasPatterns);
  if (third !== undefined) return binary(first, second, third, hasPatterns);
  return args.length < 2 ? first !== '' : (unary(shell, first, second) ?? false);
};

const test =
  (end: string | undefined, hasPatterns: boolean): Program =>
  (args, shell) =>
    Number(!isTrue(shell, args.at(-1) === end ? args.slice(0, -1) : args, hasPatterns));

const read: Program = (args, shell, {input}) => {
  const names = args.filter((arg) => !arg.startsWith('-'));
  if (input.at >= input.bytes.length) return 1;
  const end = input.bytes.indexOf('\n', input.at);
  const line = input.bytes.slice(input.at, end < 0 ? undefined : end).trim();
  input.at = end < 0 ? input.bytes.length : end + 1;
  const words = line.split(/[ \t]+/);
  names.forEach((name, at) => {
    shell.variables[name] =
      at === names.length - 1
        ? line
            .split(/[ \t]+/)
            .slice(at)
            .join(' ')
        : (words[at] ?? '');
  });
  return end < 0 ? 1 : 0;
};

const set: Program = (args, shell) => {
  const {options} = shell;
  args.forEach((arg, at) => {
    const isOn = arg.startsWith('-');
    const letters = /^[-+]([a-z]+)$/.exec(arg)?.[1] ?? '';
    if (letters.includes('e')) options.endsOnError = isOn;
    if (letters.includes('u')) options.endsOnUnset = isOn;
    if (letters.includes('o') && args[at + 1] === 'pipefail') options.heedsPipes = isOn;
  });
  if (args[0] === '--') shell.args = [shell.args[0] ?? 'bash', ...args.slice(1)];
  return 0;
};

const assign: Program = (args, {variables}) => {
  for (const arg of args) {
    const [, name, value] = /^(\w+)=([\s\S]*)$/.exec(arg) ?? [];
    if (name !== undefined) variables[name] = value ?? '';
  }
  return 0;
};

const changeFolder: Program = ([path = '/'], shell, {errors}) => {
  const full = fullPath(shell, path);
  if (!isFolder(shell, full)) {
    errors(`bash: line 1: cd: ${path}: No such file or directory\n`);
    return 1;
  }
  shell.folder = full;
  return 0;
};

const exit: Program = ([code], shell) => {
  throw new Exit(code === undefined ? shell.status : Number(code) || 0);
};

const nothing: Program = () => 0;

/** What the shell does by itself. */
export const builtins: Readonly<Record<string, Program>> = Object.assign(Object.create(null) as Record<string, Program>, {
  echo,
  printf,
  read,
  set,
  exit,
  return: ((args, shell) => {
    throw new Return(codeOf(() => exit(args, shell, {input: {bytes: '', at: 0}, out: () => {}, errors: () => {}})));
  }) satisfies Program,
  test: test(undefined, false),
  '[': test(']', false),
  '[[': test(']]', true),
  export: assign,
  local: assign,
  readonly: assign,
  declare: assign,
  cd: changeFolder,
  pushd: changeFolder,
  pwd: ((_args, shell, {out}) => {
    out(`${shell.folder}\n`);
    return 0;
  }) satisfies Program,
  command: ((args, shell, {out}) => {
    const name = args.find((arg) => !arg.startsWith('-')) ?? '';
    const isThere = Object.hasOwn(builtins, name) || shell.findProgram(name) !== undefined;
    if (isThere) out(`/usr/bin/${name}\n`);
    return Number(!isThere);
  }) satisfies Program,
  shift: ((_args, shell) => {
    shell.args = [shell.args[0] ?? '', ...shell.args.slice(2)];
    return 0;
  }) satisfies Program,
  unset: ((args, {variables}) => {
    for (const name of args) delete variables[name];
    return 0;
  }) satisfies Program,
  false: (() => 1) satisfies Program,
  true: nothing,
  ':': nothing,
  trap: nothing,
  wait: nothing,
  shopt: nothing,
  ulimit: nothing,
});
