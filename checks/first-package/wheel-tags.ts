import type {ProgramArchitecture, ReleasedProgram} from '../../src/model/first-package.ts';

const processors = {amd64: 'x86_64', arm64: 'aarch64', '386': 'i686'} as const;
const windowsTags = {amd64: 'win_amd64', arm64: 'win_arm64', '386': 'win32'} as const;

/** The glibc of GitHub's newest runner: a program built there asks for no newer one. */
const newestGlibc = 39;
const oldestGlibc = 17;

const linuxTags = ({library}: ReleasedProgram, processor: string): readonly string[] => {
  if (library?.kind === 'musl') return [`musllinux_1_2_${processor}`];
  if (library?.kind !== 'glibc') return [`manylinux2014_${processor}`, `manylinux_2_17_${processor}`, `musllinux_1_1_${processor}`];
  const least = Number(/^2\.(\d+)/.exec(library.least ?? '')?.[1] ?? newestGlibc);
  return least <= oldestGlibc ? [`manylinux2014_${processor}`, `manylinux_2_17_${processor}`] : [`manylinux_2_${least}_${processor}`];
};

const macTags: Readonly<Record<ProgramArchitecture, readonly string[]>> = {
  amd64: ['macosx_11_0_x86_64'],
  arm64: ['macosx_11_0_arm64'],
  '386': [],
};

/** The platforms that a wheel with this program is for, as a wheel's name has them, sorted; empty: PyPI takes no such wheel. */
export const wheelTags = (program: ReleasedProgram): readonly string[] => {
  switch (program.system) {
    case 'linux':
      return linuxTags(program, processors[program.architecture]);
    case 'macos':
      return macTags[program.architecture];
    case 'windows':
      return [windowsTags[program.architecture]];
  }
};

/** What people should know of the tags; undefined: nothing. */
export const tagsNote = ({system, library}: ReleasedProgram): string | undefined => {
  if (system !== 'linux') return undefined;
  if (library === undefined)
    return 'Which C library the program for Linux needs can’t be read; its wheel is marked as one that needs none, so try it on an old Linux.';
  return library.kind === 'glibc' && library.least === undefined
    ? `Which glibc the program for Linux needs can’t be read; its wheel is marked as one for 2.${newestGlibc} and newer.`
    : undefined;
};
