import type {DemoReply, DemoRequest, DemoService} from '../service.ts';

type Answer = (request: DemoRequest, ...parts: string[]) => DemoReply | undefined;

/** An address and what is said there; the groups of its path come decoded, an absent one as ''. */
export type Route = {readonly method: string; readonly path: RegExp; readonly answer: Answer};

/** Answers GET and HEAD; whoever sends the reply leaves the body of a HEAD away. */
export const get = (path: RegExp, answer: Answer): Route => ({method: 'GET', path, answer});
export const post = (path: RegExp, answer: Answer): Route => ({method: 'POST', path, answer});

const decoded = (part: string | undefined): string => {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return part ?? '';
  }
};

type ServiceParts = {
  readonly hosts: readonly string[];
  /** What stands before every address, such as a missing header; undefined: nothing does. */
  refuse?(request: DemoRequest): DemoReply | undefined;
  /** The first whose method and path fit answers. */
  readonly routes: readonly Route[];
};

const firstAnswer = (routes: readonly Route[], method: string, request: DemoRequest): DemoReply | undefined => {
  for (const route of routes) {
    const found = route.method === method ? route.path.exec(request.path) : null;
    if (found) return route.answer(request, ...found.slice(1).map(decoded));
  }
  return undefined;
};

export const createService = ({hosts, refuse, routes}: ServiceParts): DemoService => ({
  hosts,
  answer: (request) => refuse?.(request) ?? firstAnswer(routes, request.method === 'HEAD' ? 'GET' : request.method, request),
});

type Headers = Readonly<Record<string, string>>;

export const json = (status: number, body: object, headers: Headers = {}): DemoReply => ({
  status,
  headers: {'content-type': 'application/json; charset=utf-8', ...headers},
  body,
});

export const text = (status: number, body: string, headers: Headers = {}): DemoReply => ({
  status,
  headers: {'content-type': 'text/plain; charset=utf-8', ...headers},
  body,
});

/** A page for people. */
export const page = (status: number, title: string, headers: Headers = {}): DemoReply => ({
  status,
  headers: {'content-type': 'text/html; charset=utf-8', ...headers},
  body: `<!DOCTYPE html>\n<html lang="en">\n<head><title>${escapeXml(title)}</title></head>\n<body><h1>${escapeXml(title)}</h1></body>\n</html>\n`,
});

export const bytes = (body: Buffer, type = 'application/octet-stream', headers: Headers = {}): DemoReply => ({
  status: 200,
  headers: {'content-type': type, ...headers},
  body,
});

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;'};
export const escapeXml = (value: string): string => value.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** The credentials of a Basic header; undefined: there is none. */
export const basicOf = ({headers}: DemoRequest): {readonly user: string; readonly password: string} | undefined => {
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return {user, password: rest.join(':')};
};

/** The token of a Bearer header; undefined: there is none. */
export const bearerOf = ({headers}: DemoRequest): string | undefined => /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];

/** The members of a JSON body; empty: it holds no object. */
export const membersOf = ({body}: DemoRequest): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** What a record itself holds; a name such as `constructor` is in none by chance. */
export const held = <Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
