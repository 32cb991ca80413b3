import {expectWord, peekWord, type Reader, readRedirect, skip, takes} from './reader.ts';
import {type Chain, type Command, type Pipeline, type Redirect, type Script, ShellSyntax, type Word} from './script.ts';
import {assignmentIn, readTest} from './simple-words.ts';
import {plainText, readWord} from './words.ts';

const readSimple = (reader: Reader): Command => {
  const assignments: {name: string; value: Word}[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  for (;;) {
    skip(reader);
    const redirect = readRedirect(reader);
    if (redirect) {
      redirects.push(redirect);
      continue;
    }
    const word = readWord(reader, parseShell);
    if (word === undefined) break;
    const assignment = words.length === 0 ? assignmentIn(word) : undefined;
    if (assignment) assignments.push(assignment);
    else words.push(word, ...(words.length === 0 && plainText(word) === '[[' ? readTest(reader) : []));
  }
  const name = words.length === 1 && reader.text.startsWith('()', reader.at) ? plainText(words[0] ?? []) : undefined;
  if (name === undefined) return {kind: 'simple', assignments, words, redirects};
  reader.at += 2;
  skip(reader, true);
  return {kind: 'function', name, body: readCommand(reader), redirects: []};
};

const readIf = (reader: Reader): Omit<Extract<Command, {kind: 'if'}>, 'redirects'> => {
  const branches: {test: Script; body: Script}[] = [];
  for (;;) {
    const test = readUntil(reader, ['then']);
    expectWord(reader, 'then');
    branches.push({test, body: readUntil(reader, ['elif', 'else', 'fi'])});
    skip(reader, true);
    const word = peekWord(reader);
    reader.at += word.length;
    if (word === 'elif') continue;
    const otherwise = word === 'else' ? readUntil(reader, ['fi']) : [];
    if (word === 'else') expectWord(reader, 'fi');
    return {kind: 'if', branches, otherwise};
  }
};

const readBody = (reader: Reader): Script => {
  expectWord(reader, 'do');
  const body = readUntil(reader, ['done']);
  expectWord(reader, 'done');
  return body;
};

const readFor = (reader: Reader): Omit<Extract<Command, {kind: 'for'}>, 'redirects'> => {
  skip(reader);
  const name = plainText(readWord(reader, parseShell) ?? []) ?? '';
  expectWord(reader, 'in');
  const words: Word[] = [];
  for (skip(reader); ; skip(reader)) {
    const word = readWord(reader, parseShell);
    if (word === undefined) break;
    words.push(word);
  }
  return {kind: 'for', name, words, body: readBody(reader)};
};

const readCase = (reader: Reader): Omit<Extract<Command, {kind: 'case'}>, 'redirects'> => {
  skip(reader);
  const word = readWord(reader, parseShell) ?? [];
  expectWord(reader, 'in');
  const branches: {patterns: Word[]; body: Script}[] = [];
  for (skip(reader, true); peekWord(reader) !== 'esac'; skip(reader, true)) {
    takes(reader, '(');
    const patterns: Word[] = [];
    do {
      skip(reader);
      patterns.push(readWord(reader, parseShell) ?? []);
      skip(reader);
    } while (takes(reader, '|'));
    if (!takes(reader, ')')) throw new ShellSyntax('syntax error in case');
    branches.push({patterns, body: readUntil(reader, ['esac'])});
    skip(reader, true);
    takes(reader, ';;');
  }
  expectWord(reader, 'esac');
  return {kind: 'case', word, branches};
};

const readWhile =
  (isUntil: boolean) =>
  (reader: Reader): Omit<Extract<Command, {kind: 'while'}>, 'redirects'> => {
    const test = readUntil(reader, ['do']);
    return {kind: 'while', test, body: readBody(reader), isUntil};
  };

const readGroup = (reader: Reader): Omit<Extract<Command, {kind: 'group'}>, 'redirects'> => {
  const body = readUntil(reader, ['}']);
  expectWord(reader, '}');
  return {kind: 'group', body, isSubshell: false};
};

/** What the words that begin a command of several lines are followed by. */
const compounds: Readonly<Record<string, (reader: Reader) => Omit<Command, 'redirects'>>> = {
  if: readIf,
  for: readFor,
  case: readCase,
  while: readWhile(false),
  until: readWhile(true),
  '{': readGroup,
};

const readCompound = (reader: Reader): Omit<Command, 'redirects'> | undefined => {
  if (reader.text[reader.at] === '(' && reader.text[reader.at + 1] !== '(') {
    reader.at++;
    const body = readUntil(reader, [')']);
    if (!takes(reader, ')')) throw new ShellSyntax("syntax error: unexpected end of file, `)' expected");
    return {kind: 'group', body, isSubshell: true} as never;
  }
  const word = peekWord(reader);
  const read = compounds[word];
  if (read === undefined || !Object.hasOwn(compounds, word)) return undefined;
  reader.at += word.length;
  return read(reader);
};

const readCommand = (reader: Reader): Command => {
  skip(reader);
  const compound = readCompound(reader);
  if (compound === undefined) return readSimple(reader);
  const redirects: Redirect[] = [];
  for (skip(reader); ; skip(reader)) {
    const redirect = readRedirect(reader);
    if (redirect === undefined) break;
    redirects.push(redirect);
  }
  return {...compound, redirects} as unknown as Command;
};

const readPipeline = (reader: Reader): Pipeline => {
  skip(reader);
  const isNegated = peekWord(reader) === '!';
  if (isNegated) reader.at++;
  const commands = [readCommand(reader)];
  for (skip(reader); reader.text[reader.at] === '|' && reader.text[reader.at + 1] !== '|'; skip(reader)) {
    reader.at++;
    skip(reader, true);
    commands.push(readCommand(reader));
  }
  return {isNegated, commands};
};

const readChain = (reader: Reader): Chain => {
  const chain: {operator: '&&' | '||'; pipeline: Pipeline}[] = [{operator: '&&', pipeline: readPipeline(reader)}];
  for (skip(reader); ; skip(reader)) {
    const operator = takes(reader, '&&') ? '&&' : takes(reader, '||') ? '||' : undefined;
    if (operator === undefined) break;
    skip(reader, true);
    chain.push({operator, pipeline: readPipeline(reader)});
  }
  if (reader.text[reader.at] === '&') reader.at++;
  return chain;
};

/** The commands up to one of these words, which is left where it stands. */
const readUntil = (reader: Reader, ends: readonly string[]): Script => {
  const script: Chain[] = [];
  for (skip(reader, true); reader.at < reader.text.length; skip(reader, true)) {
    if (
      ends.includes(peekWord(reader)) ||
      (reader.text[reader.at] === ')' && ends.includes(')')) ||
      reader.text.startsWith(';;', reader.at)
    )
      break;
    const before = reader.at;
    script.push(readChain(reader));
    if (reader.at === before) throw new ShellSyntax(`syntax error near unexpected token \`${reader.text[reader.at]}'`);
  }
  return script;
};

/** The commands of a text. */
export const parseShell = (text: string): Script => {
  const reader: Reader = {text, at: 0, documents: [], read: parseShell};
  const script = readUntil(reader, []);
  if (reader.at < text.length) throw new ShellSyntax(`syntax error near unexpected token \`${text[reader.at]}'`);
  return script;
};
