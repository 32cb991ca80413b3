import {etagOf, isHeld, toWire} from '../../src/demo/message.ts';
import type {DemoRequest} from '../../src/demo/service.ts';
import {findService, type World} from '../../src/demo/world.ts';
import type {Http, HttpAnswer, HttpRequest} from '../../src/tools/http.ts';
import {problemOfStatus} from '../../src/tools/http-problem.ts';

const mostRedirects = 5;

/** A secret goes no further than the host it was meant for. */
const toDemoRequest = ({method, headers, secretHeaders, body = '', url: asked}: HttpRequest, url: URL): DemoRequest => {
  const sent = {'user-agent': 'portcall', ...headers, ...(new URL(asked).host === url.host ? secretHeaders : {})};
  return {
    method: method === 'HEAD' ? 'GET' : method,
    host: url.host,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body),
  };
};

const answerOf = (status: number, headers: Readonly<Record<string, string>>, bytes: Buffer): HttpAnswer => ({
  status,
  headers,
  body: (async function* () {
    yield new Uint8Array(bytes);
  })(),
  drop: async () => undefined,
});

const sendOnce = (world: World, asked: HttpRequest, url: URL): HttpAnswer => {
  const request = toDemoRequest(asked, url);
  const {status, headers, bytes} = toWire(findService(world, url.host)?.answer(request) ?? {status: 404, body: {message: 'Not Found'}});
  if (request.method !== 'GET' || status !== 200) return answerOf(status, headers, bytes);
  const etag = headers.etag ?? etagOf(bytes);
  if (isHeld(request.headers['if-none-match'], etag)) return answerOf(304, {...headers, etag}, Buffer.alloc(0));
  return answerOf(status, {...headers, etag}, asked.method === 'HEAD' ? Buffer.alloc(0) : bytes);
};

/** A simulated world without sockets: its services are called, by the rules of the real way out. */
export const createMemoryHttp = (world: World): Http => ({
  send: async (asked) => {
    let url = new URL(asked.url);
    for (let hop = 0; hop < mostRedirects; hop++) {
      const answer = sendOnce(world, asked, url);
      const {location} = answer.headers;
      if (answer.status >= 300 && answer.status < 400 && answer.status !== 304 && location !== undefined) {
        url = new URL(location, url);
        continue;
      }
      if (asked.accept.includes(answer.status)) return answer;
      throw await problemOfStatus(url.host, answer);
    }
    throw new Error(`${asked.url} redirects in a circle.`);
  },
});
