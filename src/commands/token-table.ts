import type {GitHubRight} from '../../checks/family/github-rights.ts';
import {padTo, widthOf} from '../flow/text-width.ts';
import type {TokenTest, TokenVerdict} from '../model/publication.ts';
import {safeLine} from '../model/safe-text.ts';
import {nameAndReader, readerText} from '../model/token-names.ts';
import {missingRights, type SignIn, signInText} from './sign-in.ts';
import {exitCodes} from './surroundings.ts';
import type {TestedToken} from './token-session.ts';
import type {TokenSource} from './tokens.ts';

/** Each verdict in a few words. */
const tokenVerdictWords: Readonly<Record<TokenVerdict, string>> = {
  valid: 'valid',
  'valid-rights-unknown': 'valid, rights unknown',
  'lacks-right': 'lacks a right',
  refused: 'refused',
  expired: 'expired',
  'wrong-marketplace': 'wrong marketplace',
  blocked: 'blocked by policy',
  undetermined: 'undetermined',
  untestable: 'not testable',
  missing: 'none found',
};

const sourceWords: Readonly<Record<TokenSource, string>> = {
  environment: 'environment',
  gh: 'gh',
  vault: 'vault',
  pasted: 'pasted',
};

const bad: ReadonlySet<TokenVerdict> = new Set(['lacks-right', 'refused', 'expired', 'wrong-marketplace', 'blocked']);

/** 1 where one does not do; else 3 where one could not be told; else 0. */
export const tokensExitCode = (tested: readonly TestedToken[]): number => {
  if (tested.some(({test}) => bad.has(test.verdict))) return exitCodes.broken;
  return tested.some(({test}) => test.verdict === 'undetermined') ? exitCodes.unknown : exitCodes.ok;
};

const sourceOf = ({found}: TestedToken): 'environment' | 'vault' | 'gh' | 'none' =>
  found === undefined || found.source === 'pasted' ? 'none' : found.source;

const jsonOf = (tested: TestedToken) => {
  const {marketplace, name, test} = tested;
  const {verdict, identity, rights, expires, note} = test;
  return {
    marketplace,
    name: safeLine(name),
    source: sourceOf(tested),
    verdict,
    ...(identity === undefined ? {} : {identity: safeLine(identity)}),
    ...(rights === undefined ? {} : {rights: rights.map((right) => safeLine(right))}),
    ...(expires === undefined ? {} : {expires}),
    note: safeLine(note),
  };
};

/** The document of `tokens --json`; no token, and no part of one, is in it. */
export const tokensDocument = (tested: readonly TestedToken[]) => ({formatVersion: 1, tokens: tested.map(jsonOf)});

const untilText = ({expires}: TokenTest): string => (expires === undefined ? '' : `until ${expires.slice(0, 10)}`);

const cellsOf = ({title, name, readAs, found, test}: TestedToken): readonly string[] => [
  title,
  tokenVerdictWords[test.verdict],
  safeLine(test.identity ?? '', 40),
  untilText(test),
  `${safeLine(name, 40)}${found === undefined ? '' : ` (${sourceWords[found.source]})`}${safeLine(readerText(name, readAs), 80)}`,
];

const explanationOf = ({test}: TestedToken): readonly string[] => [
  ...(test.rights === undefined || test.rights.length === 0 ? [] : [`    rights: ${safeLine(test.rights.join(', '))}`]),
  `    ${safeLine(test.note)}`,
];

/** One line for each token, what is known of it below; those that were not found come last, on a line of their own. */
export const tokensText = (tested: readonly TestedToken[]): string => {
  const there = tested.filter(({found}) => found !== undefined);
  const rows = there.map(cellsOf);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  const lines = there.flatMap((one, index) => [
    (rows[index] ?? [])
      .map((cell, column) => padTo(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
    ...explanationOf(one),
  ]);
  const absent = tested
    .filter(({found}) => found === undefined)
    .map(({title, name, readAs}) => `${title} (${safeLine(nameAndReader(name, readAs), 120)})`);
  return [...lines, ...(absent.length === 0 ? [] : [`No token found: ${absent.join(', ')}.`])].join('\n');
};

const rightWords: Readonly<Record<GitHubRight['verdict'], string>> = {
  granted: 'yes',
  missing: 'no',
  'not-told': 'not told; it shows when it is done',
};

/** What GitHub's token may do of everything that Portcall can be asked for. */
export const gitHubRightsText = (rights: readonly GitHubRight[], signIn: SignIn): string =>
  [
    `GitHub is asked with ${signInText(signIn)}. With it Portcall may`,
    ...rights.map(({title, verdict}) => `    ${title}: ${rightWords[verdict]}`),
    ...missingRights(rights, signIn).map((sentence) => `  ${sentence}`),
  ].join('\n');
