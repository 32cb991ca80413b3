import {expect, test} from 'vitest';
import {shortAddress} from '../../src/flow/text-width.ts';

test.each([
  ['https://example.org/npm', 30, 'example.org/npm'],
  ['https://example.org/a/very/long/path', 20, 'example.org/a/very …'],
])('%s in %i columns', (url, width, expected) => {
  expect(shortAddress(url, width)).toBe(expected);
});
