import type {FirstFile, FirstFiles, FirstPackage, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {plainLine} from '../../src/model/quoting.ts';
import type {SubmissionStep} from '../../src/model/submission-steps.ts';
import {namedPackageOf} from './chocolatey-id.ts';
import {chocolateyJob} from './chocolatey-job.ts';
import {nuspecOf} from './chocolatey-nuspec.ts';
import {folderOf, librariesOf, narrowBeside, windowsProgramOf} from './chocolatey-programs.ts';
import {installScript, licenseText, verificationText} from './chocolatey-tools.ts';
import {type Blocked, blocked, commandObstacle, hasPlainName, releaseObstacle} from './grounds.ts';
import {programFor} from './release-files.ts';

type Variant = 'embed' | 'download';

/** Chocolatey names numbers from 150 to 350 MB as the largest package it takes. */
const mostBytes = 150_000_000;
const folder = 'packaging/chocolatey';

const fits: Readonly<Record<Variant, readonly ReleasedProgram['format'][]>> = {
  embed: ['zip', 'tar.gz', 'binary'],
  download: ['zip', 'binary'],
};

/** Why a package can't be written in this way; undefined: it can. */
const obstacleTo = (variant: Variant, facts: ProgramFacts, program: ReleasedProgram): Blocked | undefined => {
  const {asset, format} = program;
  if (!hasPlainName(program))
    return blocked('The released file for Windows has a name with odd characters.', 'Rename it, and release again.');
  if (!fits[variant].includes(format))
    return blocked(`${asset.name} is of a kind that Chocolatey’s own commands don’t unpack.`, 'Release the Windows program as a zip.');
  if (variant === 'download') return undefined;
  if (facts.license.text === undefined)
    return blocked(
      'A package that holds a program needs the licence’s text, and the repository has none.',
      'Put a LICENSE file into the repository, or take the package that downloads.',
    );
  return asset.size > mostBytes
    ? blocked(`${asset.name} is larger than a package at Chocolatey may be.`, 'Take the package that downloads.')
    : undefined;
};

const downloads = (paths: readonly string[]): boolean => paths.some((path) => /(?:^|\/)tools\/chocolateyinstall\.ps1$/i.test(path));

type Choice = {readonly kind: 'chosen'; readonly variant: Variant; readonly notes: readonly string[]};

/** The way that was asked for; else packed, but where the project has a script that downloads, or where it can't be packed. */
const choiceOf = (facts: ProgramFacts, program: ReleasedProgram, asked: string | undefined): Choice | Blocked => {
  if (asked === 'embed' || asked === 'download') {
    return obstacleTo(asked, facts, program) ?? {kind: 'chosen', variant: asked, notes: []};
  }
  const hasScript = downloads(facts.paths);
  const [usual, other]: readonly [Variant, Variant] = hasScript ? ['download', 'embed'] : ['embed', 'download'];
  const obstacle = obstacleTo(usual, facts, program);
  if (obstacle === undefined)
    return {kind: 'chosen', variant: usual, notes: hasScript ? ['The package downloads, as the project’s own install script does.'] : []};
  if (obstacleTo(other, facts, program) !== undefined) return obstacle;
  const word = other === 'download' ? 'downloads the program' : 'holds the program';
  return {kind: 'chosen', variant: other, notes: [`The package ${word}: ${obstacle.because}`]};
};

const platformNotes = (facts: ProgramFacts, hasNarrow: boolean): readonly string[] => [
  ...(programFor(facts, 'windows', 'arm64') === undefined
    ? []
    : ['The program for ARM is left out: Chocolatey tells no ARM machine apart, and Windows runs the one for x64 there.']),
  ...(programFor(facts, 'windows', '386') === undefined || hasNarrow ? [] : ['The program for 32-bit Windows is left out.']),
];

const toolsOf = (facts: ProgramFacts, program: ReleasedProgram, variant: Variant): readonly FirstFile[] => {
  if (variant === 'embed')
    return [
      {path: `${folder}/tools/LICENSE.txt`, contents: licenseText(facts)},
      {path: `${folder}/tools/VERIFICATION.txt`, contents: verificationText(facts, program)},
    ];
  const narrow = program.architecture === '386' ? program : narrowBeside(facts, program);
  const wide = program.architecture === '386' ? undefined : program;
  const downloaded = {...(wide === undefined ? {} : {wide}), ...(narrow === undefined ? {} : {narrow})};
  return [{path: `${folder}/tools/chocolateyinstall.ps1`, contents: installScript(downloaded, facts.command)}];
};

const refusalOf = (facts: ProgramFacts): Blocked | undefined =>
  releaseObstacle(facts) ??
  commandObstacle(facts) ??
  (plainLine(facts.description) === ''
    ? blocked('The repository has no description, and Chocolatey wants one.', 'Write one on the repository’s page, under “About”.')
    : undefined);

const filesOf = (facts: ProgramFacts, asked?: string): FirstFiles => {
  const refusal = refusalOf(facts);
  if (refusal !== undefined) return refusal;
  const named = namedPackageOf(facts);
  if (named.kind === 'blocked') return named;
  const program = windowsProgramOf(facts);
  if (program === undefined)
    return blocked('The release has no program for Windows on x64 or x86.', 'Release one, best as a zip, and look again.');
  const choice = choiceOf(facts, program, asked);
  if (choice.kind === 'blocked') return choice;
  const nuspec = nuspecOf(facts, named.id, named.version, folder);
  const hasNarrow = program.architecture === '386' || (choice.variant === 'download' && narrowBeside(facts, program) !== undefined);
  return {
    kind: 'files',
    place: {kind: 'project'},
    files: [{path: `${folder}/${named.id}.nuspec`, contents: nuspec.text}, ...toolsOf(facts, program, choice.variant)],
    notes: [...choice.notes, ...named.notes, ...nuspec.notes, ...platformNotes(facts, hasNarrow)],
  };
};

const holdsProgram = (files: readonly FirstFile[]): boolean => files.some(({path}) => /(?:^|\/)VERIFICATION(?:\.\w+)?$/i.test(path));

const embedsOf = ({command}: ProgramFacts, program: ReleasedProgram) => {
  const {path, asset, sha256, format} = program;
  const common = {url: asset.url, sha256, format};
  return [
    {path: `tools/${command}.exe`, member: path, ...common},
    ...librariesOf(program).map((one) => ({path: `tools/${one.slice(folderOf(path).length)}`, member: one, ...common})),
  ];
};

/** The package itself, out of the files as they stand: everything that lies below the `.nuspec`. */
const submission = (facts: ProgramFacts, files: readonly FirstFile[]): SubmissionStep | undefined => {
  const named = namedPackageOf(facts);
  const program = windowsProgramOf(facts);
  const nuspec = files.find(({path}) => /\.nuspec$/i.test(path));
  if (named.kind === 'blocked' || program === undefined || nuspec === undefined) return undefined;
  const root = folderOf(nuspec.path);
  const tools = files.filter(({path}) => path.startsWith(`${root}tools/`));
  return {
    kind: 'push-nupkg',
    package: named.id,
    version: named.version,
    files: [
      {path: `${named.id}.nuspec`, contents: nuspec.contents},
      ...tools.map(({path, contents}) => ({path: path.slice(root.length), contents})),
    ],
    embeds: holdsProgram(files) ? embedsOf(facts, program) : [],
  };
};

/** How the first package of Chocolatey is written and handed in. */
export const chocolateyFirstPackage: FirstPackage = {
  variants: [
    {id: 'embed', title: 'The package holds the program; nothing is downloaded when it is installed.'},
    {id: 'download', title: 'The package downloads the released file when it is installed.'},
  ],
  filesOf,
  submission,
  job: chocolateyJob,
};
