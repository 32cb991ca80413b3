import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Publication, VersionState} from '../../src/model/publication.ts';
import {moderatedState, chocolateyPage as pageOf, queuedVersions, servedVersion, chocolateySite as site} from './moderation.ts';
import {findEntries, normalizedVersion} from './nuget-feed.ts';
import {owned, ownerOf} from './ownership.ts';

/** Rejected versions are in no feed; only their page is left. A page behind a browser check tells nothing. */
const stateOfPage = async (lookup: Lookup, id: string, version: string, isInFeed: boolean): Promise<VersionState> => {
  for (const url of [...(isInFeed ? [] : [pageOf(id)]), pageOf(id, version)]) {
    const {status} = await lookup.reply(url, {accept: [200, 403, 404], method: 'HEAD'});
    if (status === 404) return {kind: 'absent'};
    if (status === 403)
      return {kind: 'not-visible', why: 'The feed has no such version, and the page that a rejected one keeps is behind a check.'};
  }
  return {
    kind: 'rejected',
    why: 'Its page exists and the feed leaves it out, as it does with rejected versions.',
    url: pageOf(id, version),
  };
};

/** The feed's entry of one version. */
export const chocolateyEntryUrl = (id: string, version: string) =>
  `${site}/api/v2/Packages(Id='${encodeURIComponent(id)}',Version='${encodeURIComponent(version)}')`;

/** What the feed and, for a version that it leaves out, the package's pages say. */
export const findChocolateyPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const packageName = packageNameOf(project, 'chocolatey');
  const id = packageName.name;
  const version = normalizedVersion(project.version);
  const quoted = `'${encodeURIComponent(id)}'`;
  const asked = await Promise.all([
    findEntries(lookup, chocolateyEntryUrl(id, version)),
    findEntries(lookup, `${site}/api/v2/FindPackagesById()?id=${quoted}&semVerLevel=2.0.0`),
    findEntries(lookup, `${site}/api/v2/submitted/FindPackagesById()?id=${quoted}`),
  ]);
  const entries = asked.flatMap((found = []) => found.filter((one) => one.id.toLowerCase() === id.toLowerCase()));
  const queued = queuedVersions(id, entries);
  const served = servedVersion(entries);
  const entry = entries.find((one) => one.version === version);
  const isInFeed = entries.length > 0;
  const state = entry === undefined ? await stateOfPage(lookup, id, version, isInFeed) : moderatedState(id, entry);
  const urls = entries.flatMap(({properties: one}) => [
    one['ProjectSourceUrl'],
    one['ProjectUrl'],
    one['PackageSourceUrl'],
    one['BugTrackerUrl'],
  ]);
  return owned(packageName, ownerOf(project, packageName, urls), {
    name: id,
    ...(isInFeed ? {url: pageOf(id)} : {}),
    serves: served ?? null,
    version: state,
    ...(queued.length > 0 ? {queued} : {}),
    evidence: [
      evidenceOf(`The feed lists ${served ?? 'no approved version'}`, pageOf(id)),
      ...queued.map((one) => evidenceOf(`${one.version} is in ${one.state}`, one.url)),
    ],
  });
};
