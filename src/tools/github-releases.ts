import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import type {Step} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {asked, askedOrAbsent, readAs} from './github.ts';
import {findWritable, mayNotWrite, parametersOf, type RepositoryWriter, written} from './github-repository.ts';
import {sendOnce} from './lost-answers.ts';

type EditStep = Extract<Step, {readonly kind: 'edit-release'}>;

const schema = z.object({tag_name: z.string(), draft: z.boolean(), prerelease: z.boolean()});

const refused = (what: string) => new Problem('refused', what, 'Plan it again from fresh facts.');

const findLatest = async ({github}: RepositoryWriter, {repository}: EditStep): Promise<string | undefined> => {
  const reply = await askedOrAbsent(() => github.request('GET /repos/{owner}/{repo}/releases/latest', parametersOf(repository)));
  return reply === undefined ? undefined : readAs(schema, reply.data).tag_name;
};

/** Whether GitHub shows it so by now. */
const isDone = async (writer: RepositoryWriter, step: EditStep): Promise<boolean> => {
  const {repository, id, tag, becomes} = step;
  const found = await askedOrAbsent(() =>
    writer.github.request('GET /repos/{owner}/{repo}/releases/{release_id}', {...parametersOf(repository), release_id: id}),
  );
  const release = found === undefined ? undefined : readAs(schema, found.data);
  if (release === undefined || release.tag_name !== tag) throw refused(`The release ${tag} is gone since the plan was made.`);
  if (becomes === 'prerelease') return release.prerelease;
  if (release.draft || release.prerelease)
    throw refused(`The release ${tag} became a ${release.draft ? 'draft' : 'prerelease'} since the plan was made.`);
  return (await findLatest(writer, step)) === tag;
};

/** Makes a release the latest, or marks it as a prerelease; its files stay. */
export const editRelease = async (writer: RepositoryWriter, step: EditStep): Promise<Done> => {
  const {repository, id, tag, becomes} = step;
  await findWritable(writer, repository);
  const done = becomes === 'latest' ? `${tag} is the latest release.` : `${tag} is marked as a prerelease.`;
  if (await isDone(writer, step)) return {note: `It was so already: ${done}`};
  const change = becomes === 'latest' ? {make_latest: 'true' as const} : {prerelease: true};
  await sendOnce<unknown>({
    what: `the release ${tag} so`,
    send: () =>
      written(
        writer,
        () =>
          writer.github.request('PATCH /repos/{owner}/{repo}/releases/{release_id}', {
            ...parametersOf(repository),
            release_id: id,
            ...change,
          }),
        {404: () => mayNotWrite(repository)},
      ),
    look: async () => ((await isDone(writer, step)) ? true : undefined),
  });
  const isSeen = await asked(() => isDone(writer, step));
  return {note: isSeen ? `GitHub shows it: ${done}` : `GitHub took it and does not show it yet: ${done}`};
};
