import {ByteReader, latin} from './byte-reader.ts';
import type {Executable} from './executable.ts';
import type {LibraryNeed, ProgramArchitecture} from './first-package.ts';

const machines: Readonly<Record<number, string>> = {
  3: '386',
  8: 'MIPS',
  20: 'PowerPC',
  21: 'ppc64',
  22: 's390x',
  40: '32-bit ARM',
  62: 'amd64',
  183: 'arm64',
  243: 'RISC-V',
  258: 'LoongArch',
};
/** System V, which Linux programs usually name, and GNU. */
const linuxInterfaces = [0, 3];
const otherInterfaces: Readonly<Record<number, string>> = {2: 'NetBSD', 6: 'Solaris', 9: 'FreeBSD', 12: 'OpenBSD'};
const otherLoaders: readonly (readonly [RegExp, string])[] = [
  [/^\/system\/bin\/linker/, 'Android'],
  [/^\/libexec\/ld-elf/, 'FreeBSD'],
  [/^\/usr\/libexec\/ld\.elf_so/, 'NetBSD'],
  [/^\/usr\/libexec\/ld\.so/, 'OpenBSD'],
  [/\/ld\.so\.1$/, 'Solaris'],
];

type Segment = {readonly type: number; readonly offset: number; readonly size: number};

/** The program headers; undefined: they do not lie in the bytes that were kept. */
const segmentsOf = (read: ByteReader, is64: boolean): readonly Segment[] | undefined => {
  const start = is64 ? read.long(32) : read.word(28);
  const size = read.short(is64 ? 54 : 42);
  const count = read.short(is64 ? 56 : 44);
  if (count < 0 || start <= 0 || start + size * count > read.bytes.length) return undefined;
  return Array.from({length: count}, (_, index) => {
    const at = start + index * size;
    return is64
      ? {type: read.word(at), offset: read.long(at + 8), size: read.long(at + 32)}
      : {type: read.word(at), offset: read.word(at + 4), size: read.word(at + 16)};
  });
};

/** The hash by which one ELF file asks another for a version of its symbols. */
const elfHash = (name: string): number => {
  let hash = 0;
  for (const character of name) {
    hash = ((hash << 4) + character.charCodeAt(0)) >>> 0;
    const high = hash & 0xf0000000;
    hash = ((hash ^ (high >>> 24)) & ~high) >>> 0;
  }
  return hash;
};

const isOlder = (one: string, other: string): boolean => {
  const [ours, theirs] = [one, other].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = ours.findIndex((part, index) => part !== (theirs[index] ?? 0));
  return at < 0 ? ours.length < theirs.length : (ours[at] ?? 0) < (theirs[at] ?? 0);
};

const holdsWord = (read: ByteReader, wanted: number): boolean => {
  for (let at = 0; at + 4 <= read.bytes.length; at += 4) if (read.word(at) === wanted) return true;
  return false;
};

/**
 * The newest of the glibc versions that are asked for. The table of them is found by its dynamic section, which large programs have far behind
 * the bytes that are kept; so the versions are found by their names, and count where their hash stands in a table too.
 */
const leastGlibc = (read: ByteReader): string | undefined => {
  const named = [...latin(read.bytes).matchAll(/\0GLIBC_(\d+(?:\.\d+){1,2})(?=\0)/g)].map((found) => found[1] ?? '');
  const asked = [...new Set(named)].filter((version) => holdsWord(read, elfHash(`GLIBC_${version}`)));
  return asked.reduce<string | undefined>((newest, one) => (newest === undefined || isOlder(newest, one) ? one : newest), undefined);
};

const libraryOf = (read: ByteReader, loader: string): LibraryNeed | undefined => {
  if (/\/ld-musl-[^/]*$/.test(loader)) return {kind: 'musl'};
  if (!/\/ld-linux[^/]*$/.test(loader)) return undefined;
  const least = leastGlibc(read);
  return least === undefined ? {kind: 'glibc'} : {kind: 'glibc', least};
};

const knownArchitectures: readonly string[] = ['amd64', 'arm64', '386'] satisfies readonly ProgramArchitecture[];
const isKnown = (machine: string): machine is ProgramArchitecture => knownArchitectures.includes(machine);

const [executableFile, sharedFile] = [2, 3];
const [dynamicSegment, loaderSegment] = [2, 3];

/** What an ELF file is, by its first bytes. */
export const elfOf = (bytes: Uint8Array): Executable | undefined => {
  const read = new ByteReader(bytes, bytes[5] !== 2);
  const is64 = bytes[4] === 2;
  const type = read.short(16);
  const named = machines[read.short(18)] ?? `machine ${read.short(18)}`;
  const segments = segmentsOf(read, is64);
  const loading = segments?.find((one) => one.type === loaderSegment);
  const loader = loading === undefined ? undefined : read.text(loading.offset, Math.min(loading.size, 1024));
  if (type !== executableFile && type !== sharedFile) return type < 0 ? undefined : {kind: 'library'};
  const entry = is64 ? read.long(24) : read.word(24);
  if (type === sharedFile && segments !== undefined && loading === undefined && entry === 0) return {kind: 'library'};
  const interface_ = bytes[7] ?? 0;
  const other = otherInterfaces[interface_] ?? otherLoaders.find(([shape]) => shape.test(loader ?? ''))?.[1];
  const isWide = (named === 'amd64' || named === 'arm64') === is64;
  if (other !== undefined || !linuxInterfaces.includes(interface_) || !isKnown(named) || !isWide || bytes[5] === 2)
    return {kind: 'foreign', what: `${other ?? 'Linux'} on ${named}`};
  const isStatic = segments !== undefined && loading === undefined && (type === executableFile || segments.some(isDynamic));
  const library = isStatic ? ({kind: 'static'} as const) : loader === undefined ? undefined : libraryOf(read, loader);
  return {
    kind: 'program',
    system: 'linux',
    architectures: [named],
    ...(library === undefined ? {} : {library}),
    ...(loader === undefined ? {} : {loader}),
  };
};

const isDynamic = ({type}: Segment): boolean => type === dynamicSegment;
