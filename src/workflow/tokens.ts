import {isBasicExpression, isMapping, isScalar, isSequence} from '@actions/workflow-parser';
import type {ScalarToken} from '@actions/workflow-parser/templates/tokens/scalar-token';
import type {TemplateToken} from '@actions/workflow-parser/templates/tokens/template-token';
import {valueOfSource} from './yaml-text.ts';

export type Token = TemplateToken;

/** No line that a person writes is longer. What a machine put into one says nothing here, and patterns would search it for minutes. */
const longestLine = 5000;

const withoutLongLines = (text: string): string =>
  text.length > longestLine
    ? text
        .split('\n')
        .map((line) => line.slice(0, longestLine))
        .join('\n')
    : text;

/** What the file says, with expressions in `${{ }}`: the parser turns text around an expression into a call of `format`. */
export const textOf = (token: Token | undefined): string | undefined =>
  token === undefined || !isScalar(token) ? undefined : withoutLongLines(scalarText(token));

const scalarText = (token: ScalarToken): string => {
  if (!isBasicExpression(token)) return token.toString();
  const {originalExpressions, source, range, blockScalarHeader} = token;
  if (originalExpressions === undefined || source === undefined) return `\${{ ${token.expression} }}`;
  return range === undefined || range.start.line === range.end.line ? source : valueOfSource(source, blockScalarHeader);
};

/** A mapping's entries by key; empty for anything else. Keys that are expressions are left out. */
export const entriesOf = (token: Token | undefined): ReadonlyMap<string, Token> => {
  const entries = new Map<string, Token>();
  if (token === undefined || !isMapping(token)) return entries;
  for (let index = 0; index < token.count; index++) {
    const {key, value} = token.get(index);
    if (!key.isExpression) entries.set(key.toString(), value);
  }
  return entries;
};

/** A sequence's items; a single value counts as a sequence of one. */
export const itemsOf = (token: Token | undefined): readonly Token[] => {
  if (token === undefined) return [];
  if (!isSequence(token)) return isScalar(token) && token.toString() !== '' ? [token] : [];
  return Array.from({length: token.count}, (_, index) => token.get(index));
};

export const textsOf = (token: Token | undefined): readonly string[] => itemsOf(token).flatMap((item) => textOf(item) ?? []);

/** A mapping whose values are texts. */
export const textMapOf = (token: Token | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries([...entriesOf(token)].map(([key, value]) => [key, textOf(value) ?? '']));

export const isTrue = (token: Token | undefined): boolean => /^(true|\$\{\{\s*true\s*\}\})$/i.test(textOf(token) ?? '');

/** Every text below a token, at any depth. */
export const allTexts = (token: Token | undefined): readonly string[] => {
  if (token === undefined) return [];
  if (isScalar(token)) return [textOf(token) ?? ''];
  return (isSequence(token) ? itemsOf(token) : [...entriesOf(token).values()]).flatMap(allTexts);
};
