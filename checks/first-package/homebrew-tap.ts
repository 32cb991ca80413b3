import type {FirstFiles, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {rubyString} from '../../src/model/quoting.ts';
import {tapPlaceOf} from '../family/homebrew-taps.ts';
import {blocked, commandObstacle, hasPlainName, homepageOf, releaseObstacle, spdxOf} from './grounds.ts';
import {block, formulaClass, formulaDescription, nameObstacle, paragraphs, rubyLicense, versionTest} from './homebrew-formula.ts';
import {installLines} from './homebrew-install.ts';
import {programFor} from './release-files.ts';

type Fitting = {readonly programs: readonly ReleasedProgram[]; readonly notes: readonly string[]};

const whyNot = ({library, asset}: ReleasedProgram, fits: boolean): string | undefined => {
  if (!fits) return `${asset.name} has a name or an address that GitHub gives no file, so it is left out.`;
  return library?.kind === 'musl' ? `${asset.name} wants musl, which Linux with Homebrew does not have, so it is left out.` : undefined;
};

/** The programs that Homebrew can install, and what is missing. */
export const tapPrograms = (facts: ProgramFacts): Fitting => {
  const programs: ReleasedProgram[] = [];
  const notes: string[] = [];
  for (const system of ['macos', 'linux'] as const)
    for (const architecture of ['arm64', 'amd64'] as const) {
      const program = programFor(facts, system, architecture);
      const place = `${system === 'macos' ? 'macOS' : 'Linux'} on ${architecture === 'arm64' ? 'ARM' : 'Intel'}`;
      const why =
        program === undefined
          ? `The release has no program for ${place}, so nobody installs it there.`
          : whyNot(program, hasPlainName(program));
      if (why !== undefined) notes.push(why);
      else if (program !== undefined) programs.push(program);
    }
  return {programs, notes};
};

const download = ({asset, sha256}: ReleasedProgram): readonly string[] => [`url ${rubyString(asset.url)}`, `sha256 ${rubyString(sha256)}`];

const archOf = ({architecture}: ReleasedProgram): string => (architecture === 'arm64' ? ':arm64' : ':x86_64');

/** The downloads of one system: in a block for each processor, or with the one processor named that there is a program for. */
const downloadsFor = (programs: readonly ReleasedProgram[]): readonly string[] => {
  const [first, second] = programs;
  if (first === undefined) return [];
  if (second === undefined) return [...download(first), `depends_on arch: ${archOf(first)}`];
  if (first.asset.name === second.asset.name) return download(first);
  return [...block('on_arm do', download(first)), ...block('on_intel do', download(second))];
};

const platforms = (programs: readonly ReleasedProgram[]): readonly string[] => {
  const mac = programs.filter(({system}) => system === 'macos');
  const linux = programs.filter(({system}) => system === 'linux');
  // A formula without an address can't even be read, so that a system that it is not for is given the address and refused by name.
  if (mac.length === 0 || linux.length === 0) {
    const [only, name] = mac.length === 0 ? [linux, ':linux'] : [mac, ':macos'];
    const isPlain = only.length === 1 || only[0]?.asset.name === only[1]?.asset.name;
    return isPlain ? [...downloadsFor(only), `depends_on ${name}`] : paragraphs([`depends_on ${name}`], downloadsFor(only));
  }
  return paragraphs(block('on_macos do', downloadsFor(mac)), block('on_linux do', downloadsFor(linux)));
};

const livecheck = block('livecheck do', ['url :stable', 'strategy :github_latest']);

const formulaText = (facts: ProgramFacts, name: string, programs: readonly ReleasedProgram[]): string => {
  const description = formulaDescription(facts.description, name).text;
  const spdx = spdxOf(facts);
  const license = spdx === undefined ? undefined : rubyLicense(spdx);
  const head = [
    ...(description === '' ? [] : [`desc ${rubyString(description)}`]),
    `homepage ${rubyString(homepageOf(facts))}`,
    `version ${rubyString(facts.project.version)}`,
    ...(license === undefined ? [] : [`license ${license}`]),
  ];
  const body = paragraphs(head, livecheck, platforms(programs), block('def install', installLines(facts, programs)), versionTest(facts));
  return `${block(`class ${formulaClass(name)} < Formula`, body).join('\n')}\n`;
};

const textNotes = (facts: ProgramFacts, name: string): readonly string[] => {
  const description = formulaDescription(facts.description, name);
  const spdx = spdxOf(facts);
  return [
    ...(description.text === ''
      ? ['The repository has no description, so the formula has none; write one in the repository’s settings.']
      : []),
    ...(description.isShortened
      ? [`The description is shortened to “${description.text}”, because Homebrew takes fewer than 80 characters.`]
      : []),
    ...(spdx === undefined ? ['GitHub recognises no licence, so the formula names none.'] : []),
    ...(spdx !== undefined && rubyLicense(spdx) === undefined
      ? [`The licence ${spdx} mixes AND and OR, so the formula names none; write it by hand.`]
      : []),
    ...(facts.project.release?.isPrerelease === true ? ['The release is marked as a prerelease, and a tap gives it to everybody.'] : []),
    `The formula’s test runs \`${facts.command} --version\`; change it where the program tells its version otherwise.`,
  ];
};

/** A formula for the released programs, in the maintainer's own tap. */
export const tapFiles = (facts: ProgramFacts): FirstFiles => {
  const {formula, taps} = tapPlaceOf(facts.project);
  const repository = taps[0] ?? {owner: facts.project.repository.owner, name: 'homebrew-tap'};
  const obstacle = releaseObstacle(facts) ?? nameObstacle(formula) ?? commandObstacle(facts);
  if (obstacle !== undefined) return obstacle;
  const {programs, notes} = tapPrograms(facts);
  if (programs.length === 0)
    return blocked(
      `The release ${facts.project.tag} has no program that Homebrew can install on macOS or Linux.`,
      'Upload an archive or a binary for macOS or Linux, with its system and processor in its name.',
    );
  return {
    kind: 'files',
    place: {kind: 'own', repository, description: `Homebrew formulae of ${repository.owner}`, topics: []},
    files: [{path: `Formula/${formula}.rb`, contents: formulaText(facts, formula, programs)}],
    notes: [...notes, ...textNotes(facts, formula)],
  };
};
