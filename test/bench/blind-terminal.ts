import {PassThrough, Writable} from 'node:stream';

/** A terminal that draws nothing: it takes what is written at once, so that only the program's own time is measured. */
export const createBlindTerminal = (columns = 80, rows = 24) => {
  let hear: (text: string) => void = () => undefined;
  const output = new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      hear(String(chunk));
      done();
    },
  });
  const keyboard = new PassThrough();
  const still = (): PassThrough => keyboard;
  return {
    stdout: Object.assign(output, {isTTY: true, columns, rows, getColorDepth: () => 4}) as unknown as NodeJS.WriteStream,
    stdin: Object.assign(keyboard, {isTTY: true, setRawMode: still, ref: still, unref: still}) as unknown as NodeJS.ReadStream,
    press: (keys: string): void => void keyboard.write(keys),
    /** From now on this hears all that is written. */
    listen: (listener: (text: string) => void): void => {
      hear = listener;
    },
  };
};
