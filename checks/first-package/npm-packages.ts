import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {packageNameOf} from '../../src/model/project.ts';
import {type Blocked, blocked} from './grounds.ts';

export const npmFolder = 'packaging/npm';

const systems = {linux: 'linux', macos: 'darwin', windows: 'win32'} as const;
const processors = {amd64: 'x64', arm64: 'arm64', '386': 'ia32'} as const;

/** One platform's package, in npm's words. */
export type PlatformPackage = {
  readonly name: string;
  readonly folder: string;
  readonly os: string;
  readonly cpu: string;
  /** Absent: it asks for no C library, or for none that npm knows. */
  readonly libc?: string;
  readonly program: ReleasedProgram;
};

export const npmNameOf = ({project}: ProgramFacts): string => packageNameOf(project, 'npm').name;

/** npm takes a version without what stands behind a plus. */
export const npmVersionOf = ({project}: ProgramFacts): string => project.version.replace(/\+.*$/, '');

const longestName = 214;
/* What a platform adds to a name at most. */
const ending = '-darwin-arm64';

/** What npm's rules say against the name or the version; undefined: nothing. */
export const npmObstacle = (facts: ProgramFacts): Blocked | undefined => {
  const name = npmNameOf(facts);
  const isName = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/.test(name) && name.length + ending.length <= longestName;
  if (!isName || /^(?:node_modules|favicon\.ico)$/.test(name))
    return blocked(
      `${JSON.stringify(name)} can’t be a package’s name at npm: it wants lower-case letters, digits, dots, hyphens and underscores, with a scope before it if you like.`,
      'Name the package in portcall.yaml, under packages: npm.',
    );
  return /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(npmVersionOf(facts))
    ? undefined
    : blocked(
        `npm takes no version ${JSON.stringify(facts.project.version)}: it wants three numbers, as in 1.2.3.`,
        'Give the next release a tag with three numbers.',
      );
};

export const platformPackages = (name: string, programs: readonly ReleasedProgram[]): readonly PlatformPackage[] =>
  programs.map((program) => {
    const [os, cpu] = [systems[program.system], processors[program.architecture]];
    const library = program.library?.kind;
    return {
      name: `${name}-${os}-${cpu}`,
      folder: `${npmFolder}/${os}-${cpu}`,
      os,
      cpu,
      ...(library === 'glibc' || library === 'musl' ? {libc: library} : {}),
      program,
    };
  });
