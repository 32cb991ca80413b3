import type {TokenTest} from '../../src/model/publication.ts';
import {bytesOfBase64} from './base64.ts';
import {parsedJson} from './parsing.ts';
import {foreignToken} from './token-shapes.ts';

/** The fields of a macaroon of the second kind, as type and bytes; they end where the bytes make no sense. */
const fieldsIn = (bytes: Uint8Array): readonly {readonly type: number; readonly value: Uint8Array}[] => {
  const fields = [];
  for (let at = 1; at < bytes.length; ) {
    const type = bytes[at++] ?? 0;
    if (type === 0) continue;
    let length = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = bytes[at++] ?? 0;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (at + length > bytes.length) break;
    fields.push({type, value: bytes.subarray(at, at + length)});
    at += length;
  }
  return fields;
};

/** What a token of PyPI says of itself: its index, and when it ends. Conditions that it does not name may still hold. */
export const readPypiToken = (secret: string): TokenTest | undefined => {
  const foreign = foreignToken(secret, 'pypi');
  if (foreign !== undefined) return foreign;
  if (!secret.trim().startsWith('pypi-'))
    return {verdict: 'wrong-marketplace', note: 'A token of PyPI begins with pypi-, and this one does not.'};
  const bytes = bytesOfBase64(secret.trim().replace(/^pypi-/, ''));
  if (bytes === undefined) return {verdict: 'refused', note: 'The token is damaged: it holds characters that none of PyPI has.'};
  const texts = fieldsIn(bytes).map(({type, value}) => ({type, text: new TextDecoder().decode(value)}));
  const location = texts.find(({type}) => type === 1)?.text;
  if (location === 'test.pypi.org')
    return {verdict: 'wrong-marketplace', note: 'The token is for TestPyPI, which has accounts of its own.'};
  const conditions = texts.filter(({type}) => type === 2).map(({text}) => parsedJson(text));
  const ends = conditions.flatMap((one) => (Array.isArray(one) && one[0] === 0 && typeof one[1] === 'number' ? [one[1]] : []));
  const end = ends.length === 0 ? undefined : Math.min(...ends);
  return end !== undefined && end * 1000 < Date.now()
    ? {verdict: 'expired', note: 'The token has passed its own end.', expires: new Date(end * 1000).toISOString()}
    : undefined;
};
