import {createHash} from 'node:crypto';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {snapcraftFirst} from '../../checks/first-package/snapcraft.ts';
import {vscodeFirst} from '../../checks/first-package/vscode.ts';
import {tarGzOf} from '../../src/demo/contextlite/tar.ts';
import {zipOf} from '../../src/demo/contextlite/zip.ts';
import type {FirstPackage, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {harborAsset, harborProgram, programFacts} from '../support/program-facts.ts';

const lacks = async (program: string): Promise<boolean> => (await execa('sh', ['-c', `command -v ${program}`], {reject: false})).failed;
const isMissing = {bash: await lacks('bash'), jq: await lacks('jq'), unzip: await lacks('unzip')};
const missing = Object.entries(isMissing).flatMap(([name, lacking]) => (lacking ? [name] : []));
const leftOut = missing.length === 0 ? '' : ` (left out: ${missing.join(', ')})`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-snap-'));
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const wrote = async (name: string, contents: string | Buffer): Promise<string> => {
  const full = path.join(folder, name);
  await mkdir(path.dirname(full), {recursive: true});
  await writeFile(full, contents);
  return full;
};

const lay = async (first: FirstPackage, facts: ProgramFacts): Promise<readonly string[]> => {
  const made = first.filesOf(facts);
  if (made.kind !== 'files') throw new Error(made.because);
  return Promise.all(made.files.map((file) => wrote(file.path, file.contents)));
};

/** Bash as a job has it; `lines` before stand for programs that would reach the network. */
const bash = async (lines: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const given = {RUNNER_TEMP: folder, GITHUB_OUTPUT: path.join(folder, 'output'), GITHUB_REPOSITORY: 'harbor-tools/harbor', ...env};
  return execa('bash', ['-c', ['set -euo pipefail', ...lines].join('\n')], {cwd: folder, env: given, reject: false, all: true});
};

const released = (version: string): ProgramFacts => {
  const programs = (['amd64', 'arm64'] as const).map((architecture) => {
    const asset = harborAsset(`harbor-${version}-linux-${architecture}.tar.gz`);
    const url = asset.url.replace('v1.2.3', `v${version}`);
    const sha256 = createHash('sha256').update(`${version} ${architecture}`).digest('hex');
    return harborProgram('linux', architecture, {
      asset: {...asset, url},
      sha256,
      path: `harbor-${version}/harbor`,
      folder: `harbor-${version}`,
      besides: [],
    });
  });
  const usual = programFacts({programs});
  return {...usual, project: {...usual.project, tag: `v${version}`, version}};
};

const runLines = (first: FirstPackage, facts: ProgramFacts, name: RegExp): readonly string[] => {
  const step = first.job?.(facts)?.publish.find((one) => name.test(one.name));
  if (step?.kind !== 'run') throw new Error('no such step');
  return step.lines;
};

describe.skipIf(missing.length > 0)(`the first snap’s scripts in bash${leftOut}`, {timeout: 30_000}, () => {
  const layOut = async (program: ReleasedProgram, archive: Buffer) => {
    await lay(snapcraftFirst, programFacts({programs: [program]}));
    const {parts} = parse(await readFile(path.join(folder, 'snap/snapcraft.yaml'), 'utf8')) as {
      parts: {harbor: {'override-build': string}};
    };
    await wrote(`src/${program.asset.name}`, archive);
    const env = {
      CRAFT_ARCH_BUILD_FOR: 'amd64',
      CRAFT_PART_SRC: path.join(folder, 'src'),
      CRAFT_PART_INSTALL: path.join(folder, 'install'),
      SNAPCRAFT_PROJECT_VERSION: '1.2.3',
    };
    const {exitCode, all} = await bash([parts.harbor['override-build']], env);
    expect([exitCode, all]).toEqual([0, '']);
    return execa(path.join(folder, 'install/bin/harbor'));
  };
  const script = '#!/bin/sh\necho harbor 1.2.3\n';

  it('lay a program out of a tar in a wrapping folder, its licence beside it', async () => {
    const archive = tarGzOf([
      {name: 'harbor-1.2.3/harbor', contents: script, isExecutable: true},
      {name: 'harbor-1.2.3/LICENSE', contents: 'MIT\n'},
    ]);
    const place = {path: 'harbor-1.2.3/harbor', folder: 'harbor-1.2.3', besides: ['harbor-1.2.3/LICENSE']};
    expect((await layOut(harborProgram('linux', 'amd64', place), archive)).stdout).toBe('harbor 1.2.3');
    expect(await readFile(path.join(folder, 'install/usr/share/doc/harbor/LICENSE'), 'utf8')).toBe('MIT\n');
  });

  it('lay a program out of a zip that calls nothing executable, and one that is released as it is', async () => {
    const zipped = harborProgram('linux', 'amd64', {format: 'zip', asset: harborAsset('harbor.zip'), besides: []});
    expect((await layOut(zipped, zipOf([{name: 'harbor', contents: script}]))).stdout).toBe('harbor 1.2.3');
    const bare = harborProgram('linux', 'amd64', {format: 'binary', asset: harborAsset('harbor-linux'), path: 'harbor-linux', besides: []});
    expect((await layOut(bare, Buffer.from(script))).stdout).toBe('harbor 1.2.3');
  });

  it('write a later release into the file so that it is what would be written anew', async () => {
    await lay(snapcraftFirst, released('1.2.3'));
    for (const architecture of ['amd64', 'arm64'])
      await wrote(`released/harbor-1.4.0-linux-${architecture}.tar.gz`, `1.4.0 ${architecture}`);
    const lines = runLines(snapcraftFirst, released('1.2.3'), /^Write/);
    const {exitCode, all} = await bash(lines, {TAG: 'v1.4.0', VERSION: '1.4.0'});
    expect([exitCode, all]).toEqual([0, '']);
    const anew = snapcraftFirst.filesOf(released('1.4.0'));
    expect(anew.kind === 'files' && anew.files[0].contents).toBe(await readFile(path.join(folder, 'snap/snapcraft.yaml'), 'utf8'));
    await wrote('snap/snapcraft.yaml', 'name: harbor\nversion: git\n');
    expect((await bash(lines, {TAG: 'v1.4.0', VERSION: '1.4.0'})).all).toContain("has no lines '- to amd64: https…'");
    expect((await bash(lines, {TAG: 'v1.4.0|e date', VERSION: '1.4.0'})).all).toContain('holds a sign that does not fit');
  });

  const entry = (architecture: string, risk = 'stable', version = '1.2.3') => ({channel: {track: 'latest', risk, architecture}, version});
  const looks: readonly [string, string, string, string][] = [
    ['both are served', '200', JSON.stringify({'channel-map': [entry('amd64'), entry('arm64')]}), 'published=true'],
    ['one is', '200', JSON.stringify({'channel-map': [entry('amd64'), entry('arm64', 'edge')]}), 'published=false'],
    ['another version is', '200', JSON.stringify({'channel-map': [entry('amd64', 'stable', '1.2.30')]}), 'published=false'],
    ['the store knows no such snap', '404', '{}', 'published=false'],
    ['the store is down', '503', '<html>', ''],
    ['the answer is something else', '200', '<html>', ''],
    ['the answer lacks the channels', '200', '{}', ''],
  ];
  it.each(looks)('look, and tell where %s', async (_, status, body, told) => {
    const fake = ['curl() {', '  printf %s "$BODY" > "$RUNNER_TEMP/snap.json"', '  printf %s "$STATUS"', '}'];
    const env = {STATUS: status, BODY: body, VERSION: '1.2.3', CHANNEL: 'latest/stable'};
    const {exitCode} = await bash([...fake, ...(snapcraftFirst.job?.(programFacts())?.look ?? [])], env);
    expect(exitCode === 0).toBe(told !== '');
    expect(await readFile(path.join(folder, 'output'), 'utf8').catch(() => '')).toBe(told === '' ? '' : `${told}\n`);
  });
});

describe.skipIf(missing.length > 0)(`the first extension’s scripts in bash${leftOut}`, {timeout: 30_000}, () => {
  it('write a later release into the files so that they are what would be written anew', async () => {
    await lay(vscodeFirst, released('1.2.3'));
    for (const architecture of ['amd64', 'arm64'])
      await wrote(`released/harbor-1.4.0-linux-${architecture}.tar.gz`, `1.4.0 ${architecture}`);
    const {exitCode, all} = await bash(runLines(vscodeFirst, released('1.2.3'), /^Write/), {TAG: 'v1.4.0', VERSION: '1.4.0'});
    expect([exitCode, all]).toEqual([0, '']);
    const anew = vscodeFirst.filesOf(released('1.4.0'));
    for (const file of anew.kind === 'files' ? anew.files : [])
      if (file.path.endsWith('.json')) expect(await readFile(path.join(folder, file.path), 'utf8')).toBe(file.contents);
  });

  const answer = (...versions: readonly object[]): string =>
    JSON.stringify({results: [{extensions: versions.length === 0 ? [] : [{versions}]}]});
  const looks: readonly [string, string, string][] = [
    ['it is served', answer({version: '1.2.3', flags: 'validated'}), 'published=true'],
    ['it waits to be validated', answer({version: '1.2.3', flags: 'none'}), 'published=true'],
    ['another is served', answer({version: '1.2.30', flags: 'validated'}), 'published=false'],
    ['the marketplace has none', answer(), 'published=false'],
    ['the answer is something else', '<html>', ''],
    ['the answer lacks the results', '{}', ''],
  ];
  it.each(looks)('look, and tell where %s', async (_, body, told) => {
    const fake = ['curl() { printf %s "$BODY" > "$RUNNER_TEMP/answer.json"; }'];
    const {exitCode} = await bash([...fake, ...(vscodeFirst.job?.(programFacts())?.look ?? [])], {BODY: body, VERSION: '1.2.3'});
    expect(exitCode === 0).toBe(told !== '');
    expect(await readFile(path.join(folder, 'output'), 'utf8').catch(() => '')).toBe(told === '' ? '' : `${told}\n`);
  });

  it('fail where nothing answers', async () => {
    const lines = ['curl() { return 22; }', ...(vscodeFirst.job?.(programFacts())?.look ?? [])];
    expect((await bash(lines, {VERSION: '1.2.3'})).exitCode).not.toBe(0);
  });
});

// Neither Debian nor npm has snapcraft, or its schema: `pack` and `upload` are tried in the simulated runner alone.
describe('the first snap and snapcraft itself (left out: snapcraft)', () => {
  it.skip('packs what was written', () => {});
});
