type Values = readonly unknown[];

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? ((value as Readonly<Record<string, unknown>>)[name] ?? null) : null;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** The parts of a filter between pipes that stand in no quotes and no brackets. */
const stagesOf = (filter: string): readonly string[] =>
  filter.match(/(?:"(?:\\.|[^"\\])*"|\([^()]*\)|[^|"()])+/g)?.map((one) => one.trim()) ?? [];

const atPath = (value: unknown, path: string): Values => {
  const steps = [...path.matchAll(/\.?([A-Za-z_]\w*)|\.?\["((?:[^"\\])*)"\]|\[(\d*)\]/g)];
  return steps.reduce<Values>(
    (values, [, name, quoted, index]) =>
      values.flatMap((one): Values => {
        if (name !== undefined || quoted !== undefined) return [fieldOf(one, name ?? quoted ?? '')];
        if (index !== '') return [Array.isArray(one) ? (one[Number(index)] ?? null) : null];
        return Array.isArray(one) ? one : Object.values((one ?? {}) as object);
      }),
    [value],
  );
};

/** What `select` holds against a literal: a path, `==` or `!=`, and a text or number; a path alone is held against nothing. */
const isSelected = (value: unknown, test: string): boolean => {
  const [, path = test, operator, literal = 'null'] = /^(.*?)\s*(==|!=)\s*(.*)$/.exec(test) ?? [];
  const found = atPath(value, path.trim())[0];
  if (operator === undefined) return found !== null && found !== false;
  return (JSON.stringify(found) === JSON.stringify(JSON.parse(literal))) === (operator === '==');
};

const stage = (value: unknown, filter: string): Values => {
  const selected = /^select\(([\s\S]*)\)$/.exec(filter)?.[1];
  if (selected !== undefined) return isSelected(value, selected) ? [value] : [];
  if (filter === 'length') return [Array.isArray(value) || typeof value === 'string' ? value.length : 0];
  if (!filter.startsWith('"')) return atPath(value, filter);
  const plain = filter
    .slice(1, -1)
    .replace(/\\\(([^()]*)\)/g, (_, path: string) => JSON.stringify(textOf(atPath(value, path)[0])).slice(1, -1));
  return [JSON.parse(`"${plain}"`)];
};

/** What a filter of jq makes of a value: paths, pipes, `select`, `length` and texts with values in them. */
export const filteredBy = (value: unknown, filter: string): Values =>
  stagesOf(filter).reduce<Values>((values, one) => values.flatMap((each) => stage(each, one)), [value]);

/** The same as lines, texts without quotes. */
export const filteredText = (value: unknown, filter: string): string =>
  filteredBy(value, filter)
    .map((one) => `${textOf(one)}\n`)
    .join('');
