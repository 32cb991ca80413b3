import type {Permission} from '../../model/workflow.ts';
import type {Job, Run} from '../github/actions-state.ts';
import type {Commit, GitHubState, Repository} from '../github/state.ts';
import type {MarketplaceStates} from '../marketplaces.ts';
import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import type {Program} from './shell/shell.ts';

/** What a step of a job can reach: the simulated world, and what earlier steps of the same job left behind. */
export type Place = {
  readonly setting: DemoSetting;
  readonly github: GitHubState;
  readonly marketplaces: MarketplaceStates;
  readonly repository: Repository;
  readonly run: Run;
  readonly job: Job;
  readonly commit: Commit;
  /** What the job's own token may do. */
  readonly permissions: Readonly<Record<string, Permission>>;
  /** The token that every job is given. */
  readonly ownToken: string;
  readonly memory: JobMemory;
  /** Programs that stand before the runner's own of the same name. */
  readonly programs: Readonly<Record<string, Program>>;
  /** Asks the simulated service of a host; its refusal is the answer. */
  ask(request: DemoRequest): DemoReply;
  /** Something that the world does by itself a while later. */
  later(milliseconds: number, happen: () => void): void;
  /** A script waits: what the world does by itself in that time has happened when it goes on. */
  sleep(milliseconds: number): void;
};

/** What one step leaves for the next. */
export type JobMemory = {
  /** Who signed in at which registry of images. */
  readonly logins: Map<string, {readonly user: string; readonly password: string}>;
  /** The environment that steps added to. */
  readonly env: Record<string, string>;
};

type Asked = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | object;
};

const bytesOf = (body: Asked['body'] | DemoReply['body']): Buffer => {
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

/* The simulated GitHub knows no job's own token, which may read of public repositories what everybody may. */
const asKnown = ({ownToken}: Place, host: string, headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const {authorization, ...others} = headers;
  return host === 'api.github.com' && authorization === `Bearer ${ownToken}` ? others : headers;
};

/** Asks for an address as a program on a runner does. */
export const ask = (place: Place, address: string, {method = 'GET', headers = {}, body}: Asked = {}): DemoReply => {
  if (!URL.canParse(address)) return {status: 0};
  const {host, pathname, searchParams} = new URL(address);
  const sent = {'user-agent': 'runner', accept: '*/*', ...(method === 'GET' ? asKnown(place, host, headers) : headers)};
  return place.ask({method, host, path: pathname, query: searchParams, headers: sent, body: bytesOf(body)});
};

const mostRedirects = 5;

/** The same, following where it is sent on to; credentials stay with the first host. */
export const askOn = (place: Place, address: string, asked: Asked = {}): DemoReply => {
  let reply = ask(place, address, asked);
  for (let round = 0; round < mostRedirects && reply.status >= 300 && reply.status < 400; round++) {
    const location = reply.headers?.location ?? reply.headers?.['Location'];
    if (location === undefined) return reply;
    const {authorization: _, ...headers} = asked.headers ?? {};
    reply = ask(place, new URL(location, address).href, {headers});
  }
  return reply;
};

export const bodyBytes = (reply: DemoReply): Buffer => bytesOf(reply.body);

/** The JSON of a reply; empty: it has none. */
export const bodyJson = (reply: DemoReply): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(bodyBytes(reply).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};
