/** What stands wherever a secret is printed. */
const hidden = '[secret]';

/** A token shorter than this shows no character of itself: four would be too much of it. */
const shortestWithEnd = 16;

/** A token in hand. Printing, JSON, a template or a debugger show `[secret]`; only `revealSecret` gives the text. */
export class Secret {
  readonly #text: string;
  /** Enough for a person to tell one from another: at most the last four characters, none of a short one. */
  readonly masked: string;

  constructor(text: string) {
    this.#text = text;
    const end = [...text].slice(-4).join('');
    this.masked = text.length >= shortestWithEnd && /^[\w+/=.-]+$/.test(end) ? `…${end}` : '…';
  }

  /** For `revealSecret` alone. */
  static textOf(secret: Secret): string {
    return secret.#text;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  /** What Node's `console.log` and `inspect` show, its private parts included. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden;
  }
}

/** The text of a secret, for a tool that sends or stores it: never for a view, a log, an error or another program's arguments. */
export const revealSecret = (secret: Secret): string => Secret.textOf(secret);
