import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {plainLine} from '../../src/model/quoting.ts';
import {type Blocked, blocked, hasPlainName, releaseObstacle} from './grounds.ts';

const systemTitles = {linux: 'Linux', macos: 'macOS', windows: 'Windows'} as const;
const processorTitles = {amd64: 'x86-64', arm64: 'ARM64', '386': '32-bit x86'} as const;

export type Platform = Pick<ReleasedProgram, 'system' | 'architecture'>;

/** A platform in words, such as `Linux on ARM64`. */
export const platformTitle = ({system, architecture}: Platform): string => `${systemTitles[system]} on ${processorTitles[architecture]}`;

/** A platform as a folder is called after it, such as `linux-arm64`. */
export const platformFolder = ({system, architecture}: Platform): string => `${system}-${architecture}`;

/** What the program is called in a package: what people type, with Windows' ending. */
export const programFile = ({command}: ProgramFacts, {system}: Platform): string => (system === 'windows' ? `${command}.exe` : command);

/** A path that means the same in every shell and on every system, and stays inside its archive. */
const isPlainPath = (path: string): boolean =>
  /^[A-Za-z0-9._][\w.+@~/ -]*$/.test(path) && !path.split('/').some((part) => part === '..' || part === '.' || part === '');

const isPlainCommand = (command: string): boolean => /^[A-Za-z0-9_][\w.+-]*$/.test(command) && !/\.exe$/i.test(command);

export type CarriedPrograms = {
  readonly kind: 'programs';
  readonly programs: readonly [ReleasedProgram, ...ReleasedProgram[]];
  /** What is left out, and why. */
  readonly notes: readonly string[];
};

const usualPlatforms: readonly Platform[] = (['linux', 'macos', 'windows'] as const).flatMap((system) =>
  (['amd64', 'arm64'] as const).map((architecture) => ({system, architecture})),
);

const missingNotes = (wanted: readonly Platform[], programs: readonly Platform[]): readonly string[] => {
  const missing = wanted.filter(
    ({system, architecture}) => !programs.some((one) => one.system === system && one.architecture === architecture),
  );
  return missing.length === 0 ? [] : [`The release has no program for ${missing.map(platformTitle).join(', ')}; it is left out.`];
};

/** The programs that a package can carry, of these systems; or why there is nothing to carry. */
export const carriedPrograms = (facts: ProgramFacts, systems: readonly Platform['system'][]): CarriedPrograms | Blocked => {
  const obstacle = releaseObstacle(facts);
  if (obstacle !== undefined) return obstacle;
  if (!isPlainCommand(facts.command))
    return blocked(
      `${JSON.stringify(plainLine(facts.command))} can’t be a command’s name: it may have letters, digits, dots, hyphens and underscores.`,
      'Name the program so in the released archives, and release again.',
    );
  const fitting = facts.programs.filter(({system}) => systems.includes(system));
  const programs = fitting.filter((one) => hasPlainName(one) && isPlainPath(one.path));
  const [first, ...others] = programs;
  const odd = fitting
    .filter((one) => !programs.includes(one))
    .map((one) => `The program for ${platformTitle(one)} is left out: its path holds characters that not every system takes.`);
  if (first === undefined)
    return blocked(
      odd[0] ??
        facts.faults[0]?.what ??
        `The release ${facts.project.tag} has no program for ${systems.map((one) => systemTitles[one]).join(', ')}.`,
      'Release an archive with the program for each platform, and run this again.',
    );
  const wanted = usualPlatforms.filter(({system}) => systems.includes(system));
  return {kind: 'programs', programs: [first, ...others], notes: [...odd, ...missingNotes(wanted, fitting)]};
};

/** Another file of the repository that names the same package already. */
export const twinNotes = ({project}: ProgramFacts, id: MarketplaceId, folder: string): readonly string[] => {
  const {from, path} = project.packages[id] ?? {};
  return from === 'file' && path !== undefined && !path.startsWith(`${folder}/`)
    ? [`${plainLine(path)} names the same package already; keep one of the two, and let one job alone publish it.`]
    : [];
};
