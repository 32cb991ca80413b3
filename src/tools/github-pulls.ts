import * as z from 'zod';
import type {Step} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import {asked, readAs} from './github.ts';
import {mayNotWrite, parametersOf, type RepositoryWriter, written} from './github-repository.ts';
import {sendOnce} from './lost-answers.ts';

export type ChangeStep = Extract<Step, {readonly kind: 'propose-change'}>;

const pullSchema = z.object({html_url: z.string(), number: z.number()});
export type Pull = z.infer<typeof pullSchema>;

/** The open pull request from the step's branch; undefined: there is none. */
export const findPull = async ({github}: RepositoryWriter, step: ChangeStep): Promise<Pull | undefined> => {
  const {repository, from = repository, branch, base} = step;
  const query = {...parametersOf(repository), state: 'open' as const, head: `${from.owner}:${branch}`, base};
  const {data} = await asked(() => github.request('GET /repos/{owner}/{repo}/pulls', query));
  return readAs(z.array(pullSchema), data)[0];
};

/** GitHub hides from a token without the right that it could propose to somebody else's repository. */
const mayNotPropose = ({repository, from}: ChangeStep) =>
  from === undefined
    ? mayNotWrite(repository)
    : new Problem(
        'forbidden',
        `GitHub takes no pull request at ${repositoryText(repository)} from this token.`,
        'Use a classic token with the scope public_repo: a fine-grained one proposes nothing to the repositories of others.',
      );

export const openPull = async (writer: RepositoryWriter, step: ChangeStep): Promise<Pull> => {
  const {repository, from, base, branch, title, body} = step;
  const head = from === undefined ? branch : `${from.owner}:${branch}`;
  const pull = {...parametersOf(repository), title, body, base, head};
  return sendOnce({
    what: 'the pull request',
    send: async () => {
      const {data} = await written(writer, () => writer.github.request('POST /repos/{owner}/{repo}/pulls', pull), {
        404: () => mayNotPropose(step),
        422: (words) =>
          new Problem('refused', `GitHub opens no pull request (422): ${words}.`, `Look at the branch ${branch}, which is there now.`),
      });
      return readAs(pullSchema, data);
    },
    look: async () => await findPull(writer, step),
  });
};

/** The page on which a person opens the pull request of a branch. */
export const comparisonUrl = ({repository, from = repository, base, branch}: ChangeStep): string =>
  `https://github.com/${repositoryText(repository)}/compare/${base}...${from.owner}:${from.name}:${branch}?expand=1`;
