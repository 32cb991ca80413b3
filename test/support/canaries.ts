import {createTokens} from '../../src/demo/tokens.ts';

/** A value that may be seen nowhere, and under which name it was planted. */
export type Canary = {
  readonly name: string;
  readonly value: string;
  /** Where it was planted, such as `environment`. */
  readonly planted: string;
};

/** A text as it may be written by whoever writes it down in passing. */
const encodingsOf = (value: string): Readonly<Record<string, string>> => {
  const at = (skipped: number) => Buffer.from(value).subarray(skipped);
  return {
    plain: value,
    'on one line': value.replaceAll('\n', ''),
    'in JSON': JSON.stringify(value).slice(1, -1),
    'URL-encoded': encodeURIComponent(value),
    hex: at(0).toString('hex'),
    // What stands before it shifts its letters by one or two bytes.
    base64: at(0).toString('base64'),
    'base64, one byte on': at(1).toString('base64'),
    'base64, two bytes on': at(2).toString('base64'),
    base64url: at(0).toString('base64url'),
    'base64url, one byte on': at(1).toString('base64url'),
    'base64url, two bytes on': at(2).toString('base64url'),
  };
};

/** A credential with the parts inside it that are as good as the whole. */
const partsOf = (name: string, value: string): readonly string[] => {
  if (name !== 'SNAPCRAFT_STORE_CREDENTIALS' || value === '') return [value];
  const {v} = JSON.parse(Buffer.from(value, 'base64').toString('utf8')) as {v: {r: string; d: string}};
  return [value, v.r, v.d];
};

const writingsOf = (name: string, value: string): readonly {readonly as: string; readonly text: string}[] =>
  partsOf(name, value).flatMap((part) => Object.entries(encodingsOf(part)).map(([as, text]) => ({as, text})));

/* Keys of hexadecimal digits, whose short pieces stand by chance in any digest. */
const hexadecimal = new Set(['CHOCOLATEY_API_KEY', 'OVSX_PAT']);

/** How many characters in a row are a piece: eight of the canary's own, in whatever they are written. */
const lengthOf = (name: string, as: string): number => (as === 'hex' ? 16 : hexadecimal.has(name) ? 10 : 8);

const piecesOf = (text: string, length: number): readonly {readonly piece: string; readonly at: number}[] =>
  Array.from({length: Math.max(0, text.length - length + 1)}, (_, at) => ({piece: text.slice(at, at + length), at}));

/** What every credential of a kind has at the same place is no secret: the frame of a key, the places that a macaroon names. */
const isCommonAt = (text: string, others: readonly string[]): readonly boolean[] =>
  Array.from(text, (character, at) => others.length > 0 && others.every((other) => other[at] === character));

/* So many characters of a piece may be common: the dashes of a key, the edge of a frame. */
const mostCommon = 2;

const secretPieces = (name: string, value: string, others: readonly string[]): readonly {readonly piece: string; readonly as: string}[] => {
  const written = others.map((other) => writingsOf(name, other));
  return writingsOf(name, value).flatMap(({as, text}, index) => {
    const common = isCommonAt(
      text,
      written.flatMap((all) => all[index]?.text ?? []),
    );
    const length = lengthOf(name, as);
    const shared = new Set(written.flatMap((all) => piecesOf(all[index]?.text ?? '', length).map(({piece}) => piece)));
    const isSecret = (at: number) => common.slice(at, at + length).filter((one) => one).length <= mostCommon;
    return piecesOf(text, length).flatMap(({piece, at}) => (isSecret(at) && !shared.has(piece) ? [{piece, as}] : []));
  });
};

export type Leak = {readonly canary: string; readonly planted: string; readonly as: string; readonly around: string};

/** Looks for every canary, in every encoding and every piece of it. */
export type Search = (text: string) => readonly Leak[];

/** One line of output after another without what only moves the cursor or colours, and the same without any break. */
const readable = (text: string): readonly string[] => {
  const plain = text.replace(
    /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b[()][0-9A-Za-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[=>78M]/g,
    '',
  );
  return [plain, plain.replace(/[\s\u0000]+/g, '')];
};

export const createSearch = (canaries: readonly Canary[]): Search => {
  const samples = Array.from({length: 5}, () => createTokens());
  const wanted = new Map<number, Map<string, Omit<Leak, 'around'>>>();
  for (const {name, value, planted} of canaries)
    for (const {piece, as} of secretPieces(
      name,
      value,
      samples.flatMap((tokens) => tokens[name] ?? []),
    )) {
      const pieces = wanted.get(piece.length) ?? new Map<string, Omit<Leak, 'around'>>();
      wanted.set(piece.length, pieces);
      if (!pieces.has(piece)) pieces.set(piece, {canary: name, planted, as});
    }
  return (text) => {
    const found = new Map<string, Leak>();
    for (const one of readable(text))
      for (const [length, pieces] of wanted)
        for (let at = 0; at + length <= one.length; at++) {
          const leak = pieces.get(one.slice(at, at + length));
          if (leak !== undefined && !found.has(leak.canary + leak.planted))
            found.set(leak.canary + leak.planted, {...leak, around: one.slice(Math.max(0, at - 60), at + 24)});
        }
    return [...found.values()];
  };
};

const isSecret = (name: string): boolean => name !== 'DOCKERHUB_USERNAME';

/** One canary for each of a set of tokens. */
export const canariesOf = (tokens: Readonly<Record<string, string>>, planted: string): readonly Canary[] =>
  Object.entries(tokens).flatMap(([name, value]) => (isSecret(name) ? [{name, value, planted}] : []));

/** Tokens in the right shape that no world accepts. */
export const strangeCanaries = (planted: string): readonly Canary[] => canariesOf(createTokens(), planted);

/** The last characters that a screen may show of a token are four; these are one more. */
export const tailsOf = (canaries: readonly Canary[]): readonly {readonly name: string; readonly tail: string}[] =>
  canaries.flatMap(({name, value}) => {
    const tail = value.trim().slice(-5);
    // A key's last line is the same in all of them.
    return name === 'AUR_SSH_KEY' ? [] : [{name, tail}];
  });
