import {type Part, type Script, ShellSyntax, type Word} from './script.ts';

/** A text that is read from left to right. */
export type Cursor = {readonly text: string; at: number};

/** Reads the commands of a text that stands inside another. */
type ReadScript = (text: string) => Script;

const endsWord = /[\s;&|<>()]/;

const textPart = (text: string, isQuoted: boolean): Part => ({kind: 'text', text, isQuoted});

/** Where the bracket is closed that was opened before this place; quotes hide brackets. The text's length: nowhere. */
const endOfNested = (text: string, from: number, open: string, close: string): number => {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === "'" && open === '(') at = Math.max(text.indexOf("'", at + 1), at);
    else if (character === '"') at = endOfDouble(text, at);
    else if (character === open) depth++;
    else if (character === close && --depth === 0) return at;
  }
  return text.length;
};

/** Where the double quotes end that begin at this place. */
const endOfDouble = (text: string, from: number): number => {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith('$(', at)) at = endOfNested(text, at + 2, '(', ')');
    else if (text.startsWith('${', at)) at = endOfNested(text, at + 2, '{', '}');
    else if (text[at] === '"') return at;
  }
  return text.length;
};

/** The text up to the bracket that closes the one before the cursor, which then stands behind it. */
const takeNested = (cursor: Cursor, open: string, close: string): string => {
  const end = endOfNested(cursor.text, cursor.at, open, close);
  if (end >= cursor.text.length) throw new ShellSyntax(`unexpected EOF while looking for matching \`${close}'`);
  const inner = cursor.text.slice(cursor.at, end);
  cursor.at = end + 1;
  return inner;
};

const operators = /^(:?[-=+?]|##?|%%?|\/\/?|\^\^?|,,?|:)/;

const bracedVariable = (inner: string, isQuoted: boolean, read: ReadScript): Part => {
  const isLength = inner.startsWith('#') && inner.length > 1;
  const rest = isLength ? inner.slice(1) : inner;
  const name = /^(?:\w+|[?#@*$!])/.exec(rest)?.[0] ?? '';
  const after = rest.slice(name.length).replace(/^\[[@*\d]\]/, '');
  const operator = isLength ? 'length' : (operators.exec(after)?.[0] ?? '');
  const argument = readQuotable(isLength ? '' : after.slice(operator.length), read);
  return {kind: 'variable', name, operator, argument, isQuoted};
};

/** What a `$` begins; the cursor stands behind it. */
const readDollar = (cursor: Cursor, isQuoted: boolean, read: ReadScript): Part => {
  const next = cursor.text[cursor.at] ?? '';
  if (cursor.text.startsWith('((', cursor.at)) {
    cursor.at += 2;
    const inner = takeNested(cursor, '(', ')');
    cursor.at++;
    return {kind: 'sum', word: readQuotable(inner, read), isQuoted};
  }
  if (next === '(' || next === '{') {
    cursor.at++;
    if (next === '(') return {kind: 'output', script: read(takeNested(cursor, '(', ')')), isQuoted};
    return bracedVariable(takeNested(cursor, '{', '}'), isQuoted, read);
  }
  const name = /^(?:[A-Za-z_]\w*|[0-9?#@*$!])/.exec(cursor.text.slice(cursor.at))?.[0];
  if (name === undefined) return textPart('$', isQuoted);
  cursor.at += name.length;
  return {kind: 'variable', name, operator: '', argument: [], isQuoted};
};

const readBackquoted = (cursor: Cursor, isQuoted: boolean, read: ReadScript): Part => {
  const end = cursor.text.indexOf('`', cursor.at);
  if (end < 0) throw new ShellSyntax("unexpected EOF while looking for matching ``'");
  const inner = cursor.text.slice(cursor.at, end);
  cursor.at = end + 1;
  return {kind: 'output', script: read(inner), isQuoted};
};

/** The inside of double quotes, or a text in which only `$`, backquotes and backslashes mean anything. */
export const readDouble = (inner: string, read: ReadScript): readonly Part[] => {
  const cursor: Cursor = {text: inner, at: 0};
  const parts: Part[] = [textPart('', true)];
  while (cursor.at < inner.length) {
    const character = inner[cursor.at++] ?? '';
    if (character === '$') parts.push(readDollar(cursor, true, read));
    else if (character === '`') parts.push(readBackquoted(cursor, true, read));
    else if (character === '\\' && /[$`"\\\n]/.test(inner[cursor.at] ?? '')) {
      const escaped = inner[cursor.at++] ?? '';
      if (escaped !== '\n') parts.push(textPart(escaped, true));
    } else parts.push(textPart(character, true));
  }
  return parts;
};

const readPart = (cursor: Cursor, read: ReadScript): readonly Part[] => {
  const character = cursor.text[cursor.at++] ?? '';
  if (character === "'") {
    const end = cursor.text.indexOf("'", cursor.at);
    if (end < 0) throw new ShellSyntax("unexpected EOF while looking for matching `''");
    const text = cursor.text.slice(cursor.at, end);
    cursor.at = end + 1;
    return [textPart(text, true)];
  }
  if (character === '"') {
    const end = endOfDouble(cursor.text, cursor.at - 1);
    if (end >= cursor.text.length) throw new ShellSyntax('unexpected EOF while looking for matching `"\'');
    const inner = cursor.text.slice(cursor.at, end);
    cursor.at = end + 1;
    return readDouble(inner, read);
  }
  if (character === '\\') return [textPart(cursor.text[cursor.at++] ?? '', true)];
  if (character === '$') return [readDollar(cursor, false, read)];
  if (character === '`') return [readBackquoted(cursor, false, read)];
  return [textPart(character, false)];
};

/** The argument inside `${ }`: quotes and variables count, blanks end nothing. */
const readQuotable = (text: string, read: ReadScript): Word => {
  const cursor: Cursor = {text, at: 0};
  const parts: Part[] = [];
  while (cursor.at < text.length) parts.push(...readPart(cursor, read));
  return parts;
};

/** The word at the cursor; undefined: none begins there. */
export const readWord = (cursor: Cursor, read: ReadScript): Word | undefined => {
  const parts: Part[] = [];
  while (cursor.at < cursor.text.length && !endsWord.test(cursor.text[cursor.at] ?? '')) {
    if (cursor.text.startsWith('\\\n', cursor.at)) cursor.at += 2;
    else parts.push(...readPart(cursor, read));
  }
  return parts.length === 0 ? undefined : parts;
};

/** What a word says when nothing in it has to be looked up; undefined: something has. */
export const plainText = (word: Word): string | undefined =>
  word.every((part) => part.kind === 'text' && !part.isQuoted)
    ? word.map((part) => (part.kind === 'text' ? part.text : '')).join('')
    : undefined;
