import {createLineReader, type LogLine, lineEnd} from './line-reader.ts';
import {cutOff} from './log-section.ts';

const encoder = new TextEncoder();

/**
 * What makes a line of GitHub's log more than text: only lines that hold one of these begin, end or mark anything. `##` stands before the brackets
 * and is left out here: a line of a million # is passed over at once.
 */
const marks = ['[group]Run ', '[endgroup]', '[error]', 'Post job cleanup.'].map((mark) => Buffer.from(mark));

const isMarked = ({text}: LogLine): boolean => text.includes('##[') || text.includes('Post job cleanup.');

/** A line's bytes of its own, so that the piece they came in can go. */
type Kept = {readonly bytes: Uint8Array; readonly isCut: boolean};

const carriageReturn = 0x0d;
const digitOfStamp = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Where a line's own text begins, behind its time. */
const textStart = (bytes: Uint8Array, start: number, end: number): number => {
  if (!digitOfStamp(bytes[start]) || bytes[start + 4] !== 0x2d || bytes[start + 10] !== 0x54) return start;
  for (let at = start + 19; at < end && at < start + 32; at++) if (bytes[at] === 0x5a) return at + 1;
  return start;
};

/** What is left of a cut line when its end, which may be half of a credential, is taken off. */
const shownEnd = (start: number, end: number, isCut: boolean): number => (isCut ? Math.max(start, end - cutOff) : end);

const isBlank = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let at = textStart(bytes, start, end); at < end; at++) if ((bytes[at] ?? 0) > 0x20) return false;
  return true;
};

const withoutBlank = (line: Kept): readonly Kept[] => (isBlank(line.bytes, 0, shownEnd(0, line.bytes.length, line.isCut)) ? [] : [line]);

/** The next of the marks, each looked for again only when it was passed. */
const createMarkFinder = (bytes: Buffer) => {
  const next = marks.map((mark) => bytes.indexOf(mark));
  return (from: number, to: number): number | undefined => {
    let nearest = to;
    for (let index = 0; index < marks.length; index++) {
      const mark = marks[index];
      let at = next[index] ?? -1;
      if (mark !== undefined && at !== -1 && at < from) {
        at = bytes.indexOf(mark, from);
        next[index] = at;
      }
      if (at !== -1 && at < nearest) nearest = at;
    }
    return nearest < to ? nearest : undefined;
  };
};

const keptOf = (bytes: Uint8Array, start: number, end: number, keep: number): Kept => ({
  bytes: bytes.slice(start, Math.min(end, start + keep)),
  isCut: end - start > keep,
});

const decoder = new TextDecoder();
const decoded = ({bytes, isCut}: Kept): LogLine => {
  const length = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  return {text: decoder.decode(bytes.subarray(0, length)), isCut};
};

/** The last lines that are not blank since the last mark; they matter if a mark or the end follows. */
const createWaiting = (keep: number, most: number) => {
  let lines: readonly Kept[] = [];
  return {
    /** Whole lines, of which only the last are looked at. */
    add: (bytes: Uint8Array, from: number, to: number): void => {
      const found: Kept[] = [];
      for (let end = to - 1; end > from && found.length < most; ) {
        const start = Math.max(from, bytes.lastIndexOf(lineEnd, end - 1) + 1);
        const isCut = end - start > keep;
        if (!isBlank(bytes, start, shownEnd(start, Math.min(end, start + keep), isCut))) found.push(keptOf(bytes, start, end, keep));
        end = start - 1;
      }
      found.reverse();
      lines = found.length === most ? found : [...lines, ...found].slice(-most);
    },
    addLine: ({text, isCut}: LogLine): void => {
      lines = [...lines, ...withoutBlank({bytes: encoder.encode(text), isCut})].slice(-most);
    },
    *takeAll(): Generator<LogLine> {
      for (const line of lines) yield decoded(line);
      lines = [];
    },
  };
};

/**
 * Gives a log's lines in order and leaves out what can't matter: of text without a mark only the last lines that are not blank, before each mark
 * and at the end. Nothing else is decoded, so that a log of any size costs little more than looking for line breaks.
 */
export const createSkimmer = (keep: number, most: number) => {
  const edges = createLineReader(keep);
  const waiting = createWaiting(keep, most);
  let hasBegun = false;
  /** A line that began in an earlier piece. */
  function* edge(line: LogLine): Generator<LogLine> {
    if (hasBegun && !isMarked(line)) return waiting.addLine(line);
    hasBegun = true;
    yield* waiting.takeAll();
    yield line;
  }
  function* whole(bytes: Buffer, begin: number, to: number): Generator<LogLine> {
    const find = createMarkFinder(bytes);
    let from = begin;
    for (let at = find(from, to); at !== undefined; at = find(from, to)) {
      const start = Math.max(from, bytes.lastIndexOf(lineEnd, at) + 1);
      const end = bytes.indexOf(lineEnd, at);
      waiting.add(bytes, from, start);
      yield* waiting.takeAll();
      yield decoded(keptOf(bytes, start, end, keep));
      from = end + 1;
    }
    waiting.add(bytes, from, to);
  }
  return {
    *read(piece: Uint8Array): Generator<LogLine> {
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      const first = bytes.indexOf(lineEnd);
      for (const line of edges.read(bytes.subarray(0, first + 1))) yield* edge(line);
      const last = bytes.lastIndexOf(lineEnd);
      if (last > first) yield* whole(bytes, first + 1, last + 1);
      for (const _ of edges.read(bytes.subarray(last + 1)));
    },
    *end(): Generator<LogLine> {
      yield* waiting.takeAll();
      yield* edges.end();
    },
  };
};
