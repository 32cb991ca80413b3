const expression = /\$\{\{([\s\S]*?)\}\}/g;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text as it stands inside an expression. */
const insideExpression = (value: string): string => {
  const inner = /^\s*\$\{\{((?:(?!\$\{\{)[\s\S])*)\}\}\s*$/.exec(value)?.[1];
  if (inner !== undefined) return /^[\s\w.-]+$/.test(inner) ? inner.trim() : `(${inner.trim()})`;
  return value.includes('${{') ? `format('${value.replaceAll("'", "''")}')` : `'${value.replaceAll("'", "''")}'`;
};

/** A text with one context's names replaced by what they stand for, such as `inputs.token` by the caller's `secrets.NPM_TOKEN`. */
export const createSubstitution = (context: 'secrets' | 'inputs', values: Readonly<Record<string, string>>): ((text: string) => string) => {
  const names = Object.keys(values);
  if (names.length === 0) return (text) => text;
  const byName = new Map(names.map((name) => [name.toLowerCase(), values[name] ?? '']));
  const list = names.map(escaped).join('|');
  const access = new RegExp(`(?<![.\\w-])${context}(?:\\.(${list})(?![\\w-])|\\[\\s*'(${list})'\\s*\\])`, 'gi');
  const meaningOf = (...found: readonly (string | undefined)[]): string => byName.get((found[1] ?? found[2] ?? '').toLowerCase()) ?? '';
  const alone = new RegExp(`^\\s*${access.source}\\s*$`, 'i');
  return (text) =>
    text.includes(context)
      ? text.replace(expression, (whole, inner: string) => {
          const only = alone.exec(inner);
          if (only !== null) return meaningOf(...only);
          const changed = inner.replace(access, (...found) => insideExpression(meaningOf(...(found as string[]))));
          return changed === inner ? whole : `\${{${changed}}}`;
        })
      : text;
};
