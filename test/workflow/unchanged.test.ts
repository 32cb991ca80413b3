import {expect, test} from 'vitest';
import {isSameBut} from '../../src/workflow/unchanged.ts';

const before = 'a:\n  b: 1\n  c: [x, y] # here\nd: {e: f}\n';
test.each([
  ['nothing', before, [], true],
  ['a comment alone', before.replace('# here', '# there'), [], true],
  ['a value', before.replace('b: 1', 'b: 2'), [], false],
  ['a value that is named', before.replace('b: 1', 'b: 2'), [['a', 'b']], true],
  ['a value below what is named', before.replace('b: 1', 'b: 2'), [['a']], true],
  ['a value by any name', before.replace('b: 1', 'b: 2'), [['*', 'b']], true],
  ['a value beside what is named', before.replace('b: 1', 'b: 2'), [['a', 'c']], false],
  ['a new key', `${before}g: h\n`, [], false],
  ['a new key that is named', `${before}g: h\n`, [['g']], true],
  ['a key that is gone', before.replace('  b: 1\n', ''), [['a', 'b']], true],
  ['a longer list', before.replace('y]', 'y, z]'), [], false],
  ['a longer list that is named', before.replace('y]', 'y, z]'), [['a', 'c']], true],
  ['the order', 'd: {e: f}\na:\n  b: 1\n  c: [x, y]\n', [], false],
  ['text in place of a mapping', before.replace('{e: f}', 'e'), [], false],
  ['no YAML', 'a: [', [], false],
  ['two documents', `${before}---\n${before}`, [], false],
] as const)('%s', (_, after, allowed, same) => {
  expect(isSameBut(before, after, allowed)).toBe(same);
});
