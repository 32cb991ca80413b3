import {request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse} from 'node:http';
import type {SeenRequest} from './canary-requests.ts';
import {serveOnLoopback} from './loopback.ts';

/** How the proxy answers requests that carry a credential: with the truth, or by sending the credential back. */
export type Echo = 'none' | 'in-401' | 'in-403' | 'in-429' | 'in-500' | 'in-200' | 'in-redirect';

export type HostileProxy = {
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
  echo(how: Echo): void;
  close(): Promise<void>;
};

const carriers = ['authorization', 'x-nuget-apikey', 'x-api-key'];

const credentialIn = (headers: IncomingHttpHeaders): string | undefined => {
  const found = carriers.map((name) => headers[name]).find((value) => value !== undefined);
  return Array.isArray(found) ? found.join() : found;
};

/** The credential as it was sent, and as whoever decodes it writes it down. */
const spelledOut = (credential: string): string => {
  const basic = /^Basic (\S+)$/.exec(credential)?.[1];
  return basic === undefined ? credential : `${credential} ${Buffer.from(basic, 'base64').toString('utf8')}`;
};

const sendBack = (response: ServerResponse, how: Echo, credential: string): void => {
  const said = spelledOut(credential);
  const word = said.replace(/^\S+ /, '');
  const message = `${said} is no good credential`;
  const body = JSON.stringify({
    message,
    error: message,
    detail: message,
    details: message,
    login: word,
    username: word,
    token: word,
    sub: word,
  });
  const headers = {
    'content-type': 'application/json',
    'www-authenticate': `Bearer realm="${encodeURIComponent(word)}", error="${encodeURI(word)}"`,
    'x-github-sso': `required; url=https://sso.example/${encodeURI(word)}`,
    'x-accepted-github-permissions': encodeURI(word),
  };
  if (how === 'in-redirect') response.writeHead(302, {location: `https://elsewhere.example/?token=${encodeURI(word)}`}).end();
  else response.writeHead(Number(how.slice(3)), headers).end(body);
};

/** Stands before a simulated world, keeps every request whole, and can be as careless with credentials as a server may be. */
export const serveHostile = async (origin: string): Promise<HostileProxy> => {
  const seen: SeenRequest[] = [];
  let how: Echo = 'none';
  const record = ({method = '', url = '', headers}: IncomingMessage, body: Buffer) => {
    const flat = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]);
    const host = /^\/([^/?]*)/.exec(url)?.[1] ?? '';
    // What a sealed box holds is no text, and a search through it as text would miss nothing that base64 hides.
    seen.push({host, method, url, headers: Object.fromEntries(flat), body: body.toString('utf8')});
  };
  const handOn = (incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
    const {method, headers} = incoming;
    const onward = ask(`${origin}${incoming.url}`, {...(method === undefined ? {} : {method}), headers}, (reply) => {
      response.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.on('error', () => response.destroy()).pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  };
  const proxy = await serveOnLoopback((incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const body = Buffer.concat(pieces);
      record(incoming, body);
      const credential = credentialIn(incoming.headers);
      if (how === 'none' || credential === undefined) handOn(incoming, body, response);
      else sendBack(response, how, credential);
    });
  });
  return {
    origin: proxy.origin,
    seen,
    echo: (next) => {
      how = next;
    },
    close: () => proxy.close(),
  };
};
