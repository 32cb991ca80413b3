import type {NextAction, QueuedVersion, VersionState} from '../../src/model/publication.ts';
import type {NugetEntry} from './nuget-feed.ts';

export const chocolateySite = 'https://community.chocolatey.org';

export const chocolateyPage = (id: string, version?: string): string =>
  `${chocolateySite}/packages/${encodeURIComponent(id)}${version === undefined ? '' : `/${encodeURIComponent(version)}`}`;

const statusOf = ({properties}: NugetEntry): string => properties['PackageStatus'] ?? '';
const isApproved = (entry: NugetEntry): boolean =>
  entry.properties['IsApproved'] === 'true' || /^(?:Approved|Exempted)$/.test(statusOf(entry));
/* Chocolatey dates what is unlisted to the year 1900. */
const isListed = ({properties}: NugetEntry): boolean => !(properties['Published'] ?? '').startsWith('1900');
const isFailing = ({properties}: NugetEntry): boolean => properties['PackageTestResultStatus'] === 'Failing';
const isInvalid = ({properties}: NugetEntry): boolean => properties['PackageValidationResultStatus'] === 'Failing';

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

const pushAgain = 'and push the same version again, within 35 days.';

/** Whose turn it is for a version in moderation, by the site's own word for it and by what its checks found. */
const moderationTurn = (entry: NugetEntry): NextAction => {
  const word = entry.properties['PackageSubmittedStatus'] || 'Submitted';
  const reviewed = entry.properties['PackageReviewedDate'];
  const since = reviewed === undefined || reviewed === '' ? {} : {since: reviewed};
  if (word === 'Waiting') return {action: `Correct what the package’s page names, ${pushAgain}`, whose: 'yours', ...since};
  const isAnswered = word === 'Responded' || word === 'Updated';
  if (isInvalid(entry) && !isAnswered)
    return {action: `Correct what the validation on the package’s page names, ${pushAgain}`, whose: 'yours'};
  if (isFailing(entry) && !isAnswered) return {action: `Read why its install test fails, mend it, ${pushAgain}`, whose: 'yours'};
  return isAnswered || word === 'Ready'
    ? {action: 'A moderator looks at it.', whose: 'theirs', usually: 'one or two days to over a month'}
    : {action: 'Chocolatey’s own checks run.', whose: 'machine', usually: 'they begin after about half an hour'};
};

/** What an entry of the feed means for its version. */
export const moderatedState = (id: string, entry: NugetEntry): VersionState => {
  const url = chocolateyPage(id, entry.version);
  const status = statusOf(entry);
  if (status === 'Rejected') return {kind: 'rejected', why: 'A moderator or the clean-up rejected it.', url};
  if (status === 'Submitted')
    return {
      kind: 'waiting',
      for: moderationOf(entry),
      ...(entry.updated === undefined ? {} : {since: entry.updated}),
      url,
      next: moderationTurn(entry),
    };
  if (!isApproved(entry)) return {kind: 'not-visible', why: `Chocolatey calls its state “${status}”.`};
  if (!isListed(entry))
    return {
      kind: 'withdrawn',
      why: 'It is unlisted: only who asks for this very version gets it.',
      back: `To list it again, sign in, open ${url} and press Edit Package, tick “Listed in search results” and save.`,
    };
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
      next: moderationTurn(entry),
    }));

/** The version that an ordinary install gets; undefined: none is approved and listed. */
export const servedVersion = (entries: readonly NugetEntry[]): string | undefined => {
  const listed = entries.filter((entry) => isApproved(entry) && isListed(entry));
  const published = (entry: NugetEntry) => entry.properties['Published'] ?? '';
  const newest = [...listed].sort((one, other) => published(one).localeCompare(published(other))).at(-1);
  return (listed.find(({properties}) => properties['IsLatestVersion'] === 'true') ?? newest)?.version;
};
