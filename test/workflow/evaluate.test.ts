import {expect, test} from 'vitest';
import {evaluateCondition, isNeverTrue} from '../../src/workflow/evaluate.ts';
import {matchesPattern, passesPatterns} from '../../src/workflow/filter-pattern.ts';
import {createSubstitution} from '../../src/workflow/substitute.ts';

test('a constant condition is known without any context', () => {
  for (const never of [
    'false',
    '${{ false }}',
    "'a' == 'b'",
    '!true',
    'false && github.ref',
    '0',
    "''",
    '(false || !always())',
    'null',
    "github.ref && contains('ab', 'c')",
  ])
    expect([never, isNeverTrue(never)]).toEqual([never, true]);
  for (const open of [
    undefined,
    '',
    'true',
    'github.ref',
    '${{ github.ref }}',
    'always()',
    '!cancelled()',
    'failure()',
    'steps.a.outputs.b',
    'nonsense(',
    'unknown.x == 1',
  ])
    expect([open, isNeverTrue(open)]).toEqual([open, false]);
});

test('text around an expression makes it always true, as on GitHub', () => {
  expect(evaluateCondition('${{ false }} && true', {values: {}})).toBe(true);
  expect(evaluateCondition('${{ false }} || ${{ false }}', {values: {}})).toBe(true);
});

test('what is known decides, and what is not known stays open', () => {
  const push = {values: {github: {event_name: 'push', ref: 'refs/tags/v1', event: {inputs: {}}}, inputs: {}}, closed: ['inputs']};
  const cases: readonly [string, boolean | undefined][] = [
    ["github.event_name == 'PUSH'", true],
    ["startsWith(github.ref, 'refs/heads/')", false],
    ["github.actor == 'x'", undefined],
    ["github.actor == 'x' && github.event_name == 'release'", false],
    ["github.actor == 'x' || github.event_name == 'push'", true],
    ["(github.actor || 'x') == 'x'", undefined],
    ["inputs.platforms == 'all'", false],
    ["contains(inputs.platforms, 'npm') || github.event_name != 'workflow_dispatch'", true],
    ["github.event.inputs.version != ''", false],
    ["vars.PUBLISH == 'yes'", undefined],
    ["needs.build.result == 'success' && success()", undefined],
    ["hashFiles('x') != ''", undefined],
    ['toJSON(github)', undefined],
    ['github.*.name', undefined],
    ["fromJSON('[1]')[0] == 1", true],
    ['github[matrix.x]', undefined],
  ];
  for (const [condition, truth] of cases) expect([condition, evaluateCondition(condition, push)]).toEqual([condition, truth]);
});

test('an input that is declared and not given stays open', () => {
  const dispatch = {values: {inputs: {npm: undefined, version: '1.0.0'}}, closed: ['inputs']};
  expect(evaluateCondition('inputs.npm', dispatch)).toBeUndefined();
  expect(evaluateCondition("inputs.version == '1.0.0'", dispatch)).toBe(true);
  expect(evaluateCondition('inputs.undeclared', dispatch)).toBe(false);
});

test("GitHub's filter patterns", () => {
  const cases: readonly [string, string, boolean][] = [
    ['v1.2.3', 'v*', true],
    ['release/v1', '*', false],
    ['release/v1', '**', true],
    ['v1.2.3', 'v[0-9]+.[0-9]+.[0-9]+', true],
    ['v10.2.3', 'v[0-9]+.[0-9]+.[0-9]+', true],
    ['v1.2.3-rc1', 'v[0-9]+.[0-9]+.[0-9]+', false],
    ['v1x2', 'v1.2', false],
    ['1.2', 'v?1.2', true],
    ['feature', 'feat*re', true],
    ['a*b', 'a\\*b', true],
    ['', '*', true],
    ['x[', 'x[', true],
  ];
  for (const [name, pattern, matches] of cases) expect([name, pattern, matchesPattern(name, pattern)]).toEqual([name, pattern, matches]);
  expect(passesPatterns('v2-beta', ['v*', '!*-beta'])).toBe(false);
  expect(passesPatterns('v2-beta', ['v*', '!*-beta', 'v2*'])).toBe(true);
  expect(matchesPattern('a'.repeat(250), `${'*a'.repeat(60)}b`)).toBe(false);
});

test('names of one context are replaced inside expressions alone', () => {
  const change = createSubstitution('inputs', {token: '${{ secrets.NPM_TOKEN }}', 'dry-run': 'no', both: "${{ secrets.A || 'x' }}"});
  expect(change('${{ inputs.token }}')).toBe('${{ secrets.NPM_TOKEN }}');
  expect(change('a ${{ inputs.dry-run }} inputs.token')).toBe('a no inputs.token');
  expect(change("${{ inputs.dry-run == 'no' && inputs['token'] }}")).toBe("${{ 'no' == 'no' && secrets.NPM_TOKEN }}");
  expect(change('${{ inputs.both && 1 }}')).toBe("${{ (secrets.A || 'x') && 1 }}");
  expect(change('${{ inputs.tokens }} ${{ my.inputs.token }}')).toBe('${{ inputs.tokens }} ${{ my.inputs.token }}');
});
