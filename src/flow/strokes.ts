/** What is read of a key press; Ink's own key has all of these. */
export type PressedKey = Readonly<
  Partial<
    Record<
      | 'upArrow'
      | 'downArrow'
      | 'leftArrow'
      | 'rightArrow'
      | 'pageDown'
      | 'pageUp'
      | 'home'
      | 'end'
      | 'return'
      | 'escape'
      | 'tab'
      | 'backspace'
      | 'delete'
      | 'ctrl'
      | 'meta',
      boolean
    >
  >
> & {readonly eventType?: 'press' | 'repeat' | 'release' | undefined};

/** A key by name (`enter`, `page-up`, `ctrl-c`), or the one character that was typed. */
export type Stroke = string;

const named: readonly (readonly [keyof PressedKey, Stroke])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
];

const controls: Readonly<Record<string, Stroke>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  ' ': 'space',
};

const strokeOfCharacter = (character: string): Stroke | undefined => {
  const known = controls[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x1b || (code >= 0x80 && code < 0xa0)) return undefined;
  return code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : character;
};

/** The keys of one chunk of input, in order: a slow line or a replayed script sends several at once, Enter among them. */
export const strokesOf = (input: string, key: PressedKey): readonly Stroke[] => {
  if (key.eventType === 'release') return [];
  const name = named.find(([flag]) => key[flag] === true)?.[1];
  if (name !== undefined) return [name];
  if (key.meta === true) return [];
  if (key.ctrl === true) return input === '' ? [] : [`ctrl-${input.toLowerCase()}`];
  return [...input].flatMap((character) => strokeOfCharacter(character) ?? []);
};

/** The character that a key types; undefined: it types none. */
export const typedBy = (stroke: Stroke): string | undefined => {
  if (stroke === 'space') return ' ';
  return [...stroke].length === 1 ? stroke : undefined;
};

const breaks: Readonly<Record<Stroke, string>> = {enter: '\n', tab: '\t'};

/**
 * The text that a chunk's keys begin with while a masked text is typed, and the keys after it. A terminal that does not mark its pastes sends line
 * breaks as Enter: one with more text behind it in the same chunk belongs to the text, and only the last one is pressed.
 */
export const typedRunOf = (strokes: readonly Stroke[]): {readonly text: string; readonly rest: readonly Stroke[]} => {
  const length = strokes.findIndex((stroke) => typedBy(stroke) === undefined && breaks[stroke] === undefined);
  const run = length < 0 ? strokes : strokes.slice(0, length);
  const end = run.findLastIndex((stroke) => typedBy(stroke) !== undefined && stroke !== 'space') + 1;
  const text = run
    .slice(0, end)
    .map((stroke, at) => (stroke === 'enter' && run[at - 1] === 'enter' ? '' : (typedBy(stroke) ?? breaks[stroke] ?? '')))
    .join('');
  return {text, rest: strokes.slice(end)};
};
