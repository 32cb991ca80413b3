/*
 * Readers of single literals, written after the languages' own documents, for those whose real reader runs nowhere here. Each throws where the literal
 * ends early, or where something in it would be expanded.
 */

const singles = "'\u2018\u2019\u201a\u201b";
const doubles = '"\u201c\u201d\u201e';
const escapes: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', '0': '\0', a: '\u0007', b: '\b', f: '\f', v: '\v'};

/** Of PowerShell (about_Quoting_Rules): any of the curly quotes ends what a straight one began, and two of them stand for one. */
export const powershellValue = (literal: string): string => {
  const opening = literal[0] ?? '';
  const isSingle = singles.includes(opening);
  const ends = isSingle ? singles : doubles;
  if (!isSingle && !doubles.includes(opening)) throw new Error('no string');
  let value = '';
  for (let at = 1; at < literal.length; at++) {
    const character = literal[at] ?? '';
    const next = literal[at + 1] ?? '';
    if (ends.includes(character)) {
      if (at === literal.length - 1) return value;
      if (!ends.includes(next)) throw new Error(`the string ends at ${at}`);
      value += character;
      at++;
    } else if (!isSingle && character === '`') {
      value += escapes[next] ?? next;
      at++;
    } else if (!isSingle && character === '$') throw new Error(`something is expanded at ${at}`);
    else value += character;
  }
  throw new Error('the string never ends');
};

/** Of a Dockerfile's LABEL (its shell lexer): in double quotes a backslash hides a quote, a dollar and itself, and stands for itself elsewhere. */
export const dockerfileValue = (literal: string): string => {
  if (!literal.startsWith('"')) throw new Error('no string');
  let value = '';
  for (let at = 1; at < literal.length; at++) {
    const character = literal[at] ?? '';
    if (character === '"') {
      if (at < literal.length - 1) throw new Error(`the string ends at ${at}`);
      return value;
    }
    if (character === '$') throw new Error(`something is expanded at ${at}`);
    if (character === '\\' && '"$\\'.includes(literal[at + 1] ?? ' ')) value += literal[++at];
    else value += character;
  }
  throw new Error('the string never ends');
};

/* Comments, and texts between quotes. */
const languages = {
  powershell:
    /<#[\s\S]*?#>|#.*$|^@'\n[\s\S]*?\n'@|["\u201c-\u201e](?:`[\s\S]|["\u201c-\u201e]{2}|[^"`\u201c-\u201e])*["\u201c-\u201e]|['\u2018-\u201b](?:['\u2018-\u201b]{2}|[^'\u2018-\u201b])*['\u2018-\u201b]/gm,
  rust: /\/\/.*$|'(?:\\[^']+|[^'\\])'|"(?:\\[\s\S]|[^"\\])*"/gm,
  dockerfile: /^\s*#.*$|"(?:\\.|[^"\\\n])*"/gm,
  nix: /"(?:\\[\s\S]|[^"\\])*"/g,
} as const;

/** A program's text with nothing left in its comments and strings; a string in which something is expanded stays as it is. */
export const withoutTexts = (text: string, language: keyof typeof languages): string =>
  text.replace(languages[language], (found) => {
    const expands = language === 'nix' ? /(?<!\\)\$\{/ : /(?<![\\`])\$/;
    return /^["\u201c-\u201e]/.test(found) && expands.test(found) ? found : '';
  });
