import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {vscodeFirst} from '../../checks/first-package/vscode.ts';
import {tarGzOf} from '../../src/demo/contextlite/tar.ts';
import {zipOf} from '../../src/demo/contextlite/zip.ts';
import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {type Loopback, serveOnLoopback} from '../support/loopback.ts';
import {harborAsset, harborProgram, hostileFacts, hostileTexts, programFacts} from '../support/program-facts.ts';
import {fakeVscode, host} from '../support/vscode-host.ts';

const vsce = path.resolve(import.meta.dirname, '../../node_modules/.bin/vsce');
const missing = !existsSync(vsce);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-vsce-'));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

const lay = async (name: string, facts: ProgramFacts): Promise<string> => {
  const made = vscodeFirst.filesOf(facts);
  if (made.kind !== 'files') throw new Error(made.because);
  for (const file of made.files) {
    const full = path.join(folder, name, file.path);
    await mkdir(path.dirname(full), {recursive: true});
    await writeFile(full, file.contents);
  }
  return path.join(folder, name, 'packaging/vscode');
};

describe.skipIf(missing)(`the first extension and vsce${missing ? ' (left out: @vscode/vsce)' : ''}`, {timeout: 60_000}, () => {
  it('is packed with every file that it needs and no other', async () => {
    const {stdout} = await execa(vsce, ['ls', '--no-dependencies'], {cwd: await lay('usual', programFacts())});
    expect(stdout.split('\n').sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'extension.js', 'package.json', 'programs.json']);
  });

  it.each([
    ['usual texts', programFacts()],
    ['no licence', programFacts({license: {}})],
    ...hostileTexts.map((text): [string, ProgramFacts] => [JSON.stringify(text), hostileFacts(text)]),
  ])('is taken by the packager with %s', async (_, facts) => {
    const at = await lay('packed', facts);
    const skips = facts.license.text === undefined ? ['--skip-license'] : [];
    const {all} = await execa(vsce, ['package', '--no-dependencies', ...skips, '--out', path.join(folder, 'out.vsix')], {
      cwd: at,
      all: true,
    });
    expect(all).not.toMatch(/WARN|ERROR/);
    expect(all).toContain('Packaged');
    await rm(at, {recursive: true});
  });
});

const script = '#!/bin/sh\necho "harbor 1.2.3 ($1)"\n';
const archives: Readonly<Record<string, Buffer>> = {
  'harbor.tar.gz': tarGzOf([
    {name: 'harbor-1.2.3/harbor', contents: script, isExecutable: true},
    {name: 'harbor-1.2.3/README.md', contents: 'harbor\n'},
  ]),
  'harbor.zip': zipOf([
    {name: 'docs/a', contents: 'a'},
    {name: 'bin/harbor', contents: script},
  ]),
  harbor: Buffer.from(script),
};
const platform = {
  system: process.platform === 'darwin' ? 'macos' : 'linux',
  architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
} as const;

describe.skipIf(process.platform === 'win32')('the first extension under Node', {timeout: 30_000}, () => {
  let server: Loopback;
  let asked = 0;
  beforeAll(async () => {
    server = await serveOnLoopback((request, response) => {
      asked++;
      const found = archives[request.url?.slice(1) ?? ''];
      response.writeHead(found === undefined ? 404 : 200).end(found ?? 'no');
    });
  });
  afterAll(() => server?.close());

  const programFor = (name: string, over: Partial<ReleasedProgram>): ReleasedProgram => {
    const sha256 = createHash('sha256')
      .update(archives[name] ?? '')
      .digest('hex');
    const asset = {...harborAsset(name), url: `${server.origin}/${name}`};
    return harborProgram(platform.system, platform.architecture, {asset, sha256, ...over});
  };

  type Way = {readonly command?: string; readonly answer?: string; readonly chosen?: string; readonly path?: string};
  const run = async (
    name: string,
    program: ReleasedProgram,
    {command = 'showVersion', answer = 'Download', chosen, path: found}: Way = {},
  ) => {
    const at = await lay(name, programFacts({programs: [program]}));
    const [said, storage] = [path.join(at, 'said.txt'), path.join(folder, name, 'storage')];
    await mkdir(path.join(at, 'node_modules/vscode'), {recursive: true});
    await writeFile(path.join(at, 'node_modules/vscode/index.js'), fakeVscode);
    await writeFile(path.join(at, 'host.js'), host);
    await writeFile(said, '');
    const env = {
      SAID: said,
      STORAGE: storage,
      ANSWER: answer,
      PATH: found ?? '/usr/bin:/bin',
      ...(chosen === undefined ? {} : {CHOSEN: chosen}),
    };
    await execa(process.execPath, ['host.js', `harbor.${command}`], {cwd: at, env, extendEnv: false});
    return {said: (await readFile(said, 'utf8')).trimEnd().split('\n'), stored: path.join(storage, '1.2.3/harbor')};
  };

  it.each([
    ['tar.gz', 'harbor.tar.gz', 'harbor-1.2.3/harbor'],
    ['zip', 'harbor.zip', 'bin/harbor'],
    ['binary', 'harbor', 'harbor'],
  ] as const)('asks, downloads, holds the digest, unpacks and runs it out of a %s', async (format, name, member) => {
    const program = programFor(name, {format, path: member});
    const {said, stored} = await run(`takes-${format}`, program);
    expect(said).toEqual([
      `info|harbor is not on PATH. Download harbor 1.2.3 and keep it for this extension?|${program.asset.url}`,
      `info|harbor 1.2.3 (--version) (${stored})|`,
    ]);
    expect((await stat(stored)).mode & 0o777).toBe(0o755);
    const before = asked;
    expect((await run(`takes-${format}`, program)).said).toHaveLength(1);
    expect(asked).toBe(before);
  });

  // A package of vsce's own is such a zip; what is taken out of it is no program, so that it only lies there in the end.
  it.skipIf(missing)(`reads a zip whose files are packed${missing ? ' (left out: @vscode/vsce)' : ''}`, async () => {
    const at = await lay('packed-zip', programFacts());
    await execa(vsce, ['package', '--no-dependencies', '--out', path.join(folder, 'packed.vsix')], {cwd: at});
    Object.assign(archives, {'packed.zip': await readFile(path.join(folder, 'packed.vsix'))});
    const {stored} = await run('unpacks', programFor('packed.zip', {format: 'zip', path: 'extension/extension.js'}));
    expect(await readFile(stored, 'utf8')).toBe(await readFile(path.join(at, 'extension.js'), 'utf8'));
  });

  it('throws away what is not the released file, and keeps nothing of it', async () => {
    const program = programFor('harbor.tar.gz', {format: 'tar.gz', path: 'harbor-1.2.3/harbor', sha256: 'a'.repeat(64)});
    const {said, stored} = await run('refuses', program);
    expect(said[1]).toMatch(
      /^error\|harbor: What .* gives is not the file that was released \(its SHA-256 is [0-9a-f]{64}\), so it was thrown away\.$/,
    );
    expect(existsSync(path.dirname(stored))).toBe(false);
  });

  it('says what went wrong with the download, and what to do where none is there for the platform', async () => {
    expect((await run('gone', programFor('gone', {format: 'binary'}))).said[1]).toMatch(/^error\|harbor: .* answers 404\.$/);
    const other = programFor('harbor', {format: 'binary', system: 'windows'});
    expect((await run('elsewhere', other)).said).toEqual([
      expect.stringMatching(/^error\|.*is not released for .*Install it and name it in the setting harbor\.path\.$/),
    ]);
  });

  it('downloads nothing unless told to', async () => {
    const before = asked;
    expect((await run('declined', programFor('harbor', {format: 'binary'}), {answer: ''})).said).toHaveLength(1);
    expect(asked).toBe(before);
  });

  it('takes the program of the setting or of PATH first, and none that lies where one stands', async () => {
    const bin = path.join(folder, 'bin');
    await mkdir(bin, {recursive: true});
    for (const name of ['harbor', 'mine']) {
      await writeFile(path.join(bin, name), script);
      await chmod(path.join(bin, name), 0o755);
    }
    const program = programFor('harbor', {format: 'binary'});
    expect((await run('on-path', program, {path: `${bin}:/usr/bin:/bin`})).said).toEqual([
      `info|harbor 1.2.3 (--version) (${bin}/harbor)|`,
    ]);
    expect((await run('chosen', program, {chosen: path.join(bin, 'mine')})).said).toEqual([`info|harbor 1.2.3 (--version) (${bin}/mine)|`]);
    expect((await run('beside', program, {path: `.::/usr/bin:/bin`, answer: ''})).said[0]).toContain('is not on PATH');
    const typed = await run('typed', program, {command: 'runInTerminal', path: `${bin}:/usr/bin:/bin`});
    expect(typed.said).toEqual([`terminal|harbor|${bin}:${bin}:/usr/bin:/bin`, 'typed|harbor |false']);
  });
});
