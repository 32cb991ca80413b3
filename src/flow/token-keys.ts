import {isRefusal, type TokenVerdict} from '../model/publication.ts';
import type {Row} from '../model/row.ts';
import {type Binding, type Circumstances, isWebAddress, rowPlaces, withRow, withTask} from './binding.ts';
import {nextOf, rotationOf} from './rotation.ts';

const whyNoToken = (row: Row): string | undefined => (row.token === undefined ? `${row.title} takes no token of its own.` : undefined);

const whyNotInHand = (row: Row, {sight}: Circumstances): string | undefined => {
  if (row.token === undefined) return whyNoToken(row);
  if (sight?.source === undefined) return `No token of ${row.title} is in hand: press p to paste one.`;
  return sight.isTesting ? `The token of ${row.title} is still being tested.` : undefined;
};

/** What lacks a right, or may be used from certain addresses alone, may still be what the job needs. */
export const mayServe = (verdict: TokenVerdict): boolean => !isRefusal(verdict) || verdict === 'lacks-right' || verdict === 'blocked';

const whyRefused = ({sight}: Circumstances): string | undefined =>
  sight?.test === undefined || mayServe(sight.test.verdict) ? undefined : 'This token will not do, as its test says: make another one.';

const whyNotKept = (row: Row, circumstances: Circumstances): string | undefined => {
  const {sight} = circumstances;
  if (sight?.keptIn !== undefined || sight?.source === 'vault') return 'It is kept already.';
  return whyNotInHand(row, circumstances) ?? whyRefused(circumstances);
};

const whyNotSet = (row: Row, circumstances: Circumstances): string | undefined =>
  whyNotInHand(row, circumstances) ?? whyRefused(circumstances);

const whyNoStep = (row: Row, {sight}: Circumstances): string | undefined => {
  if (sight === undefined || sight.isTesting) return 'The token is being looked at.';
  return nextOf(rotationOf(sight, row)) === undefined ? 'Nothing is left to do with this token.' : undefined;
};

/** The keys of a token's page and of the masked field, and those that lead there. */
export const tokenKeys: readonly Binding[] = [
  {
    command: 'token',
    keys: ['t'],
    label: "Open the marketplace's token: where it is, what it may do, until when.",
    short: 'token',
    places: rowPlaces,
    footer: 7.8,
    whyOff: withRow(whyNoToken),
  },
  {
    command: 'token',
    keys: ['t'],
    label: "Open the marketplace's token: where it is, what it may do, until when.",
    short: 'token',
    places: ['task'],
    footer: 4,
    whyOff: withRow(whyNoToken),
  },
  {
    command: 'next-step',
    keys: ['enter'],
    label: 'Do the next step with this token.',
    short: 'next step',
    places: ['token'],
    footer: 9,
    whyOff: withRow(whyNoStep),
  },
  {
    command: 'paste-token',
    keys: ['p'],
    label: 'Paste or type the token; it is never shown.',
    short: 'paste',
    places: ['token'],
    footer: 8,
    whyOff: withRow(whyNoToken),
  },
  {
    command: 'paste-token',
    keys: ['p'],
    label: 'Paste or type the token; it is never shown.',
    short: 'paste',
    places: ['task'],
    footer: 8,
    whyOff: withTask((task, row) => (task.givesToken ? whyNoToken(row) : 'No token is made in this task; t opens the page of the token.')),
  },
  {
    command: 'set-secret',
    keys: ['s'],
    label: 'Set the secret that the job reads; the plan is shown first.',
    short: 'secret',
    places: ['grid', 'page'],
    footer: 1,
    whyOff: withRow(whyNoToken),
  },
  {
    command: 'set-secret',
    keys: ['s'],
    label: 'Set the secret that the job reads to the token in hand; the plan is shown first.',
    short: 'set secret',
    places: ['task', 'token'],
    footer: 8.5,
    whyOff: withRow(whyNotSet),
  },
  {
    command: 'keep-token',
    keys: ['e'],
    label: 'Keep the token in hand for later runs.',
    short: 'keep',
    places: ['token'],
    footer: 6,
    whyOff: withRow(whyNotKept),
  },
  {
    command: 'browse-maker',
    keys: ['o'],
    label: 'Open the page on which such a token is made.',
    short: 'page',
    places: ['token'],
    footer: 7,
    whyOff: withRow((row) => whyNoToken(row) ?? (isWebAddress(row.token?.makeAt ?? '') ? undefined : 'It is made on no page of the web.')),
  },
  {
    command: 'find-token',
    keys: ['r', 'v'],
    label: 'Look for the token again, and test it.',
    short: 'look',
    places: ['token'],
    footer: 5,
    whyOff: withRow((row, {sight}) => (sight?.isTesting === true ? `The token of ${row.title} is being tested already.` : whyNoToken(row))),
  },
  {command: 'next-token', keys: ['n', 'right'], label: 'Open the next token.', short: 'next', places: ['token'], footer: 4},
  {command: 'previous-token', keys: ['N', 'left'], label: 'Open the token before this one.', short: 'before', places: ['token']},
  {
    command: 'use-field',
    keys: ['enter'],
    label: 'Use what was pasted or typed.',
    short: 'use it',
    places: ['field'],
    footer: 9,
    whyOff: ({fieldLength = 0}) => (fieldLength === 0 ? 'Nothing stands in the field: paste the token, or press escape.' : undefined),
  },
  {command: 'erase-field', keys: ['backspace', 'delete'], label: 'Erase a character.', short: 'erase', places: ['field']},
  {command: 'clear-field', keys: ['ctrl-u'], label: 'Empty the field.', short: 'clear', places: ['field'], footer: 5},
];
