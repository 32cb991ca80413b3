import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, type Release, type RepositoryName, versionOfTag} from '../../src/model/project.ts';
import {repositoryApi} from './github.ts';
import {platformOf} from './platforms.ts';

const listSchema = z.array(
  z.object({
    tag_name: z.string(),
    draft: z.boolean(),
    prerelease: z.boolean(),
    published_at: z.string().nullish(),
    assets: z.array(z.object({name: z.string()})),
  }),
);
export type ListedRelease = z.infer<typeof listSchema>[number];

/** The newest releases, under the address by which a draft is looked for, so that one round asks it once. */
export const findReleases = (lookup: Lookup, project: Project) =>
  lookup.json(repositoryApi(project.repository, '/releases?per_page=30'), listSchema);

/** The tag of the newest release that was published, a prerelease or not; undefined: there is none. */
export const findNewestPublished = async (lookup: Lookup, repository: RepositoryName): Promise<string | undefined> => {
  const listed = (await lookup.json(repositoryApi(repository, '/releases?per_page=30'), listSchema)) ?? [];
  return listed
    .filter(({draft}) => !draft)
    .toSorted((one, other) => (one.published_at ?? '').localeCompare(other.published_at ?? ''))
    .at(-1)?.tag_name;
};

const platformsOf = (names: readonly string[]): ReadonlySet<string> =>
  new Set(
    names.flatMap((name) => {
      const platform = platformOf(name);
      return platform === undefined ? [] : platform.architectures.map((architecture) => `${platform.system} ${architecture}`);
    }),
  );

/** Platforms that the release before had a file for and this one lacks; releases without any file don't count. */
export const lostPlatforms = (release: Release, listed: readonly ListedRelease[]): readonly string[] => {
  const isEarlier = ({tag_name: tag, draft, published_at: at}: ListedRelease) =>
    !draft && tag !== release.tag && typeof at === 'string' && (release.publishedAt === undefined || at < release.publishedAt);
  const before = listed
    .filter((one) => isEarlier(one) && one.assets.length > 0)
    .toSorted((one, other) => (one.published_at ?? '').localeCompare(other.published_at ?? ''))
    .at(-1);
  const present = platformsOf(release.assets.map(({name}) => name));
  return before === undefined ? [] : [...platformsOf(before.assets.map(({name}) => name))].filter((one) => !present.has(one));
};

/** The version that the page of the latest release shows; null: there is none. */
export const latestVersionOf = (listed: readonly ListedRelease[]): string | null => {
  const latest = listed.find(({draft, prerelease}) => !draft && !prerelease) ?? listed.find(({draft}) => !draft);
  return latest === undefined ? null : versionOfTag(latest.tag_name);
};
