import {Problem} from '../model/problem.ts';

/** A write is lost when nothing that answered it says what came of it. */
export const isLost = (thrown: unknown): thrown is Problem =>
  thrown instanceof Problem && (thrown.kind === 'unreachable' || thrown.kind === 'unexpected-answer');

export type Write<T> = {
  /** What is looked for, as it would be named in a sentence. */
  readonly what: string;
  readonly send: () => Promise<T>;
  /** What came of it when it is seen to have arrived; undefined: it isn't. */
  readonly look: () => Promise<T | undefined>;
  /** Who is asked; absent: GitHub. */
  readonly where?: string;
};

const lookWhenLost = async <T>({look, what, where = 'GitHub'}: Write<T>): Promise<T | undefined> => {
  try {
    return await look();
  } catch (thrown) {
    if (!isLost(thrown)) throw thrown;
    throw new Problem(
      'unreachable',
      `The answer was lost, and ${where} can't be asked whether it shows ${what}.`,
      `Do it again when ${where} can be reached: what is there already is found and kept.`,
    );
  }
};

/** Sends a write; one whose answer was lost is looked for before it is sent once more. */
export const sendOnce = async <T>(write: Write<T>): Promise<T> => {
  for (let tried = 1; ; tried++) {
    try {
      return await write.send();
    } catch (thrown) {
      if (!isLost(thrown)) throw thrown;
      const seen = await lookWhenLost(write);
      if (seen !== undefined) return seen;
      if (tried > 1) throw thrown;
    }
  }
};
