import type {ZodType} from 'zod';
import type {Done} from '../model/hands.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import type {Http, HttpRequest} from './http.ts';
import {sendOnce} from './lost-answers.ts';
import {textReaderOf} from './short-text.ts';
import type {SshTarget} from './ssh.ts';
import type {CommitAuthor, SshGit} from './ssh-git.ts';

/** The headers that carry a marketplace's own token to one of the origins it declares; undefined: no token is at hand, or it is not for there. */
export type Authorizer = (id: MarketplaceId, origin: string) => Readonly<Record<string, string>> | undefined;

/** A marketplace's own key and the one host that it declares for it. */
export type SshSignIn = {readonly target: SshTarget; readonly key: string};

/** How marketplaces are written to that take git over SSH. */
export type SshWriter = {
  /** Undefined: no key is at hand, or the marketplace takes none. */
  readonly signInFor: (id: MarketplaceId) => SshSignIn | undefined;
  readonly git: SshGit;
  /** Whose name stands in the commits; it is looked up only when one is made. */
  readonly findAuthor: () => Promise<CommitAuthor>;
};

/** How marketplaces are written to, one write a while after the other. */
export type MarketplaceWriter = {
  readonly http: Http;
  readonly authorize: Authorizer;
  /** Without a slash at its end. */
  readonly npmRegistry: string;
  /** Absent: nothing is pushed over SSH. */
  readonly ssh?: SshWriter;
  /** Waits until the writes before have been a while ago. */
  readonly keepPace: () => Promise<void>;
};

/** A request that belongs to a write: its secrets go to the very host, and it follows no redirect. */
export type Sending = {
  readonly url: string;
  /** Absent: GET. */
  readonly method?: HttpRequest['method'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly secretHeaders?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** As in a request; absent: the usual. */
  readonly patience?: number;
  readonly accept: readonly number[];
};

export type Sent = {readonly status: number; readonly text: string; readonly headers: Readonly<Record<string, string>>};

/** The marketplace's own token for an address; refuses where none is at hand. */
export const tokenFor = ({authorize}: MarketplaceWriter, id: MarketplaceId, url: string): Readonly<Record<string, string>> => {
  const headers = authorize(id, new URL(url).origin);
  if (headers !== undefined && Object.keys(headers).length > 0) return headers;
  throw new Problem(
    'unauthorized',
    `No token for ${id} is at hand, so nothing is written there.`,
    `Set it in the environment, or give it with “portcall tokens ${id}”.`,
  );
};

export const send = async ({http, keepPace}: MarketplaceWriter, {url, method = 'GET', headers = {}, ...rest}: Sending): Promise<Sent> => {
  if (method !== 'GET' && method !== 'HEAD') await keepPace();
  const answer = await http.send({method, url, headers: {accept: 'application/json', ...headers}, isStrict: true, ...rest});
  const text = method === 'HEAD' ? '' : await textReaderOf(http)(new URL(url).host, answer);
  return {status: answer.status, text, headers: answer.headers};
};

export const asJson = (body: unknown) => ({headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});

/** The fields that are read of an answer. */
export const fieldsOf = <T>(url: string, {text}: Sent, schema: ZodType<T>): T => {
  const strange = () =>
    new Problem(
      'unexpected-answer',
      `${new URL(url).host} answers in an unknown shape.`,
      'Look at the marketplace itself, and report it if it stays so.',
    );
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw strange();
  }
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw strange();
};

export const refused = (what: string, next: string): Problem => new Problem('refused', what, next);

/** What stands there is something else than when the plan was made. */
export const changedSince = (what: string): Problem => refused(`${what} since the plan was made.`, 'Plan it again from fresh facts.');

const wordsIn = (text: string): string | undefined => {
  try {
    const {error, message, detail, details, errors, 'error-list': list} = JSON.parse(text) as Record<string, unknown>;
    const [first] = [errors, list].flatMap((one) => (Array.isArray(one) ? (one as Record<string, unknown>[]) : []));
    return [error, message, detail, details, first?.['detail'], first?.['message']].find(
      (one): one is string => typeof one === 'string' && one !== '',
    );
  } catch {
    return /^\s*</.test(text) || text.length > 300 ? undefined : text.trim();
  }
};

/** A refusal in the marketplace's own words. */
export const refusal = (name: string, {status, text}: Sent, next: string): Problem => {
  const words = wordsIn(text)?.replace(/[.\s]+$/, '');
  const kind = status === 401 ? 'unauthorized' : status === 403 ? 'forbidden' : 'refused';
  return new Problem(kind, `${name} refuses it (${status})${words ? `: ${words}` : ''}.`, next);
};

/** A write with what shows that it has arrived. */
type Change = {
  /** The marketplace, as a sentence names it. */
  readonly where: string;
  readonly what: string;
  /** Whether it stands there by now; throws what is changed since the plan was made. */
  readonly isDone: () => Promise<boolean>;
  readonly write: () => Promise<void>;
  readonly done: string;
};

/** Looks, writes unless it is done already, and reads back; one whose answer was lost is looked for before it is sent again. */
export const change = async ({where, what, isDone, write, done}: Change): Promise<Done> => {
  if (await isDone()) return {note: `It was so already: ${done}`};
  await sendOnce<true>({
    where,
    what,
    send: async () => {
      await write();
      return true;
    },
    look: async () => ((await isDone()) ? true : undefined),
  });
  const isSeen = await isDone().catch(() => false);
  return {
    note: isSeen
      ? `${where} shows it: ${done}`
      : `${where} took it and does not show it yet, which caches may keep from you for minutes: ${done}`,
  };
};
