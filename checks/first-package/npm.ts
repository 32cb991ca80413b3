import type {FirstFile, FirstFiles, FirstPackage, ProgramFacts} from '../../src/model/first-package.ts';
import {plainLine} from '../../src/model/quoting.ts';
import {carriedPrograms, platformTitle, programFile, twinNotes} from './carried-programs.ts';
import {homepageOf, spdxOf} from './grounds.ts';
import {markdownText} from './markdown.ts';
import {npmJob} from './npm-job.ts';
import {npmLauncher} from './npm-launcher.ts';
import {npmFolder, npmNameOf, npmObstacle, npmVersionOf, type PlatformPackage, platformPackages} from './npm-packages.ts';

const systems = ['linux', 'macos', 'windows'] as const;

const jsonFile = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const repositoryUrl = ({project: {repository}}: ProgramFacts): string => `https://github.com/${repository.owner}/${repository.name}`;

/** What each of the packages says of the project; npm holds the address against where the package was built. */
const commonFields = (facts: ProgramFacts) => {
  const license = spdxOf(facts) ?? (facts.license.text === undefined ? undefined : 'SEE LICENSE IN LICENSE');
  return {
    homepage: homepageOf(facts),
    repository: {type: 'git', url: `git+${repositoryUrl(facts)}.git`},
    ...(license === undefined ? {} : {license}),
  };
};

const mainManifest = (facts: ProgramFacts, packages: readonly PlatformPackage[]): object => {
  const version = npmVersionOf(facts);
  const author = plainLine(facts.author);
  const keywords = facts.topics.map(plainLine).filter((topic) => topic !== '');
  return {
    name: npmNameOf(facts),
    version,
    description: plainLine(facts.description),
    ...(keywords.length === 0 ? {} : {keywords}),
    ...(author === '' ? {} : {author: {name: author}}),
    bugs: {url: `${repositoryUrl(facts)}/issues`},
    ...commonFields(facts),
    bin: {[facts.command]: 'bin/launch.js'},
    files: ['bin'],
    engines: {node: '>=18'},
    optionalDependencies: Object.fromEntries(packages.map(({name}) => [name, version])),
  };
};

const platformManifest = (facts: ProgramFacts, {name, os, cpu, libc, program}: PlatformPackage): object => ({
  name,
  version: npmVersionOf(facts),
  description: `The program of ${npmNameOf(facts)} for ${platformTitle(program)}`,
  ...commonFields(facts),
  files: ['bin'],
  program: `bin/${programFile(facts, program)}`,
  preferUnplugged: true,
  os: [os],
  cpu: [cpu],
  ...(libc === undefined ? {} : {libc: [libc]}),
});

const readme = (facts: ProgramFacts, packages: readonly PlatformPackage[]): string => {
  const name = npmNameOf(facts);
  const description = markdownText(facts.description);
  return [
    `# ${markdownText(name)}`,
    '',
    ...(description === '' ? [] : [description, '']),
    `    npm install --global ${name}`,
    `    ${facts.command} --help`,
    '',
    `This package starts the program of <${repositoryUrl(facts)}>. The program itself lies in one of these packages, of which npm takes the one for`,
    'your machine. No script runs when they are installed, and nothing else is downloaded.',
    '',
    ...packages.map((one) => `- \`${one.name}\`: ${platformTitle(one.program)}`),
    '',
  ].join('\n');
};

const ignored = `# The released programs are put here when the packages are published, and never committed.
/*/bin/
/*/LICENSE
`;

const filesOf = (facts: ProgramFacts): FirstFiles => {
  const carried = npmObstacle(facts) ?? carriedPrograms(facts, systems);
  if (carried.kind === 'blocked') return carried;
  const name = npmNameOf(facts);
  const packages = platformPackages(name, carried.programs);
  const license = facts.license.text;
  const files: readonly FirstFile[] = [
    {path: `${npmFolder}/README.md`, contents: readme(facts, packages)},
    {path: `${npmFolder}/bin/launch.js`, contents: npmLauncher, isExecutable: true},
    {path: `${npmFolder}/.gitignore`, contents: ignored},
    ...(license === undefined ? [] : [{path: `${npmFolder}/LICENSE`, contents: license}]),
    ...packages.map((one) => ({path: `${one.folder}/package.json`, contents: jsonFile(platformManifest(facts, one))})),
  ];
  return {
    kind: 'files',
    place: {kind: 'project'},
    files: [{path: `${npmFolder}/package.json`, contents: jsonFile(mainManifest(facts, packages))}, ...files],
    notes: [
      ...carried.notes,
      ...twinNotes(facts, 'npm', npmFolder),
      ...(plainLine(facts.description) === '' ? ['The package has no description; write one in package.json.'] : []),
      ...(facts.license.spdx === undefined && license === undefined
        ? ['The package names no licence, since the repository has none.']
        : []),
      `npm counts ${packages.length + 1} packages, ${name} and one for each platform; a token has to reach all of them.`,
    ],
  };
};

/** One package that people install, and one for each platform with the released program in it. */
export const npmFirstPackage: FirstPackage = {filesOf, job: npmJob};
