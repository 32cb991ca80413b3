import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {vscodeFirst} from '../../../checks/first-package/vscode.ts';
import {npm} from '../../../checks/npm.ts';
import {vscode} from '../../../checks/vscode.ts';
import type {ProgramFacts, ReleasedProgram} from '../../../src/model/first-package.ts';
import {harborAsset, harborProgram, harborPrograms, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

const path = (name: string): string => `packaging/vscode/${name}`;

const made = (facts: ProgramFacts) => {
  const found = vscodeFirst.filesOf(facts);
  if (found.kind !== 'files') throw new Error(`${found.because} ${found.next}`);
  const texts = new Map(found.files.map((file) => [file.path, file.contents]));
  return {
    ...found,
    texts,
    manifest: JSON.parse(texts.get(path('package.json')) ?? '') as Readonly<Record<string, unknown>>,
    programs: JSON.parse(texts.get(path('programs.json')) ?? '') as {
      readonly command: string;
      readonly programs: Readonly<Record<string, Readonly<Record<string, string>>>>;
    },
  };
};

const blockedFor = (facts: ProgramFacts): string => {
  const files = vscodeFirst.filesOf(facts);
  return files.kind === 'blocked' ? `${files.because} ${files.next}` : 'not blocked';
};

const named = (name: string, from: 'configuration' | 'guess' | 'file' = 'configuration'): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, packages: {vscode: {name, from}}}};
};

const versioned = (version: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, version}};
};

describe('the first extension', () => {
  it('has every file that the marketplace wants, and its manifest names what is there', () => {
    const {texts, manifest, place} = made(named('harbor-tools.harbor'));
    expect(place.kind).toBe('project');
    expect([...texts.keys()].sort()).toEqual(
      ['.vscodeignore', 'CHANGELOG.md', 'LICENSE', 'README.md', 'extension.js', 'package.json', 'programs.json'].map(path).sort(),
    );
    expect(manifest).toMatchObject({
      name: 'harbor',
      publisher: 'harbor-tools',
      version: '1.2.3',
      license: 'MIT',
      main: './extension.js',
      engines: {vscode: '^1.90.0'},
      repository: {url: 'https://github.com/harbor-tools/harbor.git'},
    });
    expect(texts.get(path('README.md'))).toContain('asks before it downloads');
  });

  it('pins each platform’s file by its digest, where it lies in the archive', () => {
    const {programs} = made(programFacts());
    expect(programs.command).toBe('harbor');
    expect(Object.keys(programs.programs)).toEqual(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64']);
    const windows = harborPrograms.find(({system}) => system === 'windows')!;
    expect(programs.programs['win32-x64']).toEqual({url: windows.asset.url, sha256: windows.sha256, format: 'zip', path: 'harbor.exe'});
  });

  it('is read without a fault by what reads extensions here, and by nothing else that reads such files', () => {
    const text = made(named('harbor-tools.harbor')).texts.get(path('package.json')) ?? '';
    expect(vscode.packageFiles?.matches(path('package.json'))).toBe(true);
    expect(vscode.packageFiles?.read(path('package.json'), text)).toEqual({
      path: path('package.json'),
      name: 'harbor-tools.harbor',
      version: '1.2.3',
      faults: [],
    });
    expect(npm.packageFiles?.read(path('package.json'), text)).toBeUndefined();
  });

  const shapes: readonly [string, Partial<ReleasedProgram>][] = [
    ['in a wrapping folder', {path: 'harbor-1.2.3/bin/harbor', folder: 'harbor-1.2.3'}],
    ['in a zip', {format: 'zip', asset: harborAsset('harbor-linux.zip')}],
    ['as it is', {format: 'binary', asset: harborAsset('harbor-linux-amd64'), path: 'harbor-linux-amd64', besides: []}],
  ];
  it.each(shapes)('takes a program that lies %s', (_, over) => {
    const program = harborProgram('linux', 'amd64', over);
    expect(made(programFacts({programs: [program]})).programs.programs).toEqual({
      'linux-x64': {url: program.asset.url, sha256: program.sha256, format: program.format, path: program.path},
    });
  });

  it('says which platforms it has nothing for, and leaves out what most machines can’t run', () => {
    const musl = harborProgram('linux', 'arm64', {library: {kind: 'musl'}});
    const {programs, notes} = made(programFacts({programs: [harborProgram('linux', 'amd64'), musl]}));
    expect(Object.keys(programs.programs)).toEqual(['linux-x64']);
    expect(notes.join(' ')).toMatch(/linux-arm64 is left out.*musl.*no program for darwin-x64, darwin-arm64, win32-x64, win32-arm64/);
  });

  it('says what it could not know: the publisher, the icon, the licence, how long its token lives', () => {
    const {notes} = made(named('harbor-tools.harbor', 'guess'));
    expect(notes.join(' ')).toMatch(
      /taken from the repository's owner.*Whether the publisher harbor-tools is yours.*no icon.*VSCE_PAT.*2026-12-01/,
    );
    expect(made(named('harbor-tools.harbor', 'file')).notes.join(' ')).not.toContain('is yours');
    const bare = made(programFacts({license: {}}));
    expect([bare.manifest['license'], bare.texts.has(path('LICENSE'))]).toEqual(['UNLICENSED', false]);
    expect(bare.notes.join(' ')).toContain('carries no LICENSE');
    expect(JSON.stringify(vscodeFirst.job?.(programFacts({license: {}})))).toContain('--skip-license');
  });

  it('takes the publisher from the owner where the name has none', () => {
    expect(made(programFacts()).manifest).toMatchObject({publisher: 'harbor-tools', name: 'harbor'});
  });

  it('is not made where it would be refused', () => {
    expect(blockedFor(named('harbor-tools.my_tool'))).toContain('takes no name written my_tool');
    expect(blockedFor(named('-x.harbor'))).toContain('takes no name written -x');
    for (const version of ['1.2', '1.2.3-rc.1', '1.2.3.4', '01.2.3', '2026-01-01'])
      expect(blockedFor(versioned(version))).toContain(`and not ${version}`);
    expect(blockedFor(programFacts({programs: []}))).toContain('no program that an extension could download');
    expect(blockedFor(programFacts({command: 'har bor'}))).toContain("can't be typed alike");
    const facts = programFacts();
    const {release: _, ...project} = facts.project;
    expect(blockedFor({...facts, project})).toContain('has no release');
    expect(vscodeFirst.job?.(versioned('1.2'))).toBeUndefined();
  });
});

describe('text from outside in an extension', () => {
  const check = (text: string): void => {
    const usual = made(programFacts());
    const found = made(hostileFacts(text));
    expect({...found.manifest, description: '', homepage: ''}).toEqual({
      ...usual.manifest,
      description: '',
      homepage: '',
      keywords: found.manifest['keywords'],
    });
    for (const name of ['programs.json', 'extension.js', 'CHANGELOG.md', '.vscodeignore'])
      expect(found.texts.get(path(name))).toBe(usual.texts.get(path(name)));
    const readme = found.texts.get(path('README.md')) ?? '';
    // As many lines as ever, no markup, and no picture or link but its own.
    expect(readme.split('\n').length).toBe(usual.texts.get(path('README.md'))?.split('\n').length);
    expect(readme.replace(/\\./gu, '')).not.toMatch(/[<>]|!\[|\n\[/);
    expect(readme).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u2029\u202a-\u202e]/);
    expect(JSON.stringify(vscodeFirst.job?.(hostileFacts(text)))).toBe(JSON.stringify(vscodeFirst.job?.(programFacts())));
  };
  it.each(hostileTexts.map((text) => [text]))('%j stays text', check);
  it('of any kind stays text', () => {
    fc.assert(fc.property(fc.string({unit: 'binary'}), check), {numRuns: 100});
  });
});
