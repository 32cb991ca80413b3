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

type Writing = {readonly as: string; readonly text: string; readonly part: string};

const writingsOf = (name: string, value: string): readonly Writing[] =>
  partsOf(name, value).flatMap((part) => Object.entries(encodingsOf(part)).map(([as, text]) => ({as, text, part})));

/* Keys of hexadecimal digits, whose short pieces stand by chance in any digest. */
const hexadecimal = new Set(['CHOCOLATEY_API_KEY', 'OVSX_PAT']);

/** How many characters in a row are a piece: eight of the canary's own, in whatever they are written. */
const lengthOf = (name: string, as: string): number => (as === 'hex' ? 16 : hexadecimal.has(name) ? 10 : 8);

const piecesOf = (text: string, length: number): readonly {readonly piece: string; readonly at: number}[] =>
  Array.from({length: Math.max(0, text.length - length + 1)}, (_, at) => ({piece: text.slice(at, at + length), at}));

const areCommon = (text: string, others: readonly string[]): readonly boolean[] =>
  Array.from(text, (character, at) => others.length > 0 && others.every((other) => other[at] === character));

/** What every credential of a kind has at the same place is no secret: the frame of a key, the places that a macaroon names. */
const commonIn = ({as, text, part}: Writing, others: readonly Writing[]): readonly boolean[] => {
  if (as !== 'URL-encoded')
    return areCommon(
      text,
      others.map((other) => other.text),
    );
  // Where some characters become three, only what they stand for is at the same place.
  const plain = areCommon(
    part,
    others.map((other) => other.part),
  );
  return Array.from(part, (character, at) => Array.from(encodeURIComponent(character), () => plain[at] === true)).flat();
};

/* So many characters of a piece may be common: the dashes of a key, the edge of a frame. */
const mostCommon = 2;

const secretPieces = (name: string, value: string, others: readonly string[]): readonly {readonly piece: string; readonly as: string}[] => {
  const written = others.map((other) => writingsOf(name, other));
  return writingsOf(name, value).flatMap((writing, index) => {
    const {as, text} = writing;
    const length = lengthOf(name, as);
    const alike = written.flatMap((all) => all[index] ?? []);
    const common = commonIn(writing, alike);
    const shared = new Set(alike.flatMap((other) => piecesOf(other.text, length).map(({piece}) => piece)));
    const isSecret = (at: number) => common.slice(at, at + length).filter((one) => one).length <= mostCommon;
    return piecesOf(text, length).flatMap(({piece, at}) => (isSecret(at) && !shared.has(piece) ? [{piece, as}] : []));
  });
};

export type Leak = {readonly canary: string; readonly planted: string; readonly as: string; readonly around: string};

/** Looks for every canary, in every encoding and every piece of it. */
export type Search = (text: string) => readonly Leak[];

/** Output without what only moves the cursor or colours; `instead` stands where that was, since what follows may stand elsewhere on the screen. */
export const withoutControls = (text: string, instead = ''): string =>
  text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b[()][0-9A-Za-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[=>78M]/g, instead);

/** The text without what moves the cursor, and the same without any break. */
const readable = (text: string): readonly string[] => {
  const plain = withoutControls(text);
  return [plain, plain.replace(/[\s\u0000]+/g, '')];
};

/* A number for four characters; most places in a text have one that no piece begins with. */
const beginningAt = (text: string, at: number): number =>
  (((text.charCodeAt(at) * 131 + text.charCodeAt(at + 1)) * 131 + text.charCodeAt(at + 2)) * 131 + text.charCodeAt(at + 3)) & 0xfffff;

type Wanted = {
  readonly lengths: readonly number[];
  readonly beginnings: Uint8Array;
  readonly pieces: ReadonlyMap<string, Omit<Leak, 'around'>>;
};

const wantedOf = (canaries: readonly Canary[]): Wanted => {
  const samples = Array.from({length: 5}, () => createTokens());
  const beginnings = new Uint8Array(0x100000);
  const pieces = new Map<string, Omit<Leak, 'around'>>();
  for (const {name, value, planted} of canaries)
    for (const {piece, as} of secretPieces(
      name,
      value,
      samples.flatMap((tokens) => tokens[name] ?? []),
    )) {
      beginnings[beginningAt(piece, 0)] = 1;
      if (!pieces.has(piece)) pieces.set(piece, {canary: name, planted, as});
    }
  return {lengths: [...new Set([...pieces.keys()].map((piece) => piece.length))], beginnings, pieces};
};

export const createSearch = (canaries: readonly Canary[]): Search => {
  const {lengths, beginnings, pieces} = wantedOf(canaries);
  return (text) => {
    const found = new Map<string, Leak>();
    for (const one of readable(text))
      for (let at = 0; at + 8 <= one.length; at++) {
        if (beginnings[beginningAt(one, at)] === 0) continue;
        const leak = lengths.map((length) => pieces.get(one.slice(at, at + length))).find((known) => known !== undefined);
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

/** The last characters that a screen may show of a token are four; these are one more, and of hexadecimal digits as many as no digest has by chance. */
export const tailsOf = (canaries: readonly Canary[]): readonly {readonly name: string; readonly tail: string}[] =>
  canaries.flatMap(({name, value}) => {
    const tail = value.trim().slice(hexadecimal.has(name) ? -9 : -5);
    // A key's last line is the same in all of them.
    return name === 'AUR_SSH_KEY' ? [] : [{name, tail}];
  });
