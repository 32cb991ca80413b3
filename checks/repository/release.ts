import * as z from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Asset, Release, RepositoryName} from '../../src/model/project.ts';
import type {ReleaseAnswer} from '../../src/model/repository.ts';
import {repositoryApi} from '../family/github.ts';

const assetSchema = z.object({
  name: z.string(),
  size: z.number(),
  state: z.string(),
  digest: z.string().nullish(),
  browser_download_url: z.string(),
  url: z.string().optional(),
});

const releaseSchema = z.object({
  id: z.number(),
  tag_name: z.string(),
  html_url: z.string(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  immutable: z.boolean().default(false),
  published_at: z.string().nullish(),
  assets: z.array(assetSchema),
});

const assetOf = (asset: z.infer<typeof assetSchema>): Asset => {
  const sha256 = /^sha256:([0-9a-f]{64})$/i.exec(asset.digest ?? '')?.[1]?.toLowerCase();
  return {
    name: asset.name,
    size: asset.size,
    isUploaded: asset.state === 'uploaded',
    url: asset.browser_download_url,
    ...(asset.url === undefined ? {} : {apiUrl: asset.url}),
    ...(sha256 === undefined ? {} : {sha256}),
  };
};

const releaseOf = (release: z.infer<typeof releaseSchema>): Release => ({
  id: release.id,
  tag: release.tag_name,
  url: release.html_url,
  isDraft: release.draft,
  isPrerelease: release.prerelease,
  isImmutable: release.immutable,
  ...(typeof release.published_at === 'string' ? {publishedAt: release.published_at} : {}),
  assets: release.assets.map(assetOf),
});

const findListed = (lookup: Lookup, repository: RepositoryName) =>
  lookup.json(repositoryApi(repository, '/releases?per_page=30'), z.array(releaseSchema));

/**
 * The release of a tag. GitHub answers by tag only for published releases, so a draft is looked for in the list, which shows drafts to those who
 * may push. `isNewest`: the list told the tag, so that it is read before anything else is asked.
 */
export const findRelease = async (
  lookup: Lookup,
  repository: RepositoryName,
  tag: string,
  {isNewest}: {readonly isNewest?: true | undefined} = {},
): Promise<ReleaseAnswer> => {
  const newest = isNewest === true ? (await findListed(lookup, repository))?.find((one) => one.tag_name === tag && !one.draft) : undefined;
  if (newest !== undefined) return {kind: 'released', release: releaseOf(newest)};
  const published = await lookup.json(repositoryApi(repository, `/releases/tags/${encodeURIComponent(tag)}`), releaseSchema);
  if (published !== undefined) return {kind: 'released', release: releaseOf(published)};
  const [listed, reference] = await Promise.all([
    findListed(lookup, repository),
    lookup.json(repositoryApi(repository, `/git/ref/tags/${encodeURIComponent(tag)}`), z.object({ref: z.string()})),
  ]);
  const draft = listed?.find((release) => release.tag_name === tag);
  if (draft !== undefined) return {kind: 'released', release: releaseOf(draft)};
  return reference === undefined ? {kind: 'no-tag'} : {kind: 'tag-only'};
};

/** The tag of the newest release, else the newest tag; undefined: the repository has neither. */
export const findNewestTag = async (lookup: Lookup, repository: RepositoryName): Promise<string | undefined> => {
  const releases = (await findListed(lookup, repository))?.filter((release) => !release.draft) ?? [];
  const newest = releases.find((release) => !release.prerelease) ?? releases[0];
  if (newest !== undefined) return newest.tag_name;
  const tags = await lookup.json(repositoryApi(repository, '/tags?per_page=1'), z.array(z.object({name: z.string()})));
  return tags?.[0]?.name;
};
