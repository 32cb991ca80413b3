import type {Project} from '../../src/model/project.ts';

const systems = {windows: /(?:^|[^a-z])win(?:dows|32|64)?(?![a-z])/i, macos: /darwin|macos|apple|osx/i, linux: /linux|musl/i} as const;
export type System = keyof typeof systems;
const architectures = {amd64: /amd64|x86[_-]?64|x64|64bit|win64/i, arm64: /arm64|aarch64|armv8/i} as const;
export type Architecture = keyof typeof architectures;
const both = /universal|[-_.]all[-_.]/i;
const packed = /\.(?:zip|tar\.(?:gz|xz|bz2|zst)|tgz|txz|7z|exe)$/i;

export type Platform = {readonly system: System; readonly architectures: readonly Architecture[]};

/** What a file is built for, by its name; undefined: the name doesn't say. */
export const platformOf = (file: string): Platform | undefined => {
  const system = (Object.keys(systems) as System[]).find((one) => systems[one].test(file));
  if (system === undefined) return undefined;
  const all = Object.keys(architectures) as Architecture[];
  return {system, architectures: both.test(file) ? all : all.filter((one) => architectures[one].test(file))};
};

const isBinary = (file: string): boolean => packed.test(file) || !/\.[a-z][a-z0-9]*$/i.test(file);

/** The platforms the release has a file for and a package leaves out, of the systems that the package covers at all. */
export const missingPlatforms = (project: Project, urls: readonly string[]): readonly string[] => {
  const covered = urls.flatMap((url) => platformOf(url.split('/').pop() ?? '') ?? []);
  const released = (project.release?.assets ?? []).filter(({name}) => isBinary(name)).flatMap(({name}) => platformOf(name) ?? []);
  const missing = released
    .filter(({system}) => covered.some((one) => one.system === system && one.architectures.length > 0))
    .flatMap(({system, architectures}) => architectures.map((architecture) => ({system, architecture})))
    .filter(({system, architecture}) => !covered.some((one) => one.system === system && one.architectures.includes(architecture)))
    .map(({system, architecture}) => `${system} ${architecture}`);
  return [...new Set(missing)];
};
