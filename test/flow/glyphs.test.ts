import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {asciiGlyphs, legible, shortNote, unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {cut, fold, padTo, widthOf, wrap} from '../../src/flow/text-width.ts';
import {cellOf, cellStates, verdicts} from '../../src/model/cell.ts';

describe('the short text of a cell', () => {
  test.each([
    ['ok', '2 days ago', 14, '✓ 2 days ago'],
    ['ok', '2 days ago', 9, '✓ 2 d ago'],
    ['ok', '2 days ago', 6, '✓ 2 d'],
    ['ok', '12 hours', 6, '✓ 12 h'],
    ['problem', 'step 5: Use existing package', 9, '✗ step 5'],
    ['problem', 'step 5: Use existing package', 40, '✗ step 5: Use existing package'],
    ['warning', 'skipped', 9, '! skipped'],
    ['warning', 'skipped', 7, '! skip…'],
    ['warning', 'skipped', 5, '!'],
    ['not-offered', '', 9, '–'],
    ['ok', '1.0.34', 8, '✓ 1.0.34'],
  ] as const)('%s "%s" in %i columns is "%s"', (state, note, width, expected) => {
    expect(shortNote(cellOf(state, note), width, unicodeGlyphs)).toBe(expected);
  });

  test('never takes more than its width, and in ASCII holds nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cellStates), fc.string({unit: 'grapheme'}), fc.integer({min: 2, max: 40}), (state, note, width) => {
        expect(widthOf(shortNote(cellOf(state, note), width, unicodeGlyphs))).toBeLessThanOrEqual(width);
        expect(shortNote(cellOf(state, note), width, asciiGlyphs)).toMatch(/^[ -~]*$/);
      }),
    );
  });

  test('signs of one set are all different, and those of verdicts one column wide', () => {
    for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
      expect(new Set(cellStates.map((state) => glyphs.state[state])).size).toBe(cellStates.length);
      expect(new Set(verdicts.map((verdict) => glyphs.verdict[verdict])).size).toBe(verdicts.length);
      for (const verdict of verdicts) expect(widthOf(glyphs.verdict[verdict])).toBe(1);
    }
  });

  test('text for an ASCII terminal keeps its meaning where it can', () => {
    expect(legible('a … “b” – 漢', asciiGlyphs)).toBe('a ... "b" - ?');
    expect(legible('a … “b” – 漢', unicodeGlyphs)).toBe('a … “b” – 漢');
  });
});

describe('text in columns', () => {
  test.each([
    ['abc', 3],
    ['漢字', 4],
    ['🚀', 2],
    ['e\u0301', 1],
    ['✓ ●', 3],
  ])('%s is %i columns wide', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  test('cutting and padding give what was asked for', () => {
    expect(cut('abcdef', 4, '…')).toBe('abc…');
    expect(cut('漢字漢字', 4, '…')).toBe('漢…');
    expect(cut('abcdef', 1, '..')).toBe('a');
    expect(cut('abc', 0, '…')).toBe('');
    expect(padTo('漢', 4)).toBe('漢  ');
  });

  test('wrapping loses no word and no line is too wide', () => {
    fc.assert(
      fc.property(fc.array(fc.string({unit: 'grapheme-ascii', minLength: 1})), fc.integer({min: 2, max: 30}), (words, width) => {
        const text = words.join(' ');
        const lines = wrap(text, width);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''));
      }),
    );
    expect(fold('  abcdef', 3)).toEqual(['  a', 'bcd', 'ef']);
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  });
});
