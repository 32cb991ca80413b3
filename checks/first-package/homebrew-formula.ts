import type {ProgramFacts} from '../../src/model/first-package.ts';
import {plainLine, rubyString, shortened} from '../../src/model/quoting.ts';
import {type Blocked, blocked} from './grounds.ts';
import {openFileName} from './release-files.ts';

const longest = 79;
/** Emoji and symbols, which Homebrew's style refuses in descriptions. */
const symbols = /\p{Extended_Pictographic}|\p{So}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\uFE0F|\u20E3/gu;

const withCapital = (text: string): string => {
  const [first = '', ...others] = [...text];
  return `${first.toUpperCase()}${others.join('')}`;
};

const escapedForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** A description as Homebrew's style wants it: no name, no article and no full stop, and under 80 characters; empty: none is left. */
export const formulaDescription = (text: string, name: string): {readonly text: string; readonly isShortened: boolean} => {
  const plain = plainLine(plainLine(text).replace(symbols, ''))
    .replace(new RegExp(`^${escapedForPattern(name)}(?: is|\\s*[:–—-])\\s+`, 'i'), '')
    .replace(new RegExp(`^${escapedForPattern(name)}\\s+`, 'i'), '')
    .replace(/^(?:an?|the)\s+/i, '')
    .replace(/[\s.]+$/, '');
  const short = shortened(plain, longest);
  return {text: withCapital(short.replace(/[\s.…,;:–—-]+$/, '')), isShortened: short !== plain};
};

/** The formula's class, made of its name as Homebrew makes it. */
export const formulaClass = (name: string): string =>
  `${name.slice(0, 1).toUpperCase()}${name.slice(1).toLowerCase()}`
    .replace(/[-_.\s]([a-z0-9])/gi, (_, next: string) => next.toUpperCase())
    .replaceAll('+', 'x')
    .replace(/(.)@(\d)/, '$1AT$2');

/** What speaks against a formula's name by Homebrew's rules; undefined: nothing. */
export const nameObstacle = (name: string): Blocked | undefined => {
  const isAllowed =
    /^[a-z0-9][a-z0-9._+@-]*$/.test(name) &&
    !/--|-@|@-|@.*@|[-@]$/.test(name) &&
    name.length <= 100 &&
    /^[A-Z]\w*$/.test(formulaClass(name));
  return isAllowed
    ? undefined
    : blocked(
        `${JSON.stringify(name)} can’t be a formula’s name: it wants lower-case letters, digits, dots, hyphens and at most one @, and a letter at the start.`,
        'Name the formula in portcall.yaml, under packages: homebrew.',
      );
};

/** A text with the version left open, as Ruby: `"tool-#{version}-linux"`. */
export const rubyWithVersion = (text: string, version: string): string =>
  `"${openFileName(text, version, '#{version}', (part) => rubyString(part).slice(1, -1))}"`;

const licenseTerm = (term: string): string => {
  const [, id = term, exception] = /^(\S+) WITH (\S+)$/.exec(term) ?? [];
  return exception === undefined ? rubyString(id) : `${rubyString(id)} => { with: ${rubyString(exception)} }`;
};

/** Homebrew's spelling of an SPDX expression: `any_of:` for OR and `all_of:` for AND; undefined: both are mixed in one. */
export const rubyLicense = (spdx: string): string | undefined => {
  const plain = spdx.replace(/[()]/g, '');
  if (/ OR /.test(plain) && / AND /.test(plain)) return undefined;
  const terms = plain.split(/ (?:OR|AND) /).map(licenseTerm);
  if (terms.length === 1) return terms[0];
  // A hash inside the list needs its own braces.
  const list = terms.map((term) => (term.includes('=>') ? `{ ${term} }` : term)).join(', ');
  return `${/ OR /.test(plain) ? 'any_of' : 'all_of'}: [${list}]`;
};

/** Lines further in. */
const indented = (lines: readonly string[], by = 2): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `${' '.repeat(by)}${line}`));

/** A block with what stands in it; nothing where nothing does. */
export const block = (head: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [head, ...indented(lines), 'end'];

/** The lines that say which version a formula is good for, which its test runs. */
export const versionTest = ({command}: ProgramFacts): readonly string[] =>
  block('test do', [`assert_match version.to_s, shell_output("#{bin}/${rubyString(command).slice(1, -1)} --version")`]);

/** Parts of a file with an empty line between each two; empty ones are left out. */
export const paragraphs = (...parts: readonly (readonly string[])[]): readonly string[] =>
  parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : ['', ...part]));
