import {cp, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {cleanEnvironment, root, runToEnd} from './support/built-program.ts';

type Cruise = {
  modules: {source: string; dependencies: unknown[]}[];
  summary: {violations: {from: string; to: string; rule: {name: string}}[]; ruleSetUsed: {forbidden: {name: string; comment?: string}[]}};
};

const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, {recursive: true}))));

async function cruise(cwd: string, inside: readonly string[]): Promise<Cruise> {
  const args = [cruiser, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...inside];
  const ended = await runToEnd(process.execPath, args, {cwd, env: cleanEnvironment(cwd)});
  if (!ended.out) throw new Error(ended.err);
  return JSON.parse(ended.out);
}

/** A small project under the same rules, whose files stand as given. */
async function projectOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'layers-'));
  folders.push(folder);
  for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json']) await cp(path.join(root, name), path.join(folder, name));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

const takes = (specifier: string) => `import type {One} from '${specifier}';\nexport type Two = One;\n`;
const one = 'export type One = 1;\n';

test('every file keeps to its layer', async () => {
  const {modules, summary} = await cruise(root, ['src', 'components', 'checks']);
  expect(summary.violations.map(({rule, from, to}) => `${rule.name}: ${from} imports ${to}`)).toEqual([]);
  for (const folder of ['src/model', 'src/flow', 'src/workflow', 'src/tools', 'src/demo', 'components', 'checks'])
    expect(modules.filter(({source}) => source.startsWith(`${folder}/`)).length, `files seen in ${folder}`).toBeGreaterThan(0);
  expect(modules.filter(({source}) => /^(src|components|checks)\//.test(source)).length).toBeGreaterThan(20);
  expect(modules.flatMap(({dependencies}) => dependencies).length).toBeGreaterThan(20);
});

test('every rule says in one sentence why it is there', async () => {
  const folder = await projectOf({'src/model/one.ts': one});
  const {summary} = await cruise(folder, ['src']);
  for (const {name, comment} of summary.ruleSetUsed.forbidden) expect(comment, name).toMatch(/^[A-Z-][^.]+\.$/);
});

const wrong: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['model', 'src/model/wrong-1.ts', takes('../flow/one.ts')],
  ['flow', 'src/flow/wrong-2.ts', takes('../tools/one.ts')],
  ['flow', 'src/flow/wrong-3.ts', "import {readFile} from 'node:fs/promises';\nexport const two = readFile;\n"],
  ['workflow', 'src/workflow/wrong-4.ts', takes('../flow/one.ts')],
  ['diagnosis', 'src/diagnosis/wrong-5.ts', takes('../tools/one.ts')],
  ['tools', 'src/tools/wrong-6.ts', takes('../../checks/one.ts')],
  ['demo', 'src/demo/wrong-7.ts', takes('../../checks/one.ts')],
  ['components', 'components/wrong-8.ts', takes('../src/tools/one.ts')],
  ['family', 'checks/family/wrong-9.ts', takes('../one.ts')],
  ['repository', 'checks/repository/wrong-10.ts', takes('../one.ts')],
  ['one-marketplace', 'checks/wrong-11.ts', takes('./one.ts')],
  ['one-marketplace', 'checks/wrong-12.ts', takes('../src/tools/one.ts')],
  ['one-marketplace', 'checks/wrong-13.ts', "import {readFile} from 'node:fs/promises';\nexport const two = readFile;\n"],
  ['list-of-marketplaces', 'checks/index.ts', takes('../src/tools/one.ts')],
  ['only-commands-write', 'src/flow/wrong-14.ts', takes('./execute-plan.ts')],
  ['entry-is-alone', 'src/main.ts', takes('./flow/one.ts')],
  ['everything-is-there', 'src/cli.ts', takes('./nowhere.ts')],
];

test('a file that reaches out of its layer is found', async () => {
  const ones = ['src/flow/one.ts', 'src/flow/execute-plan.ts', 'src/tools/one.ts', 'checks/one.ts'].map((name) => [name, one]);
  const folder = await projectOf(Object.fromEntries([...ones, ...wrong.map(([, file, text]) => [file, text])]));
  const {summary} = await cruise(folder, ['src', 'checks', 'components']);
  const found = new Set(summary.violations.map(({rule, from}) => `${rule.name}: ${from}`));
  expect([...found].sort()).toEqual(wrong.map(([rule, file]) => `${rule}: ${file}`).sort());
});

test('two files that import each other are found', async () => {
  const folder = await projectOf({
    'src/flow/one.ts': "import {two} from './two.ts';\nexport const one = () => two;\n",
    'src/flow/two.ts': "import {one} from './one.ts';\nexport const two = () => one;\n",
  });
  const {summary} = await cruise(folder, ['src']);
  expect(summary.violations.map(({rule}) => rule.name)).toContain('no-circle');
});
