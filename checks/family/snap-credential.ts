import type {Renewal, TokenHints} from '../../src/model/marketplace.ts';
import type {TokenTest} from '../../src/model/publication.ts';
import {textOfBase64} from './base64.ts';
import {bindDischarge, caveatsOf} from './macaroon.ts';
import {asRecord, asText, parsedJson} from './parsing.ts';
import {foreignToken} from './token-shapes.ts';

type Credential =
  | {readonly kind: 'pair'; readonly root: string; readonly discharge: string}
  | {readonly kind: 'candid'}
  | {readonly kind: 'unreadable'};

const pairOf = (root: unknown, discharge: unknown): Credential => {
  const [one, other] = [asText(root), asText(discharge)];
  return one === undefined || other === undefined ? {kind: 'unreadable'} : {kind: 'pair', root: one, discharge: other};
};

/* Exports of Snapcraft 6 and older are a file of settings. */
const inSettings = (text: string): Credential => {
  const value = (key: string) => new RegExp(`^\\s*${key}\\s*=\\s*(\\S+)`, 'm').exec(text)?.[1];
  return pairOf(value('macaroon'), value('unbound_discharge'));
};

const credentialIn = (secret: string): Credential => {
  const text = /^\s*\[login\.ubuntu\.com\]/m.test(secret) ? secret : (textOfBase64(secret.trim()) ?? '');
  if (/\[login\.ubuntu\.com\]/.test(text)) return inSettings(text);
  const outer = asRecord(parsedJson(text));
  if (outer['t'] === 'macaroon') return {kind: 'candid'};
  const inner = outer['t'] === 'u1-macaroon' ? asRecord(outer['v']) : outer;
  return pairOf(inner['r'], inner['d']);
};

/** The header that carries a credential; empty: it can't be bound here. */
export const authorizeSnap = (secret: string): Readonly<Record<string, string>> => {
  const credential = credentialIn(secret);
  const bound = credential.kind === 'pair' ? bindDischarge(credential.root, credential.discharge) : undefined;
  return credential.kind === 'pair' && bound !== undefined ? {authorization: `Macaroon root=${credential.root}, discharge=${bound}`} : {};
};

/** The sign-on gives a fresh discharge for an aged one; the root, with its rights and its end, stays the same. */
export const snapRenewal: Renewal = {
  url: 'https://login.ubuntu.com/api/v2/tokens/refresh',
  bodyOf: (secret) => {
    const credential = credentialIn(secret);
    return credential.kind === 'pair' ? JSON.stringify({discharge_macaroon: credential.discharge}) : undefined;
  },
  renewedBy: (secret, answer) => {
    const credential = credentialIn(secret);
    const discharge = asText(asRecord(parsedJson(answer))['discharge_macaroon']);
    return credential.kind === 'pair' && discharge !== undefined && /^[\w-]+$/.test(discharge)
      ? btoa(JSON.stringify({t: 'u1-macaroon', v: {r: credential.root, d: discharge}}))
      : undefined;
  },
};

/* A condition reads `place|kind|value`. */
const valuesOf = (caveats: readonly string[], kind: string): readonly string[] =>
  caveats.flatMap((caveat) => {
    const [, named, ...value] = caveat.split('|');
    return named === kind ? [value.join('|')] : [];
  });

/** An ISO time in UTC, which the store writes without saying so; undefined: it is none. */
export const storeTime = (written: string): string | undefined => {
  const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(written) ? written : `${written}Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

/** When the credential itself ends; the sign-on's part ages within a day and is renewed on use. Undefined: it doesn't say. */
const expiryOf = (root: string): string | undefined =>
  valuesOf(caveatsOf(root) ?? [], 'expires')
    .flatMap((written) => storeTime(written) ?? [])
    .sort()[0];

const listIn = (caveats: readonly string[], kind: string): readonly string[] | undefined => {
  const [list] = valuesOf(caveats, kind).map(parsedJson);
  return Array.isArray(list) ? list.map(String) : undefined;
};

/** The account that the sign-on's part names; undefined: it doesn't. */
const accountIn = (discharge: string): string | undefined => {
  const [account = ''] = valuesOf(caveatsOf(discharge) ?? [], 'account');
  const {username, email} = asRecord(parsedJson(textOfBase64(account) ?? ''));
  return asText(username) ?? asText(email);
};

/** What a credential tells beside any test: whose it is, its rights and channels, and when it ends. */
export const snapHints = (secret: string): TokenHints => {
  const credential = credentialIn(secret);
  if (credential.kind !== 'pair') return {};
  const caveats = caveatsOf(credential.root) ?? [];
  const [identity, expires, acl, channels] = [
    accountIn(credential.discharge),
    expiryOf(credential.root),
    listIn(caveats, 'acl'),
    listIn(caveats, 'channel'),
  ];
  const rights = [...(acl ?? []), ...(channels ?? []).map((channel) => `channel ${channel}`)];
  return {
    ...(identity === undefined ? {} : {identity}),
    ...(expires === undefined ? {} : {expires}),
    ...(rights.length === 0 ? {} : {rights}),
  };
};

/** What a credential's text alone shows. */
export const readSnapCredential = (secret: string, now = Date.now()): TokenTest | undefined => {
  const foreign = foreignToken(secret, 'snap');
  if (foreign !== undefined) return foreign;
  if (/Exported login credentials/i.test(secret))
    return {verdict: 'refused', note: 'The words around the credential were pasted with it; set the long line alone.'};
  const credential = credentialIn(secret);
  if (credential.kind === 'candid')
    return {verdict: 'refused', note: 'It is of the kind for Candid, which the store no longer takes; run `snapcraft export-login` again.'};
  if (credential.kind === 'unreadable')
    return {
      verdict: 'refused',
      note: 'Snapcraft can’t read it: it is no credential as `snapcraft export-login` writes it, or it is cut off.',
    };
  const expires = expiryOf(credential.root);
  if (expires !== undefined && Date.parse(expires) < now)
    return {verdict: 'expired', note: `It ended on ${expires.slice(0, 10)}; run \`snapcraft export-login\` again.`, expires};
  const rights = listIn(caveatsOf(credential.root) ?? [], 'acl');
  if (rights !== undefined && !rights.some((right) => /^package_(?:push|upload)$/.test(right)))
    return {
      verdict: 'lacks-right',
      note: 'It may not upload: export it with package_access, package_push, package_update and package_release.',
      rights,
    };
  return bindDischarge(credential.root, credential.discharge) === undefined
    ? {
        verdict: 'undetermined',
        note: 'Its form can’t be sent from here; `snapcraft whoami` tests it.',
        ...(expires === undefined ? {} : {expires}),
      }
    : undefined;
};
