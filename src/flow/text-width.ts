const plain = /^[ -~]*$/;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const joined = /\p{Mn}|\p{Me}/u;

const widthOfCharacter = (character: string): number => (joined.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** How many columns of a terminal a line takes. */
export const widthOf = (text: string): number => {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
};

/** How many code units of a text fit into so many columns. */
const fitting = (text: string, width: number): number => {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += widthOfCharacter(character);
    if (used > width) return end;
    end += character.length;
  }
  return end;
};

/** The text, or its beginning with an ellipsis, in at most so many columns. */
export const cut = (text: string, width: number, ellipsis: string): string => {
  if (widthOf(text) <= width) return text;
  const room = width - widthOf(ellipsis);
  return room < 1 ? text.slice(0, fitting(text, Math.max(0, width))) : `${text.slice(0, fitting(text, room)).trimEnd()}${ellipsis}`;
};

/** The end of a text in at most so many columns: where typing happens is seen. */
export const endOf = (text: string, width: number): string => {
  const characters = [...text];
  while (characters.length > 1 && widthOf(characters.join('')) > width) characters.shift();
  return characters.join('');
};

/** An address for one line of prose: its host and the beginning of its path, with an ellipsis as a word of its own where more would follow. */
export const shortAddress = (url: string, width: number): string => {
  const bare = url.replace(/^https?:\/\//, '');
  return widthOf(bare) <= width ? bare : `${bare.slice(0, fitting(bare, Math.max(1, width - 2)))} …`;
};

/** The text with spaces after it, in exactly so many columns when it fits. */
export const padTo = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** A line in pieces of at most so many columns, with every space kept: for logs and addresses. */
export const fold = (text: string, width: number): readonly string[] => {
  const pieces: string[] = [];
  let rest = text;
  while (widthOf(rest) > width) {
    const end = Math.max(1, fitting(rest, width));
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
};

/** Prose in lines of at most so many columns, broken between words where that is possible. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = fold(word, Math.max(1, width));
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
};
