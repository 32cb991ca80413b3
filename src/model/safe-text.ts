declare const safe: unique symbol;

/** One line of text with nothing in it that a terminal would obey; only `safeLine` makes it. */
export type SafeText = string & {readonly [safe]: 'line'};

const colours = /\u001b\[[0-9;:]*m/g;
/* Control characters, line and paragraph separators, bidirectional overrides, zero-width and tag characters. */
const obeyed =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

const visible = (character: string): string => {
  if (character === '\u001b') return '\\e';
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/** Text from outside as one safe line: colours go, line breaks become spaces, everything else a terminal obeys is spelled out. */
export const safeLine = (text: string, limit = 500): SafeText => {
  const cut = text.length > limit * 4 ? text.slice(0, limit * 4) : text;
  const line = cut
    .replace(colours, '')
    .replace(/[\t\r\n\u2028\u2029]+/g, ' ')
    .trim()
    .replace(obeyed, visible);
  const points = [...line];
  return (points.length > limit ? `${points.slice(0, limit - 1).join('')}…` : line) as SafeText;
};

const escaped = (character: string): string =>
  character === '\n'
    ? character
    : Array.from({length: character.length}, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** A value as JSON; what a terminal would obey in it is escaped, which means the same to whoever parses it. */
export const safeJson = (value: unknown): string => JSON.stringify(value, undefined, 2).replace(obeyed, escaped);

/** Text from outside as safe lines, one per line break. */
export const safeLines = (text: string): readonly SafeText[] => text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => safeLine(line));
