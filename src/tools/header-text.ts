import {Problem} from '../model/problem.ts';

/* What HTTP allows in the value of a header: the line of ASCII and of Latin-1, without line breaks and other controls. */
const unsendable = /[^\t\x20-\x7e\x80-\xff]/;

/** What a text holds that no header may hold, in words; undefined: it can be sent. */
export const whyUnsendable = (text: string): string | undefined => {
  const [character] = unsendable.exec(text) ?? [];
  if (character === undefined) return undefined;
  if (character === '\n' || character === '\r') return 'a line break';
  return /[\u2018-\u201f]/.test(character) ? 'a curly quotation mark' : 'a character that no request can carry';
};

/** Throws where a header can't be sent: the client would neither send it nor say so. */
export const refuseUnsendable = (headers: Readonly<Record<string, string>>, host: string): void => {
  const [name, value = ''] = Object.entries(headers).find(([, text]) => whyUnsendable(text) !== undefined) ?? [];
  if (name === undefined) return;
  throw new Problem('unauthorized', `The ${name} header for ${host} holds ${whyUnsendable(value)}.`, 'Set the token again without it.');
};

/** Headers by their names in lower case, without what they repeat of a secret. */
export const plainHeaders = (
  headers: Record<string, string | string[] | undefined>,
  hide: (text: string) => string = (text) => text,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter((entry): entry is [string, string | string[]] => entry[1] !== undefined)
      .map(([name, value]) => [name.toLowerCase(), hide(Array.isArray(value) ? value.join(', ') : value)]),
  );
