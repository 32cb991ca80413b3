import type {Renewal} from '../model/marketplace.ts';
import type {Http} from './http.ts';
import {textReaderOf} from './short-text.ts';

/** Exchanges the aged part of a credential for a fresh one; undefined: the other side gives none. */
export const sendRenewal = async (http: Http, renewal: Renewal, secret: string): Promise<string | undefined> => {
  const body = renewal.bodyOf(secret);
  if (body === undefined) return undefined;
  const answer = await http.send({
    method: 'POST',
    url: renewal.url,
    headers: {'content-type': 'application/json', accept: 'application/json'},
    body,
    accept: [200, 400, 401, 403, 404],
    isStrict: true,
  });
  const text = await textReaderOf(http)(new URL(renewal.url).host, answer);
  return answer.status === 200 ? renewal.renewedBy(secret, text) : undefined;
};
