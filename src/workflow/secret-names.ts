import {automaticSecret} from '../model/secret-likeness.ts';

const expressions = /\$\{\{([\s\S]*?)\}\}/g;
const secretAccess = /(?<![.\w-])secrets\s*(?:\.\s*([A-Za-z_][\w-]*)|\[\s*'([^']+)'\s*\])/g;
/* A whole set of secrets, or one of a computed name. */
const anySecret = /(?<![.\w-])secrets\b(?!\s*\.\s*[A-Za-z_])(?!\s*\[\s*'[^']+'\s*\])/;

const expressionsIn = (text: string): readonly string[] =>
  text.includes('${{') ? [...text.matchAll(expressions)].map((found) => found[1] ?? '') : [];

const namesIn = (expression: string): readonly string[] =>
  [...expression.matchAll(secretAccess)].map((found) => (found[1] ?? found[2] ?? '').toUpperCase());

/** Names of the secrets that expressions read, each once, in upper case: GitHub doesn't tell cases apart. */
export const secretsIn = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => expressionsIn(text).flatMap(namesIn))),
];

/** Groups of secrets where one is enough, as in `secrets.A || secrets.B`; a group with the automatic one or a fixed text never fails. */
export const alternativesIn = (texts: readonly string[]): readonly {readonly names: readonly string[]; readonly hasFallback: boolean}[] =>
  texts
    .flatMap(expressionsIn)
    .filter((expression) => expression.includes('||') && expression.includes('secrets'))
    .map((expression) => ({
      names: namesIn(expression),
      hasFallback:
        /\bgithub\.token\b/.test(expression) || namesIn(expression).includes(automaticSecret) || /\|\|\s*'[^']+'/.test(expression),
    }));

/** Whether an expression can read a secret that it doesn't name. */
export const readsAny = (texts: readonly string[]): boolean =>
  texts.some((text) => expressionsIn(text).some((expression) => anySecret.test(expression)));
