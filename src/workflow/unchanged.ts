import {parseAllDocuments} from 'yaml';

/** A place in a file, key by key; `*` stands for any key. */
export type Path = readonly (string | number)[];

const covers = (pattern: Path, path: Path): boolean =>
  pattern.length <= path.length && pattern.every((key, at) => key === '*' || key === path[at]);

type Fields = {readonly [key: string]: unknown};
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const differences = (one: unknown, other: unknown, allowed: readonly Path[], path: Path): boolean => {
  if (allowed.some((pattern) => covers(pattern, path)) || one === other) return false;
  if (!isFields(one) || !isFields(other) || Array.isArray(one) !== Array.isArray(other)) return true;
  const keyOf = (key: string) => (Array.isArray(one) ? Number(key) : key);
  const shared = Object.keys(one).filter((key) => Object.hasOwn(other, key));
  const isNamed = (key: string) => allowed.some((pattern) => covers(pattern, [...path, keyOf(key)]));
  const lone = [...Object.keys(one), ...Object.keys(other)].filter((key) => !(Object.hasOwn(one, key) && Object.hasOwn(other, key)));
  const order = (keys: readonly string[]) => keys.filter((key) => shared.includes(key)).join('\n');
  if (lone.some((key) => !isNamed(key)) || order(Object.keys(one)) !== order(Object.keys(other))) return true;
  return shared.some((key) => differences(one[key], other[key], allowed, [...path, keyOf(key)]));
};

/** The one document of a text as plain values; undefined: it is none, or its aliases can't be filled in. */
const valuesOf = (text: string): unknown => {
  const documents = parseAllDocuments(text, {schema: 'failsafe', logLevel: 'silent', uniqueKeys: true});
  const [document] = 'empty' in documents ? [] : documents;
  if (document === undefined || documents.length !== 1 || document.errors.length > 0) return undefined;
  try {
    return document.toJS({maxAliasCount: 1000});
  } catch {
    return undefined;
  }
};

/** Whether two texts mean the same, but for what stands at these places. A list that grows or shrinks is named itself. */
export const isSameBut = (before: string, after: string, allowed: readonly Path[]): boolean => {
  const [one, other] = [valuesOf(before), valuesOf(after)];
  return one !== undefined && other !== undefined && !differences(one, other, allowed, []);
};
