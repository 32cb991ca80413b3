import {describe, expect, it} from 'vitest';
import {aur} from '../../../checks/aur.ts';
import {archPackageFile} from '../../../checks/family/pkgbuild.ts';
import {aurFirstPackage} from '../../../checks/first-package/aur.ts';
import type {ProgramFacts} from '../../../src/model/first-package.ts';
import {harborProgram, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

const filesOf = (facts: ProgramFacts): Readonly<Record<string, string>> => {
  const made = aurFirstPackage.filesOf(facts);
  if (made.kind === 'blocked') throw new Error(made.because);
  return Object.fromEntries(made.files.map(({path, contents}) => [path, contents]));
};
const notesOf = (facts: ProgramFacts): string => {
  const made = aurFirstPackage.filesOf(facts);
  return made.kind === 'blocked' ? '' : made.notes.join('\n');
};
const blockedBy = (facts: ProgramFacts): string => {
  const made = aurFirstPackage.filesOf(facts);
  return made.kind === 'blocked' ? `${made.because} ${made.next}` : 'not blocked';
};
const released = (version: string): ProgramFacts => ({
  ...programFacts(),
  project: {...programFacts().project, version, tag: `v${version}`},
});
const bare = harborProgram('linux', 'amd64', {format: 'binary', path: 'harbor-linux-amd64', besides: []});

describe('the AUR’s first package', () => {
  it('stands in a repository of its own, under a name that ends in -bin', () => {
    const made = aurFirstPackage.filesOf(programFacts());
    expect(made).toMatchObject({kind: 'files', place: {kind: 'aur', package: 'harbor-bin'}});
    expect(filesOf(programFacts())).toEqual(filesOf(programFacts()));
  });

  it('says in both files the same, as Portcall reads them elsewhere', () => {
    const files = filesOf(programFacts());
    for (const [path, text] of Object.entries(files))
      expect(archPackageFile(path, text)).toEqual({path, name: 'harbor-bin', version: '1.2.3', faults: []});
    expect(aur.packageFiles?.matches('packaging/aur/PKGBUILD')).toBe(true);
  });

  it('takes the name that is declared, with one -bin', () => {
    const declared = (name: string) =>
      ({...programFacts(), project: {...programFacts().project, packages: {aur: {name, from: 'configuration'}}}}) as ProgramFacts;
    expect(filesOf(declared('harbor-bin'))['PKGBUILD']).toContain("provides=('harbor')");
    expect(filesOf(declared('quay'))['PKGBUILD']).toContain('pkgname=quay-bin');
    expect(blockedBy(declared('ha rbor'))).toContain('The AUR takes no package called ha rbor-bin');
  });

  it('installs from the wrapping folder, by processor where it names one', () => {
    const programs = (['amd64', 'arm64'] as const).map((one) => {
      const folder = `harbor-1.2.3-${one}`;
      return harborProgram('linux', one, {folder, path: `${folder}/bin/harbor`, besides: [`${folder}/LICENSE.md`]});
    });
    const text = filesOf(programFacts({programs}))['PKGBUILD'] ?? '';
    expect(text).toContain(
      'case "${CARCH}" in\n    x86_64)\n      install -Dm755 "${srcdir}/harbor-${pkgver}-amd64/bin/harbor" "${pkgdir}/usr/bin/harbor"',
    );
    expect(text).toContain('"${srcdir}/harbor-${pkgver}-arm64/LICENSE.md" "${pkgdir}/usr/share/licenses/${pkgname}/LICENSE"');
  });

  it('brings the licence as a source of its own where an archive lacks it and the licence wants it', () => {
    const files = filesOf(programFacts({programs: [bare]}));
    expect(files['.SRCINFO']).toContain(
      '\tsource = harbor-bin-1.2.3-LICENSE::https://raw.githubusercontent.com/harbor-tools/harbor/v1.2.3/LICENSE\n',
    );
    expect(files['PKGBUILD']).toContain('install -Dm755 "${srcdir}/harbor-bin-${pkgver}-x86_64" "${pkgdir}/usr/bin/harbor"');
    expect(files['PKGBUILD']).toContain('raw.githubusercontent.com/harbor-tools/harbor/v${pkgver}/LICENSE"');
    expect(filesOf(programFacts({programs: [bare], license: {spdx: 'Apache-2.0'}}))['PKGBUILD']).not.toContain('LICENSE');
  });

  it('depends on the C library that a program needs, and takes glibc’s before musl’s', () => {
    const musl = harborProgram('linux', 'amd64', {library: {kind: 'musl'}});
    expect(filesOf(programFacts({programs: [musl]}))['.SRCINFO']).toContain('\tdepends_x86_64 = musl\n');
    expect(notesOf(programFacts({programs: [musl]}))).toContain('musl’s own loader');
    const glibc = harborProgram('linux', 'amd64', {library: {kind: 'glibc', least: '2.17'}});
    expect(filesOf(programFacts({programs: [musl], alternatives: [glibc]}))['.SRCINFO']).toContain('\tdepends_x86_64 = glibc\n');
  });

  it('writes a version that pacman can’t hold twice', () => {
    const facts = {...programFacts(), project: {...programFacts().project, version: '2026-03-02', tag: '2026-03-02'}};
    expect(filesOf(facts)['PKGBUILD']).toContain("pkgver=2026_03_02\n_version='2026-03-02'\n");
    expect(filesOf(facts)['.SRCINFO']).toContain('\tpkgver = 2026_03_02\n');
  });

  it.each<[string, ProgramFacts, RegExp]>([
    ['a prerelease', released('1.2.3-rc.1'), /1\.2\.3-rc\.1 is a prerelease/],
    ['no program for amd64', programFacts({programs: [harborProgram('linux', 'arm64')]}), /no program for Linux on amd64/],
    ['no description', programFacts({description: ' \u200b '}), /no description/],
    ['no licence', programFacts({license: {}}), /no licence/],
    ['a licence without its text', programFacts({programs: [bare], license: {spdx: 'MIT'}}), /text of MIT has to come/],
    ['a version that is none', released('next/one'), /names no version/],
    ['no command', programFacts({command: 'a b'}), /no command that people can type/],
  ])('is blocked by %s', (_name, facts, why) => {
    expect(blockedBy(facts)).toMatch(why);
    expect(aurFirstPackage.job?.(facts)).toBeUndefined();
  });

  it('names the licence itself where GitHub recognises none, and shortens what is too long', () => {
    const {license} = programFacts();
    const own = programFacts({license: {path: 'LICENSE', text: license.text ?? ''}, description: 'Long. '.repeat(60)});
    expect(filesOf(own)['PKGBUILD']).toContain("license=('LicenseRef-custom')");
    expect(notesOf(own)).toMatch(/recognises no licence/);
    expect(notesOf(own)).toMatch(/255 characters/);
    expect([...(/pkgdesc = (.*)/.exec(filesOf(own)['.SRCINFO'] ?? '')?.[1] ?? '')].length).toBeLessThanOrEqual(255);
  });

  it.each(hostileTexts)('keeps %j on its line', (text) => {
    const facts = hostileFacts(text);
    if (blockedBy(facts) !== 'not blocked') return;
    const files = filesOf(facts);
    expect(files['.SRCINFO']?.split('\n').length).toBe(filesOf(programFacts())['.SRCINFO']?.split('\n').length);
    expect(files['PKGBUILD']?.split('\n').length).toBe(filesOf(programFacts())['PKGBUILD']?.split('\n').length);
  });
});

describe('its job', () => {
  const job = aurFirstPackage.job?.(programFacts());
  it('is seen to publish at the AUR, under a pinned host key', () => {
    const [step] = job?.publish ?? [];
    const seen = {name: 'x', run: step?.kind === 'run' ? step.lines.join('\n') : '', with: {}, env: {}, line: 1};
    const inJob = {steps: [seen]};
    expect(aur.publishedBy?.publishes(seen as never, inJob as never)).toBe('pushes to aur.archlinux.org');
    expect(aur.publishedBy?.packageName?.(seen as never)).toBe('harbor-bin');
    expect(seen.run).toContain(aur.token?.overSsh?.hostKey);
    expect(seen.run).not.toMatch(/ssh-keyscan|accept-new/);
    expect(job?.secrets).toEqual([aur.token?.names[0]]);
  });

  it.each(hostileTexts)('holds no expression of %j', (text) => {
    const lines = aurFirstPackage.job?.(hostileFacts(text))?.publish.flatMap((step) => (step.kind === 'run' ? step.lines : [])) ?? [];
    expect(lines.join('\n').replaceAll("${{ '${{' }}", '')).not.toContain('${{');
  });
});
