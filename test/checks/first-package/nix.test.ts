import {describe, expect, it} from 'vitest';
import {nixFile, readNixPackage} from '../../../checks/family/nix-package.ts';
import {nixFirstPackage} from '../../../checks/first-package/nix.ts';
import {nixHash} from '../../../checks/first-package/nix-package.ts';
import {nix} from '../../../checks/nix.ts';
import type {FirstFiles, ProgramFacts} from '../../../src/model/first-package.ts';
import {harborProgram, harborPrograms, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

type Made = Extract<FirstFiles, {readonly kind: 'files'}>;
const made = (facts: ProgramFacts, variant?: string): Made => {
  const files = nixFirstPackage.filesOf(facts, variant);
  if (files.kind === 'blocked') throw new Error(files.because);
  return files;
};
const packageOf = (facts: ProgramFacts): string => made(facts).files[0].contents;
const blockedBy = (facts: ProgramFacts, variant?: string): string => {
  const files = nixFirstPackage.filesOf(facts, variant);
  return files.kind === 'blocked' ? `${files.because} ${files.next}` : 'not blocked';
};
const inProject = (over: object): ProgramFacts => ({...programFacts(), project: {...programFacts().project, ...over}});

describe('a first package for nixpkgs', () => {
  it('stands by its name, on a branch for master, and names its maintainer', () => {
    const {place, files, notes} = made(programFacts());
    expect(place).toEqual({
      kind: 'upstream',
      upstream: {owner: 'NixOS', name: 'nixpkgs'},
      base: 'master',
      branch: 'harbor-1.2.3',
      title: 'harbor: init at 1.2.3',
    });
    expect(files.map(({path}) => path)).toEqual(['pkgs/by-name/ha/harbor/package.nix']);
    expect(notes.join('\n')).toMatch(/build from source[\s\S]+harbor-tools as maintainer/);
    expect(nixFirstPackage.job).toBeUndefined();
  });

  it('holds what Portcall reads of a package in nixpkgs', () => {
    const {name, version, downloads, addresses} = readNixPackage(packageOf(programFacts()));
    expect([name, version]).toEqual(['harbor', '1.2.3']);
    expect(downloads).toEqual(harborPrograms.slice(0, 4).map(({asset, sha256}) => ({url: asset.url, sha256})));
    expect(addresses).toContain('https://harbor.example/');
    expect(nixFile('package.nix', packageOf(programFacts()))?.faults).toEqual([]);
  });

  it('writes digests as Nix does', () => {
    expect(nixHash('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')).toBe(
      'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    );
  });

  it('patches programs for glibc, and leaves musl’s and missing platforms out with a note', () => {
    const glibc = harborProgram('linux', 'amd64', {library: {kind: 'glibc'}});
    const musl = harborProgram('linux', 'arm64', {library: {kind: 'musl'}});
    const facts = programFacts({programs: [glibc, musl]});
    expect(packageOf(facts)).toContain('nativeBuildInputs = lib.optionals stdenvNoCC.hostPlatform.isLinux [ autoPatchelfHook ];');
    expect(packageOf(facts)).not.toContain('aarch64-linux');
    expect(made(facts).notes.join('\n')).toContain('aarch64-linux, x86_64-darwin, aarch64-darwin');
    expect(packageOf(programFacts())).not.toContain('autoPatchelfHook');
  });

  it('writes a description as nixpkgs asks for it, and says so', () => {
    const facts = programFacts({description: 'a mover of files.'});
    expect(packageOf(facts)).toContain('description = "Mover of files";');
    expect(made(facts).notes.join('\n')).toContain('became “Mover of files”');
  });

  it('gives a choice of licences as a list', () => {
    expect(packageOf(programFacts({license: {spdx: 'MIT OR Apache-2.0'}}))).toContain('license = with lib.licenses; [ mit asl20 ];');
    expect(packageOf(programFacts({license: {spdx: 'GPL-3.0'}}))).toContain('license = lib.licenses.gpl3Only;');
    expect(made(programFacts({license: {spdx: 'GPL-3.0'}})).notes.join('\n')).toContain('later versions of the licence');
  });

  it.each([
    ['harbor-tools', 'lib.maintainers.harbor-tools'],
    ['Harbor', 'lib.maintainers.harbor'],
    ['8bit', 'lib.maintainers._8bit'],
    ['unzip', 'lib.maintainers.unzip'],
    ...['let', 'in', 'with', 'rec', 'inherit', 'if', 'then', 'else', 'assert', 'or'].map((word) => [word, `lib.maintainers."${word}"`]),
    ['o"${x}', 'lib.maintainers."o\\"\\${x}"'],
  ])('names the owner %s as its maintainer by %s', (owner, written) => {
    const facts = inProject({repository: {owner, name: 'harbor'}});
    expect(packageOf(facts)).toContain(`  maintainers = [ ${written} ];\n`);
  });

  it.each<[string, ProgramFacts, RegExp]>([
    ['a prerelease', inProject({version: '1.2.3-rc.1', tag: 'v1.2.3-rc.1'}), /is a prerelease/],
    ['a name against the rules', inProject({packages: {nix: {name: 'ha.rbor', from: 'configuration'}}}), /no package called ha\.rbor/],
    ['no licence', programFacts({license: {}}), /recognises no licence/],
    ['a licence that nixpkgs has no word for', programFacts({license: {spdx: 'GPL-3.0-only WITH Own-exception'}}), /no plain word/],
    ['programs for Windows alone', programFacts({programs: harborPrograms.slice(4)}), /no program for Linux or macOS/],
    ['no release', inProject({release: undefined}), /has no release/],
  ])('is blocked by %s', (_name, facts, why) => expect(blockedBy(facts)).toMatch(why));

  it.each(hostileTexts)('keeps %j inside its strings', (text) => {
    const facts = hostileFacts(text, {description: `Says ${text}`});
    expect(packageOf(facts).split('\n').length).toBe(packageOf(programFacts()).split('\n').length);
    expect(packageOf(facts)).not.toMatch(/(?<![\\$])\$\{(?!finalAttrs|stdenvNoCC)/);
  });
});

describe('a flake', () => {
  it('stands in the project, where it is read with its name and version', () => {
    const {place, files} = made(programFacts(), 'flake');
    expect(place).toEqual({kind: 'project'});
    for (const {path, contents} of files) {
      expect(nix.packageFiles?.matches(path)).toBe(true);
      expect(nix.packageFiles?.read(path, contents)?.faults).toEqual([]);
    }
    expect(nix.packageFiles?.read(files[1]?.path ?? '', files[1]?.contents ?? '')).toMatchObject({name: 'harbor', version: '1.2.3'});
  });

  it('needs nobody in nixpkgs, and takes a prerelease', () => {
    const facts = inProject({version: '1.2.3-rc.1', tag: 'v1.2.3-rc.1'});
    expect(blockedBy(facts, 'flake')).toBe('not blocked');
    expect(made(programFacts(), 'flake').files[1]?.contents).toContain('maintainers = [ ];');
  });
});
