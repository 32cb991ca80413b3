import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {plainLine, shortened} from '../../src/model/quoting.ts';
import {anyText} from '../support/hostile-text.ts';

const many = {numRuns: 2000} as const;

describe('plainLine and shortened', () => {
  it('a plain line is one line that reads as it looks, and plain already', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const plain = plainLine(text);
        expect(plain).not.toMatch(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\u200b-\u200f\ufeff]|^\s|\s$|\s\s/u);
        expect(plainLine(plain)).toBe(plain);
      }),
      many,
    );
  });
  it('a shortened text is within its limit and begins as the text does', () => {
    fc.assert(
      fc.property(anyText.map(plainLine), fc.integer({min: 1, max: 20}), (text, limit) => {
        const short = shortened(text, limit);
        expect([...short].length).toBeLessThanOrEqual(limit);
        expect(short === text || (short.endsWith('…') && text.startsWith(short.slice(0, -1)))).toBe(true);
        expect(shortened(short, limit)).toBe(short);
      }),
      many,
    );
  });
  it.each([
    ['between words', 'one two three', 9, 'one two…'],
    ['inside a word that is most of it', 'incomprehensibilities', 8, 'incompr…'],
    ['not at all', 'one two', 7, 'one two'],
  ])('cuts %s', (_, text, limit, short) => expect(shortened(text, limit)).toBe(short));
});
