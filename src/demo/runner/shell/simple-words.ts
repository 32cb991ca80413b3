import {type Reader, skip} from './reader.ts';
import type {Word} from './script.ts';
import {plainText, readWord} from './words.ts';

/** The variable that a word sets; undefined: it sets none. */
export const assignmentIn = (word: Word): {name: string; value: Word} | undefined => {
  const [first, ...rest] = [...word.keys()].map((at) => word.slice(0, at + 1)).map(plainText);
  const head = [first, ...rest].findIndex((text) => text !== undefined && /^[A-Za-z_]\w*=$/.test(text));
  if (head < 0) return undefined;
  return {name: (plainText(word.slice(0, head + 1)) ?? '').slice(0, -1), value: word.slice(head + 1)};
};

const plainWord = (text: string): Word => [{kind: 'text', text, isQuoted: true}];

/** The words up to `]]`, where signs that end a word elsewhere are words. */
export const readTest = (reader: Reader): readonly Word[] => {
  const words: Word[] = [];
  while (reader.at < reader.text.length) {
    skip(reader, true);
    const sign = /^(?:&&|\|\||[()<>])/.exec(reader.text.slice(reader.at, reader.at + 2))?.[0];
    const isPattern = plainText(words.at(-1) ?? []) === '=~';
    const pattern = isPattern ? /^\S+/.exec(reader.text.slice(reader.at))?.[0] : undefined;
    const plain = pattern ?? sign;
    if (plain !== undefined) reader.at += plain.length;
    const word = plain === undefined ? readWord(reader, reader.read) : plainWord({'&&': '-a', '||': '-o'}[plain] ?? plain);
    if (word === undefined) break;
    words.push(word);
    if (plainText(word) === ']]') break;
  }
  return words;
};
