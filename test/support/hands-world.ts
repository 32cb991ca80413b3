import {expect} from 'vitest';
import {addCommit, addRepository} from '../../src/demo/github/new-repository.ts';
import {findRepository, type Repository, type Token, timeText} from '../../src/demo/github/state.ts';
import type {Step} from '../../src/model/plan.ts';
import {Problem} from '../../src/model/problem.ts';
import {createHands} from '../../src/tools/hands.ts';
import {createHeldValues} from '../../src/tools/held-values.ts';
import {createHttp} from '../../src/tools/http.ts';
import {openWorld} from './demo-world.ts';
import {openGitHubDocument} from './github-openapi.ts';
import {watchRequests} from './watched-world.ts';

export const owner = 'Michael-A-Kuykendall';

/** The hands over a simulated GitHub whose clock goes only as far as it is waited. */
export const openHands = async (token?: Token) => {
  const start = Date.now();
  const rests: number[] = [];
  const {world, served, askGitHub} = await openWorld({now: () => start + rests.reduce((sum, one) => sum + one, 0)});
  if (token) world.github.tokens.set('another', token);
  const seen = watchRequests(world);
  const http = createHttp({hosts: {own: {'*': served.origin}, ofRepository: {}}, userAgent: 'portcall-test', timeout: 1000, pause: 1});
  const hands = createHands({
    http,
    token: token ? 'another' : (world.setting.tokens.GITHUB_TOKEN ?? ''),
    values: createHeldValues(),
    pause: 1,
    rest: async (milliseconds) => {
      rests.push(milliseconds);
    },
  });
  const run = async (step: Step): Promise<string> => (await hands[step.kind](step as never)).note;
  const problemOf = async (step: Step): Promise<Problem> => {
    const thrown = await run(step).then(
      (note) => `done: ${note}`,
      (failure: unknown) => failure,
    );
    if (!(thrown instanceof Problem)) throw new Error(`No Problem came: ${String(thrown)}`);
    return thrown;
  };
  const repository = (name: string, of = owner): Repository => {
    const found = findRepository(world.github, of, name);
    if (!found) throw new Error(`The world lacks ${of}/${name}.`);
    return found;
  };
  /** The writes that arrived, such as `POST /user/repos`. */
  const writes = (): readonly string[] => seen.filter(({method}) => method !== 'GET').map(({method, path}) => `${method} ${path}`);
  return {world, served, askGitHub, seen, rests, run, problemOf, repository, writes};
};

export type HandsWorld = Awaited<ReturnType<typeof openHands>>;

/** Holds every request that arrived against GitHub's OpenAPI document. */
export const expectKnownRequests = ({seen}: HandsWorld): void => {
  const document = openGitHubDocument();
  const asked = seen.map(({method, path, query, body}) => ({
    method,
    path: decodeURIComponent(path),
    query,
    ...(body.length > 0 ? {body: JSON.parse(`${body}`)} : {}),
  }));
  expect(asked.flatMap((request) => document.requestFaults(request))).toEqual([]);
};

/** A repository with one commit that holds the files. */
export const addWith = (
  {world}: HandsWorld,
  of: string,
  name: string,
  files: Readonly<Record<string, string>>,
  more: Partial<Repository> = {},
) => {
  const at = timeText(world.setting.now() - 86_400_000);
  const repository = addRepository(world.github, {
    id: 900 + world.github.repositories.size,
    owner: of,
    name,
    createdAt: at,
    pushedAt: at,
    ...more,
  });
  commitTo(repository, files);
  return repository;
};

/** Adds or changes files on a branch; `null` takes one away. */
export const commitTo = (
  repository: Repository,
  files: Readonly<Record<string, string | null>>,
  branch = repository.defaultBranch,
): string => {
  const before = repository.commits.get(repository.branches.get(branch) ?? '')?.files ?? [];
  const after = new Map(before);
  for (const [path, text] of Object.entries(files)) {
    if (text === null) after.delete(path);
    else after.set(path, Buffer.from(text));
  }
  return addCommit(repository, branch, {
    files: after,
    message: `Change ${Object.keys(files)}`,
    author: 'somebody',
    date: repository.pushedAt,
  });
};

/** What a branch's end holds. */
export const textAt = (repository: Repository, path: string, branch = repository.defaultBranch): string | undefined =>
  repository.commits
    .get(repository.branches.get(branch) ?? '')
    ?.files.get(path)
    ?.toString();
