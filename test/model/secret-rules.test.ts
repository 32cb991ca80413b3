import {expect, it} from 'vitest';
import {secretNameFault, secretNameOf, secretValueFault} from '../../src/model/secret-rules.ts';

it("names are held against GitHub's rules", () => {
  for (const name of ['NPM_TOKEN', '_X', 'a1', 'MY_GITHUB_TOKEN', 'GITHUB']) expect(secretNameFault(name)).toBeUndefined();
  expect(secretNameFault('GITHUB_TOKEN')).toContain('GITHUB_');
  expect(secretNameFault('github_x')).toContain('GITHUB_');
  expect(secretNameFault('1TOKEN')).toContain('digit');
  expect(secretNameFault('NPM-TOKEN')).toContain('underscores');
  expect(secretNameFault('NPM TOKEN')).toContain('underscores');
  expect(secretNameFault('')).toContain('name');
  expect(secretNameOf('npm_token ')).toBe('NPM_TOKEN');
});

it('values are counted in bytes', () => {
  expect(secretValueFault('')).toBe('The value is empty.');
  expect(secretValueFault('x'.repeat(49_152))).toBeUndefined();
  expect(secretValueFault('ä'.repeat(24_577))).toContain('49154 bytes');
});
