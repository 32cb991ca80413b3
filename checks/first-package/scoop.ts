import type {FirstFiles, FirstPackage, ProgramArchitecture, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {addressSegment, plainLine, shortened} from '../../src/model/quoting.ts';
import {bucketPlaceOf} from '../family/scoop-buckets.ts';
import {type Blocked, blocked, commandObstacle, hasPlainName, homepageOf, releaseObstacle, spdxOf, withoutFolder} from './grounds.ts';
import {openFileName, programFor} from './release-files.ts';
import {bucketJob} from './scoop-job.ts';

const longest = 200;
const words: Readonly<Record<ProgramArchitecture, string>> = {amd64: '64bit', arm64: 'arm64', '386': '32bit'};

type Binary = string | readonly (readonly [string, string])[];
type Part = {readonly url: string; readonly hash?: string; readonly extract_dir?: string; readonly bin?: Binary};

/** The programs for Windows that a manifest can name. */
const scoopPrograms = (facts: ProgramFacts): readonly ReleasedProgram[] =>
  (['amd64', 'arm64', '386'] as const).flatMap((architecture) => {
    const program = programFor(facts, 'windows', architecture);
    return program !== undefined && hasPlainName(program) ? [program] : [];
  });

const onWindows = (path: string): string => path.replaceAll('/', '\\');

/** What Scoop makes a command of; a bare program is renamed by its address, so that it keeps one name in every version. */
const binaryOf = (program: ReleasedProgram, command: string): Binary => {
  if (program.format === 'binary') return `${command}.exe`;
  const path = onWindows(withoutFolder(program.path, program));
  return path.split('\\').at(-1)?.toLowerCase() === `${command}.exe`.toLowerCase() ? path : [[path, command]];
};

const addressOf = ({asset, format}: ReleasedProgram, command: string): string =>
  format === 'binary' ? `${asset.url}#/${command}.exe` : asset.url;

const open = (text: string, {project}: ProgramFacts): string => openFileName(text, project.version, '$version');
const openBinary = (bin: Binary, facts: ProgramFacts): Binary =>
  typeof bin === 'string' ? open(bin, facts) : bin.map(([path, alias]) => [open(path, facts), alias]);

/** The address of the same file in another release: `$version` stands for its version in the tag and in the name. */
const openAddress = ({asset, format}: ReleasedProgram, facts: ProgramFacts): string => {
  const {owner, name} = facts.project.repository;
  const tag = open(facts.project.tag, facts);
  const rename = format === 'binary' ? `#/${facts.command}.exe` : '';
  return `https://github.com/${owner}/${name}/releases/download/${tag}/${open(asset.name, facts)}${rename}`;
};

type Shapes = {readonly facts: ProgramFacts; readonly programs: readonly ReleasedProgram[]; readonly oneBinary: Binary | undefined};

const architectures = ({facts, programs, oneBinary}: Shapes): Readonly<Record<string, Part>> =>
  Object.fromEntries(
    programs.map((one) => [
      words[one.architecture],
      {
        url: addressOf(one, facts.command),
        hash: one.sha256,
        ...(one.folder === '' ? {} : {extract_dir: onWindows(one.folder)}),
        ...(oneBinary === undefined ? {bin: binaryOf(one, facts.command)} : {}),
      },
    ]),
  );

/** Only what changes with the version; the digest Scoop reads from GitHub by itself. */
const autoupdates = ({facts, programs, oneBinary}: Shapes): Readonly<Record<string, Part>> =>
  Object.fromEntries(
    programs.map((one) => {
      const [folder, bin] = [onWindows(one.folder), binaryOf(one, facts.command)];
      const [openFolder, openBin] = [open(folder, facts), openBinary(bin, facts)];
      return [
        words[one.architecture],
        {
          url: openAddress(one, facts),
          ...(openFolder === folder ? {} : {extract_dir: openFolder}),
          ...(oneBinary === undefined && JSON.stringify(openBin) !== JSON.stringify(bin) ? {bin: openBin} : {}),
        },
      ];
    }),
  );

/** How Scoop finds a new version: its own way reads tags such as `v1.2.3` alone, so that other tags are given as an expression. */
const checkver = ({project: {repository, tag, version}}: ProgramFacts): object => {
  const github = `https://github.com/${repository.owner}/${repository.name}`;
  if (/^v?$/i.test(tag.slice(0, -version.length)) && tag.endsWith(version)) return {github};
  const around = tag.split(version).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '(?:/|%2F)'));
  return {github, regex: `/releases/tag/${around.join('([\\d.]+)')}`};
};

/** Scoop writes a choice with `|` and a sum with `,`; undefined: there is no licence at all. */
const licenseOf = (facts: ProgramFacts): string | object | undefined => {
  const spdx = spdxOf(facts);
  if (spdx !== undefined) return spdx.replace(/[()]/g, '').replaceAll(' OR ', '|').replaceAll(' AND ', ',');
  const {path} = facts.license;
  const {owner, name} = facts.project.repository;
  if (path === undefined) return undefined;
  return {identifier: 'Unknown', url: `https://github.com/${owner}/${name}/blob/HEAD/${path.split('/').map(addressSegment).join('/')}`};
};

const manifestText = (facts: ProgramFacts, programs: readonly ReleasedProgram[], license: string | object): string => {
  const description = shortened(plainLine(facts.description), longest);
  const binaries = programs.map((one) => binaryOf(one, facts.command));
  const [first] = binaries;
  const oneBinary = binaries.every((one) => JSON.stringify(one) === JSON.stringify(first)) ? first : undefined;
  const shapes: Shapes = {facts, programs, oneBinary};
  const openBin = oneBinary === undefined ? undefined : openBinary(oneBinary, facts);
  const manifest = {
    version: facts.project.version,
    ...(description === '' ? {} : {description}),
    homepage: homepageOf(facts),
    license,
    architecture: architectures(shapes),
    ...(oneBinary === undefined ? {} : {bin: oneBinary}),
    checkver: checkver(facts),
    autoupdate: {
      architecture: autoupdates(shapes),
      ...(openBin === undefined || JSON.stringify(openBin) === JSON.stringify(oneBinary) ? {} : {bin: openBin}),
    },
  };
  return `${JSON.stringify(manifest, null, 4)}\n`;
};

const obstacleOf = (facts: ProgramFacts, app: string): Blocked | undefined => {
  const {version, tag} = facts.project;
  if (!/^[\w.-]+$/.test(app))
    return blocked(
      `${JSON.stringify(app)} can’t be an app’s name at Scoop: it wants letters, digits, dots, hyphens and underscores.`,
      'Name the app in portcall.yaml, under packages: scoop.',
    );
  return /^[\w.+-]+$/.test(version)
    ? (releaseObstacle(facts) ?? commandObstacle(facts))
    : blocked(
        `Scoop takes no version such as ${JSON.stringify(version)}, which is that of the tag ${tag}.`,
        'Tag a version of digits and dots.',
      );
};

const notesOf = (facts: ProgramFacts, programs: readonly ReleasedProgram[], license: string | object): readonly string[] => {
  const description = plainLine(facts.description);
  const has = (architecture: ProgramArchitecture): boolean => programs.some((one) => one.architecture === architecture);
  return [
    ...(has('amd64') ? [] : ['The release has no program for Windows on 64-bit Intel, so most people can’t install it.']),
    ...(has('arm64') ? [] : ['The release has no program for Windows on ARM, which runs the one for Intel.']),
    ...(description === '' ? ['The repository has no description, so the manifest has none.'] : []),
    ...([...description].length > longest ? [`The description is shortened to ${longest} characters.`] : []),
    ...(typeof license === 'string' ? [] : ['GitHub recognises no licence, so the manifest says Unknown and points at its file.']),
    ...(/^[\d.]+$/.test(facts.project.version) ? [] : ['The bucket’s own updater finds versions of digits and dots alone.']),
  ];
};

const filesOf = (facts: ProgramFacts): FirstFiles => {
  const {app, buckets} = bucketPlaceOf(facts.project);
  const repository = buckets[0] ?? {owner: facts.project.repository.owner, name: 'scoop-bucket'};
  const obstacle = obstacleOf(facts, app);
  if (obstacle !== undefined) return obstacle;
  const programs = scoopPrograms(facts);
  if (programs.length === 0)
    return blocked(
      `The release ${facts.project.tag} has no program for Windows.`,
      'Upload a zip or an .exe for Windows, with its processor in its name.',
    );
  const license = licenseOf(facts);
  if (license === undefined)
    return blocked('Scoop asks for a licence, and the repository has none.', 'Put a licence file into the repository.');
  return {
    kind: 'files',
    place: {kind: 'own', repository, description: `Scoop manifests of ${repository.owner}`, topics: ['scoop-bucket']},
    files: [{path: `bucket/${app}.json`, contents: manifestText(facts, programs, license)}],
    notes: notesOf(facts, programs, license),
  };
};

/** A manifest in the maintainer's own bucket; the job updates it, and `autoupdate` lets the bucket do so too. */
export const scoopFirstPackage: FirstPackage = {
  filesOf,
  job: (facts) => {
    const files = filesOf(facts);
    return files.kind === 'blocked' ? undefined : bucketJob(facts, files, scoopPrograms(facts));
  },
};
