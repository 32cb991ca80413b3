import {createHash} from 'node:crypto';
import type {DemoReply} from './service.ts';

/** A reply as it goes over the wire, without the headers that only the server knows. */
export type WireReply = {readonly status: number; readonly headers: Record<string, string>; readonly bytes: Buffer};

const typeOf = (body: string | Buffer | object): string => {
  if (Buffer.isBuffer(body)) return 'application/octet-stream';
  if (typeof body !== 'string') return 'application/json; charset=utf-8';
  return /^\s*<(!doctype|html)/i.test(body) ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
};

const bytesOf = (body: DemoReply['body']): Buffer => {
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

/** The bytes and headers of a reply; header names in lower case. */
export const toWire = (reply: DemoReply): WireReply => {
  const headers: Record<string, string> = {};
  if (reply.body !== undefined) headers['content-type'] = typeOf(reply.body);
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers[name.toLowerCase()] = value;
  return {status: reply.status, headers, bytes: bytesOf(reply.body)};
};

/** A strong validator: the same bytes always get the same one. */
export const etagOf = (bytes: Buffer): string => `"${createHash('sha256').update(bytes).digest('hex')}"`;

/** Whether the caller already holds what `etag` names; the comparison is the weak one, as RFC 9110 asks for If-None-Match. */
export const isHeld = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((held) => held.trim() === '*' || held.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));
