import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {programFor} from './release-files.ts';

/** With its slash; empty: the archive's root. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The program that most people of Windows can run. */
export const windowsProgramOf = (facts: ProgramFacts): ReleasedProgram | undefined =>
  programFor(facts, 'windows', 'amd64') ?? programFor(facts, 'windows', '386');

/** The 32-bit program beside one for x64, where one script can unpack both in the same way. */
export const narrowBeside = (facts: ProgramFacts, wide: ReleasedProgram): ReleasedProgram | undefined => {
  const narrow = wide.architecture === '386' ? undefined : programFor(facts, 'windows', '386');
  return narrow?.format === wide.format && (wide.format === 'binary' || narrow.path === wide.path) ? narrow : undefined;
};

/** The libraries that lie beside the program, without which it may not start. */
export const librariesOf = ({path, besides}: ReleasedProgram): readonly string[] =>
  besides.filter((one) => /^[\w.+/ -]+\.dll$/i.test(one) && folderOf(one) === folderOf(path));
