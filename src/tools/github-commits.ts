import type {Done} from '../model/hands.ts';
import type {ChangedFile, Step} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import {createFileReader, type GitFile, isSameFile} from './github-files.ts';
import {
  findBranch,
  findWritable,
  mayNotWrite,
  parametersOf,
  type RepositoryWriter,
  refuseWithoutWorkflowRight,
  written,
} from './github-repository.ts';
import {sendOnce} from './lost-answers.ts';

type CommitStep = Extract<Step, {readonly kind: 'commit-files'}>;

const refused = (what: string, next: string) => new Problem('refused', what, next);

const findFile = async (writer: RepositoryWriter, {repository, branch}: CommitStep, path: string): Promise<GitFile | undefined> => {
  const sha = await findBranch(writer, repository, branch);
  if (sha === undefined) throw refused(`${repositoryText(repository)} has no branch ${branch}.`, 'Plan it again from fresh facts.');
  return (await createFileReader(writer, repository, sha)).findFile(path);
};

const isStanding = (file: GitFile | undefined, before: string | undefined): boolean =>
  before === undefined ? file === undefined : file !== undefined && isSameFile(file, before);

const putFile = async (writer: RepositoryWriter, step: CommitStep, {path, after}: ChangedFile, standing: GitFile | undefined) => {
  const {repository, branch, message} = step;
  const content = Buffer.from(after).toString('base64');
  const request = {...parametersOf(repository), path, branch, message, content, ...(standing === undefined ? {} : {sha: standing.sha})};
  await sendOnce<unknown>({
    what: path,
    send: () =>
      written(writer, () => writer.github.request('PUT /repos/{owner}/{repo}/contents/{path}', request), {
        404: () => mayNotWrite(repository, [path]),
        409: () => refused(`${path} was changed at the same time.`, 'Plan it again from fresh facts.'),
        422: (words) => refused(`GitHub refuses it (422): ${words}.`, 'Look at the rules for branches in the settings of the repository.'),
      }),
    look: async () => {
      const file = await findFile(writer, step, path);
      return file !== undefined && isSameFile(file, after) ? true : undefined;
    },
  });
};

/** Commits files right to a branch, a commit each; one that holds what it is to hold is left alone, and one that was changed is not overwritten. */
export const commitFiles = async (writer: RepositoryWriter, step: CommitStep): Promise<Done> => {
  const {repository, branch, files} = step;
  refuseWithoutWorkflowRight(
    files.map(({path}) => path),
    await findWritable(writer, repository),
  );
  let written = 0;
  for (const changed of files) {
    const standing = await findFile(writer, step, changed.path);
    if (standing !== undefined && isSameFile(standing, changed.after)) continue;
    if (!isStanding(standing, changed.before))
      throw refused(`${changed.path} has changed on ${branch} since the plan was made.`, 'Plan it again from fresh facts.');
    await putFile(writer, step, changed, standing);
    written++;
  }
  const sha = (await findBranch(writer, repository, branch))?.slice(0, 7) ?? '';
  return {
    note:
      written === 0 ? `${branch} held it already, at ${sha}.` : `GitHub shows it on ${branch} of ${repositoryText(repository)}, at ${sha}.`,
  };
};
