import * as z from 'zod';
import {Problem} from '../model/problem.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import {asked, askedOrAbsent, type GitHub, type Meanings, readAs} from './github.ts';

/** How GitHub is written to, one write a while after the other. */
export type RepositoryWriter = {
  readonly github: GitHub;
  /** Waits until the writes before have been a while ago. */
  readonly keepPace: () => Promise<void>;
  readonly rest: (milliseconds: number) => Promise<void>;
};

const repositorySchema = z.object({
  full_name: z.string(),
  fork: z.boolean(),
  archived: z.boolean(),
  private: z.boolean(),
  default_branch: z.string(),
  created_at: z.string().nullish(),
  topics: z.array(z.string()).default([]),
  parent: z.object({full_name: z.string()}).optional(),
});

export type StandingRepository = z.infer<typeof repositorySchema> & {
  /** Milliseconds since it was made, by GitHub's own clock; NaN: it doesn't say. */
  readonly age: number;
  /** What a classic token may do; undefined: the token is of another kind. */
  readonly scopes: readonly string[] | undefined;
};

/** Absent from a fine-grained token's answers. */
const scopesIn = (headers: {readonly 'x-oauth-scopes'?: string | undefined}): readonly string[] | undefined =>
  headers['x-oauth-scopes']?.split(',').map((scope) => scope.trim());

export const parametersOf = ({owner, name}: RepositoryName) => ({owner, repo: name});

export const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Undefined: there is none, or the token may not see it. */
export const findStanding = async ({github}: RepositoryWriter, name: RepositoryName): Promise<StandingRepository | undefined> => {
  const reply = await askedOrAbsent(() => github.request('GET /repos/{owner}/{repo}', parametersOf(name)));
  if (reply === undefined) return undefined;
  const repository = readAs(repositorySchema, reply.data);
  return {
    ...repository,
    age: Date.parse(reply.headers.date ?? '') - Date.parse(repository.created_at ?? ''),
    scopes: scopesIn(reply.headers),
  };
};

/** The same where it has to be there and must take writes. */
export const findWritable = async (writer: RepositoryWriter, name: RepositoryName): Promise<StandingRepository> => {
  const standing = await findStanding(writer, name);
  if (standing === undefined)
    throw new Problem(
      'refused',
      `GitHub shows no repository ${repositoryText(name)} to this token.`,
      'Check the spelling, and that the token may see it.',
    );
  if (standing.archived)
    throw new Problem(
      'refused',
      `${standing.full_name} is archived, so nothing can be written to it.`,
      'Unarchive it in its settings first.',
    );
  return standing;
};

const referenceSchema = z.object({object: z.object({sha: z.string()})});

/** The commit at a branch's end; undefined: there is no such branch, or no commit yet. */
export const findBranch = async ({github}: RepositoryWriter, name: RepositoryName, branch: string): Promise<string | undefined> => {
  const parameters = {...parametersOf(name), ref: `heads/${branch}`};
  const reply = await askedOrAbsent(() => github.request('GET /repos/{owner}/{repo}/git/ref/{ref}', parameters), [404, 409]);
  return reply === undefined ? undefined : readAs(referenceSchema, reply.data).object.sha;
};

const loginSchema = z.object({login: z.string()});

/** Whose token it is, and what it may do as `StandingRepository` has it. */
export type Viewer = {readonly login: string} & Pick<StandingRepository, 'scopes'>;

export const findViewer = async ({github}: RepositoryWriter): Promise<Viewer> => {
  const {data, headers} = await asked(() => github.request('GET /user'));
  return {...readAs(loginSchema, data), scopes: scopesIn(headers)};
};

/** What is made for a person goes to whom the token belongs; refuses when that is somebody else. */
export const refuseOtherOwner = ({login}: Viewer, owner: string): void => {
  if (isSameName(login, owner)) return;
  throw new Problem('refused', `The token is ${login}'s, so nothing can be made for ${owner} with it.`, `Sign in to GitHub as ${owner}.`);
};

/** Sends a write after a pause; every failure is a Problem. */
export const written = async <T>({keepPace}: RepositoryWriter, request: () => Promise<T>, meanings?: Meanings): Promise<T> => {
  await keepPace();
  return asked(request, meanings);
};

const pauses = [1000, 2000, 4000, 8000, 15_000];
const longestPause = 30_000;

/** Looks again and again, with growing pauses, until something is seen; undefined: it was not within the patience, in milliseconds. */
export const untilSeen = async <T>(
  {rest}: RepositoryWriter,
  patience: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> => {
  let waited = 0;
  for (let looked = 0; ; looked++) {
    const seen = await look();
    if (seen !== undefined || waited >= patience) return seen;
    const pause = Math.min(pauses[looked] ?? longestPause, patience - waited);
    await rest(pause);
    waited += pause;
  }
};

const workflowFolder = '.github/workflows/';

export const lacksWorkflowRight = () =>
  new Problem(
    'forbidden',
    'GitHub lets this token change no workflow file.',
    'Give it the scope workflow at https://github.com/settings/tokens, or, if it is fine-grained, the permission Workflows: write.',
  );

/** Refuses, before anything is written, what GitHub would answer with a bare 404. */
export const refuseWithoutWorkflowRight = (paths: readonly string[], {scopes}: Pick<StandingRepository, 'scopes'>): void => {
  const needsRight = paths.some((path) => path.startsWith(workflowFolder));
  if (needsRight && scopes !== undefined && !scopes.includes('workflow')) throw lacksWorkflowRight();
};

/** GitHub's words when a token may not touch a workflow. */
export const isAboutWorkflowRight = (words: string): boolean => /refusing to allow .*workflow/i.test(words);

/** A 404 on a write of what can be read: whoever writes may not. */
export const mayNotWrite = (name: RepositoryName, paths: readonly string[] = []) => {
  const isWorkflow = paths.some((path) => path.startsWith(workflowFolder));
  return new Problem(
    'forbidden',
    `GitHub takes no write to ${repositoryText(name)} from this token.`,
    isWorkflow
      ? 'Use a token of somebody who may push there: classic with the scopes public_repo and workflow, or fine-grained with Contents: write and Workflows: write.'
      : 'Use a token of somebody who may push there: classic with the scope public_repo, or fine-grained with Contents: write.',
  );
};
