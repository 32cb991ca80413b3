import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {VersionState} from '../../src/model/publication.ts';
import {isPrerelease} from '../../src/model/semantic-versions.ts';
import {pythonVersion, wheelPlatform} from './python-package.ts';

const fileSchema = z.object({
  filename: z.string(),
  url: z.string(),
  digests: z.object({sha256: z.string()}),
  yanked: z.boolean().default(false),
  yanked_reason: z.string().nullish(),
  upload_time_iso_8601: z.string().optional(),
});
type File = z.infer<typeof fileSchema>;
export const projectSchema = z.object({
  info: z.object({
    name: z.string(),
    version: z.string(),
    yanked: z.boolean().default(false),
    home_page: z.string().nullish(),
    download_url: z.string().nullish(),
    project_urls: z.record(z.string(), z.string()).nullish(),
  }),
  releases: z.record(z.string(), z.array(fileSchema)),
  ownership: z
    .object({roles: z.array(z.object({role: z.string(), user: z.string()})).default([]), organization: z.string().nullish()})
    .nullish(),
});
const simpleSchema = z.object({'project-status': z.object({status: z.string(), reason: z.string().nullish()}).optional()});

/** Why PyPI holds a project back that its JSON does not show; undefined: it doesn't. */
export const findQuarantine = async (lookup: Lookup, name: string): Promise<string | undefined> => {
  const headers = {accept: 'application/vnd.pypi.simple.v1+json'};
  const found = await lookup.json(`https://pypi.org/simple/${encodeURIComponent(name)}/`, simpleSchema, {headers});
  const {status, reason} = found?.['project-status'] ?? {};
  if (status !== 'quarantined') return undefined;
  return `PyPI has put the project into quarantine${reason ? `: ${reason}` : ', as it does on suspicion of malware.'}`;
};

/** A project as PyPI's JSON shows it. */
export type Listing = z.infer<typeof projectSchema>;

/** A version's files, however the version is spelt; undefined: there is no such version. */
export const filesOf = ({releases}: Listing, version: string): readonly File[] | undefined =>
  Object.entries(releases).find(([listed]) => pythonVersion(listed) === pythonVersion(version))?.[1];

/** The platforms that the release before had a wheel for and this one has none, nor one for every platform. */
const lostPlatforms = ({releases}: Listing, files: readonly File[]): readonly string[] => {
  const timeOf = (list: readonly File[]) => list[0]?.upload_time_iso_8601 ?? '';
  const before = Object.values(releases)
    .filter((list) => list.length > 0 && timeOf(list) < timeOf(files))
    .toSorted((one, other) => timeOf(one).localeCompare(timeOf(other)))
    .at(-1);
  if (before === undefined || files.some(({filename}) => filename.endsWith('-any.whl'))) return [];
  const present = files.map(({filename}) => wheelPlatform(filename));
  return [...new Set(before.map(({filename}) => wheelPlatform(filename)))].filter(
    (one) => one !== undefined && !present.includes(one),
  ) as string[];
};

export const stateOf = (listing: Listing, name: string, version: string): VersionState => {
  const files = filesOf(listing, version);
  if (files === undefined) return {kind: 'absent'};
  if (files.length === 0) return {kind: 'withdrawn', why: 'Its files were deleted, and PyPI takes their names no more.'};
  if (files.every(({yanked}) => yanked))
    return {
      kind: 'withdrawn',
      why: `It was yanked${files[0]?.yanked_reason ? `: ${files[0].yanked_reason}` : '.'}`,
      back: `Open https://pypi.org/manage/project/${encodeURIComponent(name)}/releases/ and un-yank it under Options.`,
    };
  const lost = lostPlatforms(listing, files);
  if (lost.length > 0) return {kind: 'partial', missing: lost.map((platform) => `a wheel for ${platform}, which the release before had`)};
  if (pythonVersion(listing.info.version) === pythonVersion(version)) return {kind: 'published'};
  return {
    kind: 'published',
    note: `An ordinary install gives ${listing.info.version}${isPrerelease(version) ? ', because this is a prerelease' : ''}.`,
  };
};

/** A project without addresses still shows whose it is when this very version came within two days of the release. */
export const cameWithRelease = ({release, version}: Project, listing: Listing): boolean => {
  const uploaded = filesOf(listing, version)?.[0]?.upload_time_iso_8601;
  const [one, other] = [Date.parse(uploaded ?? ''), Date.parse(release?.publishedAt ?? '')];
  return Math.abs(one - other) < 2 * 86_400_000;
};
