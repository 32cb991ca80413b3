/* So many characters of a token in a row are never shown. */
const shortest = 8;
/** Any piece of eleven characters holds one of the pieces that are looked for; so does the beginning, and the end. */
const stride = 4;

/** The password inside a Basic header, plain and encoded; the user before it is no secret, and stands in many an answer. */
const passwordsIn = (encoded: string): readonly string[] => {
  const text = Buffer.from(encoded, 'base64');
  const user = text.indexOf(':') + 1;
  return [text.subarray(user).toString('utf8'), encoded.slice(Math.ceil(user / 3) * 4)];
};

/** The parts of headers that are long enough to be a secret. */
const secretsIn = (headers: Readonly<Record<string, string>>): readonly string[] =>
  Object.values(headers).flatMap((value) => {
    const basic = /^Basic (\S+)$/i.exec(value)?.[1];
    if (basic !== undefined) return passwordsIn(basic).filter((secret) => secret.length >= shortest);
    return value.split(/[\s,;"]+/).filter((word) => word.length >= 2 * shortest);
  });

const piecesOf = (secret: string): readonly number[] => {
  const starts = Array.from({length: Math.ceil(Math.max(1, secret.length - shortest) / stride)}, (_, at) => at * stride);
  return [...starts, Math.max(0, secret.length - shortest)];
};

/** The longest stretch of the secret around a piece of it that stands in the text. */
const stretchAt = (text: string, secret: string, at: number): string => {
  let [from, to] = [at, at + shortest];
  while (to < secret.length && text.includes(secret.slice(from, to + 1))) to++;
  while (from > 0 && text.includes(secret.slice(from - 1, to))) from--;
  return secret.slice(from, to);
};

/* Stretches of different lengths may stand in one text; no honest one has more. */
const mostStretches = 100;

const withoutOne = (text: string, secret: string): string => {
  let clean = text;
  for (const at of piecesOf(secret))
    for (let taken = 0; taken < mostStretches && clean.includes(secret.slice(at, at + shortest)); taken++)
      clean = clean.replaceAll(stretchAt(clean, secret, at), '***');
  return clean;
};

/** Takes out of a text whatever the other side sends back of the secrets that it was sent; undefined: it was sent none. */
export const echoFilter = (secretHeaders: Readonly<Record<string, string>>): ((text: string) => string) | undefined => {
  const secrets = secretsIn(secretHeaders);
  return secrets.length === 0 ? undefined : (text) => secrets.reduce(withoutOne, text);
};
