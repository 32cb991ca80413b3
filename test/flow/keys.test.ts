import {describe, expect, test} from 'vitest';
import {emptyDesk} from '../../src/flow/desk.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {footerLine, helpLines} from '../../src/flow/key-lines.ts';
import {bindings, shownKey} from '../../src/flow/keys.ts';
import {lineText, lineWidth} from '../../src/flow/lines.ts';
import type {KeyPlace, Place} from '../../src/flow/place.ts';
import {paste, press} from '../../src/flow/press.ts';
import {firstScreen, type Screen} from '../../src/flow/screen.ts';
import {strokesOf, typedRunOf} from '../../src/flow/strokes.ts';
import type {View} from '../../src/flow/view.ts';
import {auditRows} from '../support/fixture-rows.ts';

const places: readonly KeyPlace[] = [
  'grid',
  'filter',
  'page',
  'task',
  'closing',
  'token',
  'field',
  'plan',
  'typed-plan',
  'running-plan',
  'ended-plan',
  'help',
];

const view = (screen: Partial<Screen> = {}, more: Partial<View> = {}): View => ({
  screen: {...firstScreen, ...screen},
  rows: auditRows,
  desk: emptyDesk,
  size: {columns: 80, rows: 24},
  scrollsAtItsEnd: false,
  glyphs: unicodeGlyphs,
  now: 0,
  canSuspend: true,
  ...more,
});

const page: Place = {kind: 'page', id: 'chocolatey', scroll: 0};

describe('the table of keys', () => {
  test('no key means two things in one place', () => {
    for (const place of places) {
      const keys = bindings.filter((binding) => binding.places.includes(place)).flatMap((binding) => binding.keys);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });

  test('every label is one order, and every place can be left and quit', () => {
    for (const {label} of bindings) expect(label).toMatch(/^[A-Z].*\.$/);
    for (const place of places) {
      const commands = bindings.filter((binding) => binding.places.includes(place)).map(({command}) => command);
      expect(commands).toContain('quit');
      expect(commands).toContain('back');
    }
  });

  test.each([20, 30, 46, 80, 200])('the footer fits %i columns and always says how to leave', (width) => {
    for (const place of ['grid', 'page', 'help'] as const) {
      const line = footerLine(place, {canSuspend: true}, width, unicodeGlyphs);
      expect(lineWidth(line)).toBeLessThanOrEqual(width);
      expect(lineText(line)).toContain('q quit');
    }
  });

  test('without colours a key that is off is left out of the footer', () => {
    const circumstances = {row: auditRows[0]!, canSuspend: true};
    expect(lineText(footerLine('grid', circumstances, 200, unicodeGlyphs))).toContain('l log');
    expect(lineText(footerLine('grid', circumstances, 200, unicodeGlyphs, false))).not.toContain('l log');
  });

  test.each([
    [80, 'enter open · w tasks · t token · P publish · f files · ? keys · q quit'],
    [120, 'enter open · w tasks · t token · P publish · f files · r re-check · v verify · / filter · o page · ? keys · q quit'],
  ])("in %i columns the grid's footer leads with what a maintainer wants most", (width, expected) => {
    expect(lineText(footerLine('grid', {row: auditRows[0]!, canSuspend: true}, width, unicodeGlyphs))).toBe(expected);
  });

  test('where no row is shown, looking for all of them again comes first', () => {
    expect(lineText(footerLine('grid', {canSuspend: true}, 30, unicodeGlyphs))).toContain('R all');
    expect(lineText(footerLine('grid', {canSuspend: true}, 80, unicodeGlyphs, false))).toBe('R all · / filter · ? keys · q quit');
  });

  test('the help tells what works here, what is off and why, and what belongs elsewhere', () => {
    const text = helpLines('grid', {row: auditRows[0]!, canSuspend: false}, 200, unicodeGlyphs).map(lineText).join('\n');
    expect(text).toContain('Open the marketplace: every cell');
    expect(text).toMatch(/failed step's log\. Off now: No failed step of GitHub Releases has a log\./);
    expect(text).toContain('Off now: This system cannot suspend a program.');
    expect(text).toContain("Open the marketplace after this one. Off now: Only on a marketplace's page.");
  });

  test.each([
    ['escape', 'esc'],
    ['ctrl-z', 'Ctrl-Z'],
    ['up', '↑'],
    ['/', '/'],
  ])('%s is shown as %s', (stroke, shown) => {
    expect(shownKey(stroke, unicodeGlyphs)).toBe(shown);
    expect(shownKey(stroke, asciiGlyphs)).toMatch(/^[ -~]+$/);
  });
});

describe('chunks of input', () => {
  test.each([
    ['j\r', {}, ['j', 'enter']],
    ['\r', {return: true}, ['enter']],
    ['', {upArrow: true}, ['up']],
    ['c', {ctrl: true}, ['ctrl-c']],
    ['jq\u0003', {}, ['j', 'q', 'ctrl-c']],
    ['ab\u007f \n', {}, ['a', 'b', 'backspace', 'space', 'enter']],
    ['🚀é', {}, ['🚀', 'é']],
    ['x', {meta: true}, []],
    ['x', {eventType: 'release'}, []],
    ['\u009b\u001b', {}, []],
  ] as const)('%j with %j is %j', (input, key, strokes) => {
    expect(strokesOf(input, key)).toEqual(strokes);
  });
});

describe('text in the masked field', () => {
  test.each([
    ['abc\r', 'abc', ['enter']],
    ['abc', 'abc', []],
    ['-----BEGIN\r\nkey 1\r\n-----END\r\n', '-----BEGIN\nkey 1\n-----END', ['enter', 'enter']],
    ['a b\tc', 'a b\tc', []],
    ['a🚀\u007fb', 'a🚀', ['backspace', 'b']],
    ['\r', '', ['enter']],
    ['ab\u0003\r', 'ab', ['ctrl-c', 'enter']],
    ['', '', []],
  ])('%j begins with %j', (input, text, rest) => {
    expect(typedRunOf(strokesOf(input, {}))).toEqual({text, rest});
  });
});

describe('what a key means', () => {
  test.each<[string, string, Partial<Screen>, unknown]>([
    ['j goes down', 'j', {}, {events: [{kind: 'row-selected', id: 'npm'}]}],
    ['k stays at the top', 'k', {}, {events: [{kind: 'row-selected', id: 'github-releases'}]}],
    ['G goes to the last row', 'G', {}, {events: [{kind: 'row-selected', id: 'nix'}]}],
    ['G goes to the last row that the filter leaves', 'G', {filter: 'broken'}, {events: [{kind: 'row-selected', id: 'homebrew'}]}],
    ['enter opens what is selected', 'enter', {selected: 'aur'}, {events: [{kind: 'page-opened', id: 'aur'}]}],
    ['right opens the next page', 'right', {place: page}, {events: [{kind: 'page-opened', id: 'homebrew'}]}],
    ['left opens the page before', 'left', {place: page}, {events: [{kind: 'page-opened', id: 'docker-hub'}]}],
    ['a letter is typed into the filter', 'q', {place: {kind: 'filter'}, filter: 'n'}, {events: [{kind: 'filter-typed', text: 'nq'}]}],
    ['a space is typed into the filter', 'space', {place: {kind: 'filter'}, filter: 'n'}, {events: [{kind: 'filter-typed', text: 'n '}]}],
    [
      'backspace takes a whole character',
      'backspace',
      {place: {kind: 'filter'}, filter: 'a🚀'},
      {events: [{kind: 'filter-typed', text: 'a'}]},
    ],
    ['arrows move while a filter is typed', 'down', {place: {kind: 'filter'}}, {events: [{kind: 'row-selected', id: 'npm'}]}],
    ['escape goes back from a page', 'escape', {place: page}, {events: [{kind: 'went-back'}]}],
    ['? closes the help that it opened', '?', {place: {kind: 'help', scroll: 0, over: {kind: 'grid'}}}, {events: [{kind: 'went-back'}]}],
    ['q quits', 'q', {}, {events: [], request: {kind: 'quit', isInterrupt: false}}],
    [
      'Ctrl-C interrupts while a filter is typed',
      'ctrl-c',
      {place: {kind: 'filter'}},
      {events: [], request: {kind: 'quit', isInterrupt: true}},
    ],
    ['an unknown key means nothing', 'Z', {}, {events: []}],
  ])('%s', (_, stroke, screen, expected) => {
    expect(press(stroke, view(screen))).toEqual(expected);
  });

  test('a key that is off says why and asks for nothing', () => {
    const pressed = press('v', view({selected: 'chocolatey'}));
    expect(pressed).toEqual({
      events: [{kind: 'said', message: {text: 'Chocolatey serves no files that could be compared.', tone: 'plain'}}],
    });
    const checking = press('r', view({}, {rows: auditRows.map((row) => ({...row, checking: ['run']}))}));
    expect(checking.request).toBeUndefined();
  });

  test('r on a page asks for the row of the page', () => {
    expect(press('r', view({selected: 'npm', place: page})).request).toEqual({kind: 'recheck', id: 'chocolatey'});
  });

  test('a page scrolls to its end and no further', () => {
    const small = {size: {columns: 80, rows: 12}};
    const [end] = press('G', view({place: page}, small)).events;
    if (end?.kind !== 'scrolled') throw new Error('It did not scroll.');
    expect(end.to).toBeGreaterThan(0);
    expect(press('j', view({place: {...page, scroll: end.to}}, small)).events).toEqual([end]);
    expect(press('k', view({place: {...page, scroll: 10_000}}, small)).events).toEqual([{kind: 'scrolled', to: end.to - 1}]);
    expect(press('g', view({place: {...page, scroll: end.to}}, small)).events).toEqual([{kind: 'scrolled', to: 0}]);
  });

  test('without rows no key breaks anything', () => {
    for (const stroke of bindings.flatMap(({keys}) => keys)) {
      for (const place of [{kind: 'grid'}, page, {kind: 'filter'}, {kind: 'help', scroll: 0, over: {kind: 'grid'}}] as const) {
        expect(() => press(stroke, view({place}, {rows: []}))).not.toThrow();
      }
    }
  });

  test('pasted text goes into the filter as one line', () => {
    expect(paste(' a\r\n\u001b[31mb ', view({place: {kind: 'filter'}, filter: 'x'})).events).toEqual([
      {kind: 'filter-typed', text: 'xa [31mb'},
    ]);
    expect(paste('q', view()).events).toMatchObject([{kind: 'said'}]);
  });
});
