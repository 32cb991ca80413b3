import {describe, expect, test} from 'vitest';
import {filteredRows, firstScreen, reduceScreen, type Screen, type ScreenEvent, selectedIndex} from '../../src/flow/screen.ts';
import {auditRows} from '../support/fixture-rows.ts';

const stateAfter = (...events: readonly ScreenEvent[]): Screen => events.reduce(reduceScreen, firstScreen);

describe("the view's own state", () => {
  test.each<[string, readonly ScreenEvent[], Partial<Screen>]>([
    ['selects a row', [{kind: 'row-selected', id: 'npm'}], {selected: 'npm', place: {kind: 'grid'}}],
    [
      'opens a page and selects its row',
      [{kind: 'page-opened', id: 'aur'}],
      {selected: 'aur', place: {kind: 'page', id: 'aur', scroll: 0}},
    ],
    [
      'scrolls a page',
      [
        {kind: 'page-opened', id: 'aur'},
        {kind: 'scrolled', to: 4},
      ],
      {place: {kind: 'page', id: 'aur', scroll: 4}},
    ],
    ['scrolls nothing in the grid', [{kind: 'scrolled', to: 4}], {place: {kind: 'grid'}}],
    ['goes back from a page', [{kind: 'page-opened', id: 'aur'}, {kind: 'went-back'}], {selected: 'aur', place: {kind: 'grid'}}],
    [
      'goes back from the help to the page, scrolled as it was',
      [{kind: 'page-opened', id: 'aur'}, {kind: 'scrolled', to: 4}, {kind: 'help-opened'}, {kind: 'scrolled', to: 2}, {kind: 'went-back'}],
      {place: {kind: 'page', id: 'aur', scroll: 4}},
    ],
    [
      'keeps a filter',
      [{kind: 'filter-opened'}, {kind: 'filter-typed', text: 'npm'}, {kind: 'filter-kept'}],
      {filter: 'npm', place: {kind: 'grid'}},
    ],
    [
      'drops a filter that was being typed',
      [{kind: 'filter-opened'}, {kind: 'filter-typed', text: 'npm'}, {kind: 'went-back'}],
      {filter: '', place: {kind: 'grid'}},
    ],
    [
      'keeps the filter under a page',
      [{kind: 'filter-typed', text: 'n'}, {kind: 'page-opened', id: 'npm'}, {kind: 'went-back'}],
      {filter: 'n'},
    ],
  ])('%s', (_, events, expected) => {
    expect(stateAfter(...events)).toMatchObject(expected);
  });

  test('a message stays until the next key', () => {
    const said = stateAfter({kind: 'said', message: {text: 'Done.', tone: 'ok'}});
    expect(said.message?.text).toBe('Done.');
    expect(reduceScreen(said, {kind: 'key-pressed'})).not.toHaveProperty('message');
    expect(reduceScreen(firstScreen, {kind: 'key-pressed'})).toBe(firstScreen);
  });

  test('opening the help twice keeps one', () => {
    const open = stateAfter({kind: 'help-opened'});
    expect(reduceScreen(open, {kind: 'help-opened'})).toBe(open);
  });
});

describe('the filter', () => {
  test.each([
    ['', 15],
    ['  ', 15],
    ['NPM', 1],
    ['broken', 2],
    ['git partial', 0],
    ['hub', 4],
    ['vs code', 1],
    ['not set', 9],
    ['docker-hub', 1],
  ])('"%s" leaves %i rows', (filter, count) => {
    expect(filteredRows(auditRows, filter)).toHaveLength(count);
  });

  test('a selected row that it hides gives way to the first one shown', () => {
    expect(selectedIndex({...firstScreen, selected: 'npm'}, filteredRows(auditRows, 'broken'))).toBe(0);
    expect(selectedIndex({...firstScreen, selected: 'homebrew'}, filteredRows(auditRows, 'broken'))).toBe(1);
  });
});
