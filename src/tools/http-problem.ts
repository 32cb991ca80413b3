import {Problem} from '../model/problem.ts';
import type {HttpAnswer} from './http.ts';

const readSome = async (answer: HttpAnswer, limit: number): Promise<string> => {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer.body) {
    pieces.push(Buffer.from(piece));
    size += piece.byteLength;
    if (size >= limit) break;
  }
  const text = Buffer.concat(pieces).subarray(0, limit).toString('utf8');
  return answer.hide?.(text) ?? text;
};

/** When the server says it may be asked again, in milliseconds since 1970; undefined: it doesn't say. */
export const retryTimeOf = (headers: Readonly<Record<string, string>>, now = Date.now()): number | undefined => {
  const after = headers['retry-after'];
  if (after !== undefined) return /^\d+$/.test(after) ? now + Number(after) * 1000 : Date.parse(after) || undefined;
  const reset = headers['x-ratelimit-remaining'] === '0' ? headers['x-ratelimit-reset'] : headers['x-retry-after'];
  return reset !== undefined && /^\d{9,}$/.test(reset) ? Number(reset) * 1000 : undefined;
};

const messageIn = (text: string): string => {
  if (/^\s*</.test(text)) return '';
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return '';
    const found = ['message', 'detail', 'error', 'error_description']
      .map((key) => (body as Record<string, unknown>)[key])
      .find((value) => typeof value === 'string');
    return typeof found === 'string' ? `: ${found.replace(/[.\s]+$/, '')}` : '';
  } catch {
    return text.length < 200 && text.trim() !== '' ? `: ${text.trim()}` : '';
  }
};

/** Whether the headers alone say that a rate limit is used up. */
export const isUsedUp = ({status, headers}: HttpAnswer): boolean =>
  status === 429 || (status === 403 && (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined));

const isRateLimit = (answer: HttpAnswer, text: string): boolean => isUsedUp(answer) || (answer.status === 403 && /rate limit/i.test(text));

export const rateLimited = (host: string, headers: Readonly<Record<string, string>>): Problem => {
  const time = retryTimeOf(headers);
  const until = time === undefined ? undefined : new Date(time).toISOString();
  return new Problem(
    'rate-limited',
    `${host} takes no more requests for now, because its rate limit is used up.`,
    until === undefined ? 'Wait a while and check again.' : `Check again after ${until}.`,
    until,
  );
};

const forbidden = (host: string, headers: Readonly<Record<string, string>>, message: string): Problem => {
  const needed = headers['x-accepted-github-permissions'];
  const single = /url=(\S+)/.exec(headers['x-github-sso'] ?? '')?.[1];
  if (single !== undefined)
    return new Problem(
      'forbidden',
      `${host} wants this token authorised for the organization's single sign-on.`,
      `Open ${single} and authorise it.`,
    );
  if (needed !== undefined && needed !== '')
    return new Problem('forbidden', `${host} refuses this token${message}.`, `Give the token ${needed}.`);
  const scopes = headers['x-accepted-oauth-scopes'];
  const held = headers['x-oauth-scopes']?.split(',').map((scope) => scope.trim());
  const isLacking =
    scopes !== undefined && scopes !== '' && held !== undefined && !scopes.split(',').some((one) => held.includes(one.trim()));
  return new Problem(
    'forbidden',
    `${host} refuses access (403)${message}.`,
    isLacking ? `Give the token the scope ${scopes}.` : 'Use a token that may do this, or open the page in a browser.',
  );
};

/** What a status that nobody asked for means. A 404 reaches this only where it is not an answer. */
export const problemOfStatus = async (host: string, answer: HttpAnswer): Promise<Problem> => {
  const text = await readSome(answer, 8192).catch(() => '');
  const message = messageIn(text);
  if (isRateLimit(answer, text)) return rateLimited(host, answer.headers);
  if (answer.status === 401) {
    const next =
      host === 'api.github.com' ? 'Set GITHUB_TOKEN to a token that is valid, or to none.' : 'Sign in with a token that is valid.';
    return new Problem('unauthorized', `${host} refuses the token, or wants one (401)${message}.`, next);
  }
  if (answer.status === 403) return forbidden(host, answer.headers, message);
  if (answer.status >= 500) return new Problem('unreachable', `${host} has trouble (${answer.status}).`, 'Check again in a few minutes.');
  return new Problem(
    'unexpected-answer',
    `${host} answers with ${answer.status}, which nobody expects${message}.`,
    'Check again later; report it if it stays so.',
  );
};

const certificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'a certificate of its chain is signed by itself',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known here',
  EAI_AGAIN: 'names cannot be looked up',
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection breaks off',
  UND_ERR_SOCKET: 'the connection breaks off',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer in time',
  UND_ERR_BODY_TIMEOUT: 'its answer stops halfway',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
  ETIMEDOUT: 'it does not answer in time',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer is cut off',
};

const silences = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);

/** Another try would end the same way, or take as long again. */
const final = new Set(['ENOTFOUND', 'ECONNREFUSED', ...silences]);

const codeOf = (failure: unknown): string => {
  if (typeof failure !== 'object' || failure === null) return '';
  const {code, cause} = failure as {code?: unknown; cause?: unknown};
  return typeof code === 'string' ? code : codeOf(cause);
};

/** What became of a connection. */
type Failed = {
  readonly problem: Problem;
  /** Another try would end the same way. */
  readonly isFinal: boolean;
  /** Nothing came at all. */
  readonly isSilence: boolean;
};

/** What a connection that failed means. */
export const problemOfFailure = (host: string, failure: unknown): Failed => {
  const code = codeOf(failure);
  const certificate = certificates[code];
  if (certificate !== undefined)
    return {
      problem: new Problem(
        'unreachable',
        `${host} can't be trusted: ${certificate}.`,
        'Check the clock and the network; a proxy may stand in between.',
      ),
      isFinal: true,
      isSilence: false,
    };
  const isAborted = failure instanceof Error && failure.name === 'AbortError';
  const why = isAborted
    ? 'the check was stopped'
    : (reasons[code] ?? (code === '' ? 'the connection fails' : `the connection fails (${code})`));
  return {
    problem: new Problem('unreachable', `${host} can't be reached: ${why}.`, 'Check the network and try again.'),
    isFinal: isAborted || final.has(code),
    isSilence: silences.has(code),
  };
};
