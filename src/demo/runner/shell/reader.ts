import {type Redirect, type Script, ShellSyntax, type Word} from './script.ts';
import {type Cursor, plainText, readDouble, readWord} from './words.ts';

/** A here-document that was announced and begins behind the line's end. */
type AnnouncedDocument = {
  readonly end: string;
  /** True: nothing in it is filled in. */
  readonly isPlain: boolean;
  readonly cutsTabs: boolean;
  fill(word: Word): void;
};

/** A script that is read, and what reads the commands inside its words. */
export type Reader = Cursor & {readonly documents: AnnouncedDocument[]; read(text: string): Script};

const skipDocuments = (reader: Reader): void => {
  for (const {end, isPlain, fill, cutsTabs} of reader.documents.splice(0)) {
    const lines: string[] = [];
    while (reader.at < reader.text.length) {
      const next = reader.text.indexOf('\n', reader.at);
      const stop = next < 0 ? reader.text.length : next;
      const raw = reader.text.slice(reader.at, stop);
      const line = cutsTabs ? raw.replace(/^\t+/, '') : raw;
      reader.at = stop + 1;
      if (line === end) break;
      lines.push(`${line}\n`);
    }
    const text = lines.join('');
    fill(isPlain ? [{kind: 'text', text, isQuoted: true}] : readDouble(text.replace(/"/g, '\\"'), reader.read));
  }
};

/** Skips blanks, comments and continued lines; with `lines` also the ends of lines and commands. */
export const skip = (reader: Reader, lines = false): void => {
  for (;;) {
    const rest = reader.text.slice(reader.at, reader.at + 2);
    if (rest === '\\\n') reader.at += 2;
    else if (/^[ \t\r]/.test(rest)) reader.at++;
    else if (rest.startsWith('#')) while (reader.at < reader.text.length && reader.text[reader.at] !== '\n') reader.at++;
    else if (lines && rest.startsWith('\n')) {
      reader.at++;
      skipDocuments(reader);
    } else if (lines && rest.startsWith(';') && rest !== ';;') reader.at++;
    else return;
  }
};

export const peekWord = (reader: Reader): string => /^[^\s;&|<>()"'$`\\]*/.exec(reader.text.slice(reader.at, reader.at + 40))?.[0] ?? '';

export const takes = (reader: Reader, token: string): boolean => {
  if (!reader.text.startsWith(token, reader.at)) return false;
  reader.at += token.length;
  return true;
};

export const expectWord = (reader: Reader, word: string): void => {
  skip(reader, true);
  if (peekWord(reader) !== word)
    throw new ShellSyntax(`syntax error near unexpected token \`${peekWord(reader) || (reader.text[reader.at] ?? 'newline')}'`);
  reader.at += word.length;
};

const streamOf = {'': 'output', '1': 'output', '2': 'errors', '&': 'both', '0': 'input'} as const;

export const readRedirect = (reader: Reader): Redirect | undefined => {
  const found = /^([012&]?)(<<<|<<-?|>>|>&|<|>\|?)/.exec(reader.text.slice(reader.at, reader.at + 5));
  if (found === null) return undefined;
  reader.at += found[0].length;
  const [, which = '', operator = ''] = found;
  skip(reader);
  const word = readWord(reader, reader.read) ?? [];
  if (operator.startsWith('<<') && operator !== '<<<') {
    const isPlain = word.some((part) => part.kind === 'text' && part.isQuoted);
    const end = word.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    const redirect: {-readonly [K in keyof Redirect]: Redirect[K]} = {stream: 'input', kind: 'text', target: []};
    reader.documents.push({end, isPlain, cutsTabs: operator === '<<-', fill: (filled) => Object.assign(redirect, {target: filled})});
    return redirect;
  }
  if (operator === '<<<') return {stream: 'input', kind: 'text', target: [...word, {kind: 'text', text: '\n', isQuoted: true}]};
  if (operator === '<') return {stream: 'input', kind: 'file', target: word};
  const stream = streamOf[which as keyof typeof streamOf];
  if (operator === '>&') return {stream, kind: plainText(word) === '1' ? 'to-output' : 'to-errors', target: []};
  return {stream, kind: operator === '>>' ? 'append' : 'file', target: word};
};
