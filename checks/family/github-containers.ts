import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import {compareSemantic} from '../../src/model/semantic-versions.ts';
import {fieldsOf} from './answers.ts';
import {apiOrigin, hasScope, scopesOf} from './github.ts';
import {isMovingTag, type PointedTag} from './image-tags.ts';
import {indexSchema, isVersionTag, manifestTypes, platformNames, tagsFor} from './oci-registry.ts';

const registry = 'https://ghcr.io';

/** What everybody can pull of an image, or how far the look has come. */
type PublicImage =
  | {readonly kind: 'served'; readonly platforms: readonly string[]}
  | {readonly kind: 'other-versions'; readonly tags: readonly string[]}
  /** Private and absent look the same to everybody. */
  | {readonly kind: 'hidden'};

const askAs = (token: string) => ({as: 'nobody', headers: {authorization: `Bearer ${token}`, accept: manifestTypes}}) as const;

const askForPull = async (lookup: Lookup, name: string): Promise<string | undefined> => {
  const scope = encodeURIComponent(`repository:${name}:pull`);
  const granted = await lookup.reply(`${registry}/token?service=ghcr.io&scope=${scope}`, {as: 'nobody', accept: [200, 401, 403, 404]});
  return granted.status === 200 ? fieldsOf('ghcr.io', granted.text, z.object({token: z.string()})).token : undefined;
};

/** Whether everybody can pull an image without any account, under whatever tag; false: it is private, or there is none. */
export const isPullable = async (lookup: Lookup, name: string): Promise<boolean> => {
  const token = await askForPull(lookup, name);
  if (token === undefined) return false;
  const {status} = await lookup.reply(`${registry}/v2/${name}/tags/list?n=1000`, {...askAs(token), accept: [200, 401, 403, 404]});
  return status === 200;
};

/** Looks at an image as everybody who pulls it does, without any account, under every tag that may be the version's. */
export const findPublicImage = async (lookup: Lookup, project: Project, name: string): Promise<PublicImage> => {
  const token = await askForPull(lookup, name);
  if (token === undefined) return {kind: 'hidden'};
  for (const tag of tagsFor(project)) {
    const manifest = await lookup.reply(`${registry}/v2/${name}/manifests/${tag}`, {...askAs(token), accept: [200, 401, 403, 404]});
    if (manifest.status === 200) {
      const {manifests = []} = fieldsOf('ghcr.io', manifest.text, indexSchema);
      return {kind: 'served', platforms: platformNames(manifests.map(({platform}) => platform))};
    }
    if (manifest.status !== 404) return {kind: 'hidden'};
  }
  const listed = await lookup.json(
    `${registry}/v2/${name}/tags/list?n=1000`,
    z.object({tags: z.array(z.string()).nullish()}),
    askAs(token),
  );
  return {kind: 'other-versions', tags: listed?.tags ?? []};
};

/** Tags beyond these are not looked into: each costs a request. */
const mostTags = 12;

const digestOf = async (lookup: Lookup, name: string, tag: string, token: string): Promise<PointedTag | undefined> => {
  const url = `${registry}/v2/${name}/manifests/${tag}`;
  const {status, headers} = await lookup.reply(url, {...askAs(token), method: 'HEAD', accept: [200, 401, 403, 404]});
  const digest = headers['docker-content-digest'];
  return status === 200 && digest !== undefined ? {name: tag, digest} : undefined;
};

/** Where the moving tags of a public image point to, with this version and the newest before it; empty: nobody can pull it. */
export const findPublicTags = async (lookup: Lookup, name: string, version: string): Promise<readonly PointedTag[]> => {
  const token = await askForPull(lookup, name);
  if (token === undefined) return [];
  const {status, text} = await lookup.reply(`${registry}/v2/${name}/tags/list?n=1000`, {...askAs(token), accept: [200, 401, 403, 404]});
  const listed = status === 200 ? (fieldsOf('ghcr.io', text, z.object({tags: z.array(z.string()).nullish()})).tags ?? []) : [];
  const versions = listed.filter(isVersionTag).toSorted((one, other) => compareSemantic(other, one));
  const at = versions.findIndex((tag) => compareSemantic(tag, version) <= 0);
  const near = at < 0 ? [] : versions.slice(at, at + mostTags);
  const found = await Promise.all([...listed.filter(isMovingTag), ...near].map((tag) => digestOf(lookup, name, tag, token)));
  return found.filter((one) => one !== undefined);
};

const versionsSchema = z.array(
  z.object({name: z.string(), metadata: z.object({container: z.object({tags: z.array(z.string())}).optional()}).optional()}),
);

/** The versions of a package that GitHub shows to this reader; `absent` only where the token may read packages. */
export type ShownVersions =
  | {readonly kind: 'shown'; readonly versions: readonly string[]}
  | {readonly kind: 'absent'}
  | {readonly kind: 'hidden'};

/** Asks GitHub for a package's versions, as a user's and then as an organization's. */
export const findVersions = async (lookup: Lookup, owner: string, type: 'npm' | 'container', name: string): Promise<ShownVersions> => {
  if (!lookup.hasGitHubToken) return {kind: 'hidden'};
  const path = `${encodeURIComponent(owner)}/packages/${type}/${encodeURIComponent(name)}/versions`;
  // Only the address of organizations takes a size of page.
  for (const url of [`${apiOrigin}/users/${path}`, `${apiOrigin}/orgs/${path}?per_page=100`]) {
    const {status, text, headers} = await lookup.reply(url, {accept: [200, 400, 401, 403, 404]});
    if (status === 200) {
      const versions = fieldsOf('api.github.com', text, versionsSchema);
      return {kind: 'shown', versions: versions.flatMap((one) => (type === 'npm' ? [one.name] : (one.metadata?.container?.tags ?? [])))};
    }
    const mayRead = hasScope(scopesOf(headers) ?? [], 'read:packages');
    if (status !== 404 || !mayRead) return {kind: 'hidden'};
  }
  return {kind: 'absent'};
};
