import type {ProgramArchitecture, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {programFor} from './release-files.ts';

/** The program for a Linux that has glibc: one that needs musl only where there is no other; undefined: the release has none. */
export const withOwnLibrary = (facts: ProgramFacts, architecture: ProgramArchitecture): ReleasedProgram | undefined => {
  const usual = programFor(facts, 'linux', architecture);
  if (usual?.library?.kind !== 'musl') return usual;
  const others = (facts.alternatives ?? []).filter((one) => one.system === 'linux' && one.architecture === architecture);
  return others.find(({library}) => library !== undefined && library.kind !== 'musl') ?? usual;
};
