import {createTokens} from '../../src/demo/tokens.ts';

/** A value that may be seen nowhere, and under which name it was planted. */
export type Canary = {
  readonly name: string;
  readonly value: string;
  /** Where it was planted, such as `environment`. */
  readonly planted: string;
};

/** So many characters in a row are a leak. */
const shortest = 8;

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

const piecesOf = (text: string): readonly string[] =>
  Array.from({length: Math.max(0, text.length - shortest + 1)}, (_, at) => text.slice(at, at + shortest));

/** What every credential of a kind has in common is no secret: the frame of a key, the places that a macaroon names. */
const commonPieces = (names: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> => {
  const others = [Date.now(), Date.now() + 5000].map((now) => createTokens(now));
  return new Map(
    [...names].map((name) => [
      name,
      new Set(others.flatMap((tokens) => writingsOf(name, tokens[name] ?? '').flatMap(({text}) => piecesOf(text)))),
    ]),
  );
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
  const common = commonPieces(new Set(canaries.map(({name}) => name)));
  const wanted = new Map<string, Omit<Leak, 'around'>>();
  for (const {name, value, planted} of canaries)
    for (const {as, text} of writingsOf(name, value))
      for (const piece of piecesOf(text)) if (!common.get(name)?.has(piece)) wanted.set(piece, {canary: name, planted, as});
  const searchOne = (text: string): readonly Leak[] => {
    const found = new Map<string, Leak>();
    for (let at = 0; at + shortest <= text.length; at++) {
      const leak = wanted.get(text.slice(at, at + shortest));
      if (leak === undefined || found.has(leak.canary + leak.planted)) continue;
      found.set(leak.canary + leak.planted, {...leak, around: text.slice(Math.max(0, at - 60), at + 24)});
    }
    return [...found.values()];
  };
  return (text) => {
    const leaks = readable(text).flatMap(searchOne);
    return [...new Map(leaks.map((leak) => [leak.canary + leak.planted, leak])).values()];
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
