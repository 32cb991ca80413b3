/*
 * Text from outside, written into files that programs read. Each function gives one literal of one language that means exactly the text it was given
 * and nothing else; none of them needs another around it, and none gives a line break.
 */

/** Line breaks, controls, separators, bidirectional marks and what has no width: all that makes a line look or read other than it is. */
const unreadable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e0fff}]/gu;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text for people as one line: what reads other than it looks goes, and white space is gathered. Joined emoji come apart. */
export const plainLine = (text: string): string =>
  // Halves of characters go first, or those left beside each other would make one that nobody sees.
  text
    .replace(loneSurrogate, '')
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(unreadable, '')
    .replace(/\s+/g, ' ')
    .trim();

/** At most so many characters, cut between words where there are any; an ellipsis shows that something is missing. */
export const shortened = (text: string, limit: number): string => {
  const points = [...text];
  if (points.length <= limit) return text;
  const kept = points.slice(0, limit - 1).join('');
  const atWord = kept.replace(/\s+\S*$/, '');
  return `${(atWord.length * 2 > kept.length ? atWord : kept).trimEnd()}…`;
};

/** What no program's text can hold: half characters, and the character with the number 0. */
const impossible = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\u0000/g;

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, '0')}`;
const octalBytes = (text: string): string => [...new TextEncoder().encode(text)].map(octal).join('');

/**
 * One word of bash, and of every POSIX shell for text that reads as it looks. Other text is given in `$'…'`, of which a shell that does not know it
 * makes another text, and never a command.
 */
export const shellWord = (text: string): string => {
  const possible = text.replace(impossible, '');
  if (possible.search(unreadable) < 0) return `'${possible.replaceAll("'", `'\\''`)}'`;
  return `$'${possible.replace(/['\\]/g, octalBytes).replace(unreadable, octalBytes)}'`;
};

const rubyEscape = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A Ruby string between double quotes. */
export const rubyString = (text: string): string =>
  `"${text
    .replace(loneSurrogate, '')
    .replace(/["\\]/g, '\\$&')
    .replace(/#(?=[{$@])/g, '\\#')
    .replace(unreadable, rubyEscape)}"`;

const nixBreaks: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'};

/** A Nix string; it has escapes for line breaks alone, so that other text that can't be seen stands in it as it is. */
export const nixString = (text: string): string =>
  `"${text
    .replace(impossible, '')
    .replace(/["\\]/g, '\\$&')
    .replaceAll('${', '\\${')
    .replace(/[\n\r\t]/g, (character) => nixBreaks[character] ?? '')}"`;

/**
 * A PowerShell string in which nothing is expanded. PowerShell takes curly quotes for straight ones, so that they are doubled too. Text with line
 * breaks stands between double quotes, since single ones know no escapes.
 */
export const powershellString = (text: string): string => {
  const possible = text.replace(impossible, '');
  if (!/[\n\r]/.test(possible)) return `'${possible.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
  return `"${possible
    .replace(/[`$"\u201c\u201d\u201e]/g, '`$&')
    .replaceAll('\n', '`n')
    .replaceAll('\r', '`r')}"`;
};

/** Text between two tags, or an attribute's value between double quotes. */
export const xmlText = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(loneSurrogate, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

const escaped = (character: string): string =>
  Array.from({length: character.length}, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** A JSON string, which is JavaScript's, Python's and Go's too; the last two know no pairs of escapes, so that what would need one stays as it is. */
export const jsonString = (text: string): string =>
  JSON.stringify(text.replace(loneSurrogate, '')).replace(unreadable, (character) =>
    character.length > 1 ? character : escaped(character),
  );

/** A YAML scalar between double quotes. */
export const yamlString = (text: string): string =>
  JSON.stringify(text.replace(loneSurrogate, '')).replace(unreadable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : escaped(character);
  });

/** A TOML basic string. */
export const tomlString = (text: string): string => yamlString(text);

/** A value of a Dockerfile's LABEL or ENV, in which nothing is expanded. */
export const dockerfileString = (text: string): string => `"${plainLine(text).replace(/["\\$]/g, '\\$&')}"`;

/** Text that GitHub Actions takes as it stands: where an expression would begin, one is written that gives those characters. Not yet quoted for YAML. */
export const actionsText = (text: string): string => text.replaceAll('${{', "${{ '${{' }}");

/** One segment of an address's path, in which nothing means anything to any language. */
export const addressSegment = (text: string): string =>
  encodeURIComponent(text.replace(loneSurrogate, '')).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
