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
  text
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(unreadable, '')
    .replace(loneSurrogate, '')
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

/** One word of a POSIX shell. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A Ruby string between double quotes. */
export const rubyString = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replace(/#(?=[{$@])/g, '\\#')}"`;

/** A Nix string. */
export const nixString = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replaceAll('${', '\\${')}"`;

/** A PowerShell string between single quotes, in which nothing is expanded. PowerShell takes curly quotes for straight ones, so that they are doubled too. */
export const powershellString = (text: string): string => `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;

/** Text between two tags, or an attribute's value between double quotes. */
export const xmlText = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(loneSurrogate, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

const escaped = (character: string): string =>
  Array.from({length: character.length}, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** A JSON string, which is JavaScript's and, between double quotes, Python's and Go's too for text without lone surrogates. */
export const jsonString = (text: string): string => JSON.stringify(text.replace(loneSurrogate, '')).replace(unreadable, escaped);

/** A YAML scalar between double quotes. */
export const yamlString = (text: string): string =>
  JSON.stringify(text.replace(loneSurrogate, '')).replace(unreadable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : escaped(character);
  });

/** A TOML basic string. */
export const tomlString = (text: string): string => yamlString(text).replaceAll('\\/', '/');

/** A value of a Dockerfile's LABEL or ENV, in which nothing is expanded. */
export const dockerfileString = (text: string): string => `"${plainLine(text).replace(/["\\$]/g, '\\$&')}"`;

/** Text that GitHub Actions takes as it stands: where an expression would begin, one is written that gives those characters. Not yet quoted for YAML. */
export const actionsText = (text: string): string => text.replaceAll('${{', "${{ '${{' }}");
