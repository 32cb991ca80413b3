import {describe, expect, it} from 'vitest';
import {movedBeside, placedFiles} from '../../src/flow/first-files.ts';
import type {FileFault} from '../../src/model/package-file.ts';

/** Faults as package files have them: a placeholder on a line. */
const faultsOf = (_path: string, text: string): readonly FileFault[] =>
  text.split('\n').flatMap((line, at) => (line.includes('PLACEHOLDER') ? [{what: 'A placeholder.', line: at + 1}] : []));

const place = (ours: string, before?: string) => {
  const standing = new Map(before === undefined ? [] : [['a/file', before]]);
  const [file] = placedFiles([{path: 'a/file', contents: ours}], standing, faultsOf);
  if (file === undefined) throw new Error('No file came.');
  return file;
};

const digest = 'ab'.repeat(32);

describe('the files of a first package against what stands there', () => {
  it('are created where nothing stands, and the same where just that stands', () => {
    expect(place('new\n')).toMatchObject({action: 'create', contents: 'new\n'});
    expect(place('new\n', 'new\n')).toMatchObject({action: 'same', contents: 'new\n'});
  });

  it('never overwrite what somebody wrote', () => {
    const before = '# my own\nversion: 1\n';
    expect(place('version: 2\n', before)).toMatchObject({action: 'same', contents: before, ours: 'version: 2\n'});
  });

  it.each([
    ['Ruby', '  sha256 "PLACEHOLDER" # mine', `    sha256 "${digest}"`, `  sha256 "${digest}" # mine`],
    ['JSON', '  "hash": "PLACEHOLDER"', `"hash": "${digest}",`, `  "hash": "${digest}"`],
    ['YAML', '- InstallerSha256: PLACEHOLDER', `  InstallerSha256: ${digest}`, `- InstallerSha256: ${digest}`],
    ['TOML', 'version = "PLACEHOLDER" # kept', 'version = "1.2.3"', 'version = "1.2.3" # kept'],
    ['a shell', "sha256sums=('PLACEHOLDER')", `sha256sums=('${digest}')`, `sha256sums=('${digest}')`],
    ['PowerShell', "  checksum64     = 'PLACEHOLDER'", `  checksum64 = '${digest}'`, `  checksum64     = '${digest}'`],
    ['XML', '    <version>PLACEHOLDER</version>', '  <version>1.2.3</version>', '    <version>1.2.3</version>'],
    ['Nix', '  hash = "PLACEHOLDER";', '    hash = "sha256-abc=";', '  hash = "sha256-abc=";'],
    ['several values', "sums=('PLACEHOLDER' 'PLACEHOLDER')", "sums=('one' 'two')", "sums=('one' 'two')"],
    ['Windows lines', 'Version: PLACEHOLDER\r', 'Version: 1.2.3', 'Version: 1.2.3\r'],
  ])('fill in what is faulty in %s, and leave the rest of the line', (_, before, ours, after) => {
    const file = place(`${ours}\nmore of ours\n`, `head\n${before}\ntail\n`);
    expect(file).toMatchObject({action: 'update', contents: `head\n${after}\ntail\n`, faults: []});
    expect(place(`${ours}\nmore of ours\n`, file.contents)).toMatchObject({action: 'same', contents: file.contents});
  });

  it('take the first of several lines for the first', () => {
    const lines = (one: string, two: string) => `url "x"\nsha256 "${one}"\nurl "y"\nsha256 "${two}"\n`;
    expect(place(lines('first', 'second'), lines('PLACEHOLDER', 'own')).contents).toBe(lines('first', 'own'));
  });

  it.each([
    ['has no such key', 'other: 1\n'],
    ['has the key more often', 'hash: a\nhash: b\n'],
    ['is faulty too', 'hash: PLACEHOLDER\n'],
  ])('tell what stays faulty where ours %s, and change nothing', (_, ours) => {
    const before = 'hash: PLACEHOLDER\n';
    const file = place(ours === before ? 'x: 1\nhash: PLACEHOLDER\n' : ours, before);
    expect(file).toMatchObject({action: 'same', contents: before, faults: [{line: 1}]});
  });
});

describe('files that the project keeps elsewhere', () => {
  const isPackageFile = (path: string) => path.endsWith('.nuspec');
  const files = [
    {path: 'packaging/chocolatey/tool.nuspec', contents: ''},
    {path: 'packaging/chocolatey/tools/install.ps1', contents: ''},
    {path: 'elsewhere', contents: ''},
  ];

  it('take all of ours with them', () => {
    expect(movedBeside(files, ['choco/tool.nuspec', 'choco/other'], isPackageFile)?.map(({path}) => path)).toEqual([
      'choco/tool.nuspec',
      'choco/tools/install.ps1',
      'elsewhere',
    ]);
    expect(movedBeside(files, ['tool.nuspec'], isPackageFile)?.[1]?.path).toBe('tools/install.ps1');
  });

  it.each([
    ['none is there', ['README.md']],
    ['it is not clear which', ['a/tool.nuspec', 'b/tool.nuspec']],
    ['ours are begun already', ['choco/tool.nuspec', 'packaging/chocolatey/tools/install.ps1']],
  ])('move nothing where %s', (_, paths) => {
    expect(movedBeside(files, paths, isPackageFile)).toBeUndefined();
  });
});
