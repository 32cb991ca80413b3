import {expect, test} from 'vitest';
import {withoutFetch} from '../../src/commands/open-grid.ts';

test('fetch is gone while the grid loads, and back as it was afterwards', async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  expect(await withoutFetch(async () => typeof globalThis.fetch)).toBe('undefined');
  expect(Object.getOwnPropertyDescriptor(globalThis, 'fetch')).toEqual(before);
});

test('fetch is back where loading fails', async () => {
  const {fetch} = globalThis;
  await expect(withoutFetch(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(globalThis.fetch).toBe(fetch);
});
