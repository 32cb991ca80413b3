/** What is typed or pasted and never shown: it stands here alone, and only its length is told. */
export type MaskedField = {
  type(text: string): void;
  /** Takes away the last character, as a person counts them. */
  erase(): void;
  clear(): void;
  /** Gives what stands in it, and empties it. */
  take(): string;
};

/** More than any token or key has; what goes beyond it is dropped. */
const most = 200_000;

let segmenter: Intl.Segmenter | undefined;

/** Made with the first character: the grid starts without it. */
const charactersOf = (text: string): readonly string[] => {
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
  return Array.from(segmenter.segment(text), ({segment}) => segment);
};

/** `onLength` hears how many characters stand in it after each change. */
export const createMaskedField = (onLength: (length: number) => void): MaskedField => {
  let text = '';
  const become = (next: string) => {
    text = next.slice(0, most);
    onLength(text === '' ? 0 : charactersOf(text).length);
  };
  return {
    type: (more) => become(text + more),
    erase: () => become(charactersOf(text).slice(0, -1).join('')),
    clear: () => become(''),
    take: () => {
      const taken = text;
      become('');
      return taken;
    },
  };
};
