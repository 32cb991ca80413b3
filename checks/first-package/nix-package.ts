import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {repositoryText} from '../../src/model/project.ts';
import {nixString, plainLine} from '../../src/model/quoting.ts';
import {homepageOf} from './grounds.ts';

/** A program with the platform's name at Nix. */
export type NixProgram = {readonly system: string; readonly program: ReleasedProgram};

/** Everything that package.nix holds. */
export type NixParts = {
  readonly name: string;
  readonly description: string;
  /** As Nix writes it. */
  readonly license: string;
  /** A name in the list of maintainers; absent: nobody is named. */
  readonly maintainer?: string;
  readonly programs: readonly [NixProgram, ...NixProgram[]];
};

/** A SHA-256 in hex as Nix writes digests: base64 of its bytes. */
export const nixHash = (hex: string): string =>
  `sha256-${btoa((hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(''))}`;

const inString = (text: string): string => nixString(text).slice(1, -1);

/** A string in which the version stands open. A dollar right before it would take its meaning away. */
const openString = (text: string, version: string): string => {
  const parts = text.split(version).map(inString);
  return `"${parts.map((part, at) => (at < parts.length - 1 ? part.replace(/\$$/, '\\$') : part)).join('${finalAttrs.version}')}"`;
};

const isGlibc = ({program}: NixProgram): boolean => program.system === 'linux' && program.library?.kind !== 'static';

const sourceLines = ({system, program}: NixProgram, version: string): readonly string[] => [
  `${system} = fetchurl {`,
  `  url = ${openString(program.asset.url, version)};`,
  `  hash = "${nixHash(program.sha256)}";`,
  '};',
];

const indented = (columns: number, lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `${' '.repeat(columns)}${line}`));

/** Where the program lies, in one line for all platforms or in a set of them. */
const programLines = (programs: NixParts['programs'], version: string): readonly string[] => {
  const paths = programs.map(({system, program}) => ({system, path: openString(program.path, version)}));
  return paths.every(({path}) => path === paths[0]?.path)
    ? [`program = ${paths[0]?.path};`]
    : ['program =', '  {', ...paths.map(({system, path}) => `    ${system} = ${path};`), '  }', '  .${stdenvNoCC.hostPlatform.system};'];
};

const unpackLines = (programs: NixParts['programs'], version: string): readonly string[] =>
  programs.every(({program}) => program.format === 'binary')
    ? ['dontUnpack = true;']
    : ['sourceRoot = ".";', ...programLines(programs, version)];

const toolsOf = (programs: NixParts['programs']): readonly string[] => [
  ...(programs.some(isGlibc) ? ['autoPatchelfHook'] : []),
  ...(programs.some(({program}) => program.format === 'zip') ? ['unzip'] : []),
];

const nativeLines = (programs: NixParts['programs']): readonly string[] => {
  const hasHook = programs.some(isGlibc);
  const hasZip = programs.some(({program}) => program.format === 'zip');
  const onLinux = 'lib.optionals stdenvNoCC.hostPlatform.isLinux [ autoPatchelfHook ]';
  const native = [...(hasZip ? ['[ unzip ]'] : []), ...(hasHook ? [onLinux] : [])].join(' ++ ');
  return [
    ...(native === '' ? [] : [`nativeBuildInputs = ${native};`]),
    ...(hasHook ? ['buildInputs = lib.optionals stdenvNoCC.hostPlatform.isLinux [ (lib.getLib stdenv.cc.cc) ];'] : []),
  ];
};

const keywords: readonly string[] = ['assert', 'else', 'if', 'in', 'inherit', 'let', 'or', 'rec', 'then', 'with'];

/* By its whole path: behind `with`, a person called as a word of Nix, or as one of the package's own arguments, would be taken for that. */
const personOf = (name: string): string =>
  `lib.maintainers.${/^[A-Za-z_][\w-]*$/.test(name) && !keywords.includes(name) ? name : nixString(name)}`;

const metaLines = (facts: ProgramFacts, {description, license, maintainer, programs}: NixParts): readonly string[] => {
  const {repository, tag, version} = facts.project;
  return [
    'meta = {',
    `  description = ${nixString(description)};`,
    `  homepage = ${nixString(plainLine(homepageOf(facts)))};`,
    `  changelog = ${openString(`https://github.com/${repositoryText(repository)}/releases/tag/${tag}`, version)};`,
    `  license = ${license};`,
    '  sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];',
    `  maintainers = ${maintainer === undefined ? '[ ]' : `[ ${personOf(maintainer)} ]`};`,
    `  mainProgram = ${nixString(facts.command)};`,
    '  platforms = [',
    ...programs.map(({system}) => `    "${system}"`),
    '  ];',
    '};',
  ];
};

const installLines = (taken: string): readonly string[] => [
  'dontConfigure = true;',
  'dontBuild = true;',
  'dontStrip = true;',
  '',
  "installPhase = ''",
  '  runHook preInstall',
  `  install -Dm755 "${taken}" "$out/bin/$command"`,
  '  runHook postInstall',
  "'';",
];

const packageLines = (facts: ProgramFacts, parts: NixParts): readonly string[] => {
  const {name, programs} = parts;
  const {version} = facts.project;
  const isBare = programs.every(({program}) => program.format === 'binary');
  const lines = [
    `pname = ${nixString(name)};`,
    `version = ${nixString(version)};`,
    '',
    '__structuredAttrs = true;',
    'strictDeps = true;',
    '',
    'src =',
    '  finalAttrs.passthru.sources.${stdenvNoCC.hostPlatform.system}',
    '    or (throw "${finalAttrs.pname} is not released for ${stdenvNoCC.hostPlatform.system}");',
    ...unpackLines(programs, version),
    `command = ${nixString(facts.command)};`,
    '',
    ...nativeLines(programs),
    '',
    ...installLines(isBare ? '$src' : '$program'),
    '',
    'passthru.sources = {',
    ...indented(
      2,
      programs.flatMap((one) => sourceLines(one, version)),
    ),
    '};',
    '',
    ...metaLines(facts, parts),
  ];
  return lines.filter((line, at) => line !== '' || lines[at - 1] !== '');
};

/** The package as a function of what it needs, of programs as they were released. */
export const nixPackageOf = (facts: ProgramFacts, parts: NixParts): string => {
  const tools = toolsOf(parts.programs);
  const needs = ['lib', ...(tools.includes('autoPatchelfHook') ? ['stdenv'] : []), 'stdenvNoCC', 'fetchurl', ...tools];
  return [
    '{',
    ...needs.map((one) => `  ${one},`),
    '}:',
    '',
    'stdenvNoCC.mkDerivation (finalAttrs: {',
    ...indented(2, packageLines(facts, parts)),
    '})',
    '',
  ].join('\n');
};
