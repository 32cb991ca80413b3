/** How a text spells a quote of an expression: YAML doubles it between single quotes. */
export type QuoteSpelling = "'" | "''";

/* What stands before a string that names a secret. */
const indexBefore = /(?<![.\w-])secrets\s*\[\s*$/i;

/** Where a string of an expression ends, behind its closing quote; a quote written twice is part of it. */
const endOfString = (text: string, start: number, quote: QuoteSpelling): number => {
  for (let at = start + quote.length; at < text.length; ) {
    if (!text.startsWith(quote, at)) at += 1;
    else if (text.startsWith(quote, at + quote.length)) at += 2 * quote.length;
    else return at + quote.length;
  }
  return text.length;
};

/** A part of an expression: a string with its quotes, or what stands between strings. */
type Part = {readonly text: string; readonly isString: boolean};

/** The parts of the expression that begins at `start`, and where it ends; undefined: it never does. */
const readExpression = (text: string, start: number, quote: QuoteSpelling): {parts: readonly Part[]; end: number} | undefined => {
  const parts: Part[] = [];
  let from = start;
  for (let at = start; at < text.length; ) {
    if (text.startsWith('}}', at)) return {parts: [...parts, {text: text.slice(from, at), isString: false}], end: at};
    if (!text.startsWith(quote, at)) {
      at += 1;
      continue;
    }
    const end = endOfString(text, at, quote);
    parts.push({text: text.slice(from, at), isString: false}, {text: text.slice(at, end), isString: true});
    [at, from] = [end, end];
  }
  return undefined;
};

const dotted = /(?<![.\w-])(secrets\s*\.\s*)([A-Za-z_][\w-]*)/gi;

const renamedParts = (parts: readonly Part[], wrong: string, right: string, quote: QuoteSpelling): string => {
  const isWrong = (name: string) => name.toUpperCase() === wrong.toUpperCase();
  const renamed = (part: Part, index: number): string => {
    if (!part.isString) return part.text.replace(dotted, (whole, access: string, name: string) => (isWrong(name) ? access + right : whole));
    const [before = '', after = ''] = [parts[index - 1]?.text, parts[index + 1]?.text];
    const isIndex = indexBefore.test(before) && after.trimStart().startsWith(']');
    return isIndex && isWrong(part.text.slice(quote.length, -quote.length)) ? quote + right + quote : part.text;
  };
  return parts.map(renamed).join('');
};

/** A text with every reading of one secret in its expressions turned into a reading of another; whatever else it holds stays. */
export const renameAccess = (text: string, wrong: string, right: string, quote: QuoteSpelling = "'"): string => {
  let renamed = '';
  let from = 0;
  for (let open = text.indexOf('${{'); open >= 0; open = text.indexOf('${{', from)) {
    const expression = readExpression(text, open + 3, quote);
    if (expression === undefined) break;
    renamed += text.slice(from, open + 3) + renamedParts(expression.parts, wrong, right, quote);
    from = expression.end;
  }
  return renamed + text.slice(from);
};
