import type {FirstFile, FirstFiles, FirstPackage, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {plainLine, shortened, tomlString} from '../../src/model/quoting.ts';
import {carriedPrograms, platformFolder, platformTitle, programFile, twinNotes} from './carried-programs.ts';
import {homepageOf, spdxOf} from './grounds.ts';
import {markdownText} from './markdown.ts';
import {wheelBuilder} from './pypi-builder.ts';
import {pypiJob} from './pypi-job.ts';
import {pypiFolder, pypiNameOf, pypiObstacle, pypiVersionOf, wheelPrograms} from './pypi-names.ts';
import {tagsNote, wheelTags} from './wheel-tags.ts';

const longestSummary = 512;

const list = (texts: readonly string[]): string => `[${texts.map(tomlString).join(', ')}]`;

const repositoryUrl = ({project: {repository}}: ProgramFacts): string => `https://github.com/${repository.owner}/${repository.name}`;

const platformLines = (facts: ProgramFacts, program: ReleasedProgram): readonly string[] => [
  '',
  '[[tool.released-programs.platforms]]',
  `folder = ${tomlString(platformFolder(program))}`,
  `program = ${tomlString(programFile(facts, program))}`,
  `tags = ${list(wheelTags(program))}`,
];

/** PyPI takes one line as a summary, of 512 characters at most. */
const summaryOf = (facts: ProgramFacts): string =>
  shortened(plainLine(facts.description) || `The program ${facts.command}`, longestSummary);

const pyproject = (facts: ProgramFacts, programs: readonly ReleasedProgram[]): string => {
  const author = plainLine(facts.author);
  const license = spdxOf(facts);
  const keywords = facts.topics.map(plainLine).filter((topic) => topic !== '' && !topic.includes(','));
  return [
    '# The wheels hold the released programs, and build_wheels.py makes them: there is nothing to compile, so no build backend is named.',
    '[project]',
    `name = ${tomlString(pypiNameOf(facts))}`,
    `version = ${tomlString(pypiVersionOf(facts) ?? '')}`,
    `description = ${tomlString(summaryOf(facts))}`,
    'readme = "README.md"',
    'requires-python = ">=3.8"',
    ...(license === undefined ? [] : [`license = ${tomlString(license)}`]),
    ...(facts.license.text === undefined ? [] : ['license-files = ["LICENSE"]']),
    ...(author === '' ? [] : [`authors = [{name = ${tomlString(author)}}]`]),
    ...(keywords.length === 0 ? [] : [`keywords = ${list(keywords)}`]),
    'classifiers = ["Environment :: Console"]',
    '',
    '[project.urls]',
    `Homepage = ${tomlString(homepageOf(facts))}`,
    `Repository = ${tomlString(repositoryUrl(facts))}`,
    ...programs.flatMap((program) => platformLines(facts, program)),
    '',
  ].join('\n');
};

const readme = (facts: ProgramFacts, programs: readonly ReleasedProgram[]): string => {
  const description = markdownText(facts.description);
  return [
    `# ${markdownText(pypiNameOf(facts))}`,
    '',
    ...(description === '' ? [] : [description, '']),
    `    pip install ${pypiNameOf(facts)}`,
    `    ${facts.command} --help`,
    '',
    `The wheels hold the programs that were released at <${repositoryUrl(facts)}>, as they are:`,
    '',
    ...programs.map((program) => `- ${platformTitle(program)}`),
    '',
  ].join('\n');
};

const filesOf = (facts: ProgramFacts): FirstFiles => {
  const carried = pypiObstacle(facts) ?? carriedPrograms(facts, ['linux', 'macos', 'windows']);
  if (carried.kind === 'blocked') return carried;
  const programs = wheelPrograms(carried.programs);
  const license = facts.license.text;
  const others: readonly FirstFile[] = [
    {path: `${pypiFolder}/README.md`, contents: readme(facts, programs)},
    {path: `${pypiFolder}/build_wheels.py`, contents: wheelBuilder},
    {path: `${pypiFolder}/.gitignore`, contents: '# The wheels are built when they are published, and never committed.\n/dist/\n'},
    ...(license === undefined ? [] : [{path: `${pypiFolder}/LICENSE`, contents: license}]),
  ];
  const plain = plainLine(facts.description);
  return {
    kind: 'files',
    place: {kind: 'project'},
    files: [{path: `${pypiFolder}/pyproject.toml`, contents: pyproject(facts, programs)}, ...others],
    notes: [
      ...carried.notes,
      ...twinNotes(facts, 'pypi', pypiFolder),
      ...carried.programs
        .filter((one) => !programs.includes(one))
        .map((one) => `The program for ${platformTitle(one)} is left out: PyPI takes no wheel for it.`),
      ...(plain === '' ? ['The project has no description; write one in pyproject.toml.'] : []),
      ...(plain.length > 0 && summaryOf(facts) !== plain
        ? [`The description is shortened to the ${longestSummary} characters that PyPI takes.`]
        : []),
      ...new Set(programs.flatMap((one) => tagsNote(one) ?? [])),
    ],
  };
};

/** Wheels with the released program in them, one for each platform. */
export const pypiFirstPackage: FirstPackage = {filesOf, job: pypiJob};
