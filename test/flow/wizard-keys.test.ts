import {describe, expect, test} from 'vitest';
import {type Desk, emptyDesk, type PlanSight, type TokenSight} from '../../src/flow/desk.ts';
import {unicodeGlyphs} from '../../src/flow/glyphs.ts';
import type {Place} from '../../src/flow/place.ts';
import {paste, press} from '../../src/flow/press.ts';
import {onwardOf} from '../../src/flow/press-task.ts';
import {firstScreen, reduceScreen, type Screen} from '../../src/flow/screen.ts';
import type {View} from '../../src/flow/view.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {Row} from '../../src/model/row.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {wizardRows} from '../support/fixture-rows.ts';

const sight: TokenSight = {
  name: 'NPM_TOKEN',
  source: 'pasted',
  masked: '…wxyz',
  said: [],
  isTesting: false,
  test: {verdict: 'valid', note: ''},
};
const inHand: Desk = {...emptyDesk, tokens: {npm: sight}};
const planned = (parts: Partial<PlanSight> = {}): Desk => ({
  ...inHand,
  plan: {title: safeLine('Set'), lines: [], state: 'shown', outcomes: [], ...parts},
});

const grid: Place = {kind: 'grid'};
const page: Place = {kind: 'page', id: 'npm', scroll: 0};
const taskAt = (task: string, id: MarketplaceId = 'npm'): Place => ({kind: 'task', id, task, scroll: 0, over: grid});
/** A task that the wizard chose, before any other key. */
const nextAt = (task: string, id: MarketplaceId = 'npm'): Place => ({...taskAt(task, id), isUntouched: true}) as Place;
const token: Place = {kind: 'token', id: 'npm', scroll: 0, over: grid};
const field: Place = {kind: 'field', id: 'npm', over: token};
const plan: Place = {kind: 'plan', scroll: 0, typed: '', over: token};

type Parts = {readonly place?: Place; readonly desk?: Desk; readonly rows?: readonly Row[]; readonly selected?: MarketplaceId};

const view = ({place = grid, desk = emptyDesk, rows = wizardRows, selected = 'npm'}: Parts = {}): View => ({
  screen: {...firstScreen, selected, place},
  rows,
  desk,
  size: {columns: 80, rows: 24},
  scrollsAtItsEnd: false,
  glyphs: unicodeGlyphs,
  now: 0,
  canSuspend: true,
});

const withRow = (id: MarketplaceId, change: Partial<Row>): readonly Row[] =>
  wizardRows.map((row) => (row.id === id ? {...row, ...change} : row));
const npm = wizardRows.find(({id}) => id === 'npm')!;

/** The screen after a key, and what it asked for. */
const pressing = (stroke: string, parts: Parts): {readonly screen: Screen; readonly request: unknown; readonly said: string} => {
  const start = view(parts);
  const {events, request} = press(stroke, start);
  const screen = events.reduce(reduceScreen, start.screen);
  return {screen, request, said: screen.message?.text ?? ''};
};

describe('the keys that lead through the wizard', () => {
  test.each<[string, string, Parts, unknown, unknown]>([
    ['w opens the first open task and looks at its row', 'w', {}, nextAt('two-factor'), {kind: 'prove', id: 'npm'}],
    [
      'w on a page begins with its row',
      'w',
      {place: {...page, id: 'aur'}},
      {...nextAt('account', 'aur'), over: {...page, id: 'aur'}},
      {kind: 'prove', id: 'aur'},
    ],
    ['n goes on within the row without another look', 'n', {place: taskAt('two-factor')}, nextAt('make-token'), undefined],
    [
      'n goes on to the next row and looks at it',
      'n',
      {place: taskAt('set-secret')},
      {...nextAt('account', 'crates-io'), passed: ['npm']},
      {kind: 'prove', id: 'crates-io'},
    ],
    [
      'n begins again at the end',
      'n',
      {place: taskAt('account', 'nix')},
      {...nextAt('two-factor'), passed: ['nix']},
      {kind: 'prove', id: 'npm'},
    ],
    [
      'left goes back, to what is done too',
      'left',
      {place: taskAt('two-factor')},
      taskAt('account', 'homebrew'),
      {kind: 'prove', id: 'homebrew'},
    ],
    [
      'a row that is being looked at is not looked at twice',
      'w',
      {rows: withRow('npm', {isProving: true})},
      nextAt('two-factor'),
      undefined,
    ],
    [
      'a task that is gone leads to the first open one of its row',
      'n',
      {place: taskAt('was-here-before', 'crates-io')},
      nextAt('account', 'crates-io'),
      undefined,
    ],
    [
      'w at the end opens the closing page',
      'w',
      {rows: wizardRows.map((row) => ({...row, tasks: []}))},
      {kind: 'closing', scroll: 0, over: grid},
      undefined,
    ],
    ['escape goes back to where it came from', 'escape', {place: {...taskAt('two-factor'), over: page} as Place}, page, undefined],
    [
      't opens the token over the task',
      't',
      {place: taskAt('make-token')},
      {...token, over: taskAt('make-token')},
      {kind: 'find-token', id: 'npm'},
    ],
    ['t with a token in hand looks for no other', 't', {desk: inHand}, token, undefined],
    [
      'p opens the field over the task',
      'p',
      {place: taskAt('make-token')},
      {kind: 'field', id: 'npm', over: taskAt('make-token')},
      {kind: 'clear-field'},
    ],
    ['s in the grid looks for the token first', 's', {}, token, {kind: 'find-token', id: 'npm'}],
    [
      's in the grid asks for one where there is none',
      's',
      {desk: {...emptyDesk, tokens: {npm: {...sight, source: undefined} as never}}},
      field,
      {kind: 'clear-field'},
    ],
    ['s in the grid plans with one in hand', 's', {desk: inHand}, token, {kind: 'plan-secret', id: 'npm'}],
    ['n opens the next token', 'n', {place: token, desk: inHand}, {...token, id: 'crates-io'}, {kind: 'find-token', id: 'crates-io'}],
    ['enter does the next step', 'enter', {place: token, desk: inHand}, token, {kind: 'keep-token', id: 'npm'}],
    [
      'o opens the page that makes tokens',
      'o',
      {place: token},
      {...token, isMaking: true},
      {kind: 'browse', url: 'https://example.org/npm/tokens', id: 'npm'},
    ],
    [
      'enter in the field uses what stands there, and shows the token',
      'enter',
      {place: {...field, over: taskAt('make-token')} as Place, desk: {...emptyDesk, fieldLength: 3}},
      {...token, over: taskAt('make-token')},
      {kind: 'use-field', id: 'npm'},
    ],
    ['escape in the field empties it', 'escape', {place: field}, token, {kind: 'clear-field'}],
    ['a letter in the field goes past every store', 'q', {place: field}, field, {kind: 'type', text: 'q'}],
    ['y agrees to a plan', 'y', {place: plan, desk: planned()}, {...plan, isAgreed: true}, {kind: 'carry-out'}],
    ['n drops a plan', 'n', {place: plan, desk: planned()}, token, {kind: 'drop-plan'}],
    ['n is a letter where a name is asked for', 'n', {place: plan, desk: planned({typedName: 'n'})}, {...plan, typed: 'n'}, undefined],
    [
      'enter agrees once the name is exact',
      'enter',
      {place: {...plan, typed: 'a/b'}, desk: planned({typedName: 'a/b'})},
      {...plan, typed: 'a/b', isAgreed: true},
      {kind: 'carry-out'},
    ],
    ['any key leaves a plan that has ended', 'w', {place: plan, desk: planned({state: 'ended'})}, token, {kind: 'drop-plan'}],
    ['u takes a marketplace in again', 'u', {rows: withRow('npm', {isLeftOut: true})}, grid, {kind: 'choose', id: 'npm'}],
    [
      'u takes back a choice',
      'u',
      {place: taskAt('two-factor'), rows: withRow('npm', {tasks: npm.tasks.map((task) => ({...task, state: 'attested'}))})},
      taskAt('two-factor'),
      {kind: 'choose', id: 'npm', task: 'two-factor'},
    ],
    [
      'x skips',
      'x',
      {place: taskAt('two-factor')},
      taskAt('two-factor'),
      {kind: 'choose', id: 'npm', task: 'two-factor', choice: 'skipped'},
    ],
  ])('%s', (_, stroke, parts, place, request) => {
    const pressed = pressing(stroke, parts);
    expect(pressed.screen.place).toEqual(place);
    expect(pressed.request).toEqual(request);
  });

  test.each<[string, string, Parts, string]>([
    ['a where a look tells', 'a', {place: taskAt('make-token')}, 'Your word is not needed here'],
    ['v where only the word tells', 'v', {place: taskAt('two-factor')}, 'press a once you have done it'],
    ['d where nothing can be done', 'd', {place: taskAt('two-factor')}, 'Portcall can do nothing of this'],
    ['p where no token is made', 'p', {place: taskAt('two-factor')}, 'No token is made in this task'],
    ['s without a token', 's', {place: token}, 'No token of npm is in hand'],
    [
      's with a refused one',
      's',
      {place: token, desk: {...emptyDesk, tokens: {npm: {...sight, test: {verdict: 'refused', note: ''}}}}},
      'will not do',
    ],
    ['e twice', 'e', {place: token, desk: {...emptyDesk, tokens: {npm: {...sight, keptIn: safeLine('x')}}}}, 'It is kept already.'],
    ['t where none is taken', 't', {selected: 'aur'}, 'AUR takes no token of its own.'],
    ['u where nothing was decided', 'u', {place: taskAt('two-factor')}, 'You have decided nothing'],
    ['7 where there are three steps', '7', {place: taskAt('make-token')}, 'There is no step 7.'],
    ['enter in an empty field', 'enter', {place: field}, 'Nothing stands in the field'],
    ['y twice', 'y', {place: {...plan, isAgreed: true} as Place, desk: planned()}, 'You have agreed'],
    ['escape while a plan runs', 'escape', {place: plan, desk: planned({state: 'running'})}, 'wait for its end'],
    ['N at the first token', 'N', {place: token, desk: inHand}, 'This is the first token.'],
    [
      'n where it is the only one',
      'n',
      {place: taskAt('account', 'aur'), rows: wizardRows.map((row) => (row.id === 'aur' ? row : {...row, tasks: []}))},
      'This is the only task left.',
    ],
    ['every key of a task that is gone', 'o', {place: taskAt('gone')}, 'no longer due'],
  ])('%s says why not', (_, stroke, parts, said) => {
    const pressed = pressing(stroke, parts);
    expect(pressed.said).toContain(said);
    expect(pressed.request).toBeUndefined();
  });

  test('a paste goes whole into the field, and into nothing that is not asked for text', () => {
    expect(paste('a\r\nb', view({place: field}))).toEqual({events: [], request: {kind: 'type', text: 'a\r\nb'}});
    expect(paste('a\nb', view({place: plan, desk: planned({typedName: 'x'})})).events).toEqual([{kind: 'name-typed', text: 'a b'}]);
    for (const place of [taskAt('make-token'), token, plan])
      expect(paste('secret', view({place, desk: planned()}))).toMatchObject({events: [{kind: 'said'}]});
  });

  test('a plan opens over what is open, and over no text that is being typed', () => {
    const opened = (place: Place) => reduceScreen({...firstScreen, place}, {kind: 'plan-opened'}).place;
    expect(opened(token)).toEqual(plan);
    expect(opened({kind: 'help', scroll: 0, over: token})).toEqual(plan);
    expect(opened({...plan, typed: 'x', isAgreed: true})).toEqual(plan);
    expect(opened(field)).toBe(field);
    expect(opened({kind: 'filter'})).toEqual({kind: 'filter'});
    expect(reduceScreen({...firstScreen, place: plan}, {kind: 'plan-closed'}).place).toEqual(token);
  });
});

describe('a task that the wizard chose, which a look shows done', () => {
  const done = (...ids: readonly string[]): readonly Row[] =>
    withRow('npm', {tasks: npm.tasks.map((task) => (ids.includes(task.id) ? {...task, state: 'done'} : task))});
  const after = (parts: Parts) => {
    const start = view(parts);
    const {events = [], request} = onwardOf(start) ?? {};
    const {place, message} = events.reduce(reduceScreen, start.screen);
    return {place, said: message?.text, request};
  };

  test.each<[string, Parts, unknown]>([
    [
      'is left for the next one of its row',
      {place: nextAt('two-factor'), rows: done('two-factor')},
      {place: nextAt('make-token'), said: 'Found done, nothing was changed: Turn on two-factor authentication.', request: undefined},
    ],
    [
      'is left for the next row, which is looked at',
      {place: nextAt('set-secret'), rows: done('two-factor', 'make-token', 'set-secret')},
      {place: {...nextAt('account', 'crates-io'), passed: ['npm']}, request: {kind: 'prove', id: 'crates-io'}},
    ],
    [
      'is left where it waits for others, which is said',
      {place: nextAt('review', 'winget')},
      {place: {...nextAt('two-factor'), passed: ['winget']}, said: 'Waits for others: Wait for the review.'},
    ],
    [
      'is left where it is no longer due',
      {place: nextAt('was-here-before')},
      {place: nextAt('two-factor'), said: 'The task before this one is no longer due.'},
    ],
    [
      'was the last one',
      {place: nextAt('two-factor'), rows: wizardRows.map((row) => ({...row, tasks: []}))},
      {place: {kind: 'closing', scroll: 0, over: grid}},
    ],
  ])('%s', (_, parts, expected) => {
    expect(after(parts)).toMatchObject(expected as object);
  });

  test.each<[string, Parts]>([
    ['while it is looked at', {rows: done('two-factor').map((row) => ({...row, isProving: true}))}],
    ['while its row is checked', {rows: done('two-factor').map((row) => ({...row, checking: ['secret'] as const}))}],
    ['where it is open', {}],
    [
      'where a key was pressed on it',
      {place: reduceScreen(view({place: nextAt('two-factor')}).screen, {kind: 'key-pressed'}).place, rows: done('two-factor')},
    ],
    ['where the person went back to it', {place: taskAt('two-factor'), rows: done('two-factor')}],
    ['elsewhere', {place: token, rows: done('two-factor')}],
  ])('stays %s', (_, parts) => {
    expect(onwardOf(view({place: nextAt('two-factor'), ...parts}))).toBeUndefined();
  });

  test('was gone back to by left: then it stays', () => {
    const {screen} = pressing('left', {place: taskAt('make-token')});
    expect(screen.place).toEqual(taskAt('two-factor'));
  });
});
