/** A pasted text made fit to be a token, and what was done to it, in sentences that never hold a part of it. */
export type TokenText = {readonly value: string; readonly said: readonly string[]};

type Change = (text: string, names: readonly string[]) => TokenText;

const unchanged = (value: string): TokenText => ({value, said: []});
const changed = (value: string, what: string): TokenText => ({value, said: [what]});

const isKey = (text: string): boolean => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);

/* Byte order marks, zero-width characters and the terminal's own marks around a paste. */
const invisible = /\u001b\[20[01]~|[\u200b-\u200f\u2028\u2029\u2060-\u2064\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

const withoutInvisible: Change = (text) => {
  const plain = text.replace(invisible, '').replaceAll('\u00a0', ' ');
  return plain === text ? unchanged(text) : changed(plain, 'Characters that nobody sees were taken out.');
};

const withPlainLines: Change = (text) => {
  if (!/\r/.test(text)) return unchanged(text);
  const plain = text.replace(/\r\n?/g, '\n');
  return isKey(text) ? changed(plain, 'The line ends of Windows became plain ones.') : unchanged(plain);
};

const assignment = /^(?:export\s+|set\s+|\$env:)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*([\s\S]+)$/;

const withoutName: Change = (text, names) => {
  const found = assignment.exec(text.trim());
  const [, name = '', value = ''] = found ?? [];
  const isNamed = /^(?:export|set)\s|^\$env:/.test(text.trim()) || names.some((one) => one.toUpperCase() === name.toUpperCase());
  if (found !== null && isNamed) return changed(value, 'The name and the equals sign before it were taken away.');
  const authorization = /^(?:\/\/\S*:)?_(?:authToken|auth|password)\s*=\s*(\S+)$/i.exec(text.trim())?.[1];
  if (authorization !== undefined) return changed(authorization, 'The rest of the line from .npmrc was taken away.');
  const bearer = /^(?:authorization:\s*)?(?:bearer|token)\s+(\S+)$/i.exec(text.trim())?.[1];
  return bearer === undefined ? unchanged(text) : changed(bearer, 'The word before the token was taken away.');
};

const pairs: Readonly<Record<string, string>> = {'"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '«': '»'};

const withoutQuotes: Change = (text) => {
  const trimmed = text.trim();
  const closing = pairs[trimmed[0] ?? ''];
  return trimmed.length > 2 && closing !== undefined && trimmed.endsWith(closing)
    ? changed(trimmed.slice(1, -1), 'The quotes around it were taken away.')
    : unchanged(text);
};

/** A key whose line breaks were spelled `\n` to stand on one line. */
const withRealLines: Change = (text) =>
  isKey(text) && !text.trim().includes('\n') && text.includes('\\n')
    ? changed(text.replaceAll('\\n', '\n'), 'Line breaks spelled \\n became real ones.')
    : unchanged(text);

const asKey: Change = (text) => {
  if (!isKey(text)) return unchanged(text);
  const key = `${text.trim()}\n`;
  if (key === text) return unchanged(text);
  return changed(key, text.endsWith('\n') ? 'Space around the key was taken away.' : 'The line break that a key ends with was added.');
};

const isExport = (text: string): boolean => /exported login credentials/i.test(text);

/** The words that `snapcraft export-login -` prints around the credential go; it is the longest run of base64. */
const withoutExport: Change = (text) => {
  if (!isExport(text)) return unchanged(text);
  const runs = [...text.matchAll(/[A-Za-z0-9+/=_-]{40,}/g)].map(([run]) => run).sort((one, other) => other.length - one.length);
  return runs[0] === undefined
    ? unchanged(text)
    : changed(runs[0], 'The words that `snapcraft export-login` prints around it were taken away.');
};

/* Files whose lines are part of the value: an older Snapcraft's, and JSON. */
const isFile = (text: string): boolean => /^\s*[[{]/.test(text);

const isWrapped = (lines: readonly string[]): boolean => {
  const [first = ''] = lines;
  const whole = lines.slice(0, -1);
  const last = lines.at(-1) ?? '';
  return first.length >= 16 && whole.every((line) => line.length === first.length) && last.length <= first.length;
};

/** A token that the terminal broke into several lines is one again; of a token among words the token stays. */
const onOneLine: Change = (text) => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (isKey(text) || isFile(text)) return unchanged(text);
  if (lines.length < 2) return unchanged(text.trim());
  const bare = lines.filter((line) => /^\S{16,}$/.test(line));
  if (lines.every((line) => !/\s/.test(line)) && isWrapped(lines))
    return changed(lines.join(''), `Its ${lines.length} lines were joined to one.`);
  const [only] = bare;
  if (bare.length === 1 && only !== undefined && lines.every((line) => line === only || /\s|:$/.test(line)))
    return changed(only, 'The words on other lines were taken away.');
  return changed(text.trim(), `It has ${lines.length} lines, and they were kept.`);
};

const withoutSpace: Change = (text) => {
  const trimmed = text.trim();
  if (isKey(text) || trimmed === text) return unchanged(text);
  return changed(
    trimmed,
    /^\s*\S[\s\S]*\S\n$|^\S\n$/.test(text) ? 'The line break at its end was taken away.' : 'Space around it was taken away.',
  );
};

const changes: readonly Change[] = [
  withoutInvisible,
  withPlainLines,
  withoutExport,
  withoutSpace,
  withoutName,
  withoutQuotes,
  withRealLines,
  onOneLine,
  asKey,
];

/**
 * A pasted token as it was meant: without quotes, names, line breaks and words around it; a private key keeps its lines and gets its last line
 * break. `names`: those it may be assigned to, such as `NPM_TOKEN=…`.
 */
export const tokenTextOf = (pasted: string, names: readonly string[] = []): TokenText =>
  changes.reduce<TokenText>(({value, said}, change) => {
    const next = change(value, names);
    return {value: next.value, said: [...said, ...next.said]};
  }, unchanged(pasted));
