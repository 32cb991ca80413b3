import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {chocolateyFirstPackage as first} from '../../checks/first-package/chocolatey.ts';
import type {ProgramFacts} from '../../src/model/first-package.ts';
import {nupkgOf} from '../../src/tools/nupkg.ts';
import {textAt, writtenFiles} from '../support/first-files.ts';
import {opcRules} from '../support/opc-rules.ts';
import {openPowerShell, type ParsedScript} from '../support/powershell.ts';
import {harborProgram, hostileFacts, hostileTexts, programFacts} from '../support/program-facts.ts';

/* What can't be held here: Chocolatey's own validator and `choco install` run on Windows alone. */
const isInstalled = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(path.delimiter).some((one) => existsSync(path.join(one, name)));
const missing = (name: string): string => (isInstalled(name) ? '' : ` (left out: ${name} is not installed)`);
const noPython = missing('python3');
const noNuget = missing('nuget');
const program = Buffer.from('MZ stands for the program');

/** The package that is pushed, with something in the place of the program. */
const packageOf = (facts: ProgramFacts, change = (nuspec: string) => nuspec): Buffer => {
  const step = first.submission?.(facts, writtenFiles(first, facts).files);
  if (step?.kind !== 'push-nupkg') throw new Error('nothing to push');
  const [nuspec, ...others] = step.files;
  return nupkgOf({
    id: step.package,
    version: step.version,
    nuspec: change(nuspec.contents),
    files: [
      ...others.map(({path: name, contents}) => ({path: name, contents: Buffer.from(contents)})),
      ...step.embeds.map((one) => ({path: one.path, contents: program})),
    ],
  });
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portcall-nupkg-'));
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe.skipIf(noPython !== '')(`the package, opened by Python's readers${noPython}`, () => {
  const faultsOf = (nupkg: Buffer): string => {
    const file = path.join(folder, 'one.nupkg');
    writeFileSync(file, nupkg);
    return execFileSync('python3', ['-c', opcRules, file], {encoding: 'utf8'}).trim();
  };
  it('keeps the rules of open packages', () => {
    expect(faultsOf(packageOf(programFacts()))).toBe('');
  });
  it('show a part that has another date', () => {
    const bytes = packageOf(programFacts());
    bytes.writeUInt16LE(0x5ba1, bytes.lastIndexOf(Buffer.from('PK\u0001\u0002')) + 14);
    expect(faultsOf(bytes)).toContain('another date');
  });
  it('keeps them with every text from outside', {timeout: 60_000}, () => {
    for (const text of hostileTexts) expect(faultsOf(packageOf(hostileFacts(text)))).toBe('');
  });
  it('has the same bytes the second time', () => {
    expect(packageOf(programFacts()).equals(packageOf(programFacts()))).toBe(true);
  });
});

/* Debian's NuGet is of 2014: it knows the layout of packages, and neither the newer namespace of descriptions nor Chocolatey's own elements. */
const olderNuspec = (nuspec: string): string =>
  nuspec.replace('2015/06', '2013/05').replace(/ *<(packageSourceUrl|projectSourceUrl|bugTrackerUrl|docsUrl)>.*<\/\1>\n/g, '');

describe.skipIf(noNuget !== '')(`the package, installed by NuGet's own reader${noNuget}`, () => {
  it.each([
    ['of the usual project', programFacts()],
    ['with texts from outside', hostileFacts(hostileTexts[0] ?? '')],
  ])('%s', {timeout: 60_000}, (_, facts) => {
    const source = mkdtempSync(path.join(folder, 'source-'));
    writeFileSync(path.join(source, 'harbor.1.2.3.nupkg'), packageOf(facts, olderNuspec));
    const args = ['install', 'harbor', '-Version', '1.2.3', '-Source', source, '-OutputDirectory', path.join(source, 'out'), '-NoCache'];
    const said = execFileSync('nuget', args, {
      encoding: 'utf8',
      timeout: 50_000,
      env: {PATH: process.env['PATH'], HOME: source, TERM: 'dumb'},
    });
    expect(said).toContain("Successfully installed 'harbor 1.2.3'");
    const installed = path.join(source, 'out/harbor.1.2.3/tools');
    expect(readFileSync(path.join(installed, 'harbor.exe'))).toEqual(program);
    expect(readFileSync(path.join(installed, 'LICENSE.txt'), 'utf8')).toContain('MIT License');
  });
});

describe('the install script, read by a parser of PowerShell', () => {
  let parse: (script: string) => ParsedScript;
  beforeAll(async () => {
    parse = await openPowerShell();
  });
  const scriptOf = (facts: ProgramFacts): string =>
    textAt(writtenFiles(first, facts, 'download'), 'packaging/chocolatey/tools/chocolateyinstall.ps1');

  it('calls what it should, and the parser sees a script that is broken', () => {
    const found = parse(scriptOf(programFacts()));
    expect(found).toMatchObject({hasError: false, commands: ['Split-Path', 'Install-ChocolateyZipPackage']});
    expect(found.texts).toContain(harborProgram('windows', 'amd64').sha256);
    expect(parse("$x = @{ a = 'open\n}").hasError).toBe(true);
    expect(parse('$x = (1\n').hasError).toBe(true);
  });
  it.each(hostileTexts.map((text) => [text]))('means the very path of a file in the archive: %j', (text) => {
    const other = `docs/${text.replace(/[/\\\0\r\n]/g, '_')}.exe`;
    const program = harborProgram('windows', 'amd64', {path: 'bin/harbor-cli.exe', besides: [other]});
    const found = parse(scriptOf(programFacts({programs: [program]})));
    expect(found.hasError).toBe(false);
    expect([...new Set(found.commands)].sort()).toEqual(['Install-ChocolateyZipPackage', 'Join-Path', 'Move-Item', 'Split-Path']);
    expect(found.texts).toContain(`${other.replaceAll('/', '\\')}.ignore`);
  });
});
