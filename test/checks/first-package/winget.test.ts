import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {wingetFirstPackage as first} from '../../../checks/first-package/winget.ts';
import {winget} from '../../../checks/winget.ts';
import type {ProgramFacts} from '../../../src/model/first-package.ts';
import {plainLine} from '../../../src/model/quoting.ts';
import {expectOwnExpressions, readBack, writtenFiles} from '../../support/first-files.ts';
import {harborAsset, harborProgram, harborPrograms, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

const folder = 'manifests/h/harbor-tools/harbor/1.2.3';
const withName = (name: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, packages: {winget: {name, from: 'configuration'}}}};
};
const only = (...programs: readonly ReturnType<typeof harborProgram>[]) => programFacts({programs});
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever a manifest holds.
type Manifest = Readonly<Record<string, any>>;

const manifestsOf = (facts: ProgramFacts): Readonly<Record<'version' | 'installer' | 'defaultLocale', Manifest>> => {
  const [version = {}, installer = {}, defaultLocale = {}] = writtenFiles(first, facts).files.map(
    ({contents}) => parse(contents) as Manifest,
  );
  return {version, installer, defaultLocale};
};

describe('the usual project', () => {
  it('goes upstream as three files of one version', () => {
    const made = writtenFiles(first, programFacts());
    expect(made.place).toEqual({
      kind: 'upstream',
      upstream: {owner: 'microsoft', name: 'winget-pkgs'},
      base: 'master',
      branch: 'harbor-tools.harbor-1.2.3',
      title: 'New package: harbor-tools.harbor version 1.2.3',
    });
    expect(made.files.map(({path}) => path)).toEqual(
      ['yaml', 'installer.yaml', 'locale.en-US.yaml'].map((end) => `${folder}/harbor-tools.harbor.${end}`),
    );
    expect(first.questions?.length).toBeGreaterThan(3);
  });
  it('is read by the marketplace itself without a fault', () => {
    const read = readBack(winget, writtenFiles(first, programFacts()));
    expect(read).toHaveLength(3);
    for (const one of read) expect(one).toMatchObject({name: 'harbor-tools.harbor', version: '1.2.3', faults: []});
  });
  it('pins both processors in capital digits', () => {
    const {installer} = manifestsOf(programFacts());
    expect(installer).toMatchObject({
      InstallerType: 'zip',
      NestedInstallerType: 'portable',
      NestedInstallerFiles: [{RelativeFilePath: 'harbor.exe', PortableCommandAlias: 'harbor'}],
      ReleaseDate: '2026-03-02',
    });
    const [x64, arm] = [harborProgram('windows', 'amd64'), harborProgram('windows', 'arm64')];
    expect(installer['Installers']).toEqual([
      {Architecture: 'x64', InstallerUrl: x64.asset.url, InstallerSha256: x64.sha256.toUpperCase()},
      {Architecture: 'arm64', InstallerUrl: arm.asset.url, InstallerSha256: arm.sha256.toUpperCase()},
    ]);
  });
  it('takes the name that is configured, in its own folders', () => {
    const made = writtenFiles(first, withName('HarborTools.Harbor.CLI'));
    expect(made.files[0].path).toBe('manifests/h/HarborTools/Harbor/CLI/1.2.3/HarborTools.Harbor.CLI.yaml');
  });
});

describe('other releases', () => {
  it('says paths by themselves where the zips differ', () => {
    const [one, other] = (['amd64', 'arm64'] as const).map((architecture) =>
      harborProgram('windows', architecture, {folder: `h-${architecture}`, path: `h-${architecture}/harbor.exe`}),
    );
    const {installer} = manifestsOf(only(one!, other!));
    expect(installer['InstallerType']).toBeUndefined();
    expect(installer['Installers'][1]).toMatchObject({
      InstallerType: 'zip',
      NestedInstallerFiles: [{RelativeFilePath: 'h-arm64\\harbor.exe'}],
    });
  });
  it('takes a bare program as it is', () => {
    const bare = harborProgram('windows', 'amd64', {format: 'binary', asset: harborAsset('harbor-amd64.exe'), path: 'harbor-amd64.exe'});
    const {installer} = manifestsOf(only(bare));
    expect(installer).toMatchObject({InstallerType: 'portable', Commands: ['harbor']});
    expect(writtenFiles(first, only(bare)).notes.join()).toContain('no program for Windows on ARM64');
  });
  it('leaves out what winget does not unpack', () => {
    const facts = only(harborProgram('windows', 'amd64'), harborProgram('windows', 'arm64', {format: 'tar.gz'}));
    expect(manifestsOf(facts).installer['Installers']).toHaveLength(1);
    expect(writtenFiles(first, facts).notes.join()).toContain('is left out');
  });
  it.each<[string, ProgramFacts, RegExp]>([
    ['no program for Windows', programFacts({programs: harborPrograms.slice(0, 2)}), /no program for Windows/],
    ['only a tar', only(harborProgram('windows', 'amd64', {format: 'tar.gz'})), /no program for Windows/],
    ['no licence', programFacts({license: {}}), /no licence/],
    ['no description', programFacts({description: ''}), /no description/],
    ['a name without a publisher', withName('harbor'), /no identifier/],
    ['a name too long', withName(`a.${'b'.repeat(33)}`), /no identifier/],
    ['a long command', programFacts({command: 'h'.repeat(41)}), /40 characters/],
  ])('is blocked by %s', (_, facts, because) => {
    expect(first.filesOf(facts)).toMatchObject({kind: 'blocked', because: expect.stringMatching(because)});
  });
});

describe('texts from outside', () => {
  it.each(hostileTexts.map((text) => [text]))('means the same in YAML: %j', (text) => {
    const facts = hostileFacts(text);
    const made = first.filesOf(facts);
    if (made.kind === 'blocked') return expect(plainLine(text).length).toBeLessThan(3);
    const {defaultLocale} = manifestsOf(facts);
    expect(defaultLocale['ShortDescription']).toBe(plainLine(text));
    expect(Object.keys(defaultLocale)).toEqual(Object.keys(manifestsOf(programFacts()).defaultLocale));
    const job = first.job?.(facts);
    if (job !== undefined) expectOwnExpressions(job);
  });
  it('keeps words that YAML reads otherwise', () => {
    const {defaultLocale} = manifestsOf(programFacts({author: 'yes', description: 'null'}));
    expect(defaultLocale).toMatchObject({Publisher: 'yes', ShortDescription: 'null'});
  });
  it('cuts the short description and keeps the long one', () => {
    const {defaultLocale} = manifestsOf(programFacts({description: 'word '.repeat(100)}));
    expect(defaultLocale['ShortDescription'].length).toBeLessThanOrEqual(256);
    expect(defaultLocale['Description']).toBe('word '.repeat(100).trim());
  });
});

it('knows the installers of later versions by their names', () => {
  const job = first.job?.(programFacts());
  const [step] = job?.publish ?? [];
  const pattern = new RegExp(step?.kind === 'use' ? (step.with?.['installers-regex'] ?? '') : '');
  const named = (name: string) => pattern.test(name);
  expect(['harbor-1.3.0-windows-amd64.zip', 'harbor-2.0.0-rc1-windows-arm64.zip'].every(named)).toBe(true);
  expect(['harbor-1.3.0-linux-amd64.tar.gz', 'harbor-1.3.0-windows-amd64.zip.sha256'].some(named)).toBe(false);
});
