import type {ProgramArchitecture, ProgramSystem} from '../../src/model/first-package.ts';
import {platformOf} from './platforms.ts';

/* What stands beside programs in releases: proofs, packages of other kinds, texts, parts for developers. */
const otherEndings =
  /\.(?:sha\d+(?:sums?)?|md5|asc|sig|sigstore|minisig|pem|crt|cert|pub|key|att|intoto|provenance|jsonl?|ya?ml|xml|toml|lock|txt|md|html?|pdf|csv|deb|rpm|apk|aab|ipa|ipk|msix?|msixbundle|appx|appinstaller|dmg|pkg|pkg\.tar\.(?:zst|xz)|appimage|zsync|flatpak|snap|vsix|whl|gem|crate|nupkg|snupkg|jar|war|wasm|sbom|spdx|cdx|bom|sh|ps1|bat|cmd|zsh|bash|fish|nu|rb|py|c?js|ts|lua|img|iso|blockmap|torrent|patch|diff|pdb|dbg|dsym|so|dll|dylib|a|lib|h|png|svg|ico|[1-9])$/i;
const otherWords =
  /(?:^|[-_.])(?:checksums?|sha\d+sums?|sboms?|spdx|cyclonedx|sources?|src|vendor(?:ed)?|docs?|manual|man|manpages?|completions?|debug|debuginfo|symbols?|dsym|headers?|libs?|sdk|installer|setup|schemas?|examples?|testdata)(?=$|[-_.])/i;
const otherSystems =
  /(?:^|[-_.])(?:freebsd|netbsd|openbsd|dragonfly(?:bsd)?|solaris|illumos|sunos|aix|plan9|android(?:eabi)?|ios|js|wasip?\d?|wasm\d*|haiku|redox|uefi)\d*(?=$|[-_.])/i;
const otherProcessors =
  /(?:^|[-_.])(?:arm|arm(?:v?[5-7][a-z]*|hf|el|eb)|thumbv7[a-z]*|(?:gnu|musl)eabi(?:hf)?|riscv(?:32|64)[a-z]*|ppc(?:64)?(?:le|el)?|powerpc(?:64)?(?:le)?|s390x?|mips[a-z0-9]*|loong(?:arch)?64|sparc[a-z0-9]*|sh4|m68k|ia64)(?=$|[-_.])/i;

const escapedForPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Whether a released file may hold a program for a platform that packages are made for, by its name. `project`: a word in its own name tells nothing. */
export const mayHoldProgram = (file: string, project: string): boolean => {
  const rest = file.replace(new RegExp(escapedForPattern(project), 'gi'), '');
  return (
    !otherEndings.test(file.replace(/[-_.]v?\d+(?:\.\d+)+$/, '')) &&
    ![otherWords, otherSystems, otherProcessors].some((shape) => shape.test(rest))
  );
};

export type NamedPlatform = {readonly system?: ProgramSystem; readonly architectures: readonly ProgramArchitecture[]};

const narrow = /(?:^|[-_.])(?:386|i[3-6]86|x86|ia32|32-?bit|win32)(?=$|[-_.])/i;

/** What a released file says that it is for; `system` is absent and `architectures` empty where it does not say. */
export const namedPlatform = (file: string): NamedPlatform => {
  const found = platformOf(file);
  const architectures = found?.architectures ?? [];
  const isNarrow = architectures.length === 0 && narrow.test(file);
  return {...(found === undefined ? {} : {system: found.system}), architectures: isNarrow ? ['386'] : architectures};
};

const packedEndings = /\.(?:exe|zip|tgz|txz|tbz2?|tzst|tar|gz|xz|bz2|zst)$/i;
const platformWords =
  /[-_.](?:linux(?:32|64)?|darwin|mac(?:os)?|osx|apple|win(?:dows|32|64)?|pc|unknown|gnu|glibc|musl|msvc|static|universal2?|all|fat|amd64(?:v[1-4])?|x86[-_]64|x86|x64|64-?bit|32-?bit|arm64|aarch64|armv8|386|i[3-6]86|ia32)$/i;

/** A file's name without its ending, the version and the platform: what the program itself is called. */
export const stemOf = (file: string, version: string): string => {
  const versionPart = new RegExp(`[-_.]v?${escapedForPattern(version)}$`, 'i');
  let stem = file;
  for (let before = ''; before !== stem; ) {
    before = stem;
    stem = stem.replace(packedEndings, '').replace(platformWords, '').replace(versionPart, '');
  }
  return stem;
};
