/** One line of a log; `isCut`: it was longer than what is kept of a line. */
export type LogLine = {readonly text: string; readonly isCut: boolean};

/** The byte that ends a line. */
export const lineEnd = 0x0a;

/** Takes bytes until the line they belong to is whole, and keeps only its beginning. */
const createLine = (keep: number) => {
  const decoder = new TextDecoder();
  const kept = new Uint8Array(keep);
  let length = 0;
  let isCut = false;
  let isBegun = false;
  return {
    get isBegun() {
      return isBegun;
    },
    add: (bytes: Uint8Array): void => {
      if (bytes.length === 0) return;
      isBegun = true;
      const taken = bytes.subarray(0, keep - length);
      isCut ||= taken.length < bytes.length;
      kept.set(taken, length);
      length += taken.length;
    },
    take: (): LogLine => {
      const text = decoder.decode(kept.subarray(0, length));
      const line = {text: text.endsWith('\r') ? text.slice(0, -1) : text, isCut};
      length = 0;
      isCut = false;
      isBegun = false;
      return line;
    },
  };
};

/** Cuts bytes into lines, keeping only the beginning of each, so that a line of any length costs the same memory. */
export const createLineReader = (keep: number) => {
  const line = createLine(keep);
  return {
    /** The lines that end in this piece. */
    *read(piece: Uint8Array): Generator<LogLine> {
      let from = 0;
      for (let end = piece.indexOf(lineEnd); end !== -1; end = piece.indexOf(lineEnd, from)) {
        line.add(piece.subarray(from, end));
        yield line.take();
        from = end + 1;
      }
      line.add(piece.subarray(from));
    },
    /** The line that nothing ended; none when the log ends with a line break. */
    *end(): Generator<LogLine> {
      if (line.isBegun) yield line.take();
    },
  };
};
