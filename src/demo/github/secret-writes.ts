import type {DemoReply, DemoSetting} from '../service.ts';
import type {SealedValue, Secret} from './actions-state.ts';
import {unprocessable, unreadable} from './refusals.ts';
import type {Call} from './route.ts';
import {keyIdOf} from './secret-key.ts';
import {bodyOf, type SentBody} from './sent-body.ts';
import {timeText} from './state.ts';

const mostSecrets = 100;
const largestBox = 48 * 1024 + 48;

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;

/** A sealed box adds 48 bytes to what it holds. */
const boxFault = (box: unknown): string | undefined => {
  if (typeof box !== 'string' || !base64.test(box)) return 'Invalid request.\n\n"encrypted_value" is not base64.';
  const size = Buffer.from(box, 'base64').length;
  if (size < 48) return 'Bad request: improperly encrypted secret';
  return size > largestBox ? 'Secret value is too large: the limit is 48 KB.' : undefined;
};

const nameFault = (name: string): string | undefined => {
  if (!/^[A-Z_][A-Z0-9_]*$/i.test(name))
    return 'Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).';
  return /^GITHUB_/i.test(name) ? 'Secret names must not start with GITHUB_.' : undefined;
};

/** What GitHub says against a secret; undefined: it takes it. */
const refusalOf = (place: string, name: string, {key_id, encrypted_value}: SentBody, isOver: boolean): DemoReply | undefined => {
  const fault =
    nameFault(name) ??
    boxFault(encrypted_value) ??
    (key_id === keyIdOf(place) ? undefined : 'Invalid request.\n\n"key_id" names no key of this place.') ??
    (isOver ? 'The limit of secrets is reached: delete one that is not used.' : undefined);
  return fault === undefined ? undefined : unprocessable(fault);
};

type Target<S extends Secret> = {
  readonly secrets: S[];
  /** Names the key pair of the level. */
  readonly place: string;
  readonly limit?: number;
  /** What stands beside the value. */
  readonly more: Omit<S, keyof Secret>;
};

const writtenAt = (setting: DemoSetting): string => timeText(setting.now());

/** Sets or overwrites a secret as GitHub does: 201 for a new one, 204 for one that was there. */
export const putSecret = <S extends Secret>(call: Call, {secrets, place, limit = mostSecrets, more}: Target<S>): DemoReply => {
  const name = (call.parameters.secret_name ?? '').toUpperCase();
  const at = secrets.findIndex((secret) => secret.name === name);
  const body = bodyOf(call);
  if (!body) return unreadable();
  const refusal = refusalOf(place, name, body, at < 0 && secrets.length >= limit);
  if (refusal) return refusal;
  const now = writtenAt(call.setting);
  const sealed: SealedValue = {box: String(body['encrypted_value']), place};
  const createdAt = secrets[at]?.createdAt ?? now;
  const secret = {name, createdAt, updatedAt: now, sealed, ...more} as S;
  if (at < 0) secrets.push(secret);
  else secrets[at] = secret;
  return at < 0 ? {status: 201, body: {}} : {status: 204};
};

/** True: it was there. */
export const dropSecret = (secrets: Secret[], name: string | undefined): boolean => {
  const at = secrets.findIndex((secret) => secret.name === name?.toUpperCase());
  if (at >= 0) secrets.splice(at, 1);
  return at >= 0;
};
