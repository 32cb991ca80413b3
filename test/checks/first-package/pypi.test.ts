import {spawnSync} from 'node:child_process';
import {parse} from 'smol-toml';
import {describe, expect, it} from 'vitest';
import {wheelTags} from '../../../checks/first-package/wheel-tags.ts';
import {pypi} from '../../../checks/pypi.ts';
import type {ProgramFacts} from '../../../src/model/first-package.ts';
import {expectOwnExpressions, jobScripts, readBack, textAt, writtenFiles} from '../../support/first-files.ts';
import {harborProgram, harborPrograms, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

const written = (facts: ProgramFacts) => writtenFiles(pypi.firstPackage, facts);
const projectOf = (facts: ProgramFacts) =>
  parse(textAt(written(facts), 'packaging/pypi/pyproject.toml')) as unknown as {
    project: Readonly<Record<string, unknown>>;
    tool: {'released-programs': {platforms: readonly {folder: string; program: string; tags: readonly string[]}[]}};
  };
const versioned = (version: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, version, tag: `v${version}`}};
};
const named = (name: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, packages: {pypi: {name, from: 'configuration'}}}};
};

describe('the first project at PyPI', () => {
  it('names the project and each platform', () => {
    const {project, tool} = projectOf(programFacts());
    expect(project).toEqual({
      name: 'harbor',
      version: '1.2.3',
      description: 'Moves files between object stores',
      readme: 'README.md',
      'requires-python': '>=3.8',
      license: 'MIT',
      'license-files': ['LICENSE'],
      authors: [{name: 'Harbor Tools'}],
      keywords: ['cli', 'storage'],
      classifiers: ['Environment :: Console'],
      urls: {Homepage: 'https://harbor.example/', Repository: 'https://github.com/harbor-tools/harbor'},
    });
    expect(tool['released-programs'].platforms.map(({folder, program}) => `${folder}/${program}`)).toEqual([
      ...['linux-amd64/harbor', 'linux-arm64/harbor', 'macos-amd64/harbor', 'macos-arm64/harbor'],
      ...['windows-amd64/harbor.exe', 'windows-arm64/harbor.exe'],
    ]);
  });

  it('is read by its own row', () => {
    expect(readBack(pypi, written(programFacts()))).toEqual([
      {path: 'packaging/pypi/pyproject.toml', name: 'harbor', version: '1.2.3', faults: []},
    ]);
  });

  it.each([
    ['1.2.0-rc.1', '1.2.0rc1'],
    ['2.0.0-beta', '2.0.0b0'],
    ['1.2.3+build.7', '1.2.3'],
  ])('spells %s as Python does', (version, expected) => {
    expect(projectOf(versioned(version)).project['version']).toBe(expected);
  });

  it.each([
    ['static', harborProgram('linux', 'amd64'), ['manylinux2014_x86_64', 'manylinux_2_17_x86_64', 'musllinux_1_1_x86_64']],
    ['musl', harborProgram('linux', 'arm64', {library: {kind: 'musl'}}), ['musllinux_1_2_aarch64']],
    ['glibc 2.31', harborProgram('linux', 'amd64', {library: {kind: 'glibc', least: '2.31'}}), ['manylinux_2_31_x86_64']],
    ['glibc 2.4', harborProgram('linux', '386', {library: {kind: 'glibc', least: '2.4'}}), ['manylinux2014_i686', 'manylinux_2_17_i686']],
    ['some glibc', harborProgram('linux', 'amd64', {library: {kind: 'glibc'}}), ['manylinux_2_39_x86_64']],
    ['macOS', harborProgram('macos', 'arm64'), ['macosx_11_0_arm64']],
    ['32-bit Windows', harborProgram('windows', '386'), ['win32']],
    ['32-bit macOS', harborProgram('macos', '386'), []],
  ] as const)('marks a wheel by what its program needs: %s', (_, program, expected) => {
    expect(wheelTags(program)).toEqual(expected);
  });

  it('tells what could not be read', () => {
    const {library: _, ...unknown} = harborProgram('linux', 'amd64');
    expect(written(programFacts({programs: [unknown]})).notes.join('\n')).toMatch(
      /Which C library the program for Linux needs can’t be read/,
    );
  });

  it('cuts a long description, and says so', () => {
    const facts = programFacts({description: 'word '.repeat(200)});
    expect(`${projectOf(facts).project['description']}`.length).toBeLessThanOrEqual(512);
    expect(written(facts).notes).toContain('The description is shortened to the 512 characters that PyPI takes.');
  });

  it.each([
    ['a name with a blank', named('the harbor'), /can’t be a project’s name/],
    ['a version that Python lacks', versioned('1.2.3-nightly.4'), /takes no version/],
    ['no program', programFacts({programs: []}), /no program/],
  ])('is not written for %s', (_, facts, because) => {
    const found = pypi.firstPackage?.filesOf(facts);
    expect(found?.kind === 'blocked' && found.because).toMatch(because);
    expect(pypi.firstPackage?.job?.(facts)).toBeUndefined();
  });

  it.each(hostileTexts)('means the same whatever is written outside: %j', (text) => {
    const facts = hostileFacts(text);
    const {project, tool} = projectOf(facts);
    expect(project['name']).toBe('harbor');
    expect(project['license']).toBe('MIT');
    expect(tool).toEqual(projectOf(programFacts()).tool);
    expect(`${project['description']}${JSON.stringify(project['authors'])}`).not.toMatch(/[\n\r\u202a-\u202e]/);
    expectOwnExpressions(pypi.firstPackage!.job!(facts)!);
  });
});

describe('the job that publishes to PyPI', () => {
  const job = pypi.firstPackage!.job!(programFacts({programs: harborPrograms.slice(0, 1)}))!;

  it('is bash, and uploads by its own identity without any secret', () => {
    for (const script of jobScripts(job)) expect(spawnSync('bash', ['-n'], {input: script}).stderr.toString()).toBe('');
    expect(job).toMatchObject({permissions: {'id-token': 'write'}, secrets: []});
    expect(job.publish).toMatchObject([{uses: {action: 'pypa/gh-action-pypi-publish'}, with: {'packages-dir': 'packaging/pypi/dist'}}]);
    expectOwnExpressions(job);
  });
});
