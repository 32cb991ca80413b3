import {createServer, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/** The ways in which any service can fail to answer. */
export const badReplies = {
  missing: (response: ServerResponse) => response.writeHead(404, {'content-type': 'application/json'}).end('{"message": "Not Found"}'),
  unauthorized: (response: ServerResponse) =>
    response.writeHead(401, {'content-type': 'application/json'}).end('{"message": "Bad credentials"}'),
  forbidden: (response: ServerResponse) =>
    response.writeHead(403, {'content-type': 'text/html'}).end('<!DOCTYPE html><title>Forbidden</title>'),
  limited: (response: ServerResponse) => response.writeHead(429, {'retry-after': '60'}).end('slow down'),
  broken: (response: ServerResponse) => response.writeHead(500, {'content-type': 'text/html'}).end('<!DOCTYPE html><title>Error</title>'),
  'not JSON': (response: ServerResponse) =>
    response.writeHead(200, {'content-type': 'text/html'}).end('<!DOCTYPE html><title>Welcome</title>'),
  'other JSON': (response: ServerResponse) => response.writeHead(200, {'content-type': 'application/json'}).end('{"unexpected": true}'),
  'cut off': (response: ServerResponse) => {
    response.writeHead(200, {'content-type': 'application/json', 'content-length': '5000'});
    response.write('{"name": "to', () => response.destroy());
  },
  'no answer': () => undefined,
  /* The service is stopped before anybody asks. */
  'no network': () => undefined,
} as const;
export type BadReply = keyof typeof badReplies;

/** A service on this machine that answers every request in one bad way. */
export const startBadService = async (kind: BadReply): Promise<{readonly origin: string; stop(): Promise<void>}> => {
  const server: Server = createServer((request, response) => {
    request.resume();
    badReplies[kind](response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const {port} = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((stopped) => {
      server.closeAllConnections();
      server.close(() => stopped());
    });
  if (kind === 'no network') await stop();
  return {origin: `http://127.0.0.1:${port}`, stop};
};
