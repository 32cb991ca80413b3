import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterEach, describe, expect, it} from 'vitest';
import {nearMissOf} from '../../src/model/near-miss.ts';
import {Problem} from '../../src/model/problem.ts';
import {parseConfiguration, readConfiguration} from '../../src/tools/configuration.ts';
import {ConfigurationProblem} from '../../src/tools/configuration-problem.ts';

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, {recursive: true, force: true}))));

const refusal = (text: string): ConfigurationProblem => {
  try {
    parseConfiguration(text);
  } catch (failure) {
    if (failure instanceof ConfigurationProblem) return failure;
    throw failure;
  }
  throw new Error('It was taken.');
};

describe('a portcall.yaml', () => {
  it('says what there is, each member by itself', () => {
    const text = `
repository: o/tool.name
tag: v1.2.3
packages:
  npm: {name: "@o/tool", path: cli/package.json}
  pypi: tool-py
only: [npm, pypi]
except: [nix]
hosts: {api.github.com: "http://127.0.0.1:8080/"}
places: [o/homebrew-tap]
repositories: [o/tool.name, o/other]
`;
    expect(parseConfiguration(text)).toEqual({
      repository: {owner: 'o', name: 'tool.name'},
      tag: 'v1.2.3',
      packages: {npm: {name: '@o/tool', path: 'cli/package.json'}, pypi: {name: 'tool-py'}},
      only: ['npm', 'pypi'],
      except: ['nix'],
      hosts: {'api.github.com': 'http://127.0.0.1:8080'},
      places: [{owner: 'o', name: 'homebrew-tap'}],
      repositories: [
        {owner: 'o', name: 'tool.name'},
        {owner: 'o', name: 'other'},
      ],
    });
  });

  it.each(['', '# nothing\n', '---\n', '{}'])('may be empty: %j', (text) => {
    expect(parseConfiguration(text)).toEqual({});
  });
});

describe('a wrong portcall.yaml', () => {
  it.each([
    ['repository: o/t\npackges:\n  npm: x\n', 2, 1, 'Write “packages”.'],
    ['packages:\n  nmp: x\n', 2, 3, 'Write “npm”.'],
    ['packages:\n  npm:\n    nam: x\n', 3, 5, 'Write “name”.'],
    ['packages:\n  npm:\n    name: 7\n', 3, 11, 'Write the name as text, in quotes if it looks like a number.'],
    ['packages:\n  npm: {}\n', 2, 8, 'Give it a name, a path or both.'],
    ['only: [npm, pypy]\n', 1, 13, 'Write “pypi”.'],
    ['tag: 1.0\n', 1, 6, 'Write the tag as text, in quotes if it looks like a number.'],
    ['tag:\n', 1, 1, 'Write the tag as text, in quotes if it looks like a number.'],
    ['repository: https://github.com/o/t\n', 1, 13, 'Write it as OWNER/NAME.'],
    ['hosts:\n  a.example: ftp://x\n', 2, 14, 'Write an origin without a path, such as http://127.0.0.1:8080.'],
    ['- a\n', 1, 1, 'Write names and values, such as “repository: OWNER/NAME”.'],
    ['repositories: o/t\n', 1, 15, 'Write a list of OWNER/NAME.'],
    ['repositories: []\n', 1, 15, 'Name a repository, or take the line out.'],
    ['places: o/t\n', 1, 9, 'Write a list of OWNER/NAME.'],
    ['packages: 5\n', 1, 11, 'Write marketplace: name, one a line, such as “npm: my-tool”.'],
    ['packages: {npm: 5}\n', 1, 17, 'Write the name as text, in quotes if it looks like a number.'],
    ['packages: {npm: [a]}\n', 1, 17, 'Write the name as text, in quotes if it looks like a number.'],
  ])('%j is refused with its place and what would be right', (text, line, column, next) => {
    const problem = refusal(text);
    expect([problem.line, problem.column, problem.next]).toEqual([line, column, next]);
    expect(problem.message).toContain(`portcall.yaml, line ${line}, column ${column}: `);
    expect(problem.kind).toBe('refused');
  });

  it('is never explained in another’s words, whatever stands where', () => {
    const values = [
      '5',
      'true',
      '""',
      '[]',
      '[5]',
      '{}',
      '{npm: 5}',
      '{npm: [x]}',
      '{npm: {name: [x]}}',
      '{x: 5}',
      '[[o/t]]',
      '2020-01-01',
    ];
    const foreign = ['repository', 'tag', 'packages', 'only', 'except', 'hosts', 'places', 'repositories', 'nothing'].flatMap((key) =>
      values.flatMap((value) => {
        try {
          parseConfiguration(`${key}: ${value}\n`);
          return [];
        } catch (failure) {
          return failure instanceof Problem && !/^Invalid|expected/i.test(failure.next) ? [] : [`${key}: ${value}: ${failure}`];
        }
      }),
    );
    expect(foreign).toEqual([]);
  });

  it.each(['a: [', 'a: 1\na: 2\n', '\ta: 1', 'a: b: c'])('%j is not YAML, and its place is told', (text) => {
    expect(refusal(text).message).toMatch(/line \d+, column \d+: this is not YAML/);
  });

  it('does not fill the memory with aliases', () => {
    const levels = Array.from(
      {length: 12},
      (_, n) => `a${n}: &a${n} [${Array.from({length: 9}, () => (n === 0 ? 'x' : `*a${n - 1}`)).join(', ')}]`,
    );
    expect(refusal(levels.join('\n')).kind).toBe('refused');
  });

  it('never fails otherwise, whatever it holds', () => {
    const pieces = fc.constantFrom(
      'repository',
      'packages',
      'npm',
      'only',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a',
      '*a',
      '!!x',
      '#',
      'o/t',
      '\u0000',
      '~',
      '? ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, {maxLength: 30}).map((some) => some.join('')),
          fc.string(),
        ),
        (text) => {
          try {
            parseConfiguration(text);
          } catch (failure) {
            expect(failure).toBeInstanceOf(ConfigurationProblem);
          }
        },
      ),
      {numRuns: 500},
    );
  });
});

describe('the file on disk', () => {
  const folderWith = async (text?: string): Promise<string> => {
    const folder = await mkdtemp(path.join(tmpdir(), 'portcall-configuration-'));
    folders.push(folder);
    if (text !== undefined) await writeFile(path.join(folder, 'portcall.yaml'), text);
    return folder;
  };

  it('counts at the repository’s root, from every folder in it, and not above', async () => {
    const folder = await folderWith('repository: o/t\n');
    const inner = path.join(folder, 'a/b');
    await mkdir(inner, {recursive: true});
    expect(await readConfiguration(folder)).toEqual({repository: {owner: 'o', name: 't'}});
    expect(await readConfiguration(inner)).toEqual({});
    await mkdir(path.join(folder, '.git'));
    expect(await readConfiguration(inner)).toEqual({repository: {owner: 'o', name: 't'}});
  });

  it('is none, a folder, or too large', async () => {
    expect(await readConfiguration(await folderWith())).toEqual({});
    const folder = await folderWith();
    await mkdir(path.join(folder, 'portcall.yaml'));
    await expect(readConfiguration(folder)).rejects.toBeInstanceOf(Problem);
    await expect(readConfiguration(await folderWith(`#${'x'.repeat(1_000_001)}`))).rejects.toThrow(/no file that a person wrote/);
  });
});

it('a near miss is near', () => {
  expect(nearMissOf('repositry', ['repository', 'repositories'])).toBe('repository');
  expect(nearMissOf('docker', ['docker-hub', 'nix'])).toBe('docker-hub');
  expect(nearMissOf('zzz', ['npm', 'nix'])).toBeUndefined();
  expect(nearMissOf('x'.repeat(100_000), ['npm'])).toBeUndefined();
});
