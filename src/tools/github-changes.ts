import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import {isDeletion} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import {readAs} from './github.ts';
import {createFileReader, type FileReader} from './github-files.ts';
import {holds, isAsPlanned, treeEntryOf} from './github-proposed-files.ts';
import {type ChangeStep, comparisonUrl, findPull, openPull} from './github-pulls.ts';
import {
  findBranch,
  findWritable,
  isAboutWorkflowRight,
  lacksWorkflowRight,
  mayNotWrite,
  parametersOf,
  type RepositoryWriter,
  refuseWithoutWorkflowRight,
  written,
} from './github-repository.ts';
import {sendOnce} from './lost-answers.ts';

/** Where the branch lies. */
const placeOf = ({repository, from = repository}: ChangeStep): RepositoryName => from;

const refused = (what: string, next: string) => new Problem('refused', what, next);

const pathsOf = ({files}: ChangeStep): readonly string[] => files.map(({path}) => path);

const meaningsOf = (step: ChangeStep) => ({
  404: () => mayNotWrite(placeOf(step), pathsOf(step)),
  422: (words: string) =>
    isAboutWorkflowRight(words)
      ? lacksWorkflowRight()
      : refused(`GitHub refuses it (422): ${words}.`, 'Look at the rules for branches in the settings of the repository.'),
});

const shaSchema = z.object({sha: z.string()});

/** What no branch leads to changes nothing, so it may be sent again when its answer was lost. */
const neverSeen = async (): Promise<undefined> => undefined;

const createTree = async (writer: RepositoryWriter, step: ChangeStep, {tree, findFile}: FileReader): Promise<string> => {
  const entries = await Promise.all(step.files.map(async (file) => treeEntryOf(file, await findFile(file.path))));
  const {data} = await sendOnce({
    what: 'the files',
    send: () =>
      written(
        writer,
        () =>
          writer.github.request('POST /repos/{owner}/{repo}/git/trees', {...parametersOf(placeOf(step)), base_tree: tree, tree: entries}),
        meaningsOf(step),
      ),
    look: neverSeen,
  });
  return readAs(shaSchema, data).sha;
};

const createCommit = async (writer: RepositoryWriter, step: ChangeStep, base: string, tree: string): Promise<string> => {
  const commit = {...parametersOf(placeOf(step)), message: step.title, tree, parents: [base]};
  const {data} = await sendOnce({
    what: 'the commit',
    send: () => written(writer, () => writer.github.request('POST /repos/{owner}/{repo}/git/commits', commit), meaningsOf(step)),
    look: neverSeen,
  });
  return readAs(shaSchema, data).sha;
};

const createBranch = async (writer: RepositoryWriter, step: ChangeStep, sha: string): Promise<void> => {
  const {branch} = step;
  const place = placeOf(step);
  const reference = {...parametersOf(place), ref: `refs/heads/${branch}`, sha};
  await sendOnce<unknown>({
    what: `the branch ${branch}`,
    send: () => written(writer, () => writer.github.request('POST /repos/{owner}/{repo}/git/refs', reference), meaningsOf(step)),
    look: async () => ((await findBranch(writer, place, branch)) === sha ? true : undefined),
  });
};

/** Refuses when a file holds something else than when the plan was made. */
const refuseChanged = async ({base, files}: ChangeStep, {findFile}: FileReader): Promise<void> => {
  for (const planned of files) {
    const {path} = planned;
    const standing = await findFile(path);
    if (isAsPlanned(planned, standing)) continue;
    throw refused(
      standing === undefined
        ? `${path} is gone from ${base} since the plan was made.`
        : `${path} has changed on ${base} since the plan was made.`,
      'Plan it again from fresh facts.',
    );
  }
};

const holdsAll = async ({files}: ChangeStep, {findFile}: FileReader): Promise<boolean> => {
  for (const file of files) if (!holds(file, await findFile(file.path))) return false;
  return true;
};

/** What is said where nothing is left to be done. */
const doneText = ({base, files}: ChangeStep, sha: string): string =>
  `Nothing is to be changed: ${base} ${files.every(isDeletion) ? 'has none of these files any more' : 'holds it already'}, at ${sha.slice(0, 7)}.`;

/** Makes sure that the branch holds the change; true: it did so already. */
const prepareBranch = async (writer: RepositoryWriter, step: ChangeStep, base: string, standing: FileReader): Promise<boolean> => {
  const {branch} = step;
  const place = placeOf(step);
  const sha = await findBranch(writer, place, branch);
  if (sha !== undefined) {
    if (await holdsAll(step, await createFileReader(writer, place, sha))) return true;
    const pull = await findPull(writer, step);
    throw refused(
      `${repositoryText(place)} has a branch ${branch} already, and it holds something else.`,
      pull === undefined
        ? `Delete it at https://github.com/${repositoryText(place)}/branches, and do it again.`
        : `Merge or close its pull request ${pull.html_url}, delete the branch, and do it again.`,
    );
  }
  await refuseChanged(step, standing);
  const tree = await createTree(writer, step, standing);
  await createBranch(writer, step, await createCommit(writer, step, base, tree));
  return false;
};

/** What a person does next with a branch on which no pull request is opened. */
const branchNote = (step: ChangeStep, wasThere: boolean): string =>
  `${wasThere ? 'It is there already' : 'Prepared'}: branch ${step.branch} of ${repositoryText(placeOf(step))}. Open the pull request yourself: ${comparisonUrl(step)}`;

/** Who goes on with a pull request. */
const mergerOf = ({from}: ChangeStep): string => (from === undefined ? 'merge it yourself' : 'the people there look at it');

const waitsOn = ({from}: ChangeStep): string => (from === undefined ? 'waits for you to merge it' : 'waits for the people there');

const proposed = async (writer: RepositoryWriter, step: ChangeStep, wasThere: boolean): Promise<Done> => {
  const before = wasThere ? await findPull(writer, step) : undefined;
  if (before !== undefined) return {note: `It was proposed already, and ${waitsOn(step)}: ${before.html_url}`};
  if (step.isBranchOnly === true) return {note: branchNote(step, wasThere)};
  const {html_url} = await openPull(writer, step);
  return {note: `Proposed from branch ${step.branch}${wasThere ? ', which was there already' : ''}; ${mergerOf(step)}: ${html_url}`};
};

/**
 * Commits the files to a branch of their own, all in one commit, and opens a pull request; what is there of it already is used. From a fork the branch
 * begins where the upstream's stands: forks share what they hold.
 */
export const proposeChange = async (writer: RepositoryWriter, step: ChangeStep): Promise<Done> => {
  const {repository, from, base} = step;
  refuseWithoutWorkflowRight(pathsOf(step), await findWritable(writer, repository));
  if (from !== undefined) await findWritable(writer, from);
  const sha = await findBranch(writer, repository, base);
  if (sha === undefined) throw refused(`${repositoryText(repository)} has no branch ${base}.`, 'Plan it again from fresh facts.');
  const standing = await createFileReader(writer, repository, sha);
  if (await holdsAll(step, standing)) return {note: doneText(step, sha)};
  return proposed(writer, step, await prepareBranch(writer, step, sha, standing));
};
