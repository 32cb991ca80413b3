import {createHash} from 'node:crypto';
import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import type {NpmVersion} from './npm-package.ts';
import type {NpmPackage, NpmState, NpmToken} from './npm-state.ts';
import {held, json, membersOf, type Route} from './routes.ts';

type SignedIn = (state: NpmState, answer: (token: NpmToken, request: DemoRequest, ...parts: string[]) => DemoReply) => Route['answer'];

type Attachment = {readonly data?: string};
type SentManifest = {
  readonly version?: string;
  readonly dist?: {readonly shasum?: string; readonly fileCount?: number; readonly unpackedSize?: number};
};
type Sent = {
  readonly _attachments?: Readonly<Record<string, Attachment>>;
  readonly versions?: Readonly<Record<string, SentManifest>>;
  readonly 'dist-tags'?: Readonly<Record<string, string>>;
};

const day = 86_400_000;

const newPackage = (name: string, user: string, createdAt: string): NpmPackage => ({
  name,
  createdAt,
  maintainers: {[user]: 'read-write'},
  isPublic: true,
  versions: {},
  tags: {},
  unpublished: {},
  downloadsLastWeek: 0,
});

/** What speaks against one more version; undefined: nothing does. */
const refusalOf = (found: NpmPackage, token: NpmToken, version: string, now: number): DemoReply | undefined => {
  // npm hides from whoever may not write a package that it is there.
  if (found.maintainers[token.user] !== 'read-write') return json(404, {error: 'Not found'});
  if (token.wantsPassword) return json(401, {error: 'This operation requires a one-time password.'}, {'www-authenticate': 'OTP'});
  if (found.unpublishedAt !== undefined && now - Date.parse(found.unpublishedAt) < day)
    return json(403, {error: `${found.name} cannot be republished until 24 hours have passed.`});
  const isUsed = Object.hasOwn(found.versions, version) || Object.hasOwn(found.unpublished, version);
  return isUsed ? json(403, {error: `You cannot publish over the previously published versions: ${version}.`}) : undefined;
};

const publish = (setting: DemoSetting, state: NpmState, token: NpmToken, sent: Sent, name: string): DemoReply => {
  const [version = '', manifest] = Object.entries(sent.versions ?? {})[0] ?? [];
  const tarball = Buffer.from(Object.values(sent._attachments ?? {})[0]?.data ?? '', 'base64');
  if (!/^\d+\.\d+\.\d+([-+].*)?$/.test(version) || manifest === undefined) return json(400, {error: `Invalid version: "${version}"`});
  if (manifest.dist?.shasum !== undefined && createHash('sha1').update(tarball).digest('hex') !== manifest.dist.shasum)
    return json(400, {error: 'The tarball does not have the digest that the document names.'});
  const publishedAt = new Date(setting.now()).toISOString();
  const found = held(state.packages, name) ?? newPackage(name, token.user, publishedAt);
  const refusal = refusalOf(found, token, version, setting.now());
  if (refusal) return refusal;
  const {dist, ...rest} = manifest;
  const stored: NpmVersion = {
    manifest: rest,
    tarball,
    fileCount: dist?.fileCount ?? 0,
    unpackedSize: dist?.unpackedSize ?? tarball.length,
    publishedBy: token.user,
    publishedAt,
  };
  found.versions[version] = stored;
  Object.assign(found.tags, sent['dist-tags']);
  delete found.unpublishedAt;
  state.packages[name] = found;
  return json(201, {ok: true, success: true});
};

/** A route that also takes what `npm publish` sends: a document with the package attached. */
export const takesPackages = (setting: DemoSetting, state: NpmState, signedIn: SignedIn, route: Route): Route => ({
  ...route,
  answer: (request, ...parts) => {
    const sent = membersOf(request) as Sent;
    if (sent._attachments === undefined) return route.answer(request, ...parts);
    return signedIn(state, (token) => publish(setting, state, token, sent, parts[0] ?? ''))(request, ...parts);
  },
});
