import type {DemoReply, DemoRequest} from '../service.ts';
import {revisionOf} from './npm-packument.ts';
import type {NpmPackage, NpmState, NpmToken} from './npm-state.ts';
import {held, json, membersOf, type Route} from './routes.ts';

type SignedIn = (state: NpmState, answer: (token: NpmToken, request: DemoRequest, ...parts: string[]) => DemoReply) => Route['answer'];

const put = (path: RegExp, answer: Route['answer']): Route => ({method: 'PUT', path, answer});

const wantsPassword = json(
  401,
  {error: 'This operation requires a one-time password from your authenticator.'},
  {'www-authenticate': 'OTP', 'npm-notice': 'Open your authenticator for the one-time password.'},
);

/** What speaks against a write of this token's; undefined: nothing does. */
const refusalOf = (found: NpmPackage | undefined, name: string, token: NpmToken): DemoReply | undefined => {
  if (found === undefined) return json(404, {error: 'Not found'});
  if (found.maintainers[token.user] !== 'read-write')
    return json(403, {error: `You do not have permission to publish "${name}". Are you logged in as the correct user?`});
  return token.wantsPassword ? wantsPassword : undefined;
};

const textOf = ({body}: DemoRequest): string | undefined => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
};

const moveTag = (found: NpmPackage, tag: string, request: DemoRequest): DemoReply => {
  const version = textOf(request);
  if (version === undefined) return json(400, {error: 'Invalid version'});
  if (!Object.hasOwn(found.versions, version)) return json(404, {error: `version not found: ${version}`});
  found.tags[tag] = version;
  return json(200, {ok: true, id: found.name, 'dist-tags': found.tags});
};

/** A document sent back with other deprecations; everything else of a published version stays as it is. */
const deprecate = (found: NpmPackage, request: DemoRequest): DemoReply => {
  const {versions, _rev: revision} = membersOf(request);
  if (typeof versions !== 'object' || versions === null) return json(400, {error: 'Invalid package document'});
  if (revision !== undefined && revision !== revisionOf(found))
    return json(409, {
      error:
        'Failed to save packument. A common cause is if you try to publish a new package before the previous package has been fully processed.',
    });
  const sent = versions as Readonly<Record<string, {readonly deprecated?: unknown}>>;
  const unknown = Object.keys(sent).find((version) => !Object.hasOwn(found.versions, version));
  if (unknown !== undefined) return json(403, {error: `You cannot publish over the previously published versions: ${unknown}.`});
  for (const [version, stored] of Object.entries(found.versions)) {
    const message = held(sent, version)?.deprecated;
    if (typeof message === 'string' && message !== '') stored.deprecated = message;
    else delete stored.deprecated;
  }
  return json(200, {ok: true, id: found.name, rev: revisionOf(found)});
};

/** What `npm dist-tag add` and `npm deprecate` send. */
export const npmWriteRoutes = (state: NpmState, signedIn: SignedIn, packageName: string): readonly Route[] => {
  const toMaintainers = (answer: (found: NpmPackage, request: DemoRequest, part: string) => DemoReply): Route['answer'] =>
    signedIn(state, (token, request, name = '', part = '') => {
      const found = held(state.packages, name);
      const refusal = refusalOf(found, name, token);
      return refusal ?? (found === undefined ? json(404, {error: 'Not found'}) : answer(found, request, part));
    });
  return [
    put(
      new RegExp(`^/-/package/${packageName}/dist-tags/([^/]+)$`),
      toMaintainers((found, request, tag) => moveTag(found, tag, request)),
    ),
    put(new RegExp(`^/${packageName}$`), toMaintainers(deprecate)),
  ];
};
