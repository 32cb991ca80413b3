import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {control} from './control.ts';
import type {FaultEffect} from './faults.ts';
import {etagOf, isHeld, toWire, type WireReply} from './message.ts';
import {replacementOf, sendCutOff, sendHuge} from './misbehave.ts';
import {openPage} from './pages.ts';
import {createRequestLog, type LoggedRequest, type RequestLog} from './request-log.ts';
import type {DemoRequest} from './service.ts';
import {findService, type World} from './world.ts';

export type ServeOptions = {
  /** Absent or 0: any free one. */
  readonly port?: number;
  /** Before each answer; absent: 0. */
  readonly latencyMs?: number;
};

/** A world that listens on loopback: `https://HOST/PATH` is served at `ORIGIN/HOST/PATH`. */
export type ServedWorld = {
  readonly origin: string;
  readonly log: RequestLog;
  /** Ends at once, whatever is still open. */
  close(): Promise<void>;
};

const tokenHeaders = ['authorization', 'x-nuget-apikey', 'x-api-key', 'cookie'];

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

const toDemoRequest = (message: IncomingMessage, body: Buffer): DemoRequest & {readonly pathAndQuery: string} => {
  const [, host = '', rest = '/'] = /^\/([^/?]*)(.*)$/.exec(message.url ?? '/') ?? [];
  const pathAndQuery = rest.startsWith('/') ? rest : `/${rest}`;
  const at = pathAndQuery.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return {
    method: message.method ?? 'GET',
    host: host.toLowerCase(),
    path: at < 0 ? pathAndQuery : pathAndQuery.slice(0, at),
    query: new URLSearchParams(at < 0 ? '' : pathAndQuery.slice(at + 1)),
    headers,
    body,
    pathAndQuery,
  };
};

/** HEAD is a GET whose body stays away; a held ETag turns a full answer into 304. */
const answer = (world: World, request: DemoRequest): WireReply => {
  const asked = request.method === 'HEAD' ? {...request, method: 'GET'} : request;
  const reply = toWire(findService(world, request.host)?.answer(asked) ?? {status: 404, body: {message: 'Not Found'}});
  if (asked.method !== 'GET' || reply.status !== 200) return reply;
  const etag = reply.headers.etag ?? etagOf(reply.bytes);
  const headers = {...reply.headers, etag};
  return isHeld(request.headers['if-none-match'], etag) ? {status: 304, headers, bytes: Buffer.alloc(0)} : {...reply, headers};
};

const send = (response: ServerResponse, reply: WireReply, isHead: boolean): void => {
  const hasBody = reply.status !== 204 && reply.status !== 304;
  response.writeHead(reply.status, hasBody ? {...reply.headers, 'content-length': String(reply.bytes.length)} : reply.headers);
  response.end(hasBody && !isHead ? reply.bytes : undefined);
};

const statusUnder = (effect: FaultEffect | undefined, reply: WireReply): number => {
  if (effect?.kind === 'silence' || effect?.kind === 'reset') return 0;
  return effect?.kind === 'huge' ? 200 : reply.status;
};

const carryOut = (response: ServerResponse, effect: FaultEffect | undefined, reply: WireReply, isHead: boolean): void => {
  if (effect?.kind === 'silence') return;
  if (effect?.kind === 'reset') response.socket?.resetAndDestroy();
  else if (effect?.kind === 'huge' && !isHead) sendHuge(response, effect.bytes);
  else if (effect?.kind === 'cut-off' && !isHead) sendCutOff(response, reply);
  else send(response, reply, isHead);
};

/** Only programs on this machine that name it as such steer the world: a web page's request carries an Origin. */
const maySteer = (message: IncomingMessage): boolean =>
  message.headers.origin === undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(message.headers.host ?? '');

const entryOf = (
  world: World,
  request: DemoRequest & {pathAndQuery: string},
  effect: FaultEffect | undefined,
  status: number,
): LoggedRequest => ({
  method: request.method,
  host: request.host,
  path: request.pathAndQuery,
  authorized: tokenHeaders.some((name) => request.headers[name] !== undefined),
  conditional: request.headers['if-none-match'] !== undefined,
  status,
  ...(effect ? {fault: effect.kind} : {}),
  ...(findService(world, request.host) ? {} : {unserved: true as const}),
});

const createAnswerer = (world: World, log: RequestLog, latencyMs: number, timers: Set<NodeJS.Timeout>) => {
  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(message);
    if (message.url?.startsWith('/__demo/')) {
      const controlled = {faults: world.faults, log, open: (url: string) => openPage(world, url), happen: world.happen};
      const reply = maySteer(message) ? control(message.method ?? 'GET', message.url, body, controlled) : undefined;
      return send(response, toWire(reply ?? {status: 404, body: {message: 'Not Found'}}), false);
    }
    const request = toDemoRequest(message, body);
    const effect = world.faults.strike(request.host, request.pathAndQuery, request.method);
    const reply = (effect && replacementOf(effect, request.pathAndQuery)) ?? answer(world, request);
    log.write(entryOf(world, request, effect, statusUnder(effect, reply)));
    const finish = (): void => carryOut(response, effect, reply, request.method === 'HEAD');
    if (latencyMs <= 0) return finish();
    const timer = setTimeout(() => {
      timers.delete(timer);
      finish();
    }, latencyMs);
    timers.add(timer);
  };
  return (message: IncomingMessage, response: ServerResponse): void => {
    respond(message, response).catch((thrown: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, toWire({status: 500, body: `The simulated world made a mistake: ${String(thrown)}`}), false);
    });
  };
};

export const serveWorld = async (world: World, options: ServeOptions = {}): Promise<ServedWorld> => {
  const log = createRequestLog();
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer(createAnswerer(world, log, options.latencyMs ?? 0, timers));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const {port} = server.address() as AddressInfo;
  const close = (): Promise<void> => {
    for (const timer of timers) clearTimeout(timer);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
  return {origin: `http://127.0.0.1:${port}`, log, close};
};
