import type {TokenHints} from '../../src/model/marketplace.ts';
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

type Macaroon = {
  readonly location: string | undefined;
  /** ISO time; absent: it names none. */
  readonly expires: string | undefined;
  /** Undefined: it is not limited to projects, or not in its own text. */
  readonly projects: readonly string[] | undefined;
  readonly isOfAccount: boolean;
};

/** Undefined: it holds characters that none of PyPI has. */
const macaroonIn = (secret: string): Macaroon | undefined => {
  const bytes = bytesOfBase64(secret.trim().replace(/^pypi-/, ''));
  if (bytes === undefined) return undefined;
  const texts = fieldsIn(bytes).map(({type, value}) => ({type, text: new TextDecoder().decode(value)}));
  const conditions = texts.filter(({type}) => type === 2).map(({text}) => parsedJson(text));
  const tagged = (tag: number) => conditions.flatMap((one) => (Array.isArray(one) && one[0] === tag ? [one[1] as unknown] : []));
  const ends = tagged(0).filter((end) => typeof end === 'number' && Math.abs(end) < 8e12) as number[];
  const [names] = tagged(1);
  return {
    location: texts.find(({type}) => type === 1)?.text,
    expires: ends.length === 0 ? undefined : new Date(Math.min(...ends) * 1000).toISOString(),
    projects: Array.isArray(names) ? names.map(String) : undefined,
    isOfAccount: tagged(3).length > 0 && !Array.isArray(names),
  };
};

/** What a token of PyPI tells beside any test. Conditions that it does not name may still hold. */
export const pypiHints = (secret: string): TokenHints => {
  const {expires, projects, isOfAccount = false} = macaroonIn(secret) ?? {};
  const rights =
    projects === undefined ? (isOfAccount ? ['every project of its account'] : undefined) : projects.map((name) => `upload ${name}`);
  return {...(expires === undefined ? {} : {expires}), ...(rights === undefined ? {} : {rights})};
};

/** What a token of PyPI says of itself: its index, when it ends, and which projects it is for. `project`: the name it must be good for, as PyPI writes it. */
export const readPypiToken = (secret: string, project?: string): TokenTest | undefined => {
  const foreign = foreignToken(secret, 'pypi');
  if (foreign !== undefined) return foreign;
  if (!secret.trim().startsWith('pypi-'))
    return {verdict: 'wrong-marketplace', note: 'A token of PyPI begins with pypi-, and this one does not.'};
  const macaroon = macaroonIn(secret);
  if (macaroon === undefined) return {verdict: 'refused', note: 'The token is damaged: it holds characters that none of PyPI has.'};
  if (macaroon.location === 'test.pypi.org')
    return {verdict: 'wrong-marketplace', note: 'The token is for TestPyPI, which has accounts of its own.'};
  const {expires, projects} = macaroon;
  if (expires !== undefined && Date.parse(expires) < Date.now())
    return {verdict: 'expired', note: 'The token has passed its own end.', expires};
  return project !== undefined && projects !== undefined && !projects.includes(project)
    ? {
        ...pypiHints(secret),
        verdict: 'lacks-right',
        note: `The token is for ${projects.join(', ')} and not for ${project}; make one for it.`,
      }
    : undefined;
};
