import type {ServerResponse} from 'node:http';
import type {FaultEffect} from './faults.ts';
import type {WireReply} from './message.ts';
import {toWire} from './message.ts';

const gigabyte = 1024 ** 3;
const page =
  '<!DOCTYPE html>\n<html lang="en"><head><title>One moment</title></head><body><h1>One moment</h1><p>We will be back soon.</p></body></html>\n';

const messages: Readonly<Record<number, string>> = {
  401: 'Bad credentials',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
};

const refusal = (status: number, retryAfter: number | undefined): WireReply => {
  const headers = retryAfter === undefined ? {} : {'retry-after': String(retryAfter)};
  return toWire(status >= 500 ? {status, headers, body: page} : {status, headers, body: {message: messages[status] ?? 'Refused'}});
};

const secondaryLimit = (retryAfter = 60): WireReply =>
  toWire({
    status: 403,
    headers: {'retry-after': String(retryAfter)},
    body: {
      message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      documentation_url: 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits',
    },
  });

/** The whole answer that a fault puts in the true one's place; undefined: the fault lies in how the answer is sent. */
export const replacementOf = (effect: FaultEffect, pathAndQuery: string): WireReply | undefined => {
  switch (effect.kind) {
    case 'status':
      return refusal(effect.status, effect.retryAfter);
    case 'html':
      return toWire({status: 200, body: page});
    case 'other-json':
      return toWire({status: 200, body: {unexpected: ['another', 'shape']}});
    case 'redirect':
      return toWire({status: 302, headers: {location: `${effect.to}${pathAndQuery}`}});
    case 'secondary-limit':
      return secondaryLimit(effect.retryAfter);
    case 'cut-off':
    case 'silence':
    case 'reset':
    case 'huge':
      return undefined;
  }
};

/** Sends as many bytes as asked for, made one piece at a time and only as fast as they are taken. */
export const sendHuge = (response: ServerResponse, bytes = gigabyte): void => {
  const piece = Buffer.alloc(64 * 1024, 'x');
  let left = bytes;
  const push = (): void => {
    while (left > 0 && !response.destroyed) {
      const next = left >= piece.length ? piece : piece.subarray(0, left);
      left -= next.length;
      if (!response.write(next)) {
        response.once('drain', push);
        return;
      }
    }
    if (!response.destroyed) response.end();
  };
  response.writeHead(200, {'content-type': 'application/json', 'content-length': String(bytes)});
  push();
};

/** Promises the whole answer, sends half of it and hangs up. */
export const sendCutOff = (response: ServerResponse, reply: WireReply): void => {
  response.writeHead(reply.status, {...reply.headers, 'content-length': String(Math.max(reply.bytes.length, 2))});
  const half = reply.bytes.length < 2 ? Buffer.from('{') : reply.bytes.subarray(0, Math.floor(reply.bytes.length / 2));
  response.write(half, () => response.destroy());
};
