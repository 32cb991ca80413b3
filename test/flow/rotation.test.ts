import {describe, expect, test} from 'vitest';
import type {TokenSight} from '../../src/flow/desk.ts';
import {unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {lineText} from '../../src/flow/lines.ts';
import {nextOf, rotationOf} from '../../src/flow/rotation.ts';
import {expiryText, tokenLines} from '../../src/flow/token-page.ts';
import {type TokenVerdict, tokenVerdicts} from '../../src/model/publication.ts';
import type {Row} from '../../src/model/row.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {fixtureNow, wizardRows} from '../support/fixture-rows.ts';

const npm = wizardRows.find(({id}) => id === 'npm')!;
const withSecret = (state: 'ok' | 'to-do' | 'not-offered', checking: Row['checking'] = []): Row => ({
  ...npm,
  checking,
  cells: {...npm.cells, secret: {...npm.cells.secret, state}},
});

const none: TokenSight = {name: 'NPM_TOKEN', said: [], isTesting: false};
const tested = (verdict: TokenVerdict, more: Partial<TokenSight> = {}): TokenSight => ({
  ...none,
  source: 'pasted',
  masked: '…wxyz',
  test: {verdict, note: 'npm says so.'},
  ...more,
});
const kept = {keptIn: safeLine('It is kept in the vault.')};
const set = {setAt: safeLine('Secret NPM_TOKEN of repository octo/tool.')};

describe('the steps of a new token', () => {
  test.each<[string, TokenSight | undefined, Row, boolean, string, string | undefined]>([
    ['nothing before it was looked for', undefined, npm, false, 'later later later later later later', undefined],
    ['making one where there is none', none, withSecret('to-do'), false, 'next later later later later later', 'make'],
    ['pasting it once its page was opened', none, withSecret('to-do'), true, 'done next later later later later', 'paste'],
    ['nothing while it is tested', {...tested('valid'), isTesting: true}, npm, false, 'done done running later later later', undefined],
    ['keeping it after its test', tested('valid'), npm, false, 'done done done next later later', 'keep'],
    ['another one after a refusal', tested('refused'), npm, false, 'next later failed later later later', 'make'],
    ['another paste after that', tested('expired'), npm, true, 'done next failed later later later', 'paste'],
    ['a test again after an outage', tested('undetermined'), npm, false, 'done done next later later later', 'test'],
    ['keeping what has no test', tested('untestable'), npm, false, 'done done needless next later later', 'keep'],
    ['setting the secret once it is kept', tested('valid', kept), withSecret('ok'), false, 'done done done done next later', 'set'],
    [
      'nothing while GitHub is asked',
      tested('valid', {...kept, ...set}),
      withSecret('ok', ['secret']),
      false,
      'done done done done done running',
      undefined,
    ],
    [
      'verifying where GitHub does not list it',
      tested('valid', {...kept, ...set}),
      withSecret('to-do'),
      false,
      'done done done done done next',
      'verify',
    ],
    ['nothing at the end', tested('valid', {...kept, ...set}), withSecret('ok'), false, 'done done done done done done', undefined],
    [
      'nothing for one in the environment whose secret is set',
      tested('valid', {source: 'environment'}),
      withSecret('ok'),
      false,
      'done done done needless needless done',
      undefined,
    ],
    [
      'setting the secret of one in the vault',
      tested('valid', {source: 'vault'}),
      withSecret('to-do'),
      false,
      'done done done done next later',
      'set',
    ],
    [
      'no secret where no job reads one',
      tested('valid', kept),
      withSecret('not-offered'),
      false,
      'done done done done needless needless',
      undefined,
    ],
  ])('%s', (_, sight, row, isMaking, states, next) => {
    const rotation = rotationOf(sight, row, isMaking);
    expect(rotation.map(({state}) => state).join(' ')).toBe(states);
    expect(nextOf(rotation)).toBe(next);
  });

  test('one step at most is next, whatever is known', () => {
    for (const verdict of tokenVerdicts)
      for (const source of ['environment', 'vault', 'gh', 'pasted'] as const)
        for (const row of [withSecret('ok'), withSecret('to-do'), withSecret('not-offered')])
          for (const more of [{}, kept, set])
            expect(rotationOf(tested(verdict, {source, ...more}), row).filter(({state}) => state === 'next').length).toBeLessThan(2);
  });
});

describe("a token's page", () => {
  const textOf = (sight: TokenSight | undefined, row = npm): string =>
    tokenLines(row, sight, false, {width: 80, glyphs: unicodeGlyphs, now: fixtureNow}).map(lineText).join('\n');

  test('tells what was learnt, and what was not', () => {
    const text = textOf(tested('valid', {test: {verdict: 'valid', note: 'npm accepts it.', rights: ['read', 'write']}}));
    expect(text).toContain('✓ valid\n    npm accepts it.');
    expect(text).toContain('Rights    read, write');
    expect(text).toContain('Not told  whose it is, when it ends');
  });

  test.each([
    ['refused', '✗ refused'],
    ['wrong-marketplace', '✗ of another marketplace'],
    ['undetermined', '? could not be told'],
    ['untestable', '? has no test'],
    ['blocked', '✗ blocked by policy'],
  ] as const)('%s is shown as %s', (verdict, shown) => {
    expect(textOf(tested(verdict))).toContain(shown);
  });

  test('says where it looked, where nothing was found', () => {
    expect(textOf(undefined)).toContain('It is being looked for');
    expect(textOf(none)).toContain('None is in the environment');
  });

  test.each([
    ['2026-01-14T00:00:00Z', 'ended on 2026-01-14'],
    ['2026-01-15T18:00:00Z', '2026-01-15, today or tomorrow'],
    ['2026-01-17T00:00:00Z', '2026-01-17, 1 day left'],
    ['2026-04-15T12:00:00Z', '2026-04-15, 90 days left'],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s is %s', (expires, text) => {
    expect(expiryText(expires, fixtureNow)).toBe(text);
  });
});
