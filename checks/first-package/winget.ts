import type {FirstFiles, FirstPackage, ProgramFacts, ReleasedProgram, TemplateQuestion} from '../../src/model/first-package.ts';
import {type PackageName, packageNameOf} from '../../src/model/project.ts';
import {plainLine} from '../../src/model/quoting.ts';
import {wingetBase, wingetBranch, wingetFolder, wingetPackages} from '../family/winget-places.ts';
import {platformTitle} from './carried-programs.ts';
import {type Blocked, blocked, commandObstacle, hasPlainName, releaseObstacle, spdxOf} from './grounds.ts';
import {wingetJob} from './winget-job.ts';
import {manifestsOf} from './winget-manifests.ts';

const identifier = /^[^.\s\\/:*?"<>|\u0001-\u001f]{1,32}(?:\.[^.\s\\/:*?"<>|\u0001-\u001f]{1,32}){1,7}$/u;
const mostCharacters = 128;
const mostOfPath = 512;
const mostOfAlias = 40;

/** Publisher and package with a dot between them. */
const wingetIdentifier = ({project}: ProgramFacts): PackageName => {
  const {owner, name} = project.repository;
  const known = packageNameOf(project, 'winget');
  return known.from === 'guess' && !known.name.includes('.') ? {...known, name: `${owner}.${name}`} : known;
};

const nameObstacle = (facts: ProgramFacts, id: string): Blocked | undefined => {
  const {version} = facts.project;
  if (!identifier.test(id) || id.length > mostCharacters)
    return blocked(
      `winget takes no identifier “${plainLine(id)}”: it is a publisher and a package with a dot between them, of 32 characters each.`,
      'Write another one into portcall.yaml.',
    );
  return /^[^\\/:*?"<>|\u0001-\u001f]{1,128}$/.test(version)
    ? undefined
    : blocked(`winget takes no version “${plainLine(version)}”.`, 'Release a version such as 1.2.3.');
};

const aboutObstacle = ({description, license}: ProgramFacts): Blocked | undefined => {
  if ([...plainLine(description)].length < 3)
    return blocked('The repository has no description, and winget wants one.', 'Write one on the repository’s page, under “About”.');
  return license.spdx === undefined && license.path === undefined
    ? blocked('The repository has no licence, and winget wants one named.', 'Put a LICENSE file into the repository.')
    : undefined;
};

/** winget unpacks nothing but real zips, and takes a program only where it is an `.exe`. */
const isInstallable = (program: ReleasedProgram): boolean =>
  (program.format === 'zip' || program.format === 'binary') &&
  /\.exe$/i.test(program.path) &&
  program.path.length <= mostOfPath &&
  !program.path.split('/').includes('..') &&
  hasPlainName(program);

const leftOutNotes = (programs: readonly ReleasedProgram[], taken: readonly ReleasedProgram[]): readonly string[] => [
  ...programs
    .filter((one) => !taken.includes(one))
    .map((one) => `The program for ${platformTitle(one)} is left out: winget takes an .exe, alone or in a zip.`),
  ...(['amd64', 'arm64'] as const)
    .filter((architecture) => !programs.some((one) => one.architecture === architecture))
    .map((architecture) => `The release has no program for ${platformTitle({system: 'windows', architecture})}; it is left out.`),
];

const notesOn = (facts: ProgramFacts, taken: readonly ReleasedProgram[], isGuess: boolean): readonly string[] => [
  ...(isGuess ? [`The identifier is ${wingetIdentifier(facts).name}; it stays for ever as the first version spells it.`] : []),
  ...leftOutNotes(
    facts.programs.filter(({system}) => system === 'windows'),
    taken,
  ),
  ...([...plainLine(facts.description)].length > 256 ? ['The short description is cut to what winget takes.'] : []),
  ...(spdxOf(facts) === undefined ? ['The licence is none that GitHub recognises; say in the manifest what it is called.'] : []),
  ...(facts.language === 'go' ? [] : ['If the program needs Microsoft’s C++ runtime, add it to the installer manifest as a dependency.']),
  ...(taken.some(({path}) => path.includes(facts.project.version))
    ? [
        'The version is part of the program’s path in the zip, at which tools stumble that write later manifests; a zip without a folder is safer.',
      ]
    : []),
];

const filesOf = (facts: ProgramFacts): FirstFiles => {
  const {name: id, from} = wingetIdentifier(facts);
  const obstacle = releaseObstacle(facts) ?? commandObstacle(facts) ?? nameObstacle(facts, id) ?? aboutObstacle(facts);
  if (obstacle !== undefined) return obstacle;
  if (facts.command.length > mostOfAlias)
    return blocked(`winget takes no command of more than ${mostOfAlias} characters.`, 'Give the program a shorter name.');
  const programs = facts.programs.filter((program) => program.system === 'windows' && isInstallable(program));
  if (programs.length === 0)
    return blocked('The release has no program for Windows as an .exe, alone or in a zip.', 'Release one for x64, best in a zip.');
  const {version} = facts.project;
  const {version: versionText, installer, locale} = manifestsOf(facts, id, programs);
  const at = `${wingetFolder(id)}/${version}/${id}`;
  return {
    kind: 'files',
    place: {
      kind: 'upstream',
      upstream: wingetPackages,
      base: wingetBase,
      branch: wingetBranch(id, version),
      title: `New package: ${id} version ${version}`,
    },
    files: [
      {path: `${at}.yaml`, contents: versionText},
      {path: `${at}.installer.yaml`, contents: installer},
      {path: `${at}.locale.en-US.yaml`, contents: locale},
    ],
    notes: notesOn(facts, programs, from === 'guess'),
  };
};

const repository = 'https://github.com/microsoft/winget-pkgs';

/** The boxes of winget-pkgs' own template. */
const questions: readonly TemplateQuestion[] = [
  {
    text: 'Have you signed the [Contributor License Agreement](https://cla.opensource.microsoft.com/microsoft/winget-pkgs)?',
    how: 'Open the page, or write “@microsoft-github-policy-service agree” on the pull request once it is open.',
  },
  {
    text: `Have you checked that there aren't other open [pull requests](${repository}/pulls) for the same manifest update/change?`,
    how: 'Search the open pull requests for the identifier.',
  },
  {text: 'This PR only modifies one (1) manifest', how: 'It holds the three files of one version and nothing else.'},
  {
    text: `Have you [validated](${repository}/blob/master/doc/Authoring.md#validation) your manifest locally with \`winget validate --manifest <path>\`?`,
    how: 'Run it on Windows on the folder with the three files.',
  },
  {
    text: 'Have you tested your manifest locally with `winget install --manifest <path>`?',
    how: 'Allow it once with “winget settings --enable LocalManifestFiles”, and run it on Windows.',
  },
  {
    text: `Does your manifest conform to the [1.12 schema](${repository}/tree/master/doc/manifest/schema/1.12.0)?`,
    how: 'The files say 1.12.0 in their first and last lines, and “winget validate” holds them against it.',
  },
];

/** How the first package of winget is written and handed in; later versions come from a job. */
export const wingetFirstPackage: FirstPackage = {
  filesOf,
  questions,
  job: (facts) =>
    wingetJob(
      facts,
      wingetIdentifier(facts).name,
      facts.programs.filter((one) => one.system === 'windows' && isInstallable(one)),
    ),
};
