import type {ArchiveFormat, LibraryNeed, ProgramFault, ReleasedProgram} from '../../src/model/first-package.ts';
import {programNamesOf} from '../../src/model/program-name.ts';
import type {Project} from '../../src/model/project.ts';
import {baseName, type ExaminedAsset} from './examined-asset.ts';
import {choicesIn, type ProgramChoice, platformText, type WantedProgram} from './program-choices.ts';
import {stemOf} from './released-names.ts';

const isPlainCommand = (name: string): boolean => /^[A-Za-z0-9_][\w.+-]*$/.test(name);

const stemsIn = ({executables}: ExaminedAsset, version: string): readonly string[] =>
  executables
    .flatMap(({path, executable}) => (executable.kind === 'foreign' ? [] : [stemOf(baseName(path), version)]))
    .filter(isPlainCommand);

/** The names by how often they come, the most frequent first. */
const byFrequency = (names: readonly string[]): readonly (readonly [name: string, count: number])[] => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1));
};

const mostFrequent = (names: readonly string[]): string | undefined => byFrequency(names)[0]?.[0];

/** Where several programs lie in each archive, the one that lies in more than any other; which of equals is meant nobody can tell. */
const clearlyMostFrequent = (names: readonly string[]): string | undefined => {
  const [first, second] = byFrequency(names);
  return first !== undefined && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
};

/**
 * What people type: the name by which the project goes elsewhere where a released program bears it, else the name that clearly most of them bear, else
 * the repository's.
 */
export const commandOf = (assets: readonly ExaminedAsset[], project: Project): string => {
  const {name} = project.repository;
  const stems = assets.map((one) => stemsIn(one, project.version));
  const all = stems.flat();
  const known = programNamesOf(project, name).flatMap((wanted) => all.find((stem) => stem.toLowerCase() === wanted.toLowerCase()) ?? []);
  return known[0] ?? mostFrequent(stems.filter(({length}) => length === 1).flat()) ?? clearlyMostFrequent(all) ?? name.toLowerCase();
};

/** A static program runs on every Linux, one for glibc on nearly all, one that needs musl's own loader on few. */
const libraries: readonly (LibraryNeed['kind'] | undefined)[] = ['static', 'glibc', undefined, 'musl'];
const formats: readonly ArchiveFormat[] = ['tar.gz', 'tar.xz', 'tar.zst', 'tar.bz2', 'zip', 'binary'];
const windowsFormats: readonly ArchiveFormat[] = ['zip', 'binary', ...formats.slice(0, 4)];
/** A build for newer processors only, or with less or more in it than the usual one. */
const special = /amd64v[2-4]|x86[-_]64[-_]v[2-4]|avx2|avx512|modern|extended|full|lite|minimal|nightly|profile/i;

/** The lower, the better; compared from the first on. */
const rankOf = ({program, isNamed, agrees, isUniversal}: ProgramChoice, {command, version}: WantedProgram): readonly number[] => [
  isNamed ? 0 : 1,
  agrees ? 0 : 1,
  isUniversal ? 1 : 0,
  libraries.indexOf(program.library?.kind),
  special.test(program.asset.name) ? 1 : 0,
  stemOf(program.asset.name, version).toLowerCase() === command.toLowerCase() ? 0 : 1,
  (program.system === 'windows' ? windowsFormats : formats).indexOf(program.format),
];

const compare = (one: readonly number[], other: readonly number[]): number => {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
};

const platforms = (['linux', 'macos', 'windows'] as const).flatMap((system) =>
  (['amd64', 'arm64', '386'] as const).map((architecture) => ({system, architecture})),
);

export type ChosenPrograms = {
  readonly programs: readonly ReleasedProgram[];
  /** For platforms that `programs` has another for: those that need another C library. */
  readonly alternatives: readonly ReleasedProgram[];
  readonly faults: readonly ProgramFault[];
};

const misnamed = ({asset, ...platform}: ReleasedProgram): ProgramFault => ({
  asset: asset.name,
  what: `${asset.name} holds a program for ${platformText(platform)}, which is not what its name says.`,
});

const otherwiseCalled = ({asset, path, ...platform}: ReleasedProgram, command: string): ProgramFault => ({
  asset: asset.name,
  what: `The program for ${platformText(platform)} in ${asset.name} is called ${baseName(path)} and not ${command}, so that it is left out.`,
});

/** One program for each platform, out of everything that was released; the same assets always give the same. */
export const programsOf = (assets: readonly ExaminedAsset[], wanted: WantedProgram): ChosenPrograms => {
  const found = assets.map((asset) => choicesIn(asset, wanted));
  const all = found.flatMap(({choices}) => choices);
  const isAnyNamed = all.some(({isNamed}) => isNamed);
  const programs: ReleasedProgram[] = [];
  const alternatives: ReleasedProgram[] = [];
  const faults: ProgramFault[] = found.flatMap((one) => one.faults);
  for (const {system, architecture} of platforms) {
    const ranked = all
      .filter(({program}) => program.system === system && program.architecture === architecture)
      .sort(
        (one, other) => compare(rankOf(one, wanted), rankOf(other, wanted)) || (one.program.asset.name < other.program.asset.name ? -1 : 1),
      );
    const [best, ...others] = ranked;
    if (best === undefined) continue;
    if (isAnyNamed && !best.isNamed) {
      faults.push(otherwiseCalled(best.program, wanted.command));
      continue;
    }
    programs.push(best.program);
    if (!best.agrees) faults.push(misnamed(best.program));
    const differing = others.filter(
      ({isNamed, program}) => isNamed === best.isNamed && program.library?.kind !== best.program.library?.kind,
    );
    alternatives.push(...differing.map(({program}) => program));
    faults.push(...others.filter(({agrees, isNamed}) => !agrees && isNamed === best.isNamed).map(({program}) => misnamed(program)));
  }
  return {programs, alternatives, faults};
};
