import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {packageNameOf} from '../../src/model/project.ts';
import {plainLine} from '../../src/model/quoting.ts';
import {type Blocked, blocked, spdxOf} from './grounds.ts';

export const cratesFolder = 'packaging/crates-io';

const systems = {linux: 'linux', macos: 'macos', windows: 'windows'} as const;
const processors = {amd64: 'x86_64', arm64: 'aarch64', '386': 'x86'} as const;

/** A platform in Rust's words. */
export const rustPlatform = ({system, architecture}: ReleasedProgram): readonly [system: string, processor: string] => [
  systems[system],
  processors[architecture],
];

export const crateNameOf = ({project}: ProgramFacts): string => packageNameOf(project, 'crates-io').name;

/** Versions that differ only behind a plus are one to crates.io. */
export const crateVersionOf = ({project}: ProgramFacts): string => project.version.replace(/\+.*$/, '');

/** A Rust project has a crate already, which is its own. */
export const hasOwnCrate = ({language, paths}: ProgramFacts): boolean =>
  language === 'rust' && paths.some((path) => /(?:^|\/)Cargo\.toml$/.test(path) && !path.startsWith(`${cratesFolder}/`));

const reserved =
  /^(?:alloc|arena|ast|builtin|collections|compiler-builtins|compiler-rt|compiletest|core|coretest|debug|driver|flate|fmt_macros|grammar|graphviz|macro|macros|proc_macro|rbml|rust-installer|rustbook|rustc|rustdoc|rustllvm|rustuv|serialize|std|test|unicode|nul|con|prn|aux|com\d|lpt\d)$/i;

/** What the rules of crates.io say against the name, the version or the project; undefined: nothing. */
export const crateObstacle = (facts: ProgramFacts): Blocked | undefined => {
  const name = crateNameOf(facts);
  const version = crateVersionOf(facts);
  if (!/^[A-Za-z][\w-]*$/.test(name) || name.length > 64 || reserved.test(name))
    return blocked(
      `${JSON.stringify(name)} can’t be a crate’s name: it wants a letter first, then letters, digits, hyphens and underscores, 64 at most.`,
      'Name the crate in portcall.yaml, under packages: crates-io.',
    );
  if (!/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(version) || version.length > 150)
    return blocked(
      `crates.io takes no version ${JSON.stringify(facts.project.version)}: it wants three numbers, as in 1.2.3.`,
      'Give the next release a tag with three numbers.',
    );
  if (plainLine(facts.description) === '')
    return blocked('crates.io takes no crate without a description, and the repository has none.', 'Write one on the repository’s page.');
  return spdxOf(facts) === undefined && facts.license.text === undefined
    ? blocked('crates.io takes no crate without a licence, and the repository has none.', 'Add a LICENSE file to the repository.')
    : undefined;
};
