import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import {expect, test} from 'vitest';
import {root} from './support/built-program.ts';

const longestFile = 199;
const longestFunction = 39;

const files = ['src', 'components', 'checks'].flatMap((folder) =>
  readdirSync(path.join(root, folder), {recursive: true, encoding: 'utf8'})
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`),
);

const linesOf = (text: string): number => text.trimEnd().split('\n').length;

/** Every function of a file with its name and its lines, from its first to its last. */
function functionsOf(file: string, text: string): {name: string; lines: number}[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: {name: string; lines: number}[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = lineAt(node.getStart());
      found.push({name: `${file}:${first}`, lines: lineAt(node.getEnd()) - first + 1});
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('files are under 200 lines', () => {
  const long = files
    .map((file) => ({file, lines: linesOf(readFileSync(path.join(root, file), 'utf8'))}))
    .filter(({lines}) => lines > longestFile);
  expect(long).toEqual([]);
  expect(files.length).toBeGreaterThan(20);
});

test('functions are under 40 lines', () => {
  const all = files.flatMap((file) => functionsOf(file, readFileSync(path.join(root, file), 'utf8')));
  expect(all.filter(({lines}) => lines > longestFunction)).toEqual([]);
  expect(all.length).toBeGreaterThan(100);
});

test('a long function is seen, however it is written', () => {
  const body = '{\n'.padEnd(longestFunction + 2, '\n');
  for (const text of [`function f() ${body}}`, `const f = () => ${body}};`, `class C { m() ${body}} }`, `const o = { get g() ${body}} };`])
    expect(functionsOf('one.ts', text).some(({lines}) => lines > longestFunction)).toBe(true);
});
