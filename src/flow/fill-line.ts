/** A line that gives one value to one key, in any of the languages of package files: `key: value`, `key = 'value'`, `"key": "value",`, `key "value"`, `<key>value</key>`. */
type Assignment = {
  readonly key: string;
  /** Everything before the value, and behind it. */
  readonly head: string;
  readonly value: string;
  readonly tail: string;
};

const shapes: readonly RegExp[] = [
  /^(?<head>\s*<(?<key>[\w.:-]+)(?:\s[^>]*)?>)(?<value>[^<]*)(?<tail><\/[\w.:-]+>.*)$/,
  /^(?<head>\s*(?:[-*]\s+)?(?:\$|["'])?(?<key>[A-Za-z_][\w.@+-]*)["']?\s*(?:[:=]\s*|\s+)(?:[([{]\s*)?)(?<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;()[\]{}#'"]+)(?<tail>.*)$/,
];

const assignmentOf = (line: string): Assignment | undefined => {
  for (const shape of shapes) {
    const {key, head, value, tail} = shape.exec(line.replace(/\r$/, ''))?.groups ?? {};
    if (key !== undefined && head !== undefined && value !== undefined && tail !== undefined) return {key, head, value, tail};
  }
  return undefined;
};

/** Where lines with the same key stand, in order. */
const placesOf = (lines: readonly string[], key: string): readonly number[] =>
  lines.flatMap((line, at) => (assignmentOf(line)?.key === key ? [at] : []));

/** Behind the value stands another one, so that it can't be told which of them is meant. */
const hasMore = (tail: string): boolean => /["']/.test(tail.replace(/\s(?:#|\/\/).*$/, ''));

/**
 * A line with its value as another text has it under the same key; the first of several such lines takes the first there, and so on. Whatever else
 * stands in the line stays. Undefined: the other text has no such key, or has it more or less often. Pure.
 */
export const valueFilledIn = (lines: readonly string[], at: number, fresh: readonly string[]): string | undefined => {
  const line = lines[at];
  const old = line === undefined ? undefined : assignmentOf(line);
  if (line === undefined || old === undefined) return undefined;
  const [own, others] = [placesOf(lines, old.key), placesOf(fresh, old.key)];
  if (own.length !== others.length) return undefined;
  const other = assignmentOf(fresh[others[own.indexOf(at)] ?? -1] ?? '');
  if (other === undefined) return undefined;
  const end = line.endsWith('\r') ? '\r' : '';
  if (!hasMore(old.tail) && !hasMore(other.tail))
    return old.value === other.value ? undefined : `${old.head}${other.value}${old.tail}${end}`;
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const whole = `${indent}${(fresh[others[own.indexOf(at)] ?? -1] ?? '').trim()}${end}`;
  return whole === line ? undefined : whole;
};
