import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {safeJson, safeLine, safeLines} from '../../src/model/safe-text.ts';

describe('text from outside', () => {
  it.each([
    ['plain text stays', 'plain text stays'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007', '\\e]0;title\\x07'],
    ['\u001b[2Jgone', '\\e[2Jgone'],
    ['\u009b31m', '\\x9b31m'],
    ['two\nlines\r\nand a\ttab', 'two lines and a tab'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['\ud800 alone', '\\u{d800} alone'],
    ['日本語 👍', '日本語 👍'],
  ])('%j becomes %j', (text, shown) => {
    expect(safeLine(text)).toBe(shown);
  });

  it('is cut with a sign that it was', () => {
    expect(safeLine('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`);
  });

  it('never holds anything a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary', maxLength: 200}), (text) => {
        expect(safeLine(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
      }),
    );
  });

  it('escapes in JSON what a terminal obeys, and changes nothing of what is meant', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary', maxLength: 200}), (text) => {
        const json = safeJson({text});
        expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
        expect(JSON.parse(json)).toEqual({text});
      }),
    );
    expect(safeJson('\u{e0041}')).toBe('"\\udb40\\udc41"');
  });

  it('keeps lines apart where they belong apart', () => {
    expect(safeLines('a\r\nb\u001b[1m\nc')).toEqual(['a', 'b', 'c']);
  });
});
