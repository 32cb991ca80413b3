import type {FirstFiles, FirstPackage, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {packageNameOf, repositoryText} from '../../src/model/project.ts';
import {plainLine, shortened, yamlString} from '../../src/model/quoting.ts';
import {snapNameShape, snapVersionShape} from '../family/snapcraft-file.ts';
import {type Blocked, blocked, homepageOf, releaseObstacle, spdxOf} from './grounds.ts';
import {snapcraftJob} from './snapcraft-job.ts';
import {layScript, snapPrograms, unpackersOf} from './snapcraft-source.ts';

const summaryLimit = 78;
const descriptionLimit = 4096;

/** Why no snap can be made of it; undefined: one can. */
const obstacleOf = (facts: ProgramFacts, programs: readonly ReleasedProgram[], notes: readonly string[]): Blocked | undefined => {
  const {project, description} = facts;
  const {name} = packageNameOf(project, 'snapcraft');
  if (!snapNameShape.test(name))
    return blocked(
      `The Snap Store takes no snap named ${plainLine(name)}: a name has at most 40 lower case letters, digits and single hyphens, and a letter among them.`,
      'Write the name it shall have into portcall.yaml, as `packages: {snapcraft: {name: …}}`.',
    );
  if (!snapVersionShape.test(project.version))
    return blocked(
      `The Snap Store takes no version written ${plainLine(project.version)}: at most 32 letters, digits and the signs . : + ~ -.`,
      'Publish a release whose tag holds such a version.',
    );
  if (plainLine(description) === '')
    return blocked(
      'A snap needs a summary, and the repository has no description.',
      'Write one sentence into the repository’s About, and run this again.',
    );
  return programs.length > 0
    ? undefined
    : blocked(`A snap needs a Linux program for amd64 or arm64. ${notes.join(' ')}`, 'Add one to the release, and run this again.');
};

/** What the program is called in the snap, where people type the snap's name. */
const commandOf = ({command}: ProgramFacts, name: string): string => (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(command) ? command : name);

/** A text with one value for each processor, as snapcraft's grammar has it. */
const perTarget = (key: string, programs: readonly ReleasedProgram[], textFor: (program: ReleasedProgram) => string): readonly string[] => [
  `${key}:`,
  ...programs.map((program) => `  - to ${program.architecture}: ${yamlString(textFor(program))}`),
];

const partLines = (facts: ProgramFacts, name: string, programs: readonly ReleasedProgram[]): readonly string[] => {
  const packages = unpackersOf(programs);
  return [
    'plugin: dump',
    ...perTarget('source', programs, ({asset}) => asset.url),
    '# The archive is unpacked below, by the paths that were seen in it.',
    'source-type: file',
    ...perTarget('source-checksum', programs, ({sha256}) => `sha256/${sha256}`),
    ...(packages.length === 0 ? [] : [`build-packages: [${packages.join(', ')}]`]),
    'override-build: |',
    ...layScript(programs, commandOf(facts, name), name, facts.project.version).map((line) => `  ${line}`),
  ];
};

const headLines = (facts: ProgramFacts, name: string): readonly string[] => {
  const {project, description} = facts;
  const repository = `https://github.com/${repositoryText(project.repository)}`;
  const license = spdxOf(facts);
  const text = plainLine(description);
  return [
    `name: ${yamlString(name)}`,
    'base: core24',
    `version: ${yamlString(project.version)}`,
    `summary: ${yamlString(shortened(text, summaryLimit))}`,
    `description: ${yamlString(shortened(text, descriptionLimit))}`,
    ...(license === undefined ? [] : [`license: ${yamlString(license)}`]),
    `website: ${yamlString(homepageOf(facts))}`,
    `source-code: ${yamlString(repository)}`,
    `issues: ${yamlString(`${repository}/issues`)}`,
    'grade: stable',
    'confinement: strict',
  ];
};

/* Nothing is compiled, so that one machine packs for both. */
const platformLines = ({architecture}: ReleasedProgram): readonly string[] => [
  `  ${architecture}:`,
  `    build-on: [${architecture === 'amd64' ? 'amd64' : `amd64, ${architecture}`}]`,
  `    build-for: [${architecture}]`,
];

const textOf = (facts: ProgramFacts, name: string, programs: readonly ReleasedProgram[]): string =>
  [
    ...headLines(facts, name),
    '',
    'platforms:',
    ...programs.flatMap(platformLines),
    '',
    'apps:',
    `  ${yamlString(name)}:`,
    `    command: ${yamlString(`bin/${commandOf(facts, name)}`)}`,
    '    plugs: [home, network]',
    '',
    'parts:',
    `  ${yamlString(name)}:`,
    ...partLines(facts, name, programs).map((line) => `    ${line}`),
    '',
  ].join('\n');

const notesOf = (facts: ProgramFacts, name: string): readonly string[] => {
  const {project, command, description} = facts;
  const isShortened = [...plainLine(description)].length > summaryLimit;
  return [
    ...(packageNameOf(project, 'snapcraft').from === 'file'
      ? []
      : [`Whether ${name} is free shows once you register it, which is a task of the Snap Store’s account.`]),
    ...(isShortened ? [`The summary is cut to ${summaryLimit} characters, the store’s limit; the description has all of it.`] : []),
    ...(plainLine(command) === name ? [] : [`People type ${name} there, and not ${plainLine(command)}, because that is the snap’s name.`]),
    ...(spdxOf(facts) === undefined ? ['It names no licence, because GitHub recognises none in the repository.'] : []),
    'It is confined strictly: it reaches the network and what is not hidden in the home folder. If it has to run other programs or read any file, it needs `confinement: classic`, which people in the store’s forum grant first.',
    'It has no icon; the store takes one, a PNG or SVG, on the snap’s own page.',
    'Pre-releases go to the channel beta, so that nobody is updated to one who did not ask for it.',
  ];
};

const filesOf = (facts: ProgramFacts): FirstFiles => {
  const {programs, notes} = snapPrograms(facts);
  const obstacle = releaseObstacle(facts) ?? obstacleOf(facts, programs, notes);
  if (obstacle !== undefined) return obstacle;
  const {name} = packageNameOf(facts.project, 'snapcraft');
  return {
    kind: 'files',
    place: {kind: 'project'},
    files: [{path: 'snap/snapcraft.yaml', contents: textOf(facts, name, programs)}],
    notes: [...notes, ...notesOf(facts, name)],
  };
};

/** A snap that carries the released programs as they are. */
export const snapcraftFirst: FirstPackage = {
  filesOf,
  job: (facts) => {
    const {programs, notes} = snapPrograms(facts);
    if ((releaseObstacle(facts) ?? obstacleOf(facts, programs, notes)) !== undefined) return undefined;
    return snapcraftJob(packageNameOf(facts.project, 'snapcraft').name, facts.project.version, programs);
  },
};
