import {describe, expect, test} from 'vitest';
import {type Desk, emptyDesk, reduceDesk} from '../../src/flow/desk.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {footerLine} from '../../src/flow/key-lines.ts';
import {lineText, lineWidth} from '../../src/flow/lines.ts';
import type {Place} from '../../src/flow/place.ts';
import {press} from '../../src/flow/press.ts';
import {type RunSight, type WaysSight, withRuns} from '../../src/flow/run-sight.ts';
import {firstScreen, reduceScreen} from '../../src/flow/screen.ts';
import {circumstancesOf, keyPlaceOf, openPage, type View} from '../../src/flow/view.ts';
import type {Diagnosis, Doable} from '../../src/model/diagnosis.ts';
import type {Row} from '../../src/model/row.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {wizardRows} from '../support/fixture-rows.ts';

const at = Date.parse('2026-01-15T12:00:00Z');
const url = 'https://github.com/octo/tool/actions/runs/17';
const step = (number: number, name: string, status: string, seconds = 5) => ({
  number,
  name,
  status,
  conclusion: status === 'completed' ? 'success' : null,
  startedAt: new Date(at - 60_000).toISOString(),
  completedAt: status === 'completed' ? new Date(at - 60_000 + seconds * 1000).toISOString() : null,
});
const job = {
  id: 1,
  runId: 17,
  name: 'publish-npm',
  status: 'in_progress',
  conclusion: null,
  url,
  startedAt: new Date(at - 60_000).toISOString(),
  completedAt: null,
  steps: [step(1, 'Check out', 'completed'), step(2, 'Publish', 'in_progress')],
} as unknown as NonNullable<RunSight['job']>;
const run: RunSight = {
  title: 'npm',
  tag: safeLine('v1.2.3'),
  askedAt: new Date(at - 90_000).toISOString(),
  progress: {stage: 'running', job},
  job,
  log: [safeLine('npm notice publishing')],
  notes: [safeLine('octo has run it again: attempt 2.')],
  seenAt: at,
};
const ways: WaysSight = {
  id: 'npm',
  title: 'npm',
  ways: [
    {title: safeLine('Point latest back to 1.2.2'), leaves: safeLine('Who has it keeps it.'), isByHand: false, isFinal: false},
    {
      title: safeLine('Unpublish 1.2.3'),
      leaves: safeLine('The number is gone.'),
      isByHand: false,
      isFinal: true,
      until: '2026-01-18T12:00:00Z',
    },
    {title: safeLine('Yank on the page'), leaves: safeLine('Mirrors keep it.'), isByHand: true, isFinal: false},
  ],
};

const grid: Place = {kind: 'grid'};
const page: Extract<Place, {kind: 'page'}> = {kind: 'page', id: 'npm', scroll: 0};
const runPlace: Place = {kind: 'run', id: 'npm', scroll: 0, over: grid};
const waysPlace = (chosen = 0): Extract<Place, {kind: 'ways'}> => ({kind: 'ways', id: 'npm', chosen, scroll: 0, over: page});
const plan: Place = {kind: 'plan', scroll: 0, typed: '', over: grid};
const followed: Desk = {...emptyDesk, runs: {npm: run}};
const ended: Desk = {
  ...emptyDesk,
  runs: {npm: {...run, progress: {stage: 'served', because: 'It is there.'}, end: safeLine('It is there.')}},
};
const listed: Desk = {...emptyDesk, ways};
const told = (more: object = {}): Desk => ({
  ...emptyDesk,
  plan: {title: safeLine('npm: wait'), lines: [], state: 'told', outcomes: [], ...more},
});

type Parts = {
  readonly place?: Place;
  readonly desk?: Desk;
  readonly rows?: readonly Row[];
  readonly size?: View['size'];
  readonly isAscii?: true;
};

const view = ({place = grid, desk = emptyDesk, rows = wizardRows, size = {columns: 80, rows: 24}, isAscii}: Parts): View => ({
  screen: {...firstScreen, selected: 'npm', place},
  rows,
  desk,
  size,
  scrollsAtItsEnd: false,
  glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
  now: at,
  canSuspend: true,
});

const pressing = (stroke: string, parts: Parts) => {
  const start = view(parts);
  const {events, request} = press(stroke, start);
  const screen = events.reduce(reduceScreen, start.screen);
  return {place: screen.place, request, said: screen.message?.text ?? ''};
};

const withCause = (doable: Doable | undefined, cause = 'some-cause'): readonly Row[] => {
  const diagnosis: Diagnosis = {
    cause,
    title: safeLine('It failed.'),
    confidence: 'likely',
    evidence: [],
    fix: safeLine('Mend it.'),
    ...(doable === undefined ? {} : {doable}),
  };
  return wizardRows.map((row) => (row.id === 'npm' ? {...row, diagnosis: [diagnosis]} : row));
};

describe('the keys that publish, follow, mend and take back', () => {
  test.each<[string, string, Parts, object]>([
    ['P decides anew', 'P', {}, {place: grid, request: {kind: 'plan-publish', id: 'npm'}}],
    [
      'f makes the first package of a row',
      'f',
      {},
      {place: grid, request: {kind: 'plan-first-package', id: 'npm'}, said: expect.stringContaining('Making the first package')},
    ],
    ['F does so on its page, where f mends', 'F', {place: page}, {place: page, request: {kind: 'plan-first-package', id: 'npm'}}],
    ['P opens what is followed', 'P', {desk: followed, place: page}, {place: {...runPlace, over: page}, request: undefined}],
    ['P while it is followed does nothing more', 'P', {desk: followed, place: runPlace}, {said: expect.stringContaining('under way')}],
    ['P where it has ended decides anew', 'P', {desk: ended, place: runPlace}, {request: {kind: 'plan-publish', id: 'npm'}}],
    [
      'escape lets it go on',
      'escape',
      {desk: followed, place: runPlace},
      {place: grid, request: undefined, said: expect.stringContaining('P opens it')},
    ],
    ['escape forgets what has ended', 'escape', {desk: ended, place: runPlace}, {place: grid, request: {kind: 'drop-run', id: 'npm'}}],
    ['o opens the run', 'o', {desk: followed, place: runPlace}, {request: {kind: 'browse', url}}],
    ['c plans a cancel', 'c', {desk: followed, place: runPlace}, {request: {kind: 'plan-cancel', id: 'npm'}}],
    ['c is off after the end', 'c', {desk: ended, place: runPlace}, {request: undefined, said: 'Nothing runs here any more.'}],
    ['z looks what can be taken back', 'z', {place: page}, {request: {kind: 'find-ways', id: 'npm'}}],
    ['j chooses the next way', 'j', {desk: listed, place: waysPlace()}, {place: waysPlace(1)}],
    ['k stays at the first', 'k', {desk: listed, place: waysPlace()}, {place: waysPlace()}],
    ['enter plans the way', 'enter', {desk: listed, place: waysPlace(2)}, {request: {kind: 'plan-way', id: 'npm', way: 2}}],
    ['o opens the page that a decision names', 'o', {desk: told({url}), place: plan}, {request: {kind: 'browse', url}}],
    ['o is off where it names none', 'o', {desk: told(), place: plan}, {said: 'No page is named here.'}],
    ['y agrees to no decision without a plan', 'y', {desk: told(), place: plan}, {place: plan, request: undefined}],
    [
      'escape goes back to the ways while they hold',
      'escape',
      {desk: {...told({state: 'ended'}), ways}, place: {...plan, over: waysPlace()}},
      {place: waysPlace()},
    ],
    [
      'escape passes ways of which one is gone',
      'escape',
      {desk: reduceDesk({...told({state: 'ended'}), ways}, {kind: 'ways-dropped'}), place: {...plan, over: waysPlace()}},
      {place: page},
    ],
    [
      'escape leaves what is being decided',
      'escape',
      {desk: told({state: 'looking'}), place: plan},
      {place: grid, request: {kind: 'drop-plan'}},
    ],
  ])('%s', (_, stroke, parts, expected) => {
    expect(pressing(stroke, parts)).toMatchObject(expected);
  });

  test.each<[string, Doable | undefined, string, object]>([
    [
      'tests the token on its page',
      {kind: 'test-token'},
      '',
      {place: {kind: 'token', id: 'npm'}, request: {kind: 'find-token', id: 'npm'}},
    ],
    ['leads to setting the secret', {kind: 'set-secret', name: 'NPM_TOKEN'}, '', {place: {kind: 'token', id: 'npm'}}],
    ['plans the right name', {kind: 'set-secret'}, 'secret-misnamed', {request: {kind: 'plan-fix', id: 'npm'}}],
    [
      'plans the patch',
      {kind: 'patch-workflow', path: 'a.yml'},
      '',
      {request: {kind: 'plan-fix', id: 'npm'}, said: expect.stringContaining('a.yml')},
    ],
    ['plans the update of a fork', {kind: 'sync-fork'}, '', {request: {kind: 'plan-fix', id: 'npm'}}],
    ['says until when', {kind: 'wait', until: '2026-01-16T12:00:00Z'}, '', {request: undefined, said: 'Wait: until 2026-01-16 12:00 UTC.'}],
    ['is off where nothing can be done', undefined, '', {request: undefined, said: expect.stringContaining('No cause here')}],
  ])('f %s', (_, doable, cause, expected) => {
    expect(pressing('f', {place: page, rows: withCause(doable, cause || 'some-cause')})).toMatchObject(expected);
  });

  test('a page names the key beside the fix', () => {
    const text = openPage(view({place: page, rows: withCause({kind: 'test-token'})}))
      .lines.map(lineText)
      .join('\n');
    expect(text).toMatch(/Fix: Mend it\.\n +f +Portcall tests the token again\./);
  });
});

describe('their screens', () => {
  const sizes = [
    {columns: 80, rows: 24},
    {columns: 40, rows: 12},
    {columns: 20, rows: 5},
  ];

  test.each(sizes)('fit $columns columns, in ASCII too', (size) => {
    for (const [place, desk] of [
      [runPlace, followed],
      [runPlace, ended],
      [runPlace, emptyDesk],
      [waysPlace(1), listed],
      [plan, told({url})],
    ] as const)
      for (const more of [{}, {isAscii: true}] as const) {
        const seen = view({place, desk, size, ...more});
        const lines = [...openPage(seen).lines, footerLine(keyPlaceOf(seen), circumstancesOf(seen), size.columns, seen.glyphs)];
        for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(size.columns);
        if ('isAscii' in more) expect(lines.map(lineText).join('')).toMatch(/^[\x20-\x7e]*$/);
      }
  });

  test('a run shows its stage, its steps with their times, what happened and the log', () => {
    const text = openPage(view({place: runPlace, desk: followed}))
      .lines.map(lineText)
      .join('\n');
    expect(text).toMatch(/^running {2}npm v1\.2\.3/);
    expect(text).toMatch(/done +1 Check out {2}5 seconds/);
    expect(text).toMatch(/runs +2 Publish/);
    expect(text).toContain('attempt 2');
    expect(text).toContain('npm notice publishing');
  });

  test('a way that is chosen stays in sight on a low terminal', () => {
    let seen = view({place: waysPlace(), desk: listed, size: {columns: 40, rows: 12}});
    for (const stroke of ['j', 'j']) {
      const {events} = press(stroke, seen);
      seen = {...seen, screen: events.reduce(reduceScreen, seen.screen)};
    }
    const {place} = seen.screen;
    const scroll = 'scroll' in place ? place.scroll : 0;
    const shown = openPage(seen)
      .lines.slice(scroll, scroll + 8)
      .map(lineText)
      .join('\n');
    expect(shown).toMatch(/❯ Yank on the page/);
  });

  test('the row is marked while it is followed, and no longer', () => {
    const marked = (desk: Desk) => withRuns(wizardRows, desk.runs).find(({id}) => id === 'npm')?.checking;
    expect(marked(followed)).toContain('run');
    expect(withRuns(wizardRows, ended.runs)).toBe(wizardRows);
  });

  test('what is heard of a run that was dropped changes nothing', () => {
    const heard = {kind: 'noted', text: safeLine('Late.')} as const;
    expect(reduceDesk(emptyDesk, {kind: 'run-heard', id: 'npm', heard, at})).toBe(emptyDesk);
    expect(reduceDesk(followed, {kind: 'run-dropped', id: 'npm'}).runs).toEqual({});
  });
});
