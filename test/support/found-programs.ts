import {findProgramFacts, type ProgramOptions} from '../../checks/repository/program.ts';
import type {PackedFile} from '../../src/demo/contextlite/tar.ts';
import type {ProgramFacts} from '../../src/model/first-package.ts';
import {packedProgram} from './archives.ts';
import {against} from './fake-lookup.ts';
import {harborProject, harborReplies, type ReleasedBytes} from './released-archives.ts';

export type MoreReplies = Parameters<typeof harborReplies>[1];

/** What is found of harbor where these files were released. */
export const foundOf = (released: readonly ReleasedBytes[], more?: MoreReplies, options?: ProgramOptions): Promise<ProgramFacts> =>
  against(harborReplies(released, more), (lookup) => findProgramFacts(lookup, harborProject(released), options));

/** Which asset stands for which platform. */
export const platformsOf = ({programs}: ProgramFacts): readonly string[] =>
  programs.map(({system, architecture, asset}) => `${system} ${architecture}: ${asset.name}`);

export const faultsOf = ({faults}: ProgramFacts): readonly string[] => faults.map(({what}) => what);

export const linuxProgram: PackedFile = packedProgram('harbor', 'linux', 'amd64');

export const programNamed = (name: string, contents: Buffer): PackedFile => ({name, contents, isExecutable: true});
