import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {afterEach, describe, expect, it} from 'vitest';
import {runInit} from '../../src/commands/init.ts';
import {diffOf} from '../../src/commands/line-diff.ts';
import {optionsOf} from '../../src/commands/options.ts';
import type {Questions} from '../../src/commands/questions.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {parseConfiguration} from '../../src/tools/configuration.ts';
import {terminalTraits} from '../support/terminal-traits.ts';

const run = promisify(execFile);
const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, {recursive: true, force: true}))));

const workflow = `
on: push
jobs:
  docker:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with: {push: true, tags: "someone/tool:latest"}
`;

/** A checkout of `o/tool` with these files. */
const checkoutWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-init-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
    await writeFile(path.join(folder, name), text);
  }
  await run('git', ['init', '-q'], {cwd: folder});
  await run('git', ['remote', 'add', 'origin', 'git@github.com:o/tool.git'], {cwd: folder});
  return folder;
};

const nobody: Questions = {
  choose: async () => {
    throw new Error('Nobody is to be asked.');
  },
  confirm: async () => {
    throw new Error('Nobody is to be asked.');
  },
  secret: async () => {
    throw new Error('Nobody is to be asked.');
  },
};

const init = async (cwd: string, args: readonly string[] = [], questions?: Questions, isDemo = false) => {
  let [out, told] = ['', ''];
  const surroundings: Surroundings = {
    env: {PORTCALL_HOME: path.join(cwd, '.home'), PORTCALL_HOSTS: '*=http://127.0.0.1:9'},
    cwd,
    print: (text) => {
      out += text;
    },
    tell: (text) => {
      told += text;
    },
    terminal: terminalTraits({isInteractive: questions !== undefined}),
    now: Date.now,
    isDemo,
  };
  const code = await runInit(optionsOf(['init', ...args]), surroundings, questions ?? nobody);
  return {code, out, told};
};

const written = (folder: string) => readFile(path.join(folder, 'portcall.yaml'), 'utf8');
const npm = (name: string) => JSON.stringify({name, version: '1.0.0', description: 'x', license: 'MIT', repository: 'o/tool'});
const two = {'packages/a/package.json': npm('a'), 'packages/b/package.json': npm('b')};

describe('portcall init', () => {
  it('writes what was found, commented, and reads it back as it was meant', async () => {
    const folder = await checkoutWith({'package.json': npm('@o/tool'), '.github/workflows/publish.yml': workflow});
    expect(await init(folder)).toMatchObject({code: 0, told: ''});
    const text = await written(folder);
    expect(text).toContain('# npm: found in package.json.');
    expect(text).toContain('# Docker Hub: found in .github/workflows/publish.yml.');
    expect(parseConfiguration(text)).toMatchObject({
      repository: {owner: 'o', name: 'tool'},
      packages: {npm: {name: '@o/tool', path: 'package.json'}, 'docker-hub': {name: 'someone/tool'}},
    });
    expect(Object.keys(parseConfiguration(text))).toEqual(['repository', 'packages']);
  });

  it('writes the same again, and says so', async () => {
    const folder = await checkoutWith({...two, '.github/workflows/publish.yml': workflow});
    await init(folder, [], {...nobody, choose: async () => 'packages/b/package.json'});
    const first = await written(folder);
    expect(await init(folder)).toMatchObject({code: 0, out: expect.stringContaining('says what was found')});
    expect(await written(folder)).toBe(first);
  });

  it('prints and writes nothing with --dry-run', async () => {
    const folder = await checkoutWith({'package.json': npm('tool')});
    const {code, out} = await init(folder, ['--dry-run']);
    expect(code).toBe(0);
    expect(parseConfiguration(out).packages?.npm).toEqual({name: 'tool', path: 'package.json'});
    await expect(written(folder)).rejects.toThrow();
  });

  it('prints and writes nothing in the demo, and says so', async () => {
    const folder = await checkoutWith({'package.json': npm('tool')});
    const {code, out, told} = await init(folder, [], undefined, true);
    expect(code).toBe(0);
    expect(parseConfiguration(out).packages?.npm).toEqual({name: 'tool', path: 'package.json'});
    expect(told).toBe('The demo keeps nothing: in a checkout this would be written to portcall.yaml.\n');
    expect(out).not.toContain('GitHub Releases');
    await expect(written(folder)).rejects.toThrow();
  });

  it('never writes over what stands there without being told to, and shows what would change', async () => {
    const mine = 'repository: o/tool\ntag: v9.9.9\n';
    const folder = await checkoutWith({'package.json': npm('tool'), 'portcall.yaml': mine});
    const refused = await init(folder);
    expect(refused.code).toBe(2);
    expect(refused.out).toContain('+   npm: {name: tool, path: package.json}');
    expect(refused.told).toContain('portcall init --yes');
    expect((await init(folder, [], {...nobody, confirm: async () => false})).code).toBe(2);
    expect(await written(folder)).toBe(mine);
    expect((await init(folder, [], {...nobody, confirm: async () => true})).code).toBe(0);
    expect(parseConfiguration(await written(folder))).toMatchObject({tag: 'v9.9.9', packages: {npm: {name: 'tool'}}});
  });

  it('keeps what the file said when it is told to write', async () => {
    const mine =
      'repository: o/tool\npackages:\n  npm: other\n  pypi: {path: py/setup.py}\nexcept: [nix]\nhosts: {api.github.com: "http://127.0.0.1:1"}\n';
    const folder = await checkoutWith({'package.json': npm('tool'), 'portcall.yaml': mine});
    expect((await init(folder, ['--yes', '--only', 'npm'])).code).toBe(0);
    expect(parseConfiguration(await written(folder))).toEqual({...parseConfiguration(mine)});
  });
});

describe('several packages of a kind', () => {
  it('are written as comments to choose from where nobody can be asked', async () => {
    const folder = await checkoutWith(two);
    const {code, told} = await init(folder);
    expect(code).toBe(0);
    expect(told).toContain('a (packages/a/package.json), b (packages/b/package.json)');
    expect(told).toContain('packages.npm in portcall.yaml');
    const text = await written(folder);
    expect(text).toContain(
      '  # npm: several packages here; take the line that is meant:\n  # npm: {name: a, path: packages/a/package.json}\n',
    );
    expect(parseConfiguration(text)).toEqual({repository: {owner: 'o', name: 'tool'}});
    const meant = '  npm: {name: b, path: packages/b/package.json}';
    const chosen = text.replace('# packages:', 'packages:').replace(`  # ${meant.trim()}`, meant);
    expect(parseConfiguration(chosen).packages).toEqual({npm: {name: 'b', path: 'packages/b/package.json'}});
    expect(await init(folder)).toMatchObject({
      code: 0,
      out: expect.stringContaining('portcall.yaml is unchanged: it says what was found.'),
    });
    expect(await init(folder, ['--dry-run'])).toMatchObject({code: 0, out: text});
  });

  it('are asked about in a terminal', async () => {
    const folder = await checkoutWith(two);
    const asked: string[] = [];
    const questions: Questions = {
      ...nobody,
      choose: async (question, answers) => {
        asked.push(question, ...answers.map(({name}) => name));
        return answers[1]?.value ?? '';
      },
    };
    expect((await init(folder, [], questions)).code).toBe(0);
    expect(asked).toEqual(['Which package does the project publish to npm?', 'a (packages/a/package.json)', 'b (packages/b/package.json)']);
    expect(parseConfiguration(await written(folder)).packages?.npm).toEqual({name: 'b', path: 'packages/b/package.json'});
  });

  it('and Ctrl-C leaves everything as it was', async () => {
    const folder = await checkoutWith(two);
    const leave = async () => {
      throw Object.assign(new Error('left'), {name: 'ExitPromptError'});
    };
    expect((await init(folder, [], {choose: leave, confirm: leave, secret: leave})).code).toBe(130);
    await expect(written(folder)).rejects.toThrow();
  });
});

it('is refused where there is no repository', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'portcall-init-'));
  folders.push(folder);
  await expect(init(folder)).rejects.toThrow('This folder is no checkout of a GitHub repository.');
});

it('a difference is shown line by line', () => {
  expect(diffOf('a\nb\nc\n', 'a\nx\nc\nd\n')).toEqual(['  a', '- b', '+ x', '  c', '+ d']);
  expect(diffOf('', 'a')).toEqual(['- ', '+ a']);
});
