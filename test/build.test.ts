import {builtinModules} from 'node:module';
import path from 'node:path';
import type {Metafile} from 'esbuild';
import {beforeAll, expect, test} from 'vitest';
import {buildRest} from '../build.ts';
import {root} from './support/built-program.ts';

type Output = Metafile['outputs'][string];
let metafile: Metafile;
beforeAll(async () => {
  metafile = await buildRest(path.join(root, 'dist'), {write: false});
});

const builtins = new Set(builtinModules);
const outputNamed = (name: string): Output => metafile.outputs[name] ?? {bytes: 0, inputs: {}, imports: [], exports: []};
const bundles = (output: Output, part: string) => Object.keys(output.inputs).some((input) => input.includes(part));

/** A file and all that it loads before its own first line runs. */
function loadedWith(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const one of outputNamed(name).imports) if (one.kind === 'import-statement' && !one.external) loadedWith(one.path, seen);
  return seen;
}

/** What is loaded only when its moment comes. */
const heavy = [
  'node_modules/@actions/workflow-parser/',
  'node_modules/octokit/',
  'node_modules/@inquirer/',
  'node_modules/execa/',
  'node_modules/ink/build/ink.js',
  'components/',
  'src/help.ts',
  'src/commands/command-texts.ts',
  'src/commands/option-texts.ts',
];

test.each(heavy)('%s is not loaded before it is needed', (part) => {
  const loaded = [...loadedWith('dist/cli.mjs'), ...loadedWith('dist/first-frame.mjs')];
  expect(loaded).toEqual(expect.arrayContaining(['dist/cli.mjs', 'dist/first-frame.mjs']));
  expect(loaded.filter((name) => bundles(outputNamed(name), part))).toEqual([]);
});

test('what is drawn first loads little', () => {
  const bytes = [...loadedWith('dist/first-frame.mjs')].reduce((sum, name) => sum + outputNamed(name).bytes, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(40_000);
});

test("GitHub's workflow parser is bundled once", () => {
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.keys(output.inputs).filter((input) => input.includes('workflow-parser/')),
  );
  expect(inputs.length).toBeGreaterThan(0);
  expect(new Set(inputs).size).toBe(inputs.length);
});

test('nothing is left to be found at run time but what Node brings', () => {
  const external = Object.values(metafile.outputs).flatMap((output) => output.imports.filter((one) => one.external).map((one) => one.path));
  expect(external.filter((name) => !name.startsWith('node:') && !builtins.has(name))).toEqual([]);
});

test("React's development build and its tools are left out", () => {
  const inputs = Object.keys(metafile.inputs);
  expect(
    inputs.filter((input) => /react[^/]*\/cjs\/.*development/.test(input) || input.startsWith('node_modules/react-devtools-core')),
  ).toEqual([]);
});
