import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import type {Step} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import {asked, readAs} from './github.ts';
import {createFileReader, type FileReader, isSameFile} from './github-files.ts';
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

type ChangeStep = Extract<Step, {readonly kind: 'propose-change'}>;

const refused = (what: string, next: string) => new Problem('refused', what, next);

const pathsOf = ({files}: ChangeStep): readonly string[] => files.map(({path}) => path);

const meaningsOf = (step: ChangeStep) => ({
  404: () => mayNotWrite(step.repository, pathsOf(step)),
  422: (words: string) =>
    isAboutWorkflowRight(words)
      ? lacksWorkflowRight()
      : refused(`GitHub refuses it (422): ${words}.`, 'Look at the rules for branches in the settings of the repository.'),
});

const shaSchema = z.object({sha: z.string()});

/** What no branch leads to changes nothing, so it may be sent again when its answer was lost. */
const neverSeen = async (): Promise<undefined> => undefined;

const createTree = async (writer: RepositoryWriter, step: ChangeStep, {tree, findFile}: FileReader): Promise<string> => {
  const {repository, files} = step;
  const entries = await Promise.all(
    files.map(async ({path, after}) => {
      const mode = (await findFile(path))?.mode === '100755' ? ('100755' as const) : ('100644' as const);
      return {path, mode, type: 'blob' as const, content: after};
    }),
  );
  const {data} = await sendOnce({
    what: 'the files',
    send: () =>
      written(
        writer,
        () => writer.github.request('POST /repos/{owner}/{repo}/git/trees', {...parametersOf(repository), base_tree: tree, tree: entries}),
        meaningsOf(step),
      ),
    look: neverSeen,
  });
  return readAs(shaSchema, data).sha;
};

const createCommit = async (writer: RepositoryWriter, step: ChangeStep, base: string, tree: string): Promise<string> => {
  const commit = {...parametersOf(step.repository), message: step.title, tree, parents: [base]};
  const {data} = await sendOnce({
    what: 'the commit',
    send: () => written(writer, () => writer.github.request('POST /repos/{owner}/{repo}/git/commits', commit), meaningsOf(step)),
    look: neverSeen,
  });
  return readAs(shaSchema, data).sha;
};

const createBranch = async (writer: RepositoryWriter, step: ChangeStep, sha: string): Promise<void> => {
  const {repository, branch} = step;
  const reference = {...parametersOf(repository), ref: `refs/heads/${branch}`, sha};
  await sendOnce<unknown>({
    what: `the branch ${branch}`,
    send: () => written(writer, () => writer.github.request('POST /repos/{owner}/{repo}/git/refs', reference), meaningsOf(step)),
    look: async () => ((await findBranch(writer, repository, branch)) === sha ? true : undefined),
  });
};

/** Refuses when a file holds something else than when the plan was made. */
const refuseChanged = async ({base, files}: ChangeStep, {findFile}: FileReader): Promise<void> => {
  for (const {path, before} of files) {
    const file = await findFile(path);
    if (before === undefined ? file === undefined : file !== undefined && isSameFile(file, before)) continue;
    throw refused(
      file === undefined
        ? `${path} is gone from ${base} since the plan was made.`
        : `${path} has changed on ${base} since the plan was made.`,
      'Plan it again from fresh facts.',
    );
  }
};

const holdsAll = async ({files}: ChangeStep, {findFile}: FileReader): Promise<boolean> => {
  for (const {path, after} of files) {
    const file = await findFile(path);
    if (file === undefined || !isSameFile(file, after)) return false;
  }
  return true;
};

const pullSchema = z.object({html_url: z.string(), number: z.number()});
type Pull = z.infer<typeof pullSchema>;

/** The open pull request from the step's branch; undefined: there is none. */
const findPull = async ({github}: RepositoryWriter, {repository, branch, base}: ChangeStep): Promise<Pull | undefined> => {
  const query = {...parametersOf(repository), state: 'open' as const, head: `${repository.owner}:${branch}`, base};
  const {data} = await asked(() => github.request('GET /repos/{owner}/{repo}/pulls', query));
  return readAs(z.array(pullSchema), data)[0];
};

/** Makes sure that the branch holds the change; true: it did so already. */
const prepareBranch = async (writer: RepositoryWriter, step: ChangeStep, base: string, standing: FileReader): Promise<boolean> => {
  const {repository, branch} = step;
  const sha = await findBranch(writer, repository, branch);
  if (sha !== undefined) {
    if (await holdsAll(step, await createFileReader(writer, repository, sha))) return true;
    const pull = await findPull(writer, step);
    throw refused(
      `${repositoryText(repository)} has a branch ${branch} already, and it holds something else.`,
      pull === undefined
        ? `Delete it at https://github.com/${repositoryText(repository)}/branches, and do it again.`
        : `Merge or close its pull request ${pull.html_url}, delete the branch, and do it again.`,
    );
  }
  await refuseChanged(step, standing);
  const tree = await createTree(writer, step, standing);
  await createBranch(writer, step, await createCommit(writer, step, base, tree));
  return false;
};

const openPull = async (writer: RepositoryWriter, step: ChangeStep): Promise<Pull> => {
  const {repository, base, branch, title, body} = step;
  const pull = {...parametersOf(repository), title, body, base, head: branch};
  return sendOnce({
    what: 'the pull request',
    send: async () => {
      const {data} = await written(writer, () => writer.github.request('POST /repos/{owner}/{repo}/pulls', pull), {
        404: () => mayNotWrite(repository),
        422: (words) => refused(`GitHub opens no pull request (422): ${words}.`, `Look at the branch ${branch}, which is there now.`),
      });
      return readAs(pullSchema, data);
    },
    look: async () => await findPull(writer, step),
  });
};

/** Commits the files to a branch of their own, all in one commit, and opens a pull request; what is there of it already is used. */
export const proposeChange = async (writer: RepositoryWriter, step: ChangeStep): Promise<Done> => {
  const {repository, base, branch} = step;
  refuseWithoutWorkflowRight(pathsOf(step), await findWritable(writer, repository));
  const sha = await findBranch(writer, repository, base);
  if (sha === undefined) throw refused(`${repositoryText(repository)} has no branch ${base}.`, 'Plan it again from fresh facts.');
  const standing = await createFileReader(writer, repository, sha);
  if (await holdsAll(step, standing)) return {note: `Nothing is to be changed: ${base} holds it already, at ${sha.slice(0, 7)}.`};
  const wasThere = await prepareBranch(writer, step, sha, standing);
  const before = wasThere ? await findPull(writer, step) : undefined;
  if (before !== undefined) return {note: `It was proposed already, and waits for you to merge it: ${before.html_url}`};
  const {html_url} = await openPull(writer, step);
  return {note: `Proposed from branch ${branch}${wasThere ? ', which was there already' : ''}; merge it yourself: ${html_url}`};
};
