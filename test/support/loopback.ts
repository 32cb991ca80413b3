import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

export type Loopback = {readonly origin: string; readonly requests: readonly IncomingMessage[]; close(): Promise<void>};

/** A server of this test's own on 127.0.0.1; closing it ends every connection. */
export const serveOnLoopback = async (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Loopback> => {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const {port} = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
};
