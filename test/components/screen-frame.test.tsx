import {renderToString} from 'ink';
import {describe, expect, test} from 'vitest';
import {ScreenFrame} from '../../components/ScreenFrame.tsx';
import {asciiGlyphs, type Glyphs, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import type {View} from '../../src/flow/press.ts';
import {firstScreen, type Place} from '../../src/flow/screen.ts';
import {widthOf} from '../../src/flow/text-width.ts';
import type {Row} from '../../src/model/row.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {auditRows, auditSurvey, emptyRows, fixtureNow} from '../support/fixture-rows.ts';

type Shown = {readonly rows?: readonly Row[]; readonly glyphs?: Glyphs; readonly place?: Place; readonly filter?: string};

const draw = (
  columns: number,
  height: number,
  {rows = auditRows, glyphs = unicodeGlyphs, place = {kind: 'grid'}, filter = ''}: Shown = {},
) => {
  const view: View = {
    screen: {...firstScreen, selected: 'chocolatey', place, filter},
    rows,
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
