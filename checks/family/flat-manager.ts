import type {TokenHints} from '../../src/model/marketplace.ts';
import type {TokenTest} from '../../src/model/publication.ts';
import {claimsOf, endOfClaims} from './jwt.ts';

const listOf = (value: unknown): readonly string[] | undefined => (Array.isArray(value) ? value.map(String) : undefined);

/** What a token for direct uploads to Flathub says of itself. */
export const flatManagerHints = (secret: string): TokenHints => {
  const claims = claimsOf(secret);
  const expires = claims === undefined ? undefined : endOfClaims(claims);
  const rights = listOf(claims?.['scope']);
  return {...(expires === undefined ? {} : {expires}), ...(rights === undefined ? {} : {rights})};
};

/** Judges such a token by its text alone, since only an upload tests it; undefined: it is none. */
export const readFlatManagerToken = (secret: string, app: string | undefined, now = Date.now()): TokenTest | undefined => {
  const claims = claimsOf(secret);
  // GitHub's newer tokens of installations hold such a text after their own prefix.
  if (claims === undefined || /^gh[a-z]_/.test(secret.trim())) return undefined;
  const hints = flatManagerHints(secret);
  if (hints.expires !== undefined && Date.parse(hints.expires) < now)
    return {...hints, verdict: 'expired', note: `This token for direct uploads ended on ${hints.expires.slice(0, 10)}.`};
  const prefixes = listOf(claims['prefixes']);
  if (app !== undefined && prefixes !== undefined && !prefixes.some((one) => app === one || app.startsWith(`${one}.`)))
    return {...hints, verdict: 'lacks-right', note: `This token for direct uploads is for ${prefixes.join(', ')} and not for ${app}.`};
  if (hints.rights !== undefined && !hints.rights.includes('publish'))
    return {...hints, verdict: 'lacks-right', note: 'This token for direct uploads may not publish.'};
  return {...hints, verdict: 'untestable', note: 'This is a token for direct uploads, which only an upload tests.'};
};
