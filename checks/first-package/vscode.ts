import type {FirstFile, FirstFiles, FirstPackage, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {packageNameOf} from '../../src/model/project.ts';
import {plainLine} from '../../src/model/quoting.ts';
import {type Blocked, blocked, hasPlainName, releaseObstacle} from './grounds.ts';
import {isPlainPath} from './snapcraft-source.ts';
import {extensionText} from './vscode-extension.ts';
import {vscodeJob} from './vscode-job.ts';
import {changelogText, type ExtensionName, manifestText, nodePlatform, programsText, readmeText} from './vscode-texts.ts';

const folder = 'packaging/vscode';
const nameShape = /^[a-z0-9][a-z0-9-]*$/i;

const extensionOf = ({project}: ProgramFacts): ExtensionName => {
  const {name} = packageNameOf(project, 'vscode');
  const dot = name.indexOf('.');
  return dot < 0 ? {publisher: project.repository.owner, name} : {publisher: name.slice(0, dot), name: name.slice(dot + 1)};
};

const isTaken = (one: ReleasedProgram): boolean => hasPlainName(one) && isPlainPath(one.path) && one.library?.kind !== 'musl';

const renaming = 'Write its name into portcall.yaml, as `packages: {vscode: {name: publisher.name}}`.';

/** Why no extension can be made; undefined: one can. */
const obstacleOf = (facts: ProgramFacts): Blocked | undefined => {
  const {project, command, programs} = facts;
  const {publisher, name} = extensionOf(facts);
  const ill = [publisher, name].find((word) => !nameShape.test(word));
  if (ill !== undefined)
    return blocked(
      `The marketplace takes no name written ${plainLine(ill)}: it has letters, digits and hyphens, and no hyphen first.`,
      renaming,
    );
  if (!/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/.test(project.version))
    return blocked(
      `The marketplace takes plain versions such as 1.2.3, and not ${plainLine(project.version)}.`,
      'Wait for a release with such a version, or tag the next one so.',
    );
  if (!/^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(command))
    return blocked(
      `The program's name, ${plainLine(command)}, can't be typed alike in every shell.`,
      'Release it under a name of letters, digits, dots and hyphens.',
    );
  return programs.some(isTaken)
    ? undefined
    : blocked('The release holds no program that an extension could download.', 'Add one to the release, and run this again.');
};

const licenseFile = ({license: {text}}: ProgramFacts): readonly FirstFile[] =>
  text === undefined || text.trim() === '' ? [] : [{path: `${folder}/LICENSE`, contents: `${text.replace(/\r\n?/g, '\n').trimEnd()}\n`}];

const leftOut = ({programs}: ProgramFacts): readonly string[] =>
  programs
    .filter((one) => !isTaken(one))
    .map((one) =>
      one.library?.kind === 'musl'
        ? `${nodePlatform(one)} is left out, because ${one.asset.name} needs the musl C library, which most machines don't have; a static build runs on all.`
        : `${nodePlatform(one)} is left out, because the file's name or a path in it can't be spelled in a script.`,
    );

const usual = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];

const notesOf = (facts: ProgramFacts, {publisher, name}: ExtensionName): readonly string[] => {
  const {project, programs, description, license} = facts;
  const missing = usual.filter((platform) => !programs.some((one) => nodePlatform(one) === platform));
  const {from} = packageNameOf(project, 'vscode');
  return [
    ...leftOut(facts),
    ...(missing.length === 0
      ? []
      : [`The release has no program for ${missing.join(', ')}; there the extension only finds what is installed.`]),
    ...(from === 'guess'
      ? [`The publisher ${publisher} is taken from the repository's owner. If yours has another ID, do this first: ${renaming}`]
      : []),
    ...(from === 'file'
      ? []
      : [`Whether the publisher ${publisher} is yours shows in its task; whether it has an extension ${name} already, in the grid.`]),
    ...(plainLine(description) === '' ? ['The repository has no description, so the marketplace shows none below the name.'] : []),
    ...(license.text === undefined ? ['It carries no LICENSE, because the repository has none.'] : []),
    `It has no icon. Put a PNG of at least 128 × 128 pixels, and no SVG, into ${folder} and name it as \`icon\` in package.json; the marketplace demands none.`,
    'Its job publishes with VSCE_PAT, which must be a token for one organization: those for all organizations end on 2026-12-01. The task “Set up an Entra identity” needs none.',
  ];
};

const filesOf = (facts: ProgramFacts): FirstFiles => {
  const obstacle = releaseObstacle(facts) ?? obstacleOf(facts);
  if (obstacle !== undefined) return obstacle;
  const own = extensionOf(facts);
  const programs = facts.programs.filter(isTaken);
  const file = (path: string, contents: string): FirstFile => ({path: `${folder}/${path}`, contents});
  return {
    kind: 'files',
    place: {kind: 'project'},
    files: [
      file('package.json', manifestText(facts, own)),
      file('programs.json', programsText(facts, programs)),
      file('extension.js', extensionText),
      file('README.md', readmeText(facts, own, programs)),
      file('CHANGELOG.md', changelogText(facts)),
      ...licenseFile(facts),
      file('.vscodeignore', '.vscodeignore\n*.vsix\n'),
    ],
    notes: notesOf(facts, own),
  };
};

/** An extension that finds the program, or downloads it with the digest that it was released with. */
export const vscodeFirst: FirstPackage = {
  filesOf,
  job: (facts) =>
    (releaseObstacle(facts) ?? obstacleOf(facts)) === undefined
      ? vscodeJob(facts, extensionOf(facts), facts.programs.filter(isTaken), licenseFile(facts).length > 0)
      : undefined,
};
