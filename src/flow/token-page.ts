import type {CellState} from '../model/cell.ts';
import type {TokenTest, TokenVerdict} from '../model/publication.ts';
import type {Row} from '../model/row.ts';
import {nameAndReader} from '../model/token-names.ts';
import type {TokenSight} from './desk.ts';
import {emptyLine, type Line, span, stateTones, type Tone} from './lines.ts';
import {behind, oneLine, type Paper, paragraph, section, signAndWord} from './paper.ts';
import {type RotationPart, type RotationStep, rotationOf} from './rotation.ts';
import {padTo} from './text-width.ts';

const verdictStates: Readonly<Record<TokenVerdict, CellState>> = {
  valid: 'ok',
  'valid-rights-unknown': 'ok',
  'lacks-right': 'problem',
  refused: 'problem',
  expired: 'problem',
  'wrong-marketplace': 'problem',
  blocked: 'problem',
  undetermined: 'unknown',
  untestable: 'unknown',
  missing: 'to-do',
};

/** What a test came to, in a few words. */
export const verdictWords: Readonly<Record<TokenVerdict, string>> = {
  valid: 'valid',
  'valid-rights-unknown': 'valid, rights unknown',
  'lacks-right': 'lacks a right',
  refused: 'refused',
  expired: 'expired',
  'wrong-marketplace': 'of another marketplace',
  blocked: 'blocked by policy',
  undetermined: 'could not be told',
  untestable: 'has no test',
  missing: 'missing',
};

const places: Readonly<Record<NonNullable<TokenSight['source']>, string>> = {
  environment: 'in the environment',
  vault: 'in the vault',
  gh: 'held by the gh program',
  pasted: 'pasted, in memory until Portcall ends',
};

const day = 86_400_000;

/** When a token ends, with the days left; undefined: it says nothing of it. */
export const expiryText = (expires: string | undefined, now: number): string | undefined => {
  const end = expires === undefined ? Number.NaN : Date.parse(expires);
  if (Number.isNaN(end)) return undefined;
  const date = new Date(end).toISOString().slice(0, 10);
  const days = Math.floor((end - now) / day);
  if (end <= now) return `ended on ${date}`;
  return days === 0 ? `${date}, today or tomorrow` : `${date}, ${days === 1 ? '1 day' : `${days} days`} left`;
};

const expiryTone = (expires: string | undefined, now: number): Tone => {
  const days = (Date.parse(expires ?? '') - now) / day;
  if (days <= 3) return 'problem';
  return days <= 30 ? 'warning' : 'plain';
};

const labelled = (label: string, text: string, paper: Paper, tone: Tone = 'plain'): readonly Line[] =>
  behind(`  ${label.padEnd(10)}`, 'muted', text, paper, tone);

const testLines = (test: TokenTest, paper: Paper): readonly Line[] => {
  const {verdict, note, identity, rights, expires} = test;
  const state = verdictStates[verdict];
  const ends = expiryText(expires, paper.now);
  const untold = [
    ...(identity === undefined ? ['whose it is'] : []),
    ...(rights === undefined ? ['what it may do'] : []),
    ...(ends === undefined ? ['when it ends'] : []),
  ];
  return [
    oneLine([span(`  ${signAndWord(paper.glyphs.state[state], verdictWords[verdict])}`, stateTones[state])], paper),
    ...paragraph(4, note, 'plain', paper),
    ...(identity === undefined ? [] : labelled('Identity', identity, paper)),
    ...(rights === undefined ? [] : labelled('Rights', rights.length === 0 ? 'none' : rights.join(', '), paper)),
    ...(ends === undefined ? [] : labelled('Ends', ends, paper, expiryTone(expires, paper.now))),
    ...(untold.length === 0 ? [] : labelled('Not told', untold.join(', '), paper, 'muted')),
  ];
};

const sightLines = (sight: TokenSight | undefined, paper: Paper): readonly Line[] => {
  if (sight === undefined) return paragraph(2, 'It is being looked for in the environment, the gh program and the vault.', 'muted', paper);
  const {source, masked, said, isTesting, test} = sight;
  if (source === undefined)
    return [
      ...paragraph(2, 'None is in the environment, the gh program or the vault.', 'plain', paper),
      ...said.flatMap((one) => paragraph(2, one, 'muted', paper)),
    ];
  return [
    ...labelled('Found', `${places[source]}${masked === undefined ? '' : `, ${masked}`}`, paper),
    ...said.flatMap((one) => labelled('', one, paper, 'muted')),
    ...(isTesting ? paragraph(2, 'It is being tested.', 'waiting', paper) : test === undefined ? [] : testLines(test, paper)),
  ];
};

const stepWords: Readonly<Record<RotationStep, string>> = {
  make: 'Make a token',
  paste: 'Paste it',
  test: 'Test it',
  keep: 'Keep it',
  set: 'Set the secret',
  verify: 'Verify',
};

const stepSign = ({state}: RotationPart, {glyphs}: Paper): readonly [string, Tone] => {
  switch (state) {
    case 'done':
      return [glyphs.state.ok, 'ok'];
    case 'running':
      return [glyphs.checking, 'waiting'];
    case 'failed':
      return [glyphs.state.problem, 'problem'];
    case 'next':
      return [glyphs.selected, 'accent'];
    case 'needless':
      return [glyphs.state['not-offered'], 'muted'];
    case 'later':
      return [glyphs.state.unchecked, 'muted'];
  }
};

const stepLines = (part: RotationPart, paper: Paper): readonly Line[] => {
  const [sign, tone] = stepSign(part, paper);
  const isNext = part.state === 'next';
  const text = isNext ? ['enter does this now.', part.note].join(' ').trim() : part.note;
  return behind(`  ${padTo(sign, 2)} ${padTo(stepWords[part.step], 15)} `, tone, text, paper, isNext ? 'strong' : 'muted');
};

/** One row's token: where it was found, what its test told and left open, and the steps by which a new one takes its place. */
export const tokenLines = (row: Row, sight: TokenSight | undefined, isMaking: boolean, paper: Paper): readonly Line[] => {
  const {token} = row;
  const name = sight?.name ?? token?.names[0];
  return [
    oneLine([span(row.title, 'strong'), span(name === undefined ? '' : `  ${nameAndReader(name, token?.readAs)}`)], paper),
    emptyLine,
    ...sightLines(sight, paper),
    ...section(
      'A new one, step by step',
      rotationOf(sight, row, isMaking).flatMap((part) => stepLines(part, paper)),
      paper,
    ),
    ...(token === undefined
      ? []
      : section(
          'What to make',
          [...labelled('Page', token.makeAt, paper, 'accent'), ...labelled('Rights', token.leastRights, paper)],
          paper,
        )),
  ];
};
