import {XMLParser, XMLValidator} from 'fast-xml-parser';
import {describe, expect, it} from 'vitest';
import {chocolatey} from '../../../checks/chocolatey.ts';
import {chocolateyFirstPackage as first} from '../../../checks/first-package/chocolatey.ts';
import type {ProgramFacts} from '../../../src/model/first-package.ts';
import {expectOwnExpressions, readBack, textAt, writtenFiles} from '../../support/first-files.ts';
import {harborAsset, harborProgram, harborPrograms, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

const nuspecPath = 'packaging/chocolatey/harbor.nuspec';
const scriptPath = 'packaging/chocolatey/tools/chocolateyinstall.ps1';
const withName = (name: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, packages: {chocolatey: {name, from: 'configuration'}}}};
};
const withVersion = (version: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, version}};
};
const metadataOf = (facts: ProgramFacts): Record<string, string> => {
  const text = writtenFiles(first, facts).files[0].contents;
  expect(XMLValidator.validate(text)).toBe(true);
  const parser = new XMLParser({parseTagValue: false, htmlEntities: true, trimValues: false});
  return (parser.parse(text) as {package: {metadata: Record<string, string>}}).package.metadata;
};
const paths = (facts: ProgramFacts, variant?: string) => writtenFiles(first, facts, variant).files.map(({path}) => path.split('/').at(-1));
const becauseOf = (facts: ProgramFacts, variant?: string) => {
  const made = first.filesOf(facts, variant);
  return made.kind === 'blocked' ? made.because : made.files.map(({path}) => path).join(' ');
};

describe('the usual project', () => {
  it('holds the program, its licence, and how to verify it', () => {
    const made = writtenFiles(first, programFacts());
    expect(made.place).toEqual({kind: 'project'});
    expect(paths(programFacts())).toEqual(['harbor.nuspec', 'LICENSE.txt', 'VERIFICATION.txt']);
    const digest = harborProgram('windows', 'amd64').sha256.toUpperCase();
    expect(textAt(made, 'packaging/chocolatey/tools/VERIFICATION.txt')).toContain(`SHA-256: ${digest}\n`);
    expect(textAt(made, 'packaging/chocolatey/tools/LICENSE.txt')).toMatch(/^From: https:\S+\/blob\/v1\.2\.3\/LICENSE\n\nMIT License\n/);
  });
  it('is read by the marketplace itself, with the right name and version and without a fault', () => {
    for (const variant of [undefined, 'embed', 'download']) {
      const [nuspec, ...others] = readBack(chocolatey, writtenFiles(first, programFacts(), variant));
      expect(nuspec).toEqual({path: nuspecPath, name: 'harbor', version: '1.2.3', faults: []});
      expect(others.flatMap(({faults}) => faults)).toEqual([]);
    }
  });
  it('has what the validator of Chocolatey wants', () => {
    const found = metadataOf(programFacts());
    expect(found).toMatchObject({title: 'harbor (command line)', authors: 'Harbor Tools', tags: 'harbor cli storage foss'});
    expect(found['description']?.length).toBeGreaterThan(30);
    expect(found['projectUrl']).not.toBe(found['projectSourceUrl']);
    expect(Object.keys(found)).toEqual(expect.arrayContaining(['summary', 'licenseUrl', 'releaseNotes', 'bugTrackerUrl', 'docsUrl']));
  });
  it('downloads where it is asked to, with the released digest and a byte order mark', () => {
    const script = textAt(writtenFiles(first, programFacts(), 'download'), scriptPath);
    const {asset, sha256} = harborProgram('windows', 'amd64');
    expect(script.startsWith('\ufeff$ErrorActionPreference')).toBe(true);
    expect(script).toContain(`  url64bit       = '${asset.url}'\n  checksum64     = '${sha256}'\n  checksumType64 = 'sha256'\n`);
    expect(script).toMatch(/Install-ChocolateyZipPackage @packageArgs\n$/);
  });
  it('gives the same bytes for the same facts', () => {
    expect(first.filesOf(programFacts())).toEqual(first.filesOf(programFacts()));
  });
});

describe('other releases', () => {
  const only = (...programs: readonly ReturnType<typeof harborProgram>[]) => programFacts({programs});
  it('downloads a bare program under its command’s name', () => {
    const bare = harborProgram('windows', 'amd64', {
      format: 'binary',
      asset: harborAsset('harbor-windows-amd64.exe'),
      path: 'harbor-windows-amd64.exe',
      besides: [],
    });
    const script = textAt(writtenFiles(first, only(bare), 'download'), scriptPath);
    expect(script).toContain("fileFullPath   = Join-Path $toolsDir 'harbor.exe'\n");
    expect(script).toMatch(/Get-ChocolateyWebFile @packageArgs\n$/);
  });
  it('names a program in a folder as people type it, and keeps others off the PATH', () => {
    const folder = 'harbor-1.2.3';
    const wrapped = harborProgram('windows', 'amd64', {
      folder,
      path: `${folder}/harbor-cli.exe`,
      besides: [`${folder}/it's.exe`, `${folder}/x.dll`],
    });
    const script = textAt(writtenFiles(first, only(wrapped), 'download'), scriptPath);
    expect(script).toContain(
      "-LiteralPath (Join-Path $toolsDir 'harbor-1.2.3\\harbor-cli.exe') -Destination (Join-Path $toolsDir 'harbor-1.2.3\\harbor.exe')",
    );
    expect(script).toContain("(Join-Path $toolsDir 'harbor-1.2.3\\it''s.exe.ignore')");
    expect(first.submission?.(only(wrapped), writtenFiles(first, only(wrapped)).files)).toMatchObject({
      embeds: [
        {path: 'tools/harbor.exe', member: 'harbor-1.2.3/harbor-cli.exe'},
        {path: 'tools/x.dll', member: 'harbor-1.2.3/x.dll'},
      ],
    });
  });
  it('takes both processors of one script, and 32 bits alone', () => {
    const [wide, narrow] = [harborProgram('windows', 'amd64'), harborProgram('windows', '386')];
    const both = textAt(writtenFiles(first, only(wide, narrow), 'download'), scriptPath);
    expect(both).toContain(`  url            = '${narrow.asset.url}'\n  checksum       = '${narrow.sha256}'`);
    expect(both).toContain(`  url64bit       = '${wide.asset.url}'`);
    const alone = textAt(writtenFiles(first, only(narrow), 'download'), scriptPath);
    expect(alone).toContain('url            =');
    expect(alone).not.toContain('64bit');
  });
  it('downloads what is too large to be packed, and says so', () => {
    const large = harborProgram('windows', 'amd64', {asset: {...harborAsset('harbor.zip'), size: 200_000_000}});
    expect(paths(only(large))).toContain('chocolateyinstall.ps1');
    expect(writtenFiles(first, only(large)).notes).toContain(
      'The package downloads the program: harbor.zip is larger than a package at Chocolatey may be.',
    );
    expect(becauseOf(only(large), 'embed')).toContain('larger than a package');
  });
  it('downloads where there is no licence to pack, and where the project’s own script does', () => {
    expect(paths(programFacts({license: {spdx: 'MIT'}}))).toContain('chocolateyinstall.ps1');
    expect(paths(programFacts({paths: ['choco/harbor.nuspec', 'choco/tools/chocolateyInstall.ps1']}))).toContain('chocolateyinstall.ps1');
  });
  it('packs a tar, which it can’t download', () => {
    const tar = harborProgram('windows', 'amd64', {format: 'tar.gz', asset: harborAsset('harbor-windows-amd64.tar.gz')});
    expect(paths(only(tar))).toContain('VERIFICATION.txt');
    expect(becauseOf(only(tar), 'download')).toContain('don’t unpack');
  });
  it.each<[string, ProgramFacts, RegExp]>([
    [
      'no program for Windows',
      programFacts({programs: harborPrograms.filter(({system}) => system !== 'windows')}),
      /no program for Windows/,
    ],
    ['only one for ARM', only(harborProgram('windows', 'arm64')), /no program for Windows/],
    ['a tar that nothing unpacks', only(harborProgram('windows', 'amd64', {format: 'tar.xz'})), /don’t unpack/],
    ['no description', programFacts({description: ' \u200b '}), /no description/],
    ['an odd id', withName('har bor'), /takes no id/],
    ['a pre-release in the id', withName('harbor-beta'), /pre-release/],
    ['Chocolatey’s own name', withName('harbor-chocolatey'), /chocolatey/],
    ['an id that ends in .config', withName('harbor.config'), /\.config/],
    ['a version that is no number', withVersion('2026a'), /takes no version/],
  ])('is blocked by %s', (_, facts, because) => {
    expect(first.filesOf(facts)).toMatchObject({kind: 'blocked', because: expect.stringMatching(because)});
  });
  it('is blocked without a release and by a draft', () => {
    const {release: _, ...project} = programFacts().project;
    expect(first.filesOf(programFacts({project}))).toMatchObject({kind: 'blocked'});
    const draft = {...project, release: {...programFacts().project.release!, isDraft: true}};
    expect(first.filesOf(programFacts({project: draft}))).toMatchObject({kind: 'blocked'});
  });
  it.each([
    ['1.2', '1.2.0'],
    ['2026.01.02', '2026.1.2'],
    ['1.2.3+build.5', '1.2.3'],
    ['1.2.3-rc1', '1.2.3-rc1'],
  ])('writes version %s as %s', (version, written) => {
    expect(metadataOf(withVersion(version))['version']).toBe(written);
  });
});

describe('texts from outside', () => {
  it.each(hostileTexts.map((text) => [text]))('stays whole and well-formed with %j', (text) => {
    const facts = hostileFacts(text);
    const found = metadataOf(facts);
    expect(Object.keys(found).filter((key) => key.includes('owners'))).toEqual(['owners']);
    expect(found['id']).toBe('harbor');
    // Nothing of it is filled in by the packer.
    expect(writtenFiles(first, facts).files[0].contents).not.toMatch(/\$\w+\$/);
    for (const variant of ['embed', 'download']) expect(() => writtenFiles(first, facts, variant)).not.toThrow();
    const job = first.job?.(facts);
    if (job !== undefined) expectOwnExpressions(job);
  });
  it('names the account where the author is an e-mail address', () => {
    const facts = programFacts({author: 'Anna <anna@harbor.example>'});
    expect(metadataOf(facts)['authors']).toBe('harbor-tools');
    expect(writtenFiles(first, facts).notes.join()).toContain('e-mail');
  });
  it('shortens a long description with a note', () => {
    const facts = programFacts({description: '[word] '.repeat(2000)});
    expect(metadataOf(facts)['description']!.length).toBeLessThanOrEqual(4000);
    expect(writtenFiles(first, facts).notes.join()).toContain('shortened');
  });
  it('finds an icon', () => {
    const facts = programFacts({paths: ['docs/logo.svg', 'icon.png', 'LICENSE']});
    expect(metadataOf(facts)['iconUrl']).toBe('https://cdn.jsdelivr.net/gh/harbor-tools/harbor@v1.2.3/icon.png');
  });
});
