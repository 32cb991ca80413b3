import {createHash} from 'node:crypto';
import {type Bytes, type Program, readAll, readBytes, type Shell, type Streams, writeBytes} from './shell.ts';

type Options = {readonly flags: string; readonly values: ReadonlyMap<string, string>; readonly rest: readonly string[]};

/** Sorts out options: `valued` are the letters that take a value. */
const optionsOf = (args: readonly string[], valued: string): Options => {
  const values = new Map<string, string>();
  const rest: string[] = [];
  let flags = '';
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const letter = arg[1] ?? '';
    if (!/^-[A-Za-z0-9]/.test(arg)) rest.push(arg);
    else if (valued.includes(letter)) values.set(letter, arg.length > 2 ? arg.slice(2) : (args[++at] ?? ''));
    else flags += arg.slice(1);
  }
  return {flags, values, rest};
};

/** The contents of the named files, or the input where none is named; undefined: one isn't there, which was said. */
const contentsOf = (name: string, paths: readonly string[], shell: Shell, streams: Streams): Bytes | undefined => {
  if (paths.length === 0) return readAll(streams.input);
  let all = '';
  for (const path of paths) {
    const found = path === '-' ? readAll(streams.input) : readBytes(shell, path);
    if (found === undefined) {
      streams.errors(`${name}: ${path}: No such file or directory\n`);
      return undefined;
    }
    all += found;
  }
  return all;
};

const linesOf = (bytes: Bytes): readonly Bytes[] => (bytes === '' ? [] : bytes.replace(/\n$/, '').split('\n'));
const joined = (lines: readonly Bytes[]): Bytes => lines.map((line) => `${line}\n`).join('');

/** A tool that turns lines into lines. */
const filter =
  (name: string, valued: string, change: (lines: readonly Bytes[], options: Options) => readonly Bytes[], operands = 0): Program =>
  (args, shell, streams) => {
    const options = optionsOf(args, valued);
    const contents = contentsOf(name, options.rest.slice(operands), shell, streams);
    if (contents === undefined) return 1;
    streams.out(joined(change(linesOf(contents), options)));
    return 0;
  };

const rangesOf = (text: string): readonly (readonly [number, number])[] =>
  text.split(',').map((range) => {
    const [from = '1', to] = range.split('-');
    return [Number(from || 1), to === undefined ? Number(from) : Number(to || Number.POSITIVE_INFINITY)] as const;
  });

const cut = filter('cut', 'dfc', (lines, {values}) => {
  const delimiter = values.get('d') ?? '\t';
  const ranges = rangesOf(values.get('f') ?? values.get('c') ?? '1');
  const isKept = (_: string, at: number): boolean => ranges.some(([from, to]) => at + 1 >= from && at + 1 <= to);
  if (values.has('c')) return lines.map((line) => [...line].filter(isKept).join(''));
  return lines.map((line) => (line.includes(delimiter) ? line.split(delimiter).filter(isKept).join(delimiter) : line));
});

const sort = filter('sort', 'kt', (lines, {flags}) => {
  const compare =
    flags.includes('V') || flags.includes('n')
      ? (one: string, other: string) => one.localeCompare(other, 'en', {numeric: true})
      : undefined;
  const sorted = [...(flags.includes('u') ? new Set(lines) : lines)].sort(compare);
  return flags.includes('r') ? sorted.reverse() : sorted;
});

const uniq = filter('uniq', '', (lines) => lines.filter((line, at) => line !== lines[at - 1]));
const countIn = ({values, flags}: Options): number => Number(values.get('n') ?? /\d+/.exec(flags)?.[0] ?? 10);
const head = filter('head', 'nc', (lines, options) => lines.slice(0, countIn(options)));
const tail = filter('tail', 'nc', (lines, options) => {
  const from = options.values.get('n')?.startsWith('+') ? countIn(options) - 1 : -countIn(options);
  return lines.slice(from);
});

const wc: Program = (args, shell, streams) => {
  const {flags, rest} = optionsOf(args, '');
  const contents = contentsOf('wc', rest, shell, streams);
  if (contents === undefined) return 1;
  const counts = {l: contents.split('\n').length - 1, w: contents.split(/\s+/).filter(Boolean).length, c: contents.length};
  const shown = (['l', 'w', 'c'] as const).filter((kind) => flags === '' || flags.includes(kind)).map((kind) => counts[kind]);
  streams.out(`${shown.join(' ')}${rest[0] === undefined ? '' : ` ${rest[0]}`}\n`);
  return 0;
};

const expressionFrom = (pattern: string, flags: string): RegExp => {
  const isFixed = flags.includes('F');
  const isBasic = !/[EP]/.test(flags);
  const source = isFixed
    ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    : isBasic
      ? basicSource(pattern)
      : pattern.replaceAll('[[:space:]]', '\\s');
  return new RegExp(
    flags.includes('x') ? `^(?:${source})$` : flags.includes('w') ? `\\b(?:${source})\\b` : source,
    flags.includes('i') ? 'gi' : 'g',
  );
};

/** In a basic expression brackets, braces, `+`, `?` and `|` mean something only behind a backslash. */
export const basicSource = (pattern: string): string =>
  pattern.replaceAll('[[:space:]]', '\\s').replace(/\\?[(){}+?|]/g, (found) => (found.startsWith('\\') ? found.slice(1) : `\\${found}`));

const grep: Program = (args, shell, streams) => {
  const {flags, values, rest} = optionsOf(args, 'em');
  const [pattern = '', ...paths] = values.has('e') ? [values.get('e') ?? '', ...rest] : rest;
  const contents = contentsOf('grep', paths, shell, streams);
  if (contents === undefined) return 2;
  const expression = expressionFrom(pattern, flags);
  const found = linesOf(contents).filter((line) => line.search(expression) >= 0 !== flags.includes('v'));
  const shown = flags.includes('o') ? found.flatMap((line) => line.match(expression) ?? []) : found;
  if (flags.includes('c')) streams.out(`${found.length}\n`);
  else if (!flags.includes('q')) streams.out(joined(shown));
  return Number(found.length === 0);
};

const setOf = (text: string): readonly string[] =>
  [
    ...text
      .replaceAll('[:upper:]', 'A-Z')
      .replaceAll('[:lower:]', 'a-z')
      .replaceAll('[:space:]', ' \n\t')
      .replace(/\\n/g, '\n')
      .replace(/\\r/g, '\r')
      .matchAll(/(.)-(.)|([\s\S])/g),
  ].flatMap(([, from, to, one]) =>
    one !== undefined || from === undefined || to === undefined
      ? [one ?? '']
      : Array.from({length: Math.max(to.charCodeAt(0) - from.charCodeAt(0) + 1, 0)}, (_, at) =>
          String.fromCharCode(from.charCodeAt(0) + at),
        ),
  );

const tr: Program = (args, _shell, {input, out}) => {
  const {flags, rest} = optionsOf(args, '');
  const [from, to] = [setOf(rest[0] ?? ''), setOf(rest[1] ?? '')];
  const translated = (character: string): string => {
    const at = from.indexOf(character);
    if (at < 0) return character;
    return flags.includes('d') ? '' : (to[at] ?? to.at(-1) ?? character);
  };
  out([...readAll(input)].map(translated).join(''));
  return 0;
};

const tee: Program = (args, shell, {input, out}) => {
  const {flags, rest} = optionsOf(args, '');
  const bytes = readAll(input);
  for (const path of rest) writeBytes(shell, path, `${flags.includes('a') ? (readBytes(shell, path) ?? '') : ''}${bytes}`);
  out(bytes);
  return 0;
};

const cat: Program = (args, shell, streams) => {
  const contents = contentsOf('cat', optionsOf(args, '').rest, shell, streams);
  if (contents === undefined) return 1;
  streams.out(contents);
  return 0;
};

const digest =
  (name: string, usual: string): Program =>
  (args, shell, streams) => {
    const {values, rest} = optionsOf(args, 'a');
    const algorithm = values.has('a') ? `sha${values.get('a')}` : usual;
    let code = 0;
    for (const path of rest.length === 0 ? ['-'] : rest) {
      const bytes = contentsOf(name, [path], shell, streams);
      if (bytes === undefined) code = 1;
      else streams.out(`${createHash(algorithm).update(Buffer.from(bytes, 'latin1')).digest('hex')}  ${path}\n`);
    }
    return code;
  };

/** The tools for text that every runner has. */
export const textTools: Readonly<Record<string, Program>> = {
  cat,
  cut,
  sort,
  uniq,
  head,
  tail,
  wc,
  grep,
  tr,
  tee,
  sha256sum: digest('sha256sum', 'sha256'),
  sha512sum: digest('sha512sum', 'sha512'),
  shasum: digest('shasum', 'sha1'),
};
