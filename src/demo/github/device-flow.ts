import {randomBytes} from 'node:crypto';
import {formOf} from '../marketplaces/form.ts';
import type {DemoReply, DemoRequest, DemoService, DemoSetting} from '../service.ts';
import type {GitHubState} from './state.ts';

/** The app that the simulated GitHub knows, and whose sign-ins are agreed to after a few questions. */
export const demoClientId = 'Ov23demoportcall';

type Flow = {readonly scopes: readonly string[]; readonly expiresAt: number; askedAt: number; asked: number; interval: number};

const answer = (body: object): DemoReply => ({status: 200, headers: {'content-type': 'application/json; charset=utf-8'}, body});
const refusal = (error: string, more: object = {}): DemoReply =>
  answer({error, error_description: error.replaceAll('_', ' '), error_uri: 'https://docs.github.com/apps/oauth-apps', ...more});

/** Questions that come before the simulated person has typed the code. */
const questionsBefore = 2;

type Fields = ReturnType<typeof formOf>;

const textIn = (fields: Fields, name: string): string => fields.get(name)?.value.toString() ?? '';

class DeviceSignIns {
  readonly #flows = new Map<string, Flow>();
  readonly #setting: DemoSetting;
  readonly #state: GitHubState;
  readonly #login: string;

  constructor(setting: DemoSetting, state: GitHubState, login: string) {
    this.#setting = setting;
    this.#state = state;
    this.#login = login;
  }

  begin(fields: Fields): DemoReply {
    if (textIn(fields, 'client_id') !== demoClientId) return {status: 404, body: {error: 'Not Found'}};
    const now = this.#setting.now();
    const code = randomBytes(20).toString('hex');
    const scopes = textIn(fields, 'scope')
      .split(/[\s,]+/)
      .filter(Boolean);
    this.#flows.set(code, {scopes, expiresAt: now + 900_000, askedAt: now, asked: 0, interval: 5});
    const letters = randomBytes(4).toString('hex').toUpperCase();
    return answer({
      device_code: code,
      user_code: `${letters.slice(0, 4)}-${letters.slice(4)}`,
      verification_uri: 'https://github.com/login/device',
      expires_in: 900,
      interval: 5,
    });
  }

  poll(fields: Fields): DemoReply {
    const code = textIn(fields, 'device_code');
    const flow = this.#flows.get(code);
    if (textIn(fields, 'grant_type') !== 'urn:ietf:params:oauth:grant-type:device_code') return refusal('unsupported_grant_type');
    if (textIn(fields, 'client_id') !== demoClientId) return refusal('incorrect_client_credentials');
    if (!flow) return refusal('incorrect_device_code');
    const now = this.#setting.now();
    if (now >= flow.expiresAt) return refusal('expired_token');
    const isEarly = now - flow.askedAt < flow.interval * 1000;
    flow.askedAt = now;
    if (isEarly) {
      flow.interval += 5;
      return refusal('slow_down', {interval: flow.interval});
    }
    flow.asked += 1;
    return flow.asked <= questionsBefore ? refusal('authorization_pending') : this.#grant(flow, code);
  }

  #grant(flow: Flow, code: string): DemoReply {
    this.#flows.delete(code);
    const token = `gho_${randomBytes(18).toString('hex')}`;
    this.#state.tokens.set(token, {kind: 'classic', login: this.#login, scopes: flow.scopes});
    return answer({access_token: token, token_type: 'bearer', scope: flow.scopes.join(',')});
  }
}

/** github.com's sign-in by code. The simulated person types it after two questions; who asks too fast is told to slow down. */
export const createDeviceFlow = (setting: DemoSetting, state: GitHubState, login: string): DemoService['answer'] => {
  const signIns = new DeviceSignIns(setting, state, login);
  return (request: DemoRequest) => {
    if (request.method !== 'POST') return undefined;
    if (request.path === '/login/device/code') return signIns.begin(formOf(request));
    return request.path === '/login/oauth/access_token' ? signIns.poll(formOf(request)) : undefined;
  };
};
