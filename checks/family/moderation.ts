import type {Cause} from '../../src/model/diagnosis.ts';
import type {QueuedVersion, VersionState} from '../../src/model/publication.ts';
import {type NugetEntry, normalizedVersion} from './nuget-feed.ts';

export const chocolateySite = 'https://community.chocolatey.org';

export const chocolateyPage = (id: string, version?: string): string =>
  `${chocolateySite}/packages/${encodeURIComponent(id)}${version === undefined ? '' : `/${encodeURIComponent(version)}`}`;

const statusOf = ({properties}: NugetEntry): string => properties['PackageStatus'] ?? '';
const isApproved = (entry: NugetEntry): boolean =>
  entry.properties['IsApproved'] === 'true' || /^(?:Approved|Exempted)$/.test(statusOf(entry));
/* Chocolatey dates what is unlisted to the year 1900. */
const isListed = ({properties}: NugetEntry): boolean => !(properties['Published'] ?? '').startsWith('1900');
const isFailing = ({properties}: NugetEntry): boolean => properties['PackageTestResultStatus'] === 'Failing';

/* What the queue waits for, by the site's own word for it. */
const turns: Readonly<Record<string, string>> = {
  Pending: 'the automatic review',
  Ready: 'a moderator',
  Responded: 'a moderator',
  Updated: 'the review of what was pushed again',
  Waiting: 'the maintainer, who must act within 35 days',
};

const moderationOf = (entry: NugetEntry): string => {
  const word = entry.properties['PackageSubmittedStatus'] || 'Submitted';
  const turn = turns[word] === undefined ? '' : `, waiting for ${turns[word]}`;
  return `moderation (${word})${turn}${isFailing(entry) ? '; its install test fails' : ''}`;
};

/** What an entry of the feed means for its version. */
export const moderatedState = (id: string, entry: NugetEntry): VersionState => {
  const url = chocolateyPage(id, entry.version);
  const status = statusOf(entry);
  if (status === 'Rejected') return {kind: 'rejected', why: 'A moderator or the clean-up rejected it.', url};
  if (status === 'Submitted')
    return {kind: 'waiting', for: moderationOf(entry), ...(entry.updated === undefined ? {} : {since: entry.updated}), url};
  if (!isApproved(entry)) return {kind: 'not-visible', why: `Chocolatey calls its state “${status}”.`};
  if (!isListed(entry)) return {kind: 'withdrawn', why: 'It is unlisted: only who asks for this very version gets it.'};
  if (isFailing(entry)) return {kind: 'wrong', why: 'It is approved, and Chocolatey’s own install test of it fails.'};
  return status === 'Exempted' ? {kind: 'published', note: 'It is exempt from moderation.'} : {kind: 'published'};
};

/** The versions that stand in moderation. */
export const queuedVersions = (id: string, entries: readonly NugetEntry[]): readonly QueuedVersion[] =>
  [...new Map(entries.map((entry) => [entry.version, entry])).values()]
    .filter((entry) => statusOf(entry) === 'Submitted')
    .map((entry) => ({
      version: entry.version,
      state: moderationOf(entry),
      ...(entry.updated === undefined ? {} : {since: entry.updated}),
      url: chocolateyPage(id, entry.version),
    }));

/** The version that an ordinary install gets; undefined: none is approved and listed. */
export const servedVersion = (entries: readonly NugetEntry[]): string | undefined => {
  const listed = entries.filter((entry) => isApproved(entry) && isListed(entry));
  const published = (entry: NugetEntry) => entry.properties['Published'] ?? '';
  const newest = [...listed].sort((one, other) => published(one).localeCompare(published(other))).at(-1);
  return (listed.find(({properties}) => properties['IsLatestVersion'] === 'true') ?? newest)?.version;
};

/** Chocolatey takes no second version while the first one waits and none is approved. */
export const firstVersionInModeration: Cause = {
  id: 'first-version-in-moderation',
  title: 'A first version is still in moderation, and Chocolatey takes no other before it is approved.',
  judge: ({project, publication, job, run, log}) => {
    const waiting =
      publication?.serves === null ? publication.queued?.find(({version}) => version !== normalizedVersion(project.version)) : undefined;
    if (waiting === undefined) return undefined;
    const failed = run?.conclusion === 'failure' ? run.steps.find(({conclusion}) => conclusion === 'failure') : undefined;
    const isPush = failed !== undefined && (job?.publishingSteps.includes(failed.name) === true || /push|publish/i.test(failed.name));
    const isSaid = log?.lines.some((line) => /previous version in a submitted state/i.test(line)) === true;
    return {
      confidence: isPush || isSaid ? 'confirmed' : failed === undefined ? 'possible' : 'likely',
      evidence: [
        `${waiting.version} is in ${waiting.state}${waiting.since === undefined ? '' : `, since ${waiting.since.slice(0, 10)}`}.`,
        'No version has ever been approved.',
        ...(isPush ? [`The run failed at step ${failed.number}, “${failed.name}”.`] : []),
      ],
      fix: `Answer what moderation asks of ${waiting.version} by pushing ${waiting.version} again, or wait for its approval; push no other version before.`,
    };
  },
};
