import {textOfBase64} from './base64.ts';
import {asRecord, parsedJson} from './parsing.ts';

/** What a signed JSON token says in its middle part; undefined: it is none. */
export const claimsOf = (token: string): Readonly<Record<string, unknown>> | undefined => {
  const [, body] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token.trim()) ?? [];
  const claims = body === undefined ? undefined : parsedJson(textOfBase64(body) ?? '');
  return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? asRecord(claims) : undefined;
};

/** When it ends, as an ISO time; undefined: it doesn't say. */
export const endOfClaims = ({exp}: Readonly<Record<string, unknown>>): string | undefined =>
  typeof exp === 'number' && Number.isFinite(exp) && Math.abs(exp) < 8e12 ? new Date(exp * 1000).toISOString() : undefined;
