import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {TokenHints} from '../../src/model/marketplace.ts';
import type {TokenTest} from '../../src/model/publication.ts';
import {isMarkup, untold} from './answers.ts';
import {claimsOf, endOfClaims} from './jwt.ts';
import {parsedJson} from './parsing.ts';
import {foreignToken} from './token-shapes.ts';

export const galleryOrigin = 'https://marketplace.visualstudio.com';

const ending = 'Tokens for all organizations stop working on 2026-12-01; move to Entra before.';

/** What a token's text tells: only Entra's own say when they end. */
export const vscodeHints = (secret: string): TokenHints => {
  const expires = endOfClaims(claimsOf(secret) ?? {});
  return expires === undefined ? {} : {expires};
};

/* Microsoft Entra's own tokens are signed JSON, good for about an hour. */
const readEntraToken = (secret: string, now: number): TokenTest | undefined => {
  const {expires} = vscodeHints(secret);
  if (expires === undefined || Date.parse(expires) > now) return undefined;
  return {verdict: 'expired', note: 'This token of Entra has ended; they last about an hour.', expires};
};

/** What a token's text alone shows. */
export const readVscodeToken = (secret: string, now = Date.now()): TokenTest | undefined =>
  foreignToken(secret, 'vscode') ?? readEntraToken(secret.trim(), now);

const rolesSchema = z.object({
  value: z.array(z.object({identity: z.object({displayName: z.string().optional()}).optional(), role: z.object({name: z.string()})})),
});
const mayPublish = (name: string): boolean => /^(?:Contributor|Owner|Creator)$/i.test(name);

/** The list of members is open to every member, readers included; only where all may publish is the token's own right certain. */
const judgeRoles = (publisher: string, roles: z.infer<typeof rolesSchema>['value']): TokenTest => {
  if (roles.length > 0 && roles.every(({role}) => mayPublish(role.name)))
    return {verdict: 'valid', note: `The token is a member of ${publisher} and may publish. ${ending}`};
  return roles.some(({role}) => mayPublish(role.name))
    ? {verdict: 'valid-rights-unknown', note: `The token is a member of ${publisher}; whether its role may publish is not told. ${ending}`}
    : {verdict: 'lacks-right', note: `The token is a member of ${publisher} whose role may not publish; make it a Contributor.`};
};

/** Asks for the members of the publisher; writes nothing. `publisher` undefined: it is not known. */
export const testVscodeToken = async (lookup: Lookup, publisher: string | undefined): Promise<TokenTest> => {
  if (publisher === undefined)
    return {verdict: 'undetermined', note: 'No package.json names a publisher, and a token is tested against one.'};
  const url = `${galleryOrigin}/_apis/securityroles/scopes/gallery.publisher/roleassignments/resources/${encodeURIComponent(publisher)}?api-version=3.2-preview.1`;
  const {status, text} = await lookup.reply(url, {as: 'token', accept: [200, 203, 302, 401, 403, 404, 429]});
  if (status === 401) return {verdict: 'refused', note: `The marketplace refuses the token: it is wrong, ended or revoked. ${ending}`};
  if (status === 203 || (status === 200 && isMarkup(text)))
    return {
      verdict: 'undetermined',
      note: 'The marketplace answers with a page for signing in, as it does when it can’t use a token; make a new one if it stays so.',
    };
  if (/TF400813/.test(text) || (status === 403 && !isMarkup(text)))
    return {verdict: 'lacks-right', note: `The token is no member of the publisher ${publisher}.`};
  if (status === 404)
    return {verdict: 'undetermined', note: `The marketplace knows no publisher ${publisher}, so the token could not be tested.`};
  const answer = status === 200 ? rolesSchema.safeParse(parsedJson(text)) : undefined;
  return answer?.success === true ? judgeRoles(publisher, answer.data.value) : untold('The marketplace', status);
};
