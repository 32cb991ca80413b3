import {PassThrough} from 'node:stream';
import {StringDecoder} from 'node:string_decoder';

/* Stands for a line break inside a paste while a prompt of one line reads it; from the private area, so that no key has it. */
const lineBreak = '\ue000';
const begins = '\u001b[200~';
const ends = '\u001b[201~';

/** The end of a chunk that may be the beginning of a mark. */
const tornMark = /\u001b(?:\[(?:2(?:0(?:[01])?)?)?)?$/;

const asOneLine = (text: string): string => text.replace(/\r\n?|\n/g, lineBreak);

/** Makes one line of each paste: by the terminal's own marks, and without them where more text follows a line break in the same chunk. */
export const createPasteReader = (): ((chunk: string) => string) => {
  let isPaste = false;
  let torn = '';
  return (chunk) => {
    const text = torn + chunk;
    torn = tornMark.exec(text)?.[0] ?? '';
    let rest = torn === '' ? text : text.slice(0, -torn.length);
    let read = '';
    for (;;) {
      const mark = isPaste ? ends : begins;
      const at = rest.indexOf(mark);
      const part = at < 0 ? rest : rest.slice(0, at);
      read += isPaste ? asOneLine(part) : part.replace(/(?:\r\n?|\n)(?=[\s\S]*[^\s\u0003\u0004])/g, lineBreak);
      if (at < 0) return read;
      isPaste = !isPaste;
      rest = rest.slice(at + mark.length);
    }
  };
};

/** The text of a paste as it was. */
export const withLineBreaks = (answer: string): string => answer.replaceAll(lineBreak, '\n');

type Keyboard = NodeJS.ReadableStream & {readonly isTTY?: boolean; setRawMode?(on: boolean): unknown};

/** The keyboard as a prompt of one line may read it though a paste has several; `close` gives the keyboard back. */
export const createMaskedInput = (keyboard: Keyboard, screen: {write(text: string): unknown}) => {
  const decoder = new StringDecoder('utf8');
  const read = createPasteReader();
  const setRawMode = (on: boolean) => {
    keyboard.setRawMode?.(on);
    return input;
  };
  const input = Object.assign(new PassThrough(), {isTTY: false, setRawMode});
  const pass = (chunk: Buffer | string) => input.write(read(typeof chunk === 'string' ? chunk : decoder.write(chunk)));
  const end = () => input.end();
  keyboard.on('data', pass);
  keyboard.on('end', end);
  // An earlier prompt left it paused, and listening alone does not wake it.
  keyboard.resume();
  screen.write('\u001b[?2004h');
  return {
    input,
    close: () => {
      keyboard.off('data', pass);
      keyboard.off('end', end);
      keyboard.pause();
      screen.write('\u001b[?2004l');
    },
  };
};
