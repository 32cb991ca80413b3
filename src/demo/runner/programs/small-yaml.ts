/** A value of a YAML file; null: nothing stands there. */
export type YamlValue = string | null | readonly YamlValue[] | {readonly [key: string]: YamlValue};

type Line = {readonly depth: number; readonly text: string};
type Reader = {readonly lines: readonly Line[]; at: number};

const isMapping = (value: YamlValue | undefined): value is {readonly [key: string]: YamlValue} =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a mapping holds at a path of keys; undefined: nothing. */
export const yamlAt = (value: YamlValue | undefined, ...keys: readonly string[]): YamlValue | undefined =>
  keys.reduce<YamlValue | undefined>((found, key) => (isMapping(found) && Object.hasOwn(found, key) ? found[key] : undefined), value);

/** The entries of a mapping; empty: it is none. */
export const yamlEntries = (value: YamlValue | undefined): readonly (readonly [string, YamlValue])[] =>
  isMapping(value) ? Object.entries(value) : [];

const scalar = (text: string): YamlValue => {
  if (text === '' || text === '~' || text === 'null') return null;
  if (text.startsWith('"'))
    return JSON.parse(
      text.replace(/\\U0*([0-9a-f]{5,6})/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
    ) as string;
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (!text.startsWith('[')) return text.replace(/\s+#.*$/, '');
  const items = text.slice(1, text.lastIndexOf(']')).split(',');
  return items.map((one) => scalar(one.trim())).filter((one) => one !== null);
};

const keyOf = (text: string): readonly [key: string, rest: string] | undefined => {
  const [, quoted, plain, rest = ''] = /^(?:"((?:[^"\\]|\\.)*)"|([^"'[\s][^:]*(?::(?! )[^:]+)*)):(?:\s+(.*))?$/.exec(text) ?? [];
  const key = quoted ?? plain;
  return key === undefined ? undefined : [key, rest];
};

/** The lines of a block below its key, as they are. */
const blockBelow = (reader: Reader, depth: number): string => {
  const first = reader.lines[reader.at]?.depth ?? 0;
  const lines: string[] = [];
  for (let line = reader.lines[reader.at]; line !== undefined && line.depth > depth; line = reader.lines[++reader.at])
    lines.push(`${' '.repeat(line.depth - first)}${line.text}`);
  return `${lines.join('\n')}\n`;
};

const valueBehind = (reader: Reader, rest: string, depth: number): YamlValue => {
  if (/^[|>]-?$/.test(rest)) return blockBelow(reader, depth);
  if (rest !== '') return scalar(rest);
  const next = reader.lines[reader.at];
  const isBelow = next !== undefined && (next.depth > depth || (next.depth === depth && next.text.startsWith('- ')));
  return isBelow ? read(reader, next.depth) : null;
};

/** Everything at one depth: a sequence, a mapping, or a text. */
const read = (reader: Reader, depth: number): YamlValue => {
  const items: YamlValue[] = [];
  const mapping: Record<string, YamlValue> = {};
  for (let line = reader.lines[reader.at]; line !== undefined && line.depth === depth; line = reader.lines[reader.at]) {
    const isItem = line.text.startsWith('- ');
    if (isItem !== items.length > 0 && (isItem ? Object.keys(mapping).length > 0 : true) && items.length > 0) break;
    reader.at++;
    const text = isItem ? line.text.slice(2) : line.text;
    const entry = keyOf(text);
    if (isItem) items.push(entry === undefined ? scalar(text) : {[entry[0]]: valueBehind(reader, entry[1], depth + 2)});
    else if (entry !== undefined) mapping[entry[0]] = valueBehind(reader, entry[1], depth);
  }
  return items.length > 0 ? items : mapping;
};

/** Reads the YAML that packaging files are written in: mappings, sequences, blocks and scalars; no anchors, and no items of several keys. */
export const readYaml = (text: string): YamlValue => {
  const isNothing = (line: string): boolean => /^\s*(?:#.*)?$/.test(line);
  const lines = text
    .split('\n')
    .filter((line) => !isNothing(line))
    .map((line) => ({depth: line.length - line.trimStart().length, text: line.trim()}));
  return read({lines, at: 0}, 0);
};
