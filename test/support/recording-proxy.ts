import {request as ask} from 'node:http';
import {serveOnLoopback} from './loopback.ts';

/** A request as it went over the wire. */
export type Recorded = {
  /** The public host it was meant for. */
  readonly host: string;
  /** Address, headers and body, as they were sent. */
  readonly text: string;
};

/** Stands before a simulated world, hands everything on, and keeps what was sent. */
export const serveRecording = async (origin: string) => {
  const recorded: Recorded[] = [];
  const proxy = await serveOnLoopback((incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const body = Buffer.concat(pieces);
      const host = /^\/([^/?]*)/.exec(incoming.url ?? '')?.[1] ?? '';
      recorded.push({host, text: [incoming.url, ...incoming.rawHeaders, body.toString('utf8')].join('\n')});
      const {method, headers} = incoming;
      const onward = ask(`${origin}${incoming.url}`, {...(method === undefined ? {} : {method}), headers}, (reply) => {
        response.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(response);
      });
      onward.on('error', () => response.destroy());
      onward.end(body);
    });
  });
  return {origin: proxy.origin, recorded, close: () => proxy.close()};
};
