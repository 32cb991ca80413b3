import type {Executable} from '../../src/model/executable.ts';
import type {ProgramArchitecture, ProgramFault, ProgramSystem, ReleasedProgram} from '../../src/model/first-package.ts';
import {baseName, type ExaminedAsset, type FoundExecutable} from './examined-asset.ts';
import {type NamedPlatform, namedPlatform, stemOf} from './released-names.ts';

/** A program that could stand for a platform, and what speaks for it. */
export type ProgramChoice = {
  readonly program: ReleasedProgram;
  /** Whether it is called as people type it. */
  readonly isNamed: boolean;
  /** Whether the asset's name names no other platform than the program's own head. */
  readonly agrees: boolean;
  /** Whether it is for several processors at once. */
  readonly isUniversal: boolean;
};

/** What is looked for: the command, and the version that names may carry. */
export type WantedProgram = {readonly command: string; readonly version: string};

type ProgramHead = Extract<Executable, {readonly kind: 'program'}>;
type FoundProgram = FoundExecutable & {readonly executable: ProgramHead};

const isProgram = (one: FoundExecutable): one is FoundProgram => one.executable.kind === 'program';

const bareName = (path: string): string => baseName(path).replace(/\.exe$/i, '');

/** Whether a file is called as the command, be it with the platform behind it. */
const isCalled = (path: string, {command, version}: WantedProgram): boolean =>
  [bareName(path), stemOf(bareName(path), version)].some((name) => name.toLowerCase() === command.toLowerCase());

/** A script tells no platform, so it counts where the asset's name does and nothing else in it runs. */
const ofScript = (script: FoundExecutable, {system, architectures}: NamedPlatform): FoundProgram | undefined => {
  const [first, ...others] = architectures;
  if (system === undefined || system === 'windows' || first === undefined) return undefined;
  return {...script, executable: {kind: 'program', system, architectures: [first, ...others]}};
};

const runnableIn = (examined: ExaminedAsset, wanted: WantedProgram): readonly FoundProgram[] => {
  const programs = examined.executables.filter(isProgram);
  if (programs.length > 0) return programs;
  const named = namedPlatform(examined.asset.name);
  const scripts = examined.executables.filter(({path, executable}) => executable.kind === 'script' && isCalled(path, wanted));
  return scripts.flatMap((script) => ofScript(script, named) ?? []);
};

type Platform = {readonly system: ProgramSystem; readonly architecture: ProgramArchitecture};

const platformsOf = (programs: readonly FoundProgram[]): readonly Platform[] => {
  const all = programs.flatMap(({executable: {system, architectures}}) => architectures.map((architecture) => ({system, architecture})));
  return [...new Map(all.map((one) => [`${one.system} ${one.architecture}`, one])).values()];
};

export const platformText = ({system, architecture}: Platform): string =>
  `${{linux: 'Linux', macos: 'macOS', windows: 'Windows'}[system]} on ${architecture}`;

/** What every packager's tools take as it stands; a name with anything else in it is left alone. */
const isPlainPath = (path: string): boolean => /^[\w+.@~][\w+.@~,=() /-]*$/.test(path) && !/(?:^|\/)[ -]|\s(?:\/|$)/.test(path);
/** Where Linux systems have what starts a program. */
const usualLoader = /^\/lib(?:32|64|x32)?\/ld/;

const whyUnusable = ({path, executable}: FoundProgram, {asset}: ExaminedAsset): string | undefined => {
  if (!isPlainPath(path) || !isPlainPath(asset.name)) return `The program in ${asset.name} has a name that no package can carry.`;
  const {loader} = executable;
  return loader === undefined || usualLoader.test(loader)
    ? undefined
    : `The program in ${asset.name} is started by ${loader}, which usual systems do not have.`;
};

const programOf = (examined: ExaminedAsset, found: FoundProgram, platform: Platform): ReleasedProgram => {
  const {asset, sha256, format, folder, paths} = examined;
  const {library} = found.executable;
  return {
    ...platform,
    asset,
    sha256,
    format,
    path: found.path,
    folder,
    isExecutable: found.isExecutable,
    ...(library === undefined ? {} : {library}),
    besides: paths.filter((path) => path !== found.path),
  };
};

const agreesWith = ({system, architectures}: NamedPlatform, platform: Platform): boolean =>
  (system === undefined || system === platform.system) && (architectures.length === 0 || architectures.includes(platform.architecture));

/** The one program for a platform among those in an archive; a text: why none is it. */
const oneOf = (programs: readonly FoundProgram[], asset: string, platform: Platform, wanted: WantedProgram): FoundProgram | string => {
  const own = programs.filter(
    ({executable: {system, architectures}}) => system === platform.system && architectures.includes(platform.architecture),
  );
  const exact = own.filter(({executable}) => executable.architectures.length === 1);
  const called = (exact.length > 0 ? exact : own).filter(({path}) => isCalled(path, wanted));
  const [only] = own.length === 1 ? own : called.length === 1 ? called : [];
  if (only !== undefined) return only;
  const names = own.map(({path}) => path);
  const list = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and more' : ''}`;
  return called.length === 0
    ? `${asset} holds several programs for ${platformText(platform)} (${list}), and none is called ${wanted.command}.`
    : `${asset} holds several programs for ${platformText(platform)} that are called ${wanted.command} (${list}).`;
};

export type AssetChoices = {readonly choices: readonly ProgramChoice[]; readonly faults: readonly ProgramFault[]};

const nothingIn = ({asset, executables}: ExaminedAsset): AssetChoices => {
  const foreign = executables.flatMap(({executable}) => (executable.kind === 'foreign' ? [executable.what] : []))[0];
  const fault = (what: string): AssetChoices => ({choices: [], faults: [{asset: asset.name, what}]});
  if (foreign !== undefined) return fault(`${asset.name} holds a program for ${foreign}, for which no package is made.`);
  // An archive of something else, such as templates, is no fault.
  return namedPlatform(asset.name).system === undefined ? {choices: [], faults: []} : fault(`${asset.name} holds no program.`);
};

/** The programs that one released file gives, one for each platform at most. */
export const choicesIn = (examined: ExaminedAsset, wanted: WantedProgram): AssetChoices => {
  const programs = runnableIn(examined, wanted);
  if (programs.length === 0) return nothingIn(examined);
  const {name} = examined.asset;
  const named = namedPlatform(name);
  const choices: ProgramChoice[] = [];
  const faults: ProgramFault[] = [];
  const platforms = platformsOf(programs);
  for (const platform of platforms) {
    const found = oneOf(programs, name, platform, wanted);
    const why = typeof found === 'string' ? found : whyUnusable(found, examined);
    if (why !== undefined || typeof found === 'string') {
      faults.push({asset: name, what: why ?? ''});
      continue;
    }
    choices.push({
      program: programOf(examined, found, platform),
      isNamed: isCalled(found.path, wanted),
      // A file for several platforms, as universal programs are, need not name each.
      agrees: agreesWith(named, platform) || platforms.some((other) => agreesWith(named, other)),
      isUniversal: found.executable.architectures.length > 1,
    });
  }
  return {choices, faults};
};
