import type {FirstFiles, FirstPackage, ProgramFacts, TemplateQuestion} from '../../src/model/first-package.ts';
import {packageNameOf, repositoryText} from '../../src/model/project.ts';
import {nixString, plainLine, shortened} from '../../src/model/quoting.ts';
import {type Blocked, blocked, commandObstacle, releaseObstacle, spdxOf} from './grounds.ts';
import {withOwnLibrary} from './linux-programs.ts';
import {nixLicense} from './nix-license.ts';
import {type NixParts, type NixProgram, nixPackageOf} from './nix-package.ts';
import {programFor} from './release-files.ts';

const flake = 'flake';
const longest = 100;

const programsOf = (facts: ProgramFacts): readonly NixProgram[] => {
  const programs = [
    ['x86_64-linux', withOwnLibrary(facts, 'amd64')],
    ['aarch64-linux', withOwnLibrary(facts, 'arm64')],
    ['x86_64-darwin', programFor(facts, 'macos', 'amd64')],
    ['aarch64-darwin', programFor(facts, 'macos', 'arm64')],
  ] as const;
  return programs.flatMap(([system, program]) => (program === undefined || program.library?.kind === 'musl' ? [] : [{system, program}]));
};

/** Without an article and a full stop, and with a capital, as nixpkgs asks for. */
const descriptionOf = ({description}: ProgramFacts): string => {
  const bare = plainLine(description)
    .replace(/^(?:an?|the)\s+/i, '')
    .replace(/\.+$/, '');
  return shortened(`${bare.slice(0, 1).toUpperCase()}${bare.slice(1)}`, longest);
};

/* A login that begins with a digit has an underscore before it in the list. */
const maintainerOf = ({project}: ProgramFacts): string => project.repository.owner.toLowerCase().replace(/^(?=\d)/, '_');

const attributeOf = ({project}: ProgramFacts): string => packageNameOf(project, 'nix').name.replace(/^(?=\d)/, '_');

const faultOf = (facts: ProgramFacts, isUpstream: boolean): Blocked | undefined => {
  const {version} = facts.project;
  const name = attributeOf(facts);
  const obstacle = releaseObstacle(facts) ?? commandObstacle(facts);
  if (obstacle !== undefined) return obstacle;
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name))
    return blocked(
      `nixpkgs takes no package called ${plainLine(name)}: names hold letters, digits, - and _ alone.`,
      'Name the package in portcall.yaml, under nix.',
    );
  if (isUpstream && /^\d+(?:\.\d+)+-/.test(version))
    return blocked(`${version} is a prerelease, which nixpkgs does not begin a package with.`, 'Begin with the next release.');
  if (descriptionOf(facts) === '')
    return blocked('The repository has no description, and every package has to say what it is.', 'Write one under “About” on its page.');
  const spdx = spdxOf(facts);
  if (spdx === undefined)
    return blocked(
      'GitHub recognises no licence of the repository, and a package has to name it.',
      'Add a LICENSE file with a usual licence.',
    );
  return nixLicense(spdx) === undefined
    ? blocked(`nixpkgs has no plain word for the licence ${spdx}.`, 'Write package.nix by hand, with its licence.')
    : undefined;
};

const partsOf = (facts: ProgramFacts, isUpstream: boolean): NixParts | Blocked => {
  const fault = faultOf(facts, isUpstream);
  if (fault !== undefined) return fault;
  const [first, ...rest] = programsOf(facts);
  if (first === undefined)
    return blocked(
      'The release has no program for Linux or macOS that runs under Nix.',
      'Release one for Linux that is static or uses glibc.',
    );
  const mixed =
    [first, ...rest].some(({program}) => program.format === 'binary') && [first, ...rest].some(({program}) => program.format !== 'binary');
  if (mixed) return blocked('Some platforms are released as archives and others as bare programs.', 'Release them all in one way.');
  return {
    name: attributeOf(facts).toLowerCase(),
    description: descriptionOf(facts),
    license: nixLicense(spdxOf(facts) ?? '') ?? '',
    ...(isUpstream ? {maintainer: maintainerOf(facts)} : {}),
    programs: [first, ...rest],
  };
};

const isKind = (made: NixParts | Blocked): made is Blocked => 'kind' in made;

const commonNotes = (facts: ProgramFacts, {programs, description}: NixParts): readonly string[] => {
  const systems = programs.map(({system}) => system);
  const missing = ['x86_64-linux', 'aarch64-linux', 'x86_64-darwin', 'aarch64-darwin'].filter((one) => !systems.includes(one));
  return [
    ...(missing.length === 0 ? [] : [`Left out for want of a program that runs there: ${missing.join(', ')}.`]),
    ...(description === plainLine(facts.description) ? [] : [`The description became “${description}”, as nixpkgs asks for it.`]),
    ...(/^A?L?GPL-[\d.]+$/.test(spdxOf(facts) ?? '')
      ? ['GitHub does not tell whether later versions of the licence count too; look at license.']
      : []),
    ...(programs.some(({program}) => program.library?.kind === 'glibc')
      ? ['Programs that need more than the C and C++ libraries want those in buildInputs; the build says which are missing.']
      : []),
  ];
};

const inNixpkgs = (facts: ProgramFacts): FirstFiles => {
  const parts = partsOf(facts, true);
  if (isKind(parts)) return parts;
  const attribute = attributeOf(facts);
  const {version} = facts.project;
  return {
    kind: 'files',
    place: {
      kind: 'upstream',
      upstream: {owner: 'NixOS', name: 'nixpkgs'},
      base: 'master',
      branch: `${attribute}-${version.replace(/[^A-Za-z0-9._-]/g, '-')}`,
      title: `${attribute}: init at ${version}`,
    },
    files: [{path: `pkgs/by-name/${attribute.slice(0, 2).toLowerCase()}/${attribute}/package.nix`, contents: nixPackageOf(facts, parts)}],
    notes: [
      'It brings the released programs, and nixpkgs asks for a build from source where that is reasonable: say in the pull request why it is not, or offer the flake instead.',
      `It names ${parts.maintainer} as maintainer, who has to stand in maintainers/maintainer-list.nix first, in a commit of its own.`,
      ...commonNotes(facts, parts),
    ],
  };
};

const flakeOf = ({description, programs, name}: NixParts): string =>
  [
    '{',
    `  description = ${nixString(description)};`,
    '',
    '  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";',
    '',
    '  outputs =',
    '    { self, nixpkgs }:',
    '    let',
    '      systems = [',
    ...programs.map(({system}) => `        "${system}"`),
    '      ];',
    '    in',
    '    {',
    '      packages = nixpkgs.lib.genAttrs systems (system: {',
    `        ${nixString(name)} = nixpkgs.legacyPackages.\${system}.callPackage ./package.nix { };`,
    `        default = self.packages.\${system}.${nixString(name)};`,
    '      });',
    '',
    '      overlays.default = final: prev: {',
    `        ${nixString(name)} = final.callPackage ./package.nix { };`,
    '      };',
    '    };',
    '}',
    '',
  ].join('\n');

const inFlake = (facts: ProgramFacts): FirstFiles => {
  const parts = partsOf(facts, false);
  if (isKind(parts)) return parts;
  const folder = 'packaging/nix';
  return {
    kind: 'files',
    place: {kind: 'project'},
    files: [
      {path: `${folder}/flake.nix`, contents: flakeOf(parts)},
      {path: `${folder}/package.nix`, contents: nixPackageOf(facts, parts)},
    ],
    notes: [
      `People run it with nix run 'github:${repositoryText(facts.project.repository)}?dir=${folder}', which follows ${facts.defaultBranch}.`,
      'Run nix flake lock in its folder and commit flake.lock too, so that everybody gets the same nixpkgs.',
      'A tag can’t hold the digests of its own release, so that package.nix is brought up to date after each release.',
      ...commonNotes(facts, parts),
    ],
  };
};

/* The boxes of nixpkgs’ own template, without those for changes that a new package is none of. */
const questions: readonly TemplateQuestion[] = [
  {text: 'Built on platform: x86_64-linux', how: 'Run nix-build -A with the package’s name in your clone, on such a machine.'},
  {text: 'Built on platform: aarch64-linux', how: 'The same, on such a machine.'},
  {text: 'Built on platform: aarch64-darwin', how: 'The same, on such a machine.'},
  {text: 'Ran `nixpkgs-review` on this PR.', how: 'Run nixpkgs-review pr with its number once it is open.'},
  {
    text: 'Tested basic functionality of all binary files, usually in `./result/bin/`.',
    how: 'Start the program that nix-build left in result/bin.',
  },
  {text: 'Fits CONTRIBUTING.md, pkgs/README.md, maintainers/README.md and other READMEs.', how: 'Read what they say of new packages.'},
  {
    text: 'Follows the automation/AI policy.',
    how: 'Say in the description which part an AI wrote, if any, and end its commits with Assisted-by.',
  },
];

/** A package for nixpkgs, or a flake of one’s own. Later versions are nixpkgs’ bots’ business. */
export const nixFirstPackage: FirstPackage = {
  variants: [
    {id: 'nixpkgs', title: 'A package in nixpkgs, by a pull request that people review'},
    {id: flake, title: 'A flake in this repository, which nobody has to review'},
  ],
  filesOf: (facts, variant) => (variant === flake ? inFlake(facts) : inNixpkgs(facts)),
  questions,
};
