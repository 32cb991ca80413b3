import type {FirstFiles, FirstPackage, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {plainLine, shortened, tomlString} from '../../src/model/quoting.ts';
import {carriedPrograms, platformTitle, twinNotes} from './carried-programs.ts';
import {cratesJob} from './crates-job.ts';
import {cratesLauncher} from './crates-launcher.ts';
import {crateNameOf, crateObstacle, cratesFolder, crateVersionOf, hasOwnCrate, rustPlatform} from './crates-names.ts';
import {cratesSha256} from './crates-sha256.ts';
import {blocked, homepageOf, spdxOf} from './grounds.ts';
import {markdownText} from './markdown.ts';

const longestDescription = 1000;
const mostKeywords = 5;

const repositoryUrl = ({project: {repository}}: ProgramFacts): string => `https://github.com/${repository.owner}/${repository.name}`;

const keywordsOf = ({topics}: ProgramFacts): readonly string[] =>
  [...new Set(topics.map((topic) => topic.toLowerCase()))].filter((topic) => /^[a-z][a-z0-9_-]{0,19}$/.test(topic)).slice(0, mostKeywords);

const manifest = (facts: ProgramFacts): string => {
  const license = spdxOf(facts);
  const keywords = keywordsOf(facts);
  return [
    '[package]',
    `name = ${tomlString(crateNameOf(facts))}`,
    `version = ${tomlString(crateVersionOf(facts))}`,
    'edition = "2021"',
    'rust-version = "1.63"',
    `description = ${tomlString(shortened(plainLine(facts.description), longestDescription))}`,
    license === undefined ? 'license-file = "LICENSE"' : `license = ${tomlString(license)}`,
    'readme = "README.md"',
    `homepage = ${tomlString(homepageOf(facts))}`,
    `repository = ${tomlString(repositoryUrl(facts))}`,
    ...(keywords.length === 0 ? [] : [`keywords = [${keywords.map(tomlString).join(', ')}]`]),
    'categories = ["command-line-utilities"]',
    'include = ["/src/**", "/README.md", "/LICENSE"]',
    '',
    '[[bin]]',
    `name = ${tomlString(facts.command)}`,
    'path = "src/main.rs"',
    '',
    '# It stands alone, whatever lies above it.',
    '[workspace]',
    '',
  ].join('\n');
};

const programLine = (program: ReleasedProgram): string =>
  [...rustPlatform(program), program.format, program.sha256, program.asset.url, program.path].join('\t');

const readme = (facts: ProgramFacts, programs: readonly ReleasedProgram[]): string => {
  const name = crateNameOf(facts);
  return [
    `# ${markdownText(name)}`,
    '',
    markdownText(facts.description),
    '',
    `    cargo install ${name}`,
    `    ${facts.command} --help`,
    '',
    '## What this crate is',
    '',
    `The program is not written in Rust, and this crate does not hold its source, which is at <${repositoryUrl(facts)}>. It holds a`,
    `launcher, which is installed as \`${facts.command}\`. At its first start the launcher`,
    '',
    '1. fetches the program that was released for your system from that repository, by `curl`,',
    '2. holds it against the SHA-256 digest that this version of the crate carries in `src/programs.tsv`, and uses nothing that differs,',
    '3. unpacks it by `tar` (on Linux a zip by `unzip`) into your cache folder, and starts it.',
    '',
    'From then on it starts the program that is there, and asks nobody. Nothing is fetched while the crate is built, and it depends on no other crate.',
    'To take everything away, run `cargo uninstall` and delete the folder of that name in your cache folder: `~/.cache` on Linux,',
    '`~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows.',
    '',
    'There is a program for:',
    '',
    ...programs.map((program) => `- ${platformTitle(program)}`),
    '',
  ].join('\n');
};

const filesOf = (facts: ProgramFacts): FirstFiles => {
  if (hasOwnCrate(facts))
    return blocked(
      'The project is written in Rust, so its own Cargo.toml is what crates.io publishes, and nothing is to be written.',
      'See what the column files says of Cargo.toml, and let `portcall workflow` write the job.',
    );
  const carried = crateObstacle(facts) ?? carriedPrograms(facts, ['linux', 'macos', 'windows']);
  if (carried.kind === 'blocked') return carried;
  const {programs, notes} = carried;
  const license = facts.license.text;
  const isLong = [...plainLine(facts.description)].length > longestDescription;
  return {
    kind: 'files',
    place: {kind: 'project'},
    files: [
      {path: `${cratesFolder}/Cargo.toml`, contents: manifest(facts)},
      {path: `${cratesFolder}/README.md`, contents: readme(facts, programs)},
      {path: `${cratesFolder}/src/main.rs`, contents: cratesLauncher},
      {path: `${cratesFolder}/src/sha256.rs`, contents: cratesSha256},
      {path: `${cratesFolder}/src/programs.tsv`, contents: programs.map((program) => `${programLine(program)}\n`).join('')},
      {path: `${cratesFolder}/.gitignore`, contents: '/target/\n/Cargo.lock\n'},
      ...(license === undefined ? [] : [{path: `${cratesFolder}/LICENSE`, contents: license}]),
    ],
    notes: [
      'The crate holds a launcher that fetches the released program at its first start and checks its digest; its README says so.',
      ...notes,
      ...twinNotes(facts, 'crates-io', cratesFolder),
      ...(isLong ? [`The description is shortened to the ${longestDescription} characters that crates.io takes.`] : []),
    ],
  };
};

/** For a project in another language a crate that fetches the released program; a Rust project has its own. */
export const cratesIoFirstPackage: FirstPackage = {filesOf, job: cratesJob};
