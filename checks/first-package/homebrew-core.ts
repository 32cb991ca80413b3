import type {FirstFiles, ProgramFacts, SourceArchive} from '../../src/model/first-package.ts';
import {rubyString} from '../../src/model/quoting.ts';
import {tapPlaceOf} from '../family/homebrew-taps.ts';
import {type Blocked, blocked, commandObstacle, homepageOf, releaseObstacle, spdxOf} from './grounds.ts';
import {block, formulaClass, formulaDescription, nameObstacle, paragraphs, rubyLicense, versionTest} from './homebrew-formula.ts';

const tapInstead = 'Publish it in a tap of your own, which takes it as it is.';

const acceptance = (facts: ProgramFacts): Blocked | undefined => {
  const {version, tag, release} = facts.project;
  if (release?.isPrerelease === true || /^\d[\d.]*-/.test(version))
    return blocked(`homebrew-core takes stable versions alone, and ${tag} is a prerelease.`, 'Publish a stable release first.');
  const spdx = spdxOf(facts);
  if (spdx === undefined || rubyLicense(spdx) === undefined)
    return blocked(
      `Formulae in homebrew-core name a licence, and ${spdx === undefined ? 'GitHub recognises none' : `${spdx} can’t be spelled in one`}.`,
      'Put a licence file with an unchanged text of an SPDX licence into the repository.',
    );
  return undefined;
};

/** The package that `go build` makes the program of; undefined: it can't be told. The empty text: the one at the root. */
const goPackage = ({paths, command}: ProgramFacts): string | undefined => {
  if (paths.includes(`cmd/${command}/main.go`)) return `./cmd/${command}`;
  if (paths.includes('main.go')) return '';
  const only = paths.filter((path) => /^cmd\/[\w.-]+\/main\.go$/.test(path));
  return only.length === 1 ? `./${only[0]?.replace(/\/main\.go$/, '')}` : undefined;
};

/** The folder of the crate that `cargo install` makes the program of; undefined: it can't be told. */
const crateFolder = ({paths, command}: ProgramFacts): string | undefined => {
  if (paths.includes('src/main.rs') || paths.includes(`src/bin/${command}.rs`)) return '.';
  const crates = paths.filter((path) => /^(?:[\w.-]+\/)+src\/main\.rs$/.test(path)).map((path) => path.replace(/\/src\/main\.rs$/, ''));
  return crates.find((folder) => folder.split('/').at(-1) === command) ?? (crates.length === 1 ? crates[0] : undefined);
};

type Build = {readonly kind: 'build'; readonly needs: string; readonly lines: readonly string[]};

const goBuild = (facts: ProgramFacts, name: string): Build | Blocked => {
  const source = goPackage(facts);
  if (source === undefined)
    return blocked(
      `No main package of ${facts.command} is found: neither main.go nor cmd/${facts.command}/main.go is there.`,
      'Write the formula by hand after homebrew-core’s own examples.',
    );
  const output = facts.command === name ? '' : `output: bin/${rubyString(facts.command)}, `;
  const line = `system "go", "build", *std_go_args(${output}ldflags: "-s -w")${source === '' ? '' : `, ${rubyString(source)}`}`;
  return {kind: 'build', needs: 'go', lines: [line]};
};

const rustBuild = (facts: ProgramFacts): Build | Blocked => {
  const folder = crateFolder(facts);
  if (folder === undefined)
    return blocked(`No crate with the program ${facts.command} is found.`, 'Write the formula by hand after homebrew-core’s own examples.');
  if (!facts.paths.includes('Cargo.lock'))
    return blocked(
      'homebrew-core builds with `cargo install --locked`, and the repository has no Cargo.lock.',
      'Commit Cargo.lock and release again.',
    );
  const path = folder === '.' ? '' : `(path: ${rubyString(folder)})`;
  return {kind: 'build', needs: 'rust', lines: [`system "cargo", "install", *std_cargo_args${path}`]};
};

const buildOf = (facts: ProgramFacts, name: string): Build | Blocked => {
  if (facts.language === 'go') return goBuild(facts, name);
  if (facts.language === 'rust') return rustBuild(facts);
  return blocked('homebrew-core builds from source, and how this project is built is known for Go and Rust alone.', tapInstead);
};

/** Homebrew reads the version out of an address such as `…/tags/v1.2.3.tar.gz` by itself, and style refuses it beside that. */
const isInAddress = ({project: {tag, version}}: ProgramFacts): boolean =>
  new Set([version, `v${version}`]).has(tag) && /^\d+(?:\.\d+)+$/.test(version);

const formulaText = (facts: ProgramFacts, name: string, source: SourceArchive, {needs, lines}: Build): string => {
  const {repository, version} = facts.project;
  const head = [
    `desc ${rubyString(formulaDescription(facts.description, name).text)}`,
    `homepage ${rubyString(homepageOf(facts))}`,
    `url ${rubyString(source.url)}`,
    ...(isInAddress(facts) ? [] : [`version ${rubyString(version)}`]),
    `sha256 ${rubyString(source.sha256)}`,
    `license ${rubyLicense(spdxOf(facts) ?? '')}`,
    `head ${rubyString(`https://github.com/${repository.owner}/${repository.name}.git`)}, branch: ${rubyString(facts.defaultBranch)}`,
  ];
  const body = paragraphs(head, [`depends_on "${needs}" => :build`], block('def install', lines), versionTest(facts));
  return `${block(`class ${formulaClass(name)} < Formula`, body).join('\n')}\n`;
};

const notesOf = (facts: ProgramFacts, name: string): readonly string[] => {
  const description = formulaDescription(facts.description, name);
  return [
    'homebrew-core takes known projects: from their own authors with 225 stars, 90 forks or 90 watchers, from others with 75, 30 or 30, and a repository that is 30 days old.',
    `Look first whether homebrew-core has a formula ${name}: https://formulae.brew.sh/formula/${name}`,
    `homebrew-core wants a test of what the program does: write one beside \`${facts.command} --version\`.`,
    ...(facts.language === 'go' ? ['Where the program gets its version from the linker, add it to ldflags.'] : []),
    'Say in the pull request that a program wrote the formula, as Homebrew asks where an AI or a tool helped.',
    ...(description.isShortened
      ? [`The description is shortened to “${description.text}”, because Homebrew takes fewer than 80 characters.`]
      : []),
  ];
};

const fileOf = (name: string): string => `Formula/${name.startsWith('lib') ? 'lib' : name.slice(0, 1)}/${name}.rb`;

/** A formula that builds from source, for homebrew-core. */
export const coreFiles = (facts: ProgramFacts): FirstFiles => {
  const name = tapPlaceOf(facts.project).formula;
  const obstacle = releaseObstacle(facts) ?? nameObstacle(name) ?? commandObstacle(facts) ?? acceptance(facts);
  if (obstacle !== undefined) return obstacle;
  if (formulaDescription(facts.description, name).text === '')
    return blocked('Formulae in homebrew-core have a description, and the repository has none.', 'Write one in the repository’s settings.');
  if (facts.source === undefined)
    return blocked(`GitHub did not give the source archive of ${facts.project.tag}, so its checksum is not known.`, 'Try again later.');
  const build = buildOf(facts, name);
  if (build.kind === 'blocked') return build;
  return {
    kind: 'files',
    place: {
      kind: 'upstream',
      upstream: {owner: 'Homebrew', name: 'homebrew-core'},
      base: 'main',
      branch: `${name}-${facts.project.version}`,
      title: `${name} ${facts.project.version} (new formula)`,
    },
    files: [{path: fileOf(name), contents: formulaText(facts, name, facts.source, build)}],
    notes: notesOf(facts, name),
  };
};
