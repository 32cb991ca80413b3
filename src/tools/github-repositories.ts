import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import type {NewFile, Step} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import {askedOrAbsent} from './github.ts';
import {
  findBranch,
  findStanding,
  findViewer,
  findWritable,
  mayNotWrite,
  parametersOf,
  type RepositoryWriter,
  refuseOtherOwner,
  refuseWithoutWorkflowRight,
  type StandingRepository,
  untilSeen,
  written,
} from './github-repository.ts';
import {sendOnce} from './lost-answers.ts';

type CreateStep = Extract<Step, {readonly kind: 'create-repository'}>;

/** What GitHub shows a little after it was written. */
const shortPatience = 30_000;

/** A repository made from a template is filled in the background. */
const templatePatience = 300_000;

const newRepositoryAge = 2 * templatePatience;

const refuseUnlessPublic = ({full_name, private: isPrivate}: StandingRepository): void => {
  if (!isPrivate) return;
  throw new Problem(
    'refused',
    `${full_name} is there already and is private, so nobody can install from it.`,
    `Make it public, or rename it, in the settings at https://github.com/${full_name}/settings.`,
  );
};

const refusedCreation = (step: CreateStep) => (words: string) =>
  new Problem(
    'refused',
    `GitHub does not make ${repositoryText(step.repository)} (422): ${words}.`,
    'Look at the name, and at the rules of the organization.',
  );

/** Without files or a template it begins with a first commit, because an empty repository has no branch. */
const sendCreation = (writer: RepositoryWriter, step: CreateStep): Promise<unknown> => {
  const {github} = writer;
  const {repository, isOrganization, description, template, files} = step;
  const {owner, name} = repository;
  const meanings = {404: () => mayNotWrite(repository), 422: refusedCreation(step)};
  if (template !== undefined) {
    const from = {template_owner: template.owner, template_repo: template.name, owner, name, description, private: false};
    return written(writer, () => github.request('POST /repos/{template_owner}/{template_repo}/generate', from), meanings);
  }
  const fresh = {name, description, private: false, auto_init: files.length === 0};
  return isOrganization
    ? written(writer, () => github.request('POST /orgs/{org}/repos', {org: owner, ...fresh}), meanings)
    : written(writer, () => github.request('POST /user/repos', fresh), meanings);
};

const requestCreation = async (writer: RepositoryWriter, step: CreateStep): Promise<void> => {
  const {template, repository} = step;
  if (template !== undefined && (await findStanding(writer, template)) === undefined)
    throw new Problem('refused', `GitHub shows no template ${repositoryText(template)} to this token.`, 'Check that the token may see it.');
  await sendOnce<unknown>({
    what: repositoryText(repository),
    send: () => sendCreation(writer, step),
    look: () => findStanding(writer, repository),
  });
};

/** Waits until what GitHub fills in the background can be written to; what was made long ago is as full as it gets. */
const awaitContents = async (writer: RepositoryWriter, {repository, template, files}: CreateStep, standing: StandingRepository) => {
  const isFilled = template !== undefined || files.length === 0;
  if (!isFilled || !(standing.age < newRepositoryAge)) return;
  const sha = await untilSeen(writer, templatePatience, () => findBranch(writer, repository, standing.default_branch));
  if (sha !== undefined) return;
  throw new Problem(
    'unexpected-answer',
    `GitHub is still filling ${repositoryText(repository)}.`,
    'Do it again in a few minutes: it goes on from there.',
  );
};

/** Topics are only added. */
const addTopics = async (writer: RepositoryWriter, {repository, topics}: CreateStep, standing: StandingRepository): Promise<void> => {
  const missing = topics.filter((topic) => !standing.topics.includes(topic));
  if (missing.length === 0) return;
  const names = [...standing.topics, ...missing];
  const look = async () => {
    const shown = (await findStanding(writer, repository))?.topics ?? [];
    return missing.every((topic) => shown.includes(topic)) ? true : undefined;
  };
  await sendOnce<unknown>({
    what: `the topics of ${repositoryText(repository)}`,
    send: () =>
      written(writer, () => writer.github.request('PUT /repos/{owner}/{repo}/topics', {...parametersOf(repository), names}), {
        404: () => mayNotWrite(repository),
      }),
    look,
  });
  if ((await untilSeen(writer, shortPatience, look)) === undefined) throw unseen('the topics', repositoryText(repository));
};

const unseen = (what: string, where: string) =>
  new Problem('unexpected-answer', `GitHub took it and still does not show ${what} of ${where}.`, 'Do it again in a minute.');

const fileSchema = z.object({content: z.string(), encoding: z.literal('base64')});

/** What a file holds; null: something that is no short file; undefined: nothing is there. */
const findContents = async ({github}: RepositoryWriter, {repository}: CreateStep, path: string): Promise<Buffer | null | undefined> => {
  const parameters = {...parametersOf(repository), path};
  const reply = await askedOrAbsent(() => github.request('GET /repos/{owner}/{repo}/contents/{path}', parameters));
  if (reply === undefined) return undefined;
  const file = fileSchema.safeParse(reply.data);
  return file.success ? Buffer.from(file.data.content, 'base64') : null;
};

/** Writes a file where none is; true: it was written. */
const addFile = async (writer: RepositoryWriter, step: CreateStep, {path, contents}: NewFile): Promise<boolean> => {
  const {repository} = step;
  const bytes = Buffer.from(contents);
  if ((await findContents(writer, step, path)) !== undefined) return false;
  const look = async () => ((await findContents(writer, step, path))?.equals(bytes) ? true : undefined);
  const file = {...parametersOf(repository), path, message: `Add ${path}`, content: bytes.toString('base64')};
  await sendOnce<unknown>({
    what: `${path} of ${repositoryText(repository)}`,
    send: () =>
      written(writer, () => writer.github.request('PUT /repos/{owner}/{repo}/contents/{path}', file), {
        404: () => mayNotWrite(repository, [path]),
        409: (words) => new Problem('refused', `Somebody else writes ${path} at the same time: ${words}.`, 'Do it again in a minute.'),
      }),
    look,
  });
  if ((await untilSeen(writer, shortPatience, look)) === undefined) throw unseen(path, repositoryText(repository));
  return true;
};

type Filled = {readonly added: readonly string[]; readonly kept: readonly string[]};

const addFiles = async (writer: RepositoryWriter, step: CreateStep): Promise<Filled> => {
  const added: string[] = [];
  const kept: string[] = [];
  for (const file of step.files) ((await addFile(writer, step, file)) ? added : kept).push(file.path);
  return {added, kept};
};

const noteOf = (isThere: boolean, {full_name, topics}: StandingRepository, {added, kept}: Filled): string =>
  [
    isThere ? `It was there already: GitHub shows ${full_name}, public.` : `Created: GitHub shows ${full_name}, public.`,
    ...(topics.length > 0 ? [`Its topics: ${topics.join(', ')}.`] : []),
    ...(added.length > 0 ? [`Written: ${added.join(', ')}.`] : []),
    ...(kept.length > 0 ? [`Left as ${kept.length > 1 ? 'they were' : 'it was'}: ${kept.join(', ')}.`] : []),
  ].join(' ');

/** Makes a public repository with its topics and files, or adds to one that stands there what it lacks; nothing is overwritten. */
export const createRepository = async (writer: RepositoryWriter, step: CreateStep): Promise<Done> => {
  const {repository, isOrganization, files} = step;
  const viewer = await findViewer(writer);
  if (!isOrganization) refuseOtherOwner(viewer, repository.owner);
  refuseWithoutWorkflowRight(
    files.map(({path}) => path),
    viewer,
  );
  const before = await findStanding(writer, repository);
  if (before !== undefined) refuseUnlessPublic(before);
  else await requestCreation(writer, step);
  const standing = await findWritable(writer, repository);
  await awaitContents(writer, step, standing);
  await addTopics(writer, step, standing);
  const filled = await addFiles(writer, step);
  const after = await findWritable(writer, repository);
  refuseUnlessPublic(after);
  return {note: noteOf(before !== undefined, after, filled)};
};
