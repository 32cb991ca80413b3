import type {LibraryNeed, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {packageNameOf, repositoryText} from '../../src/model/project.ts';
import {plainLine, shortened} from '../../src/model/quoting.ts';
import {sha256} from '../family/sha256.ts';
import {type ArchField, type ArchPackage, type ArchValue, fixed, list, openWord, single} from './arch-fields.ts';
import {type Blocked, blocked, commandObstacle, releaseObstacle, spdxOf} from './grounds.ts';
import {licenseIds, licenseIn} from './license-text.ts';
import {withOwnLibrary} from './linux-programs.ts';

/** A program with the processor's name at Arch. */
export type ArchProgram = {readonly architecture: 'x86_64' | 'aarch64'; readonly program: ReleasedProgram};

/** The licence's text as a source of its own, because no archive has it. */
export type LicenseSource = {readonly url: string; readonly sha256: string};

/** Everything that both files of the package hold. */
export type AurParts = {
  readonly name: string;
  readonly version: string;
  readonly pkgver: string;
  /** What holds the version as released files spell it, in the PKGBUILD. */
  readonly variable: 'pkgver' | '_version';
  readonly programs: readonly ArchProgram[];
  readonly license?: LicenseSource;
};

/** By SemVer: numbers with dots and then a hyphen; a date such as `2026-03-02` is none. */
const isEarly = (version: string): boolean => /^\d+(?:\.\d+)+-/.test(version);

const baseOf = ({project}: ProgramFacts): string => packageNameOf(project, 'aur').name.toLowerCase().replace(/-bin$/, '');

/** Arch itself has the texts of these, so that a package need not bring them. */
const isCommon = (id: string): boolean => /^(?:A?GPL|LGPL|GFDL|MPL|Apache-2\.0|EPL|CDDL|CC0|CC-BY|Unlicense|BSL-1\.0|EUPL)/.test(id);

const wantsText = (facts: ProgramFacts): boolean => {
  const spdx = spdxOf(facts);
  return spdx === undefined || !licenseIds(spdx).every(isCommon);
};

/* The version has to stand in an address as it is spelled, so that it can be left open there. */
const plusAsItIs = (url: string): string => url.replaceAll('%2B', '+');
const encodedPath = (path: string): string => plusAsItIs(path.split('/').map(encodeURIComponent).join('/'));

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const licenseSourceOf = ({license, project}: ProgramFacts): LicenseSource | undefined =>
  license.path === undefined || license.text === undefined
    ? undefined
    : {
        url: `https://raw.githubusercontent.com/${repositoryText(project.repository)}/${encodedPath(project.tag)}/${encodedPath(license.path)}`,
        sha256: hexOf(sha256(new TextEncoder().encode(license.text))),
      };

const programsOf = (facts: ProgramFacts): readonly ArchProgram[] =>
  (
    [
      ['x86_64', 'amd64'],
      ['aarch64', 'arm64'],
    ] as const
  ).flatMap(([architecture, ours]) => {
    const program = withOwnLibrary(facts, ours);
    return program === undefined ? [] : [{architecture, program}];
  });

/** Why there can be no package; undefined: there can. */
const faultOf = (facts: ProgramFacts, programs: readonly ArchProgram[]): Blocked | undefined => {
  const {project, license, description} = facts;
  const name = `${baseOf(facts)}-bin`;
  const obstacle = releaseObstacle(facts) ?? commandObstacle(facts);
  if (obstacle !== undefined) return obstacle;
  if (isEarly(project.version))
    return blocked(`${project.version} is a prerelease, which pacman would take for the release itself.`, 'Begin with the next release.');
  if (!/^[a-z0-9][a-z0-9.+_-]{0,254}$/.test(name))
    return blocked(
      `The AUR takes no package called ${plainLine(name)}: names hold small letters, digits and . + _ - alone.`,
      'Name the package in portcall.yaml, under aur.',
    );
  if (!programs.some(({architecture}) => architecture === 'x86_64'))
    return blocked(
      'The release has no program for Linux on amd64, and the AUR takes no package without it.',
      'Release one for linux-amd64.',
    );
  if (plainLine(description) === '')
    return blocked('The repository has no description, and the package has to say what it is.', 'Write one under “About” on its page.');
  if (spdxOf(facts) === undefined && license.text === undefined)
    return blocked(
      'The repository has no licence, which a package has to name.',
      'Add a LICENSE file, and release a version that holds it.',
    );
  return wantsText(facts) && license.text === undefined && programs.some(({program}) => licenseIn(program) === undefined)
    ? blocked(
        `The text of ${spdxOf(facts) ?? 'the licence'} has to come with the package, and it lies neither in the archives nor in the repository.`,
        'Add a LICENSE file, and release a version that holds it.',
      )
    : undefined;
};

const partsOf = (facts: ProgramFacts, programs: readonly ArchProgram[]): AurParts => {
  const {version} = facts.project;
  const pkgver = version.replace(/-/g, '_');
  const isLacking = wantsText(facts) && programs.some(({program}) => licenseIn(program) === undefined);
  const license = isLacking ? licenseSourceOf(facts) : undefined;
  return {
    name: `${baseOf(facts)}-bin`,
    version,
    pkgver,
    variable: pkgver === version ? 'pkgver' : '_version',
    programs,
    ...(license === undefined ? {} : {license}),
  };
};

const ending = ({format}: ReleasedProgram): string => (format === 'binary' ? '' : `.${format}`);

/** A source under a name that no other version and no other processor has. */
const sourceOf = ({name, version, pkgver, variable}: AurParts, rest: string, url: string): ArchValue => ({
  bash: `"${name}-\${pkgver}${rest}::${openWord(url, version, variable).slice(1, -1)}"`,
  plain: `${name}-${pkgver}${rest}::${url}`,
});

const libraryOf = (library: LibraryNeed | undefined): readonly string[] =>
  library === undefined || library.kind === 'static' ? [] : [library.kind];

const fieldsFor = (parts: AurParts, {architecture, program}: ArchProgram): readonly ArchField[] => {
  const needs = libraryOf(program.library);
  return [
    list(`source_${architecture}`, [sourceOf(parts, `-${architecture}${ending(program)}`, plusAsItIs(program.asset.url))]),
    ...(needs.length === 0 ? [] : [list(`depends_${architecture}`, needs.map(fixed))]),
    list(`sha256sums_${architecture}`, [fixed(program.sha256)]),
  ];
};

const fieldsOf = (facts: ProgramFacts, parts: AurParts): readonly ArchField[] => {
  const {programs, license} = parts;
  const base = fixed(baseOf(facts));
  const texts = (...words: readonly string[]): readonly ArchValue[] => words.map(fixed);
  return [
    single('pkgdesc', shortened(plainLine(facts.description), 255)),
    single('pkgver', parts.pkgver),
    single('pkgrel', '1'),
    single('url', `https://github.com/${repositoryText(facts.project.repository)}`),
    list('arch', texts(...programs.map(({architecture}) => architecture))),
    list('license', texts(spdxOf(facts) ?? 'LicenseRef-custom')),
    list('provides', [base]),
    list('conflicts', [base]),
    list('options', texts('!strip', '!debug')),
    ...(license === undefined
      ? []
      : [list('source', [sourceOf(parts, '-LICENSE', license.url)]), list('sha256sums', [fixed(license.sha256)])]),
    ...programs.flatMap((one) => fieldsFor(parts, one)),
  ];
};

/** The lines that put files in their place; one set for all processors where they are alike. */
const stepsOf = (facts: ProgramFacts, parts: AurParts): readonly string[] => {
  const {name, version, variable, programs, license} = parts;
  const inside = (path: string): string => `"\${srcdir}/${openWord(path, version, variable).slice(1, -1)}"`;
  const linesFor = ({architecture, program}: ArchProgram): readonly string[] => {
    const unpacked = program.format === 'binary' ? `"\${srcdir}/${name}-\${pkgver}-${architecture}"` : inside(program.path);
    const text = license === undefined ? licenseIn(program) : undefined;
    return [
      `install -Dm755 ${unpacked} "\${pkgdir}/usr/bin/${facts.command}"`,
      ...(text === undefined ? [] : [`install -Dm644 ${inside(text)} "\${pkgdir}/usr/share/licenses/\${pkgname}/LICENSE"`]),
    ];
  };
  const own =
    license === undefined
      ? []
      : [`install -Dm644 "\${srcdir}/${name}-\${pkgver}-LICENSE" "\${pkgdir}/usr/share/licenses/\${pkgname}/LICENSE"`];
  const all = programs.map((one) => ({one, lines: linesFor(one)}));
  const [first] = all;
  if (first !== undefined && all.every(({lines}) => lines.join('\n') === first.lines.join('\n'))) return [...first.lines, ...own];
  const branches = all.flatMap(({one, lines}) => [`  ${one.architecture})`, ...lines.map((line) => `    ${line}`), '    ;;']);
  return ['case "${CARCH}" in', ...branches, 'esac', ...own];
};

/** The package, and what its job has to know of it. */
export const aurPackageOf = (
  facts: ProgramFacts,
): Blocked | {readonly kind: 'package'; readonly parts: AurParts; readonly written: ArchPackage} => {
  const programs = programsOf(facts);
  const fault = faultOf(facts, programs);
  if (fault !== undefined) return fault;
  const parts = partsOf(facts, programs);
  const written: ArchPackage = {
    name: parts.name,
    maintainer: plainLine(facts.author) || facts.project.repository.owner,
    ...(parts.variable === 'pkgver' ? {} : {spelling: parts.version}),
    fields: fieldsOf(facts, parts),
    steps: stepsOf(facts, parts),
  };
  return {kind: 'package', parts, written};
};
