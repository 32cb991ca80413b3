import {describe, expect, it, test} from 'vitest';
import {fieldLines} from '../../src/flow/field-page.ts';
import {unicodeGlyphs} from '../../src/flow/glyphs.ts';
import {lineText} from '../../src/flow/lines.ts';
import {tokenLines} from '../../src/flow/token-page.ts';
import {nameAndReader, unusualNameRead} from '../../src/model/token-names.ts';
import {auditRows, fixtureNow} from '../support/fixture-rows.ts';

const names = ['TAP_GITHUB_TOKEN', 'HOMEBREW_GITHUB_API_TOKEN'] as const;

describe('the name by which a job reads a token', () => {
  it.each([
    [['HOMEBREW_GITHUB_API_TOKEN'], 'HOMEBREW_GITHUB_API_TOKEN'],
    [['homebrew_github_api_token', 'TAP_GITHUB_TOKEN'], undefined],
    [['TAP_GITHUB_TOKEN'], undefined],
    [['OTHER'], undefined],
    [[], undefined],
  ])('of %j is %s', (secrets, expected) => expect(unusualNameRead([...names], secrets)).toBe(expected));

  it('stands beside the one that it was found under', () => {
    expect(nameAndReader('TAP_GITHUB_TOKEN', names[1])).toBe('TAP_GITHUB_TOKEN, which the job reads as HOMEBREW_GITHUB_API_TOKEN');
    expect(nameAndReader(names[1], names[1])).toBe(names[1]);
    expect(nameAndReader(names[0], undefined)).toBe(names[0]);
  });
});

test("a token's page and its field say which name the job reads", () => {
  const row = {...auditRows[5]!, token: {names: [...names] as [string, ...string[]], makeAt: '', leastRights: '', readAs: names[1]}};
  const paper = {width: 100, glyphs: unicodeGlyphs, now: fixtureNow};
  const told = 'TAP_GITHUB_TOKEN, which the job reads as HOMEBREW_GITHUB_API_TOKEN';
  expect(tokenLines(row, undefined, false, paper).map(lineText)[0]).toBe(`Homebrew  ${told}`);
  expect(fieldLines(row, 0, paper).map(lineText)).toContain(`  ${told}.`);
});
