import {literal, pathsFor, patternSource} from './pattern.ts';
import type {Part, Script, Word} from './script.ts';
import {type Bytes, Exit, type Shell, type Streams} from './shell.ts';

/** Runs the commands of a `$( )` and gives what they wrote. */
export type Captures = (script: Script, shell: Shell, streams: Streams) => Bytes;

export type Expansion = {readonly shell: Shell; readonly streams: Streams; readonly capture: Captures};

const special = (shell: Shell, name: string): Bytes | undefined => {
  if (name === '?') return String(shell.status);
  if (name === '#') return String(shell.args.length - 1);
  if (name === '@' || name === '*') return shell.args.slice(1).join(' ');
  if (name === '$') return '2114';
  return /^\d$/.test(name) ? shell.args[Number(name)] : shell.variables[name];
};

const substring = (value: Bytes, argument: string): Bytes => {
  const [from = 0, length] = argument.split(':').map(Number);
  return value.slice(from, length === undefined ? undefined : length < 0 ? length : (from < 0 ? value.length + from : from) + length);
};

/** `argument` is the pattern, a slash and what comes in its place; slashes that mean nothing stand behind a backslash. */
const replaced = (value: Bytes, argument: string, isAll: boolean): Bytes => {
  const [, pattern = '', by = ''] = /^((?:\\[\s\S]|[^/\\])*)\/?([\s\S]*)$/.exec(argument) ?? [];
  if (pattern === '') return value;
  const other = by.replace(/\\([\s\S])/g, '$1');
  return value.replace(new RegExp(patternSource(pattern), isAll ? 'g' : ''), () => other);
};

type Operated = {readonly text: Bytes; argument(): Bytes; pattern(hidesSlashes?: boolean): string};

/** Operators that change a value, whether it is there or not. */
const changes: Readonly<Record<string, (value: Operated) => Bytes>> = {
  '#': ({text, pattern}) => text.replace(new RegExp(`^(?:${patternSource(pattern(), false, true)})`), ''),
  '##': ({text, pattern}) => text.replace(new RegExp(`^(?:${patternSource(pattern())})`), ''),
  '%': ({text, pattern}) => text.replace(new RegExp(`^([\\s\\S]*)(?:${patternSource(pattern())})$`), '$1'),
  '%%': ({text, pattern}) => text.replace(new RegExp(`^([\\s\\S]*?)(?:${patternSource(pattern())})$`), '$1'),
  '/': ({text, pattern}) => replaced(text, pattern(true), false),
  '//': ({text, pattern}) => replaced(text, pattern(true), true),
  '^^': ({text}) => text.toUpperCase(),
  ',,': ({text}) => text.toLowerCase(),
  '^': ({text}) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`,
  ',': ({text}) => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`,
  ':': ({text, argument}) => substring(text, argument()),
  length: ({text}) => String(text.length),
};

/** What an operator such as `#v` or `:-x` makes of a value. */
const operated = (part: Extract<Part, {kind: 'variable'}>, value: Bytes | undefined, expansion: Expansion): Bytes => {
  const {operator, name} = part;
  const isMissing = value === undefined || (operator.startsWith(':') && value === '');
  const argument = (): Bytes => textFor(part.argument, expansion);
  const text = value ?? '';
  const change = changes[operator];
  if (change) return change({text, argument, pattern: (hidesSlashes) => patternFor(part.argument, expansion, hidesSlashes)});
  switch (operator.replace(/^:/, '')) {
    case '-':
      return isMissing ? argument() : text;
    case '=':
      if (isMissing) expansion.shell.variables[name] = argument();
      return expansion.shell.variables[name] ?? text;
    case '+':
      return isMissing ? '' : argument();
    case '?':
      if (!isMissing) return text;
      expansion.streams.errors(`bash: line 1: ${name}: ${argument() || 'parameter null or not set'}\n`);
      throw new Exit(1);
    default:
      return text;
  }
};

const sumOf = (text: string, {variables}: Shell): number => {
  const number = (one = '0'): number => Number(/^\d+$/.test(one) ? one : (variables[one] ?? '0'));
  const [, first, , operator, second] = /^\s*\$?(\w+)\s*(([-+*/%])\s*\$?(\w+))?\s*$/.exec(text) ?? [];
  const [one, other] = [number(first), number(second)];
  if (operator === '-') return one - other;
  if (operator === '*') return one * other;
  if (operator === '/') return Math.trunc(one / (other || 1));
  return operator === '%' ? one % (other || 1) : one + other;
};

const valueFor = (part: Part, expansion: Expansion): Bytes => {
  const {shell, streams, capture} = expansion;
  if (part.kind === 'text') return part.text;
  if (part.kind === 'output') return capture(part.script, shell, streams).replace(/\n+$/, '');
  if (part.kind === 'sum') return String(sumOf(textFor(part.word, expansion), shell));
  const value = special(shell, part.name);
  if (value === undefined && shell.options.endsOnUnset && !/^(:?[-+=?])$/.test(part.operator) && !'@*'.includes(part.name)) {
    streams.errors(`bash: line 1: ${part.name}: unbound variable\n`);
    throw new Exit(1);
  }
  return operated(part, value, expansion);
};

const plainText = (part: Part | undefined): Bytes => (part?.kind === 'text' && !part.isQuoted ? part.text : '');

/** A word whose `~` at the start is the home folder. */
const atHome = (word: Word, {shell}: Expansion): Word => {
  const [first, second, ...others] = word;
  const start = `${plainText(first)}${plainText(second)}`;
  const isHome = start === '~' ? word.length === 1 : start.startsWith('~/');
  if (!isHome || first?.kind !== 'text') return word;
  const home: Part = {kind: 'text', text: shell.variables['HOME'] ?? '~', isQuoted: true};
  return [home, {...first, text: first.text.slice(1)}, ...(second === undefined ? [] : [second]), ...others];
};

/** A word as one text, neither split nor matched with files. */
export const textFor = (word: Word, expansion: Expansion): Bytes =>
  atHome(word, expansion)
    .map((part) => valueFor(part, expansion))
    .join('');

/** A word as a pattern: what is quoted stands for itself; with `hidesSlashes` slashes in it too. */
export const patternFor = (word: Word, expansion: Expansion, hidesSlashes = false): string =>
  word
    .map((part) => {
      const value = valueFor(part, expansion);
      if (!part.isQuoted) return value;
      return hidesSlashes ? literal(value).replaceAll('/', '\\/') : literal(value);
    })
    .join('');

/** The fields that a word becomes: split at blanks where nothing is quoted, then matched with files. */
export const fieldsFor = (word: Word, expansion: Expansion): readonly Bytes[] => {
  const fields: string[] = [];
  let current: string | undefined;
  const flush = (): void => {
    if (current !== undefined) fields.push(...pathsFor(expansion.shell, current));
    current = undefined;
  };
  for (const part of atHome(word, expansion)) {
    if (part.kind === 'variable' && part.name === '@' && part.isQuoted) {
      const args = expansion.shell.args.slice(1).map(literal);
      args.forEach((arg, at) => {
        if (at > 0) flush();
        current = `${current ?? ''}${arg}`;
      });
    } else if (part.isQuoted) current = `${current ?? ''}${literal(valueFor(part, expansion))}`;
    else if (part.kind === 'text') current = `${current ?? ''}${part.text}`;
    else {
      const pieces = valueFor(part, expansion).split(/[ \t\n]+/);
      pieces.forEach((piece, at) => {
        if (at > 0) flush();
        if (piece !== '') current = `${current ?? ''}${piece}`;
      });
    }
  }
  flush();
  return fields;
};
