import {describe, expect, test} from 'vitest';
import {findTerminalTraits, handOver, onOwnScreen, releaseScreen} from '../../src/tools/terminal.ts';

const person = {stdin: {isTTY: true}, stdout: {isTTY: true, columns: 100, rows: 30}};
const pipe = {stdin: {}, stdout: {}};
const utf8 = {LANG: 'en_GB.UTF-8', TERM: 'xterm-256color'};

describe('what the terminal can show', () => {
  test.each([
    ['a person', utf8, person, 'linux', {isInteractive: true, columns: 100, rows: 30, hasColour: true, hasUnicode: true}],
    ['a pipe', utf8, pipe, 'linux', {isInteractive: false, columns: 80, hasColour: false}],
    ['CI with a terminal', {...utf8, CI: 'true'}, person, 'linux', {isInteractive: false}],
    ['CI turned off', {...utf8, CI: 'false'}, person, 'linux', {isInteractive: true}],
    ['NO_COLOR', {...utf8, NO_COLOR: '1'}, person, 'linux', {hasColour: false, isInteractive: true}],
    ['an empty NO_COLOR', {...utf8, NO_COLOR: ''}, person, 'linux', {hasColour: true}],
    ['colour forced off', {...utf8, FORCE_COLOR: '0'}, person, 'linux', {hasColour: false}],
    [
      'a dumb terminal',
      {...utf8, TERM: 'dumb'},
      person,
      'linux',
      {isDumb: true, isInteractive: false, hasUnicode: false, hasColour: false},
    ],
    ['the C locale', {TERM: 'xterm', LC_ALL: 'C', LANG: 'en_GB.UTF-8'}, person, 'linux', {hasUnicode: false, isInteractive: true}],
    ['no locale', {TERM: 'xterm'}, person, 'linux', {hasUnicode: false}],
    ['the Linux console', {...utf8, TERM: 'linux'}, person, 'linux', {hasUnicode: false, isInteractive: true}],
    ['Windows Terminal', {WT_SESSION: 'x'}, person, 'win32', {hasUnicode: true, scrollsAtItsEnd: true}],
    ['the old Windows console', {}, person, 'win32', {hasUnicode: false}],
    ['a screen reader', {...utf8, INK_SCREEN_READER: 'true'}, person, 'linux', {isScreenReader: true, isInteractive: false}],
    ['ACCESSIBLE', {...utf8, ACCESSIBLE: '1'}, person, 'linux', {isScreenReader: true, isInteractive: false}],
    ['ACCESSIBLE off', {...utf8, ACCESSIBLE: '0'}, person, 'linux', {isScreenReader: false}],
  ])('%s', (_, environment, streams, platform, expected) => {
    expect(findTerminalTraits(environment, streams, platform)).toMatchObject(expected);
  });
});

test('the own screen is closed again when drawing on it fails at once', () => {
  const written: string[] = [];
  const stdout = {write: (text: string) => written.push(text)};
  expect(() =>
    onOwnScreen(stdout, () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(written).toEqual(['\u001b[?1049h\u001b[H\u001b[2J', '\u001b[?1049l']);
});

test('the own screen is held, and closed if the process ends, until somebody takes it over', () => {
  const written: string[] = [];
  const before = process.listenerCount('exit');
  const stdout = {write: (text: string) => written.push(text)};
  onOwnScreen(stdout, () => stdout.write('first frame'));
  onOwnScreen(stdout, () => stdout.write('grid'));
  expect(process.listenerCount('exit')).toBe(before + 1);
  process.listeners('exit').at(-1)?.(0);
  expect(written.at(-1)).toBe('\u001b[?1049l');
  releaseScreen();
  releaseScreen();
  expect(process.listenerCount('exit')).toBe(before);
  expect(process.listenerCount('SIGINT')).toBe(0);
});

test('two loans of the terminal never overlap, and one that fails does not stop the next', async () => {
  const happened: string[] = [];
  const suspend = async (use: () => Promise<void>) => {
    happened.push('suspended');
    await use();
    happened.push('resumed');
  };
  const first = handOver(suspend, async () => {
    happened.push('first');
    throw new Error('no');
  });
  const second = handOver(suspend, async () => void happened.push('second'));
  await expect(first).rejects.toThrow('no');
  await second;
  expect(happened).toEqual(['suspended', 'first', 'suspended', 'second', 'resumed']);
  expect(process.listenerCount('SIGINT')).toBe(0);
});

test('the first frame takes the place of what was drawn early, in one write, and nothing after it is touched', () => {
  const written: string[] = [];
  const write = (text: string): number => written.push(text);
  const stdout = {write};
  onOwnScreen(stdout, () => stdout.write('early\r\nlines'));
  onOwnScreen(stdout, () => {
    stdout.write('\u001b[?1049h');
    stdout.write('\u001b[?25l');
    stdout.write('frame\nof Ink');
    stdout.write('next\nframe');
  });
  releaseScreen();
  const wipe = '\u001b[H\u001b[2J';
  expect(written).toEqual([`\u001b[?1049h${wipe}`, `${wipe}early\r\nlines`, '', '\u001b[?25l', `${wipe}frame\nof Ink`, 'next\nframe']);
  expect(stdout.write).toBe(write);
});

test('what is written after the own screen is closed wipes nothing, even where no frame was ever drawn', () => {
  const written: string[] = [];
  const stdout = {write: (text: string) => written.push(text)};
  onOwnScreen(stdout, () => undefined);
  releaseScreen();
  stdout.write('\u001b[?1049l');
  stdout.write('farewell\n');
  expect(written.at(-1)).toBe('farewell\n');
});
