import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Desk, emptyDesk, reduceDesk, type TokenSight} from '../../src/flow/desk.ts';
import {unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {bindings} from '../../src/flow/keys.ts';
import {lineWidth} from '../../src/flow/lines.ts';
import {paste, press, type Request} from '../../src/flow/press.ts';
import type {RunSight, WaySight} from '../../src/flow/run-sight.ts';
import {firstScreen, reduceScreen, type Screen} from '../../src/flow/screen.ts';
import {openPage, type View} from '../../src/flow/view.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {emptyRows, wizardRows} from '../support/fixture-rows.ts';

type Moment = {readonly screen: Screen; readonly desk: Desk};

const strokes = [...new Set(bindings.flatMap(({keys}) => keys)), 'z', '🚀'].filter((stroke) => !['q', 'ctrl-c', 'ctrl-z'].includes(stroke));
const sights: readonly TokenSight[] = [
  {name: 'NPM_TOKEN', said: [], isTesting: false},
  {name: 'NPM_TOKEN', source: 'pasted', said: [], isTesting: false, test: {verdict: 'valid', note: ''}},
];

const run: RunSight = {
  title: 'npm',
  tag: safeLine('v1'),
  askedAt: '2026-01-15T12:00:00Z',
  progress: {stage: 'queued', url: 'https://github.com/o/n/actions/runs/1', since: '2026-01-15T12:00:00Z'},
  log: [],
  notes: [],
  seenAt: 0,
};
const way: WaySight = {title: safeLine('Take it back'), leaves: safeLine('Much'), isByHand: false, isFinal: true};

/** What the outside may make of a request. */
const answered = (desk: Desk, request: Request | undefined): Desk => {
  switch (request?.kind) {
    case 'type':
      return reduceDesk(desk, {kind: 'field-changed', length: desk.fieldLength + request.text.length});
    case 'clear-field':
      return reduceDesk(desk, {kind: 'field-changed', length: 0});
    case 'find-token':
    case 'use-field':
      return reduceDesk(desk, {kind: 'token-seen', id: request.id, sight: sights[request.kind === 'use-field' ? 1 : 0]!});
    case 'plan-publish':
      return reduceDesk(desk, {kind: 'run-begun', id: request.id, run});
    case 'drop-run':
      return reduceDesk(desk, {kind: 'run-dropped', id: request.id});
    case 'find-ways':
      return reduceDesk(desk, {kind: 'ways-found', ways: {id: request.id, title: 'npm', ways: [way, way]}});
    case 'carry-out':
      return reduceDesk(desk, {kind: 'plan-started'});
    case 'drop-plan':
      return reduceDesk(desk, {kind: 'plan-dropped'});
    default:
      return desk;
  }
};

const happenings = {
  plan: (desk: Desk, typedName?: string) =>
    reduceDesk(desk, {
      kind: 'plan-made',
      plan: {title: safeLine('Do'), lines: [], state: 'shown', outcomes: [], ...(typedName === undefined ? {} : {typedName})},
    }),
  end: (desk: Desk) => reduceDesk(desk, {kind: 'plan-ended'}),
};

const step = fc.oneof(
  {weight: 12, arbitrary: fc.constantFrom(...strokes).map((stroke) => ({kind: 'key', stroke}) as const)},
  {weight: 1, arbitrary: fc.constantFrom('plan', 'named-plan', 'end', 'paste', 'ways').map((what) => ({kind: 'happens', what}) as const)},
);

const viewOf = ({screen, desk}: Moment, rows: View['rows'], size: View['size']): View => ({
  screen,
  desk,
  rows,
  size,
  scrollsAtItsEnd: false,
  glyphs: unicodeGlyphs,
  now: 0,
  canSuspend: true,
});

const rowsBy = {
  wizard: wizardRows,
  empty: emptyRows,
  none: [],
  closed: wizardRows.map((row) => ({...row, tasks: [], isLeftOut: row.id === 'npm'})),
};

test('no sequence of keys breaks anything, draws beyond the screen, or leads where no way leads out', () => {
  const anyRows = fc.constantFrom<keyof typeof rowsBy>('wizard', 'empty', 'none', 'closed');
  const anySize = fc.constantFrom({columns: 80, rows: 24}, {columns: 40, rows: 12}, {columns: 20, rows: 5});
  fc.assert(
    fc.property(anyRows, anySize, fc.array(step, {maxLength: 60}), (which, size, steps) => {
      const rows = rowsBy[which];
      const obey = (moment: Moment, stroke: string): Moment => {
        const {events, request} = press(stroke, viewOf(moment, rows, size));
        return {screen: events.reduce(reduceScreen, moment.screen), desk: answered(moment.desk, request)};
      };
      let moment: Moment = {screen: firstScreen, desk: emptyDesk};
      for (const one of steps) {
        if (one.kind === 'key') moment = obey(moment, one.stroke);
        else if (one.what === 'ways') moment = {...moment, screen: reduceScreen(moment.screen, {kind: 'ways-opened', id: 'npm'})};
        else if (one.what === 'paste') {
          const {events} = paste('secret', viewOf(moment, rows, size));
          moment = {...moment, screen: events.reduce(reduceScreen, moment.screen)};
        } else if (one.what === 'end') moment = {...moment, desk: happenings.end(moment.desk)};
        else
          moment = {
            screen: reduceScreen(moment.screen, {kind: 'plan-opened'}),
            desk: happenings.plan(moment.desk, one.what === 'plan' ? undefined : 'npm'),
          };
      }
      for (const line of openPage(viewOf(moment, rows, size)).lines) expect(lineWidth(line)).toBeLessThanOrEqual(size.columns);
      expect(press('ctrl-c', viewOf(moment, rows, size)).request).toEqual({kind: 'quit', isInterrupt: true});
      if (moment.desk.plan?.state === 'running') moment = {...moment, desk: happenings.end(moment.desk)};
      for (let times = 0; times < 8; times++) moment = obey(moment, 'escape');
      expect(moment.screen.place).toEqual({kind: 'grid'});
    }),
    {numRuns: 150},
  );
});
