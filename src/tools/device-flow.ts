import * as z from 'zod';
import {Problem} from '../model/problem.ts';
import type {Http} from './http.ts';
import {textReaderOf} from './short-text.ts';

/** What a person types at GitHub to let this program in. */
export type DeviceCode = {
  /** Shown to the person. */
  readonly userCode: string;
  /** The page to type it on. */
  readonly page: string;
  /** ISO time after which the code is worth nothing. */
  readonly expires: string;
};

export type DeviceFlow = {
  readonly http: Http;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Shows the code; nothing is asked before it is done. */
  readonly show: (code: DeviceCode) => Promise<void> | void;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
};

/** What was granted; people can grant less than was asked for. */
export type DeviceGrant = {readonly token: string; readonly scopes: readonly string[]};

const site = 'https://github.com';
const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

const codeSchema = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  expires_in: z.number(),
  interval: z.number().default(5),
});
const refusalSchema = z.object({error: z.string(), interval: z.number().optional()});
const grantSchema = z.object({access_token: z.string().regex(/^\S+$/), scope: z.string().default('')});

const again = 'Sign in again, or set GITHUB_TOKEN.';

/** What each refusal means, and what to do about it; the ones that only ask for patience are not here. */
const refusals: Readonly<Record<string, readonly [what: string, next: string]>> = {
  expired_token: ['The code was not typed in within its time.', again],
  access_denied: ['GitHub was told not to let Portcall in.', again],
  incorrect_device_code: ['GitHub does not know the code of this sign-in.', again],
  incorrect_client_credentials: ['GitHub knows no app with this client id.', 'Correct PORTCALL_GITHUB_CLIENT_ID or github_client_id.'],
  device_flow_disabled: ['The app with this client id has no device flow.', 'Enable it in the settings of the app, or set GITHUB_TOKEN.'],
  unsupported_grant_type: ['GitHub does not take this kind of sign-in.', 'Set GITHUB_TOKEN.'],
};

const strange = () =>
  new Problem('unexpected-answer', 'github.com answers with something that is not understood.', 'Try again later, or set GITHUB_TOKEN.');

const refusalOf = (error: string): Problem => {
  const [what, next] = refusals[error] ?? [`GitHub refuses the sign-in: ${error}.`, again];
  return new Problem('unauthorized', what, next);
};

/* `isStrict`: a code that somebody else's server hands out would sign that somebody in. */
const ask = async (http: Http, path: string, fields: Readonly<Record<string, string>>): Promise<unknown> => {
  const answer = await http.send({
    method: 'POST',
    url: `${site}${path}`,
    headers: {accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded'},
    body: new URLSearchParams(fields).toString(),
    accept: [200, 400, 404],
    isStrict: true,
  });
  const text = await textReaderOf(http)('github.com', answer);
  if (answer.status === 404) throw refusalOf('incorrect_client_credentials');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw strange();
  }
};

const askCode = async ({http, clientId, scopes}: DeviceFlow): Promise<z.infer<typeof codeSchema>> => {
  const said = await ask(http, '/login/device/code', {client_id: clientId, scope: scopes.join(' ')});
  const code = codeSchema.safeParse(said);
  if (code.success) return code.data;
  const refused = refusalSchema.safeParse(said);
  throw refused.success ? refusalOf(refused.data.error) : strange();
};

/** A network that fails in passing is no answer, and the code is still good: that counts as patience asked for. */
const askGrant = ({http, clientId}: DeviceFlow, code: string): Promise<unknown> =>
  ask(http, '/login/oauth/access_token', {client_id: clientId, device_code: code, grant_type: grantType}).catch((failure: unknown) => {
    if (failure instanceof Problem && failure.kind === 'unreachable') return {error: 'authorization_pending'};
    throw failure;
  });

/** Lets a person sign in at GitHub on any machine: shows a code, and waits until it was typed in there. */
export const signInByDevice = async (flow: DeviceFlow): Promise<DeviceGrant> => {
  const code = await askCode(flow);
  const end = flow.now() + code.expires_in * 1000;
  await flow.show({userCode: code.user_code, page: code.verification_uri, expires: new Date(end).toISOString()});
  for (let interval = code.interval; ; ) {
    await flow.wait(interval * 1000);
    if (flow.now() >= end) throw refusalOf('expired_token');
    const said = await askGrant(flow, code.device_code);
    const grant = grantSchema.safeParse(said);
    if (grant.success) return {token: grant.data.access_token, scopes: grant.data.scope.split(/[\s,]+/).filter((one) => one !== '')};
    const refused = refusalSchema.safeParse(said);
    if (!refused.success) throw strange();
    const {error} = refused.data;
    if (error === 'slow_down') interval = Math.max(refused.data.interval ?? 0, interval + 5);
    else if (error !== 'authorization_pending') throw refusalOf(error);
  }
};
