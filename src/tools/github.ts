import {Octokit} from 'octokit';
import * as z from 'zod';
import {Problem} from '../model/problem.ts';
import type {Http, HttpRequest} from './http.ts';
import {textReaderOf} from './short-text.ts';

const origin = 'https://api.github.com';

export type GitHubAccess = {readonly http: Http; readonly token: string};

/** GitHub's API for what is written: its own client, sent by the same way out as everything else. */
export type GitHub = Octokit;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const methodOf = (text: string | undefined): HttpRequest['method'] => methods.find((one) => one === text?.toUpperCase()) ?? 'GET';

/** Answers that mean something to whoever asked; everything else is mapped like any other failure. */
const answers = [200, 201, 202, 204, 301, 302, 307, 308, 400, 404, 409, 422];
const withoutBody = new Set([204, 205, 304]);

const moved = () =>
  new Problem(
    'refused',
    'GitHub sends the request on to another address, and nothing is written by a redirect.',
    'If the repository was renamed or moved, name it as it is called now: the project with --repo OWNER/NAME.',
  );

const fetchBy =
  ({http, token}: GitHubAccess) =>
  async (
    address: string,
    {method, body, headers}: {method?: string; body?: string; headers?: Record<string, string>},
  ): Promise<Response> => {
    const url = new URL(address);
    if (url.origin !== origin) throw new Problem('bug', `A request for GitHub was to be sent to ${url.origin}.`, 'Report this.');
    const type = headers?.['content-type'];
    const answer = await http.send({
      method: methodOf(method),
      url: url.href,
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        ...(type === undefined ? {} : {'content-type': type}),
      },
      secretHeaders: {authorization: `Bearer ${token}`},
      accept: answers,
      isStrict: true,
      ...(body === undefined ? {} : {body}),
    });
    if (answer.status > 300 && answer.status < 400) {
      await answer.drop();
      throw moved();
    }
    const text = await textReaderOf(http)(url.host, answer);
    const response = new Response(withoutBody.has(answer.status) ? null : text, {status: answer.status, headers: {...answer.headers}});
    // The client finds the pages of a list by it.
    return Object.defineProperty(response, 'url', {value: url.href});
  };

const silent = {debug: () => {}, info: () => {}, warn: () => {}, error: () => {}};

/** Nothing is sent twice by itself: whoever writes looks first whether a write whose answer was lost has arrived. */
export const createGitHub = (access: GitHubAccess): GitHub =>
  new Octokit({
    baseUrl: origin,
    request: {fetch: fetchBy(access), log: silent},
    log: silent,
    retry: {enabled: false},
    throttle: {enabled: false},
  });

type Headers = Readonly<Record<string, string | number | undefined>>;

type Refusal = {
  readonly status: number;
  readonly response?: {readonly data?: unknown; readonly headers?: Headers};
  readonly cause?: unknown;
};

const isRefusal = (thrown: unknown): thrown is Refusal =>
  thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number';

const bodySchema = z.object({
  message: z.string().default(''),
  errors: z.array(z.object({message: z.string().optional()}).catch({})).catch([]),
});

/** GitHub's own words; empty: it says nothing. */
const messageOf = ({response}: Refusal): string => {
  const {message, errors} = bodySchema.catch({message: '', errors: []}).parse(response?.data);
  const words = [message, ...errors.flatMap((error) => (error.message === undefined ? [] : [error.message]))];
  return words.map((text) => text.replace(/[.\s]+$/, '')).join(': ');
};

const listOf = (text: string | number | undefined): readonly string[] | undefined =>
  typeof text === 'string'
    ? text
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean)
    : undefined;

/** The scopes of which a classic token would need one; undefined: it has one, or nothing tells. */
const scopesLacking = (headers: Headers = {}): string | undefined => {
  const [wanted, held] = [listOf(headers['x-accepted-oauth-scopes']), listOf(headers['x-oauth-scopes'])];
  if (!wanted || !held || wanted.length === 0 || wanted.some((one) => held.includes(one))) return undefined;
  return wanted.join(' or ');
};

/** What a refusal means where it was asked; by status, from GitHub's own words. */
export type Meanings = {readonly [S in 404 | 409 | 422]?: (words: string) => Problem};

const hasMeaning = (status: number): status is keyof Meanings => status === 404 || status === 409 || status === 422;

const unexplained = (status: number, words: string) =>
  new Problem(
    'refused',
    `GitHub refuses it (${status})${words === '' ? '' : `: ${words}`}.`,
    'Look at what is asked for, and at the rules of the repository and its organization.',
  );

/** A failure of the client as a Problem: the one that the way out threw, or what GitHub refuses. */
const problemOf = (thrown: unknown, meanings: Meanings = {}): unknown => {
  if (!isRefusal(thrown)) return thrown;
  if (thrown.cause instanceof Problem) return thrown.cause;
  const {response, status} = thrown;
  if (response === undefined) return thrown;
  const scopes = status === 404 ? scopesLacking(response.headers) : undefined;
  if (scopes !== undefined)
    return new Problem('forbidden', 'GitHub shows this token nothing to write there (404).', `Give the token the scope ${scopes}.`);
  const words = messageOf(thrown);
  const meaning = hasMeaning(status) ? meanings[status] : undefined;
  return meaning === undefined ? unexplained(status, words) : meaning(words);
};

/** Runs a request; every failure is a Problem. */
export const asked = async <T>(request: () => Promise<T>, meanings?: Meanings): Promise<T> => {
  try {
    return await request();
  } catch (thrown) {
    throw problemOf(thrown, meanings);
  }
};

/** The same where a 404, or another status that is named, is an answer: undefined. */
export const askedOrAbsent = async <T>(
  request: () => Promise<T>,
  absent: readonly number[] = [404],
  meanings?: Meanings,
): Promise<T | undefined> => {
  try {
    return await request();
  } catch (thrown) {
    if (isRefusal(thrown) && absent.includes(thrown.status) && thrown.response !== undefined) return undefined;
    throw problemOf(thrown, meanings);
  }
};

/** An answer's body, held against a schema of only the fields that are read. */
export const readAs = <T>(schema: z.ZodType<T>, data: unknown): T => {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Problem(
    'unexpected-answer',
    `GitHub answers in an unknown shape (${issue?.path.join('.') || 'root'}: ${issue?.message ?? 'unknown'}).`,
    'Check again later; report it if it stays so.',
  );
};
