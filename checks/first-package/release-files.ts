import type {ProgramArchitecture, ProgramFacts, ProgramSystem, ReleasedProgram} from '../../src/model/first-package.ts';

/** The program for a platform; undefined: the release has none. */
export const programFor = (
  {programs}: ProgramFacts,
  system: ProgramSystem,
  architecture: ProgramArchitecture,
): ReleasedProgram | undefined => programs.find((one) => one.system === system && one.architecture === architecture);

/**
 * A released file's name with the version left open, as a word of bash between double quotes; the version stands in `VERSION`. GitHub sees no
 * expression in it: where one would begin, the quotes are closed and opened again.
 */
export const shellFileName = (name: string, version: string): string =>
  `"${name
    .split(version)
    .map((part) => part.replace(/["\\$`]/g, '\\$&').replaceAll('${{', '$""{{'))
    .join('${VERSION}')}"`;

/** The same in a text of another language: `open` is what stands for the version there, `quote` makes the rest safe. */
export const openFileName = (name: string, version: string, open: string, quote: (text: string) => string = (text) => text): string =>
  name.split(version).map(quote).join(open);
