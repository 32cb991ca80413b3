import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {hostileTexts} from './program-facts.ts';

/** What begins or ends something in one language or another. */
const pieces: readonly string[] = [
  ...[
    '"',
    "'",
    '`',
    '\\',
    '$',
    '#',
    '@',
    '%',
    '&',
    '|',
    ';',
    '<',
    '>',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '=',
    ':',
    '-',
    '!',
    '*',
    '?',
    '/',
    '~',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\0',
    '\u001b[31m',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\u200b',
    '\u202e',
    '\u2066',
    '\ud83d',
    '\ude00',
  ],
  ...['🚢', '👩‍👩‍👧', '\u{e0041}', '\u2018', '\u2019', '\u201a', '\u201b', '\u201c', '\u201d', '\u201e', 'א', 'é', '﷽'],
  ...[
    '#{',
    '${',
    '$(',
    '${{',
    '}}',
    '$$',
    "''",
    '*/',
    '/*',
    '//',
    ']]>',
    '<!--',
    '-->',
    '<?',
    "'@",
    "@'",
    '"@',
    '@"',
    '"""',
    "'''",
    '%{',
    '%(',
    '\\u',
    '\\n',
  ],
  ...['\nEOF\n', '\n---\n', '\n...\n', '\n__END__\n', '\n=begin\n', ' #', ': ', '- ', '\\\n', '0', '7', 'a', ' '],
];

/** Any text there can be, and mostly such as breaks out of something. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  {weight: 4, arbitrary: fc.array(fc.constantFrom(...pieces), {maxLength: 8}).map((parts) => parts.join(''))},
  {weight: 1, arbitrary: fc.constantFrom(...hostileTexts)},
  {weight: 1, arbitrary: fc.string({unit: 'grapheme', maxLength: 12})},
  {weight: 1, arbitrary: fc.array(fc.nat({max: 0xffff}), {maxLength: 8}).map((codes) => String.fromCharCode(...codes))},
);

/** Many texts at once, for a reader that takes its time to begin. */
export const manyTexts: fc.Arbitrary<readonly string[]> = fc.array(anyText, {minLength: 150, maxLength: 150});

/** Halves of characters, which no file in UTF-8 can hold. */
export const whole = (text: string): string => text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
/** The same without the character that no program takes in a word. */
export const wordOf = (text: string): string => whole(text).replaceAll('\0', '');

/** Whether a program is installed, by what it prints for itself. */
export const isInstalled = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, {stdio: 'ignore'}).status === 0;

/** What a program prints that reads a script from its input. */
export const printedBy = (program: string, args: readonly string[], script: string, env: Readonly<Record<string, string>> = {}): string => {
  const {status, stdout, stderr} = spawnSync(program, args, {
    input: script,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: {...process.env, LC_ALL: 'C.UTF-8', ...env},
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.slice(0, 2000)}`);
  return stdout;
};
