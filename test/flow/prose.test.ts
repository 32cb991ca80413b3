import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {proseFor} from '../../src/flow/prose.ts';
import {widthOf} from '../../src/flow/text-width.ts';

describe('prose on a terminal', () => {
  it.each([
    ['is left alone where it fits', 'one two\n  three', 20, 'one two\n  three'],
    ['is broken between words, under its own indent', '  one two three four', 12, '  one two\n  three four'],
    ['stands under the text of its bullet', '  - one two three', 10, '  - one\n    two\n    three'],
    ['keeps an address whole', 'at https://harbor.example/a/long/path?x=1 now', 20, 'at\nhttps://harbor.example/a/long/path?x=1\nnow'],
    ['keeps the columns of a wide alphabet', '一二三 四五六', 7, '一二三\n四五六'],
  ])('%s', (_, text, columns, shown) => expect(proseFor(text, columns)).toBe(shown));

  it('loses no word, and no line is wider unless it is one word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), {minLength: 1}), fc.integer({min: 5, max: 40}), (words, columns) => {
        const shown = proseFor(words.join(' '), columns);
        expect(shown.split(/[ \n]/)).toEqual(words);
        for (const line of shown.split('\n')) if (line.includes(' ')) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
