import type {ArchiveFormat, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {hasPlainName} from './grounds.ts';
import {programFor, shellFileName} from './release-files.ts';

/** The processors that snaps of core24 are released for here, in Debian's words, which are Go's too. */
const snapArchitectures = ['amd64', 'arm64'] as const;

/** The glibc of core24. */
const baseGlibc = '2.39';

const isNewer = (version: string, than: string): boolean => version.localeCompare(than, 'en', {numeric: true}) > 0;

/** What of an archive can stand in a script as it is. */
export const isPlainPath = (path: string): boolean => /^[\w.+@~][\w.+@~ /-]*$/.test(path);

/** Why a program can't go into a snap, as what comes behind “because”; undefined: it can. */
const obstacleOf = (program: ReleasedProgram): string | undefined => {
  const {library, path, asset} = program;
  if (!hasPlainName(program) || !isPlainPath(path)) return `${asset.name} or what lies in it has a name that no script can spell`;
  if (library?.kind === 'musl') return 'it needs the musl C library, which core24 does not have; a static build runs there';
  return library?.kind === 'glibc' && library.least !== undefined && isNewer(library.least, baseGlibc)
    ? `it needs glibc ${library.least}, and core24 has ${baseGlibc}`
    : undefined;
};

/** The programs that a snap is made of, and a sentence for each platform that is left out. */
export const snapPrograms = (facts: ProgramFacts): {readonly programs: readonly ReleasedProgram[]; readonly notes: readonly string[]} => {
  const looked = snapArchitectures.map((architecture) => {
    const program = programFor(facts, 'linux', architecture);
    const why = program === undefined ? 'the release has no program for it' : obstacleOf(program);
    return {architecture, program, why};
  });
  const isThirtyTwo = programFor(facts, 'linux', '386') !== undefined;
  return {
    programs: looked.flatMap(({program, why}) => (program === undefined || why !== undefined ? [] : [program])),
    notes: [
      ...looked.flatMap(({architecture, why}) => (why === undefined ? [] : [`Linux on ${architecture} is left out, because ${why}.`])),
      ...(isThirtyTwo ? ['32-bit x86 is left out, because core24 is not made for it.'] : []),
    ],
  };
};

/** What unpacks a format, and the package of Ubuntu that has it; a bare program is unpacked by nothing. */
const unpacking: Readonly<Record<ArchiveFormat, {readonly command?: string; readonly from?: string}>> = {
  'tar.gz': {command: 'tar -xf'},
  'tar.xz': {command: 'tar -xf', from: 'xz-utils'},
  'tar.bz2': {command: 'tar -xf', from: 'bzip2'},
  'tar.zst': {command: 'tar -xf', from: 'zstd'},
  zip: {command: 'unzip -qo', from: 'unzip'},
  binary: {},
};

/** What has to be installed where the snap is built, sorted; empty: nothing. */
export const unpackersOf = (programs: readonly ReleasedProgram[]): readonly string[] =>
  [...new Set(programs.flatMap(({format}) => unpacking[format].from ?? []))].toSorted();

const isNotice = (path: string): boolean => /(?:^|\/)(?:licen[cs]e|copying|notice)(?:[.-][\w.-]+)?$/i.test(path) && isPlainPath(path);

const open = (text: string, version: string): string =>
  shellFileName(text, version).replaceAll('${VERSION}', '${SNAPCRAFT_PROJECT_VERSION}');

const branchOf = (program: ReleasedProgram, command: string, name: string, version: string): readonly string[] => {
  const {architecture, asset, format, path, besides} = program;
  const file = open(asset.name, version).replace('"', '"$CRAFT_PART_SRC/');
  const {command: unpack} = unpacking[format];
  const own = unpack === undefined ? file : open(path, version);
  const notices = unpack === undefined ? [] : besides.filter(isNotice).toSorted();
  return [
    `${architecture})`,
    ...(unpack === undefined ? [] : [`  ${unpack} ${file}`]),
    `  install -D -m 755 ${own} "$CRAFT_PART_INSTALL/bin/${command}"`,
    ...notices.map(
      (one) => `  install -D -m 644 ${open(one, version)} "$CRAFT_PART_INSTALL/usr/share/doc/${name}/${one.split('/').at(-1)}"`,
    ),
    '  ;;',
  ];
};

/** The script that lays a snap out of the file that was fetched; each path in it is one that the archive was seen to hold. */
export const layScript = (programs: readonly ReleasedProgram[], command: string, name: string, version: string): readonly string[] => [
  'case "$CRAFT_ARCH_BUILD_FOR" in',
  ...programs.flatMap((program) => branchOf(program, command, name, version)).map((line) => `  ${line}`),
  'esac',
];
