import {isDeletion, type ProposedFile} from '../model/plan.ts';
import {type GitFile, isSameFile} from './github-files.ts';

/** Whether a file stands there as it did when its change was planned; undefined: it is not there. */
export const isAsPlanned = (planned: ProposedFile, standing: GitFile | undefined): boolean => {
  if (isDeletion(planned)) return standing?.sha === planned.sha;
  const {before} = planned;
  return before === undefined ? standing === undefined : standing !== undefined && isSameFile(standing, before);
};

/** Whether nothing is left to be done with a file. */
export const holds = (planned: ProposedFile, standing: GitFile | undefined): boolean =>
  isDeletion(planned) ? standing === undefined : standing !== undefined && isSameFile(standing, planned.after);

const modeOf = (isProgram: boolean) => (isProgram ? ('100755' as const) : ('100644' as const));

/** A file as GitHub takes it into a new tree: without a digest it is deleted. One that stands there keeps what it is. */
export const treeEntryOf = (planned: ProposedFile, standing: GitFile | undefined) => {
  const {path} = planned;
  if (isDeletion(planned)) return {path, mode: modeOf(standing?.mode === '100755'), type: 'blob' as const, sha: null};
  const isProgram = standing === undefined ? planned.isExecutable === true : standing.mode === '100755';
  return {path, mode: modeOf(isProgram), type: 'blob' as const, content: planned.after};
};
