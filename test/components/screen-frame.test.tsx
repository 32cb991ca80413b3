import {renderToString} from 'ink';
import {describe, expect, test} from 'vitest';
import {ScreenFrame} from '../../components/ScreenFrame.tsx';
import {type Desk, emptyDesk} from '../../src/flow/desk.ts';
import {asciiGlyphs, type Glyphs, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import type {Place} from '../../src/flow/place.ts';
import {firstScreen} from '../../src/flow/screen.ts';
import {widthOf} from '../../src/flow/text-width.ts';
import type {View} from '../../src/flow/view.ts';
import type {Row} from '../../src/model/row.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {auditRows, auditSurvey, emptyRows, fixtureNow, wizardRows} from '../support/fixture-rows.ts';

type Shown = {
  readonly rows?: readonly Row[];
  readonly glyphs?: Glyphs;
  readonly place?: Place;
  readonly filter?: string;
  readonly desk?: Desk;
};

const draw = (
  columns: number,
  height: number,
  {rows = auditRows, glyphs = unicodeGlyphs, place = {kind: 'grid'}, filter = '', desk = emptyDesk}: Shown = {},
) => {
  const view: View = {
    screen: {...firstScreen, selected: 'chocolatey', place, filter},
    rows,
    desk,
    size: {columns, rows: height},
    scrollsAtItsEnd: false,
    glyphs,
    now: fixtureNow,
    canSuspend: true,
  };
  return renderToString(<ScreenFrame view={view} survey={auditSurvey} isDemo={false} isMoving={false} />, {columns});
};

const page: Place = {kind: 'page', id: 'chocolatey', scroll: 0};
const help: Place = {kind: 'help', scroll: 0, over: {kind: 'grid'}};
const grid: Place = {kind: 'grid'};
const task: Place = {kind: 'task', id: 'npm', task: 'make-token', scroll: 0, over: grid};
const token: Place = {kind: 'token', id: 'npm', scroll: 0, over: grid};
const field: Place = {kind: 'field', id: 'npm', over: token};
const plan: Place = {kind: 'plan', scroll: 0, typed: 'octo/', over: token};
const closing: Place = {kind: 'closing', scroll: 0, over: grid};
const desk: Desk = {
  runs: {},
  fieldLength: 300,
  tokens: {
    npm: {
      name: 'NPM_TOKEN',
      source: 'pasted',
      masked: '…wxyz',
      said: [safeLine('The quotes around it were taken away.')],
      isTesting: false,
      test: {
        verdict: 'valid-rights-unknown',
        note: 'npm accepts it, and does not tell what it may do.',
        identity: 'octo',
        expires: '2026-02-01T00:00:00Z',
      },
    },
  },
  plan: {
    title: safeLine('Rename the secret that the job reads'),
    lines: [
      {text: safeLine('Set secret NPM_TOKEN of repository octo/tool, where one stands already'), tone: 'plain'},
      {text: safeLine('-      token: ${{ secrets.NPM_TOKEM }}'), tone: 'problem'},
      {text: safeLine('+      token: ${{ secrets.NPM_TOKEN }}'), tone: 'ok'},
    ],
    typedName: 'octo/tool',
    state: 'shown',
    outcomes: [],
  },
};
const wizard = {rows: wizardRows, desk};

describe('the drawn screens', () => {
  test.each([
    ['list-60', 60, 24, {}],
    ['grid-80', 80, 24, {}],
    ['grid-80-ascii', 80, 24, {glyphs: asciiGlyphs}],
    ['grid-120', 120, 30, {}],
    ['grid-160', 160, 30, {}],
    ['page-80', 80, 40, {place: page}],
    ['help-80', 80, 40, {place: help}],
    ['filter-80', 80, 24, {place: {kind: 'filter'}, filter: 'not set'}],
    ['task-80', 80, 24, {...wizard, place: task}],
    ['task-40-ascii', 40, 12, {...wizard, place: task, glyphs: asciiGlyphs}],
    ['token-80', 80, 24, {...wizard, place: token}],
    ['token-40-ascii', 40, 40, {...wizard, place: token, glyphs: asciiGlyphs}],
    ['field-80', 80, 24, {...wizard, place: field}],
    ['plan-80', 80, 24, {...wizard, place: plan}],
    ['closing-80', 80, 24, {...wizard, place: closing}],
  ] as const)('%s', async (name, columns, height, shown) => {
    await expect(`${draw(columns, height, shown)}\n`).toMatchFileSnapshot(`fixtures/${name}.txt`);
  });

  const sizes = [
    [20, 5],
    [33, 9],
    [69, 12],
    [70, 24],
    [80, 20],
    [80, 24],
    [119, 60],
    [120, 6],
    [240, 80],
  ] as const;
  const contents: readonly Shown[] = [
    {},
    {place: page},
    {place: help},
    {place: {kind: 'filter'}, filter: 'x'.repeat(300)},
    {filter: 'nothing is like this'},
    ...[task, token, field, plan, closing].flatMap((place) => [
      {...wizard, place},
      {rows: [], place},
      {...wizard, place: {kind: 'help', scroll: 0, over: place} as const, glyphs: asciiGlyphs},
    ]),
    {rows: emptyRows},
    {rows: []},
    {rows: auditRows.map((row) => ({...row, title: '漢字🚀é'.repeat(9), version: safeLine('9'.repeat(60))})), glyphs: unicodeGlyphs},
  ];
  test.each(sizes)('nothing is ever higher or wider than the terminal: %i by %i', (columns, height) => {
    for (const shown of contents) {
      const lines = draw(columns, height, shown).split('\n');
      expect(lines).toHaveLength(height);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }
  });

  test('one line says when the terminal is too small', () => {
    expect(draw(19, 24).trim()).toBe('Too small: needs 2…');
    expect(draw(80, 4).trim()).toBe('Too small: needs 20x5.');
  });

  test('the last line stays free where writing into it would scroll', () => {
    const view: View = {
      screen: firstScreen,
      rows: auditRows,
      desk: emptyDesk,
      size: {columns: 80, rows: 24},
      scrollsAtItsEnd: true,
      glyphs: unicodeGlyphs,
      now: fixtureNow,
      canSuspend: false,
    };
    const drawn = renderToString(<ScreenFrame view={view} survey={auditSurvey} isDemo isMoving={false} />, {columns: 80});
    expect(drawn.split('\n')).toHaveLength(23);
    expect(drawn).toContain('demo  Mic…/contextlite  v1.0.35');
  });

  test('what is remembered is marked as such, and a low allowance is shown', () => {
    const view: View = {
      screen: firstScreen,
      rows: auditRows.map((row) => ({...row, isRemembered: true})),
      desk: emptyDesk,
      size: {columns: 120, rows: 24},
      scrollsAtItsEnd: false,
      glyphs: unicodeGlyphs,
      now: fixtureNow,
      canSuspend: true,
    };
    const survey = {...auditSurvey, isRunning: true, rateLimit: {remaining: 4, limit: 60, resetsAt: '2026-01-15T12:20:00Z'}};
    const drawn = renderToString(<ScreenFrame view={view} survey={survey} isDemo={false} isMoving={false} />, {columns: 120});
    expect(drawn).toContain('GitHub allows 4 more requests, all 60 again in 20 min · last known 2 min ago, checking…');
  });
});
