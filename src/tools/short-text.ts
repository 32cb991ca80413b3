import {Problem} from '../model/problem.ts';
import type {Http, HttpAnswer} from './http.ts';
import {problemOfFailure} from './http-problem.ts';

/** Reads a short answer whole, as text. */
export type TextReader = (host: string, answer: HttpAnswer) => Promise<string>;

export type TextLimits = {
  /** Bytes that the answers of one host may have together while they are read. */
  readonly bytes: number;
  /** Milliseconds that one answer may take. */
  readonly patience: number;
};

const usualLimits: TextLimits = {bytes: 64_000_000, patience: 120_000};

const tooLong = (host: string, {bytes}: TextLimits) =>
  new Problem(
    'unexpected-answer',
    `${host} sends more than ${Math.round(bytes / 1_000_000)} MB where a short answer is expected.`,
    'Check again later; report it if it stays so.',
  );

const tooSlow = (host: string) =>
  new Problem('unreachable', `${host} can't be reached: its answer comes too slowly.`, 'Check the network and try again.');

/** One ill host can neither fill the memory, however many answers it sends at once, nor keep the others waiting. */
export const createTextReader = (limits: TextLimits = usualLimits): TextReader => {
  const held = new Map<string, number>();
  const hold = (host: string, bytes: number): number => {
    const all = (held.get(host) ?? 0) + bytes;
    held.set(host, all);
    return all;
  };
  return async (host, answer) => {
    if (Number(answer.headers['content-length'] ?? 0) > limits.bytes) {
      await answer.drop();
      throw tooLong(host, limits);
    }
    const begun = Date.now();
    const pieces: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const piece of answer.body) {
        size += piece.byteLength;
        if (hold(host, piece.byteLength) > limits.bytes) throw tooLong(host, limits);
        if (Date.now() - begun > limits.patience) throw tooSlow(host);
        pieces.push(piece);
      }
      const text = Buffer.concat(pieces).toString('utf8');
      return answer.hide?.(text) ?? text;
    } catch (failure) {
      throw failure instanceof Problem ? failure : problemOfFailure(host, failure).problem;
    } finally {
      hold(host, -size);
    }
  };
};

const readers = new WeakMap<Http, TextReader>();

/** The one reader of everything that comes in by the same way. */
export const textReaderOf = (http: Http): TextReader => {
  const reader = readers.get(http) ?? createTextReader();
  readers.set(http, reader);
  return reader;
};
