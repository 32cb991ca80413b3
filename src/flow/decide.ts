import type {Decision} from '../model/decision.ts';
import type {Situation} from '../model/diagnosis.ts';
import {isUnderWay} from '../model/job-outcome.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {type Integrity, isRefusal, type Publication, type VersionState} from '../model/publication.ts';

/** Where part of a version can still be added; elsewhere a version is sent once and whole. */
const takesMore: ReadonlySet<MarketplaceId> = new Set([
  'github-releases',
  'npm',
  'pypi',
  'docker-hub',
  'github-packages',
  'snapcraft',
  'vscode',
]);

/** What happens to the number of a version that is gone for good; absent: nothing that is known. */
const burned: Partial<Readonly<Record<MarketplaceId, string>>> = {
  npm: 'npm never takes a version number twice, not even one that was unpublished.',
  pypi: 'PyPI never takes a file name twice, not even one that was deleted.',
  chocolatey: 'Chocolatey does not take a rejected version’s number again.',
};

const blocked = (because: string, next: string): Decision => ({kind: 'blocked', because, next});
const unknown = (because: string, next: string): Decision => ({kind: 'blocked', because, next, isUnknown: true});

const differing = ({files}: Integrity): readonly string[] =>
  files
    .filter(({result}) => result === 'different')
    .map(({name, note}) => (note === undefined ? name : `${name} (${note.replace(/\.$/, '')})`));

/** There: the same files, other files, or nothing that proves either. */
const decidePublished = (
  {note}: Extract<VersionState, {kind: 'published'}>,
  {marketplace: {title}, project: {version}, integrity}: Situation,
): Decision => {
  const wrong = integrity === undefined ? [] : differing(integrity);
  if (wrong.length > 0)
    return blocked(
      `${title} serves ${version}, and not what was released: ${wrong.join(', ')}.`,
      'Find out which of the two is right; a number that was given out is not given out again, so release a new version.',
    );
  const same = integrity?.files.filter(({result}) => result === 'same').length ?? 0;
  const total = integrity?.files.length ?? 0;
  const compared =
    same > 0
      ? `, and ${same === total ? 'every file' : `${same} of ${total} files`} is what was released.`
      : `; its files ${integrity === undefined ? 'were not compared' : 'could not be compared'} with the release.`;
  return {kind: 'nothing-to-do', because: `${title} serves ${version}${compared}${note === undefined ? '' : ` ${note}`}`};
};

const decidePartial = (missing: readonly string[], {marketplace: {id, title}, project: {version}}: Situation): Decision =>
  takesMore.has(id)
    ? {kind: 'publish', because: `${title} has ${version} in part: ${missing.join(', ')} is missing.`, missing}
    : blocked(
        `${title} has ${version} in part: ${missing.join(', ')} is missing, and it takes no more of a version that is out.`,
        'Release a new version.',
      );

/** Gone for good, or there and taken back: only the first uses the number up. */
const decideWithdrawn = (
  {why, back}: Extract<VersionState, {kind: 'withdrawn'}>,
  {marketplace: {id, title}, project: {version}}: Situation,
): Decision => {
  const reason = `${why.replace(/\.$/, '')}.`;
  return back === undefined
    ? blocked(`${title} had ${version}, and it is gone: ${reason}`, [burned[id], 'Release a new version.'].filter(Boolean).join(' '))
    : blocked(`${title} still has ${version}, and it was taken back: ${reason}`, `${back} Or release a new version.`);
};

const decideRejected = (why: string, {marketplace: {id, title}, project: {version}}: Situation): Decision =>
  id === 'chocolatey'
    ? blocked(`Chocolatey rejected ${version}: ${why.replace(/\.$/, '')}.`, `${burned.chocolatey} Release a new version.`)
    : blocked(`${title} turned ${version} down: ${why.replace(/\.$/, '')}.`, 'Do what is asked for there, and submit it again.');

const byVersion = (publication: Publication, situation: Situation): Decision => {
  const {marketplace, project} = situation;
  const {version} = publication;
  switch (version.kind) {
    case 'published':
      return decidePublished(version, situation);
    case 'partial':
      return decidePartial(version.missing, situation);
    case 'waiting':
      return {
        kind: 'wait',
        because: `${marketplace.title} has ${project.version} already and it waits for ${version.for}.`,
        ...(version.url === undefined ? {} : {url: version.url}),
        ...(version.since === undefined ? {} : {since: version.since}),
      };
    case 'rejected':
      return decideRejected(version.why, situation);
    case 'withdrawn':
      return decideWithdrawn(version, situation);
    case 'wrong':
      return blocked(
        `${marketplace.title} serves ${project.version}, and not what was released: ${version.why.replace(/\.$/, '')}.`,
        'Take back what is wrong, or release a new version.',
      );
    case 'not-visible':
      return unknown(
        `Whether ${marketplace.title} has ${project.version} can’t be seen: ${version.why.replace(/\.$/, '')}.`,
        'Sign in, and look again.',
      );
    case 'absent':
      return {kind: 'publish', because: `${marketplace.title} has no ${project.version}; people get ${publication.serves ?? 'nothing'}.`};
  }
};

/** What stands in the way of sending anything; undefined: nothing that is known. */
const obstacleTo = ({marketplace: {id, title}, project: {tag}, release, token, publication}: Situation): Decision | undefined => {
  if (publication?.belongsTo === 'another')
    return blocked(
      `The name ${publication.name} is somebody else’s at ${title}.`,
      'Choose another name, and put it into the package’s file.',
    );
  if (release === undefined) return unknown(`The release of ${tag} could not be looked up.`, 'Look again.');
  if (release.kind === 'no-tag') return blocked(`There is no tag ${tag}.`, 'Make the tag and its release first.');
  if (id !== 'github-releases' && release.kind === 'tag-only')
    return blocked(`The tag ${tag} has no release, so there are no files to publish.`, 'Publish the GitHub release first.');
  if (id !== 'github-releases' && release.kind === 'released' && release.release.isDraft)
    return blocked(`The release of ${tag} is a draft, which nobody can download from.`, 'Publish the GitHub release first.');
  if (token !== undefined && isRefusal(token.verdict))
    return blocked(`The token for ${title} won’t do: ${token.note.replace(/\.$/, '')}.`, `Run “portcall tokens ${id}”.`);
  return undefined;
};

const runUnderWay = ({run, marketplace: {title}}: Situation): Decision | undefined =>
  run === undefined || !isUnderWay(run)
    ? undefined
    : {
        kind: 'wait',
        because: `A run that publishes to ${title} is under way (${run.status.replaceAll('_', ' ')}).`,
        url: run.url,
        ...(run.startedAt === undefined ? {} : {since: run.startedAt}),
      };

/**
 * Whether to publish: already there and the same, nothing; there and different, stop; waiting, wait; partly there, only the rest; missing,
 * publish; taken back, bring it back; gone, a new version. Pure, from facts that were just looked up; what was not found out never counts as an absence.
 */
export const decide = (situation: Situation): Decision => {
  const {publication, marketplace, project} = situation;
  if (publication === undefined)
    return unknown(`Whether ${marketplace.title} has ${project.version} could not be looked up.`, 'Look again, with “portcall status”.');
  const told = byVersion(publication, situation);
  if (told.kind !== 'publish') return told;
  return runUnderWay(situation) ?? obstacleTo(situation) ?? told;
};
